"""Rounds in which owners are asked for an update: whom, when, for what, and what the chaser does about silence."""
