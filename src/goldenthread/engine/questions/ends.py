"""The two ends of a list of values, and how far apart chance alone would put them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goldenthread.core.estimates import Estimate, Polarity
from goldenthread.core.statistics.intervals import standard_error_from_limits
from goldenthread.core.statistics.ranges import range_expected_by_chance
from goldenthread.engine.questions.area_values import AreaValue


@dataclass(frozen=True, slots=True)
class Ends:
    """The highest and the lowest of some values."""

    highest: AreaValue
    lowest: AreaValue
    expected_by_chance: float | None

    def worst_and_best(self, polarity: Polarity) -> tuple[AreaValue, AreaValue]:
        """The end at a disadvantage and the other; the highest counts as worst where neither direction is better."""
        return (self.lowest, self.highest) if polarity is Polarity.HIGHER_IS_BETTER else (self.highest, self.lowest)


def ends_of(values: Sequence[AreaValue]) -> Ends | None:
    """The ends of the values that are there; None with fewer than two."""
    known = [(each, each.estimate) for each in values if each.estimate]
    if len(known) < 2:
        return None
    highest = max(known, key=lambda pair: pair[1].value)[0]
    lowest = min(known, key=lambda pair: pair[1].value)[0]
    return Ends(highest, lowest, _by_chance([estimate for _, estimate in known]))


def _by_chance(estimates: Sequence[Estimate]) -> float | None:
    """The range that equal areas with these intervals would show; None where one has no interval or no width."""
    limits = [estimate.limits for estimate in estimates if estimate.limits]
    if len(limits) < len(estimates):
        return None
    errors = standard_error_from_limits(
        np.array([each.lower for each in limits]), np.array([each.upper for each in limits])
    )
    return range_expected_by_chance(errors) if (errors > 0).all() else None
