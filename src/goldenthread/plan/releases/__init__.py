"""Releases: prepared, read, replied to, signed off and published on their day; and when nothing may be."""
