"""Indicators, characteristics and frameworks: dated, sourced, reviewed."""
