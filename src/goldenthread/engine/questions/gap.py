"""The gap in one indicator between the most and the least deprived fifth, and whether it narrows."""

from dataclasses import dataclass

from goldenthread.core.estimates import Estimate, Polarity
from goldenthread.core.statistics.slope_index import SlopeIndex
from goldenthread.core.statistics.trends import Verdict
from goldenthread.engine.questions.area_values import Period
from goldenthread.engine.questions.deprivation_fifths import DeprivationFifths, Fifth


@dataclass(frozen=True, slots=True)
class PeriodGap:
    """The gap in one period: a point of its trend."""

    period: Period
    absolute: Estimate
    relative: Estimate | None
    most_deprived: Estimate
    least_deprived: Estimate


@dataclass(frozen=True, slots=True)
class Gap:
    """How unequal one indicator is within the place, with the reason wherever that cannot be said.

    One sign whatever the polarity: a larger positive gap is a larger disadvantage of the most deprived.
    """

    indicator: str
    name: str
    plain_name: str
    unit: str
    decimals: int
    polarity: Polarity
    quantiles: str  # "place" or "national"
    fifths: DeprivationFifths
    absolute: Estimate | None  # between fifth 1 and fifth 5, signed to the disadvantage of fifth 1
    relative: Estimate | None  # the worse-placed side's value over the other's: above 1 is a disadvantage of fifth 1
    slope: SlopeIndex | None
    slope_reason: str | None  # why there is no slope index
    strength: float | None  # slope index in standard deviations of the small areas: what gaps are ranked by
    people: int | None  # in the most deprived fifth, whom the gap affects; see `people_reason`
    people_reason: str | None
    trend: tuple[PeriodGap, ...]
    verdict: Verdict
    reason: str | None  # why there is no gap, as a sentence
    notes: tuple[str, ...]

    @property
    def period(self) -> Period | None:
        """The period the gap is of."""
        return self.fifths.period

    @property
    def most_deprived(self) -> Fifth | None:
        """The most deprived fifth, if the place has one."""
        return self.fifths.most_deprived

    @property
    def least_deprived(self) -> Fifth | None:
        """The least deprived fifth, if the place has one."""
        return self.fifths.least_deprived
