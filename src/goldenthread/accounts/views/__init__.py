"""What the addresses of the accounts room answer."""
