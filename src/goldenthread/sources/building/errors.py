"""What stops a place from being built."""


class BuildError(ValueError):
    """One sentence about why a place cannot be built, and what to do."""
