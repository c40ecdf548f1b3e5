"""Indicators and values for the place: the web's only door to numbers."""
