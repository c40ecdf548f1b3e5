"""What the addresses of the evidence room answer."""
