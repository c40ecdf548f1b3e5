"""One indicator for the five fifths of the place's residents, from the most to the least deprived small areas."""

from dataclasses import dataclass

from goldenthread.core.estimates import Estimate
from goldenthread.engine.questions.area_values import Period
from goldenthread.engine.questions.small_areas import SmallAreas, small_areas
from goldenthread.engine.store import Snapshot


@dataclass(frozen=True, slots=True)
class Fifth:
    """The value of one fifth. Fifth 1 is the most deprived."""

    number: int
    areas: int  # small areas with a value
    areas_without_value: int
    population: float
    estimate: Estimate | None
    reason: str | None  # why there is no estimate
    count: float | None
    denominator: float | None


@dataclass(frozen=True, slots=True)
class DeprivationFifths:
    """The five fifths, by what they were ordered, and what has to be said with them."""

    indicator: str
    period: Period | None
    kind: str | None  # kind of small area
    ranking: str | None  # "IMD 2025"
    quantiles: str  # "place": fifths of this place's residents; "national": fifths of England's small areas
    fifths: tuple[Fifth, ...]
    notes: tuple[str, ...]

    @property
    def most_deprived(self) -> Fifth | None:
        """The most deprived fifth, if the place has one."""
        return next((fifth for fifth in self.fifths if fifth.number == 1), None)

    @property
    def least_deprived(self) -> Fifth | None:
        """The least deprived fifth, if the place has one."""
        return next((fifth for fifth in self.fifths if fifth.number == 5), None)
