"""Golden Thread: a council's promise to be fair, kept and checkable."""

__version__ = "0.1.0"
