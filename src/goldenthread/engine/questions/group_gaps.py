"""The gaps in one indicator between groups of people."""

from dataclasses import dataclass

from goldenthread.core.estimates import Estimate
from goldenthread.core.statistics.trends import Verdict
from goldenthread.engine.questions.area_values import AreaValue, Period


@dataclass(frozen=True, slots=True)
class GroupGap:
    """The groups of one characteristic, and the distance between the two at the ends."""

    indicator: str
    characteristic: str
    area_code: str
    period: Period
    groups: tuple[AreaValue, ...]
    worst: AreaValue | None  # the highest, where neither direction is better
    best: AreaValue | None  # the lowest, where neither direction is better
    absolute: Estimate | None  # signed to the disadvantage of `worst`
    relative: Estimate | None
    expected_by_chance: float | None  # the distance as many equal groups would show
    verdict: Verdict
    reason: str | None  # why there is no gap
    notes: tuple[str, ...]
