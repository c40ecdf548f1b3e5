"""Figures become charts, maps, tables, PDF and spreadsheets; the numbers are handed in."""
