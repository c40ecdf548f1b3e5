"""What the addresses of the messages room answer."""
