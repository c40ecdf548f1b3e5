"""The chapters of the methods manual, in the order they are read."""

from tests.spec.chapters import claims, further, gaps, impact, protection, rates, reading, time, values

CHAPTERS = (
    *values.CHAPTERS,
    *rates.CHAPTERS,
    *gaps.CHAPTERS,
    *further.CHAPTERS,
    *time.CHAPTERS,
    *impact.CHAPTERS,
    *protection.CHAPTERS,
    *reading.CHAPTERS,
    *claims.CHAPTERS,
)
