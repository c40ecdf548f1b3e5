"""Rates, gaps, slopes and trends, each with its interval."""
