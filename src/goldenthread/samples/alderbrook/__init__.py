"""Alderbrook, an invented borough: every feature of the product can be seen on it, and none of it is true."""
