"""Reads a report as the file it is, and says what stands in it: promises now, claims to be checked later."""
