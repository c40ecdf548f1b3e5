"""Alderbrook, the invented council."""
