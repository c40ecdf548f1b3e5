"""The gap in one indicator between the wards at its two ends."""

from dataclasses import dataclass

from goldenthread.core.estimates import Estimate
from goldenthread.engine.questions.area_values import AreaValue, Period


@dataclass(frozen=True, slots=True)
class WardGap:
    """The wards at the two ends, and how much of their distance chance alone would make."""

    indicator: str
    kind: str  # kind of area compared
    period: Period | None
    highest: AreaValue | None
    lowest: AreaValue | None
    worst: AreaValue | None  # None where neither direction is better
    best: AreaValue | None
    absolute: Estimate | None  # highest minus lowest
    relative: Estimate | None  # highest over lowest
    expected_by_chance: float | None  # the distance as many equal wards would show
    areas: int  # with a value
    areas_without_value: int
    reason: str | None  # why there is no gap
    notes: tuple[str, ...]
