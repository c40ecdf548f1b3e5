"""The chapters of the methods manual, in the order they are read."""

from tests.spec.chapters import further, gaps, protection, rates, time, values

CHAPTERS = (*values.CHAPTERS, *rates.CHAPTERS, *gaps.CHAPTERS, *further.CHAPTERS, *time.CHAPTERS, *protection.CHAPTERS)
