"""What the reports room's templates can name."""
