"""From answers to pages: pure functions and frozen dataclasses. No request, no query."""
