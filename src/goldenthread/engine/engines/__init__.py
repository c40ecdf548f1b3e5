"""One engine a file: each answers the same expressions."""
