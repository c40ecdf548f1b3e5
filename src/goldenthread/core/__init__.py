"""The arithmetic of fairness: no files, no clock, no dice, no network."""
