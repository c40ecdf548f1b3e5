"""Plans in files: our own form, and the action lists that councils keep. Nothing here writes to the database."""
