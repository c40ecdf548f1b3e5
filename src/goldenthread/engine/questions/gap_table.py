"""The gap of every indicator of the place, the largest first."""

from goldenthread.engine.questions.gap import Gap, gaps_of
from goldenthread.engine.store import Snapshot


def gap_table(snapshot: Snapshot, *, quantiles: str = "place") -> list[Gap]:
    """The gap of every defined indicator: the strongest first, then those that cannot be said, each with its reason.

    Strength is the slope index in standard deviations of the small areas' values, so that years, percentages and scores
    can stand in one list.
    """
    gaps = gaps_of(snapshot, list(snapshot.definitions), quantiles=quantiles)
    return sorted(gaps, key=lambda gap: (gap.strength is None, -(gap.strength or 0.0), gap.indicator))
