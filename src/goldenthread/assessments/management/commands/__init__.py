"""Commands of the assessments room."""
