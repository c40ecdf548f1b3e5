"""The command line: one file per command, argument parsing only."""
