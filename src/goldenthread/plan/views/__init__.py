"""The plan's pages: for everybody, and for staff."""
