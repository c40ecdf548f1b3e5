"""What this room refuses."""


class ImpactError(ValueError):
    """What cannot be evaluated, as a sentence: what was wrong, where, and what to do."""
