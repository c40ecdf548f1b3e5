"""Template tags of the plan room."""
