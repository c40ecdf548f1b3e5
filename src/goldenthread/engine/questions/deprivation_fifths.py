"""One indicator for the five fifths of the place's residents, from the most to the least deprived small areas."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from goldenthread.core.estimates import Estimate, Limits
from goldenthread.core.indicators import Aggregation, Indicator, IntervalMethod
from goldenthread.core.statistics.intervals import standard_error_from_limits
from goldenthread.core.statistics.proportions import wilson_interval
from goldenthread.core.statistics.rates import byar_interval
from goldenthread.engine.questions.area_values import Period
from goldenthread.engine.questions.small_areas import NATIONAL, PLACE, SmallAreas, small_areas
from goldenthread.engine.store import Snapshot

QUANTILES = 5
EVERY = range(1, QUANTILES + 1)
ENDS = (1, QUANTILES)

#: Values are proportions up to this multiplier and rates of events above it.
PER_CENT = 100.0

#: Two-sided 95%, the level of every interval the store keeps.
Z = NormalDist().inv_cdf(0.975)


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


def deprivation_fifths(
    snapshot: Snapshot, slug: str, *, period: str | None = None, quantiles: str = PLACE
) -> DeprivationFifths:
    """One indicator by fifth of deprivation, in its latest period unless another is named.

    Fifths are of this place's residents by default; with `quantiles="national"` they are the fifths of all of England's
    small areas, some of which a place may not have.
    """
    definition = snapshot.definition(slug)
    periods = small_areas(snapshot, [slug], quantiles=quantiles, period=period)[slug]
    return fifths_of(definition, periods[-1] if periods else None, quantiles)


def fifths_of(
    definition: Indicator, areas: SmallAreas | None, quantiles: str, *, numbers: Sequence[int] = EVERY
) -> DeprivationFifths:
    """The fifths (or those of the numbers named) of one period's small areas; without areas a note says why none."""
    if areas is None:
        note = "No value for small areas that have a ranking of deprivation, so there are no fifths."
        return DeprivationFifths(definition.slug, None, None, None, quantiles, (), (note,))
    ranking = areas.ranking
    fifths = tuple(make_fifth(definition, areas, number) for number in numbers if (ranking.fifths == number).any())
    return DeprivationFifths(
        definition.slug,
        areas.period,
        ranking.kind,
        ranking.edition,
        quantiles,
        fifths,
        _notes(definition, areas, fifths),
    )


def make_fifth(definition: Indicator, areas: SmallAreas, number: int) -> Fifth:
    """The value of one fifth: from summed counts where the definition allows that, else the mean of its areas."""
    inside = areas.ranking.fifths == number
    known = inside & ~np.isnan(areas.values)
    summed = definition.aggregation is Aggregation.SUM_OF_COUNTS
    count = denominator = None
    if summed:
        known &= ~np.isnan(areas.counts) & ~np.isnan(areas.denominators)
        count, denominator = float(areas.counts[known].sum()), float(areas.denominators[known].sum())
        estimate, reason = estimate_from_counts(definition, count, denominator)
    else:
        estimate, reason = mean_of_areas(definition, areas, known)
    return Fifth(
        number=number,
        areas=int(known.sum()),
        areas_without_value=int(inside.sum() - known.sum()),
        population=float(areas.ranking.populations[inside].sum()),
        estimate=estimate,
        reason=reason,
        count=count,
        denominator=denominator,
    )


def estimate_from_counts(definition: Indicator, count: float, denominator: float) -> tuple[Estimate | None, str | None]:
    """The value that count and denominator give with its interval, or the reason there is none."""
    if denominator <= 0:
        return None, "Nobody it could count lives here, or the counts are not given."
    value = definition.multiplier * count / denominator
    if definition.interval is IntervalMethod.NONE:
        return Estimate(value, None, reason=definition.interval_reason), None
    published_rate = definition.interval is IntervalMethod.PUBLISHED and definition.multiplier > PER_CENT
    if definition.interval is IntervalMethod.BYAR or published_rate:
        lower, upper = (definition.multiplier * limit / denominator for limit in byar_interval(count))
        return Estimate(value, Limits(float(lower), float(upper)), method="Byar"), None
    if count > denominator:
        why = "More are counted than the denominator holds, so the interval of a proportion does not exist."
        return Estimate(value, None, reason=why), None
    lower, upper = (definition.multiplier * limit for limit in wilson_interval(count, denominator))
    return Estimate(value, Limits(float(lower), float(upper)), method="Wilson score"), None


def mean_of_areas(
    definition: Indicator, areas: SmallAreas, known: npt.NDArray[np.bool_]
) -> tuple[Estimate | None, str | None]:
    """The mean of the areas' values, weighted by residents, with the interval their own intervals give it."""
    people = areas.ranking.populations[known]
    if not people.sum() > 0:
        return None, "None of its small areas has a value."
    weights = people / people.sum()
    value = float(weights @ areas.values[known])
    lower, upper = areas.lower[known], areas.upper[known]
    if np.isnan(lower).any() or np.isnan(upper).any():
        why = areas.interval_reason or definition.interval_reason or "Not all of its small areas have an interval."
        return Estimate(value, None, reason=why), None
    spread = Z * float(np.sqrt(np.sum((weights * standard_error_from_limits(lower, upper)) ** 2)))
    method = "from the intervals of its small areas, taken as independent"
    return Estimate(value, Limits(value - spread, value + spread), method=method), None


def _notes(definition: Indicator, areas: SmallAreas, fifths: tuple[Fifth, ...]) -> tuple[str, ...]:
    ranking = areas.ranking
    notes = []
    if ranking.quantiles == NATIONAL:
        missing = sorted(set(EVERY) - {fifth.number for fifth in fifths})
        if missing:
            plural = "s" if missing[1:] else ""
            said = " or ".join(map(str, missing))
            notes.append(f"No small area here lies in England's fifth{plural} {said} (1 is the most deprived).")
    elif not fifths:
        notes.append(f"{len(ranking.codes)} small areas are too few to be divided into fifths.")
    if definition.aggregation is not Aggregation.SUM_OF_COUNTS:
        notes.append("Each fifth is the average of its small areas, weighted by residents.")
    if definition.aggregation is Aggregation.REFUSED:
        notes.append(definition.aggregation_reason)
    without = int(np.isnan(areas.values).sum())
    if without:
        notes.append(f"{without} of {len(ranking.codes)} small areas have no value and are left out.")
    if areas.unranked:
        notes.append(f"{areas.unranked} small areas with a value have no rank in {ranking.edition} and are left out.")
    return tuple(notes)
