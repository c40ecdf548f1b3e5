"""Pages of the assessments room."""
