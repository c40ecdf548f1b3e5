"""The gap in one indicator between the most and the least deprived fifth, and whether it narrows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from goldenthread.core.estimates import Estimate, Polarity
from goldenthread.core.indicators import Indicator
from goldenthread.core.statistics.slope_index import SlopeIndex, slope_index_of_inequality
from goldenthread.core.statistics.trends import HOW_UNKNOWN, Direction, Verdict, gap_trend
from goldenthread.engine.questions.area_values import COMPARED_EVERYWHERE, Period
from goldenthread.engine.questions.deprivation_fifths import ENDS, PER_CENT, DeprivationFifths, Fifth, fifths_of
from goldenthread.engine.questions.differences import gap_between, ratio_between
from goldenthread.engine.questions.small_areas import PLACE, SmallAreas, small_areas
from goldenthread.engine.store import Snapshot

#: Sources whose figures the ranking of deprivation is itself made of.
SOURCES_OF_RANKING = ("indices_of_deprivation_2025", "indices_of_deprivation_2019")

PART_OF_RANKING = (
    "This figure is itself part of the ranking that orders the areas by deprivation, so a gap is built into it."
)


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
    numerator: str = ""  # of the definition: what `people` would be fewer of, where it counts events
    denominator: str = ""  # of the definition: whom `people` are among
    multiplier: float = PER_CENT  # of the definition: above a hundred it counts events and not people

    @property
    def period(self) -> Period | None:
        """The period the gap is of."""
        return self.fifths.period

    @property
    def is_part_of_ranking(self) -> bool:
        """Whether the ranking that orders the areas is itself made of this figure."""
        return PART_OF_RANKING in self.notes

    @property
    def most_deprived(self) -> Fifth | None:
        """The most deprived fifth, if the place has one."""
        return self.fifths.most_deprived

    @property
    def least_deprived(self) -> Fifth | None:
        """The least deprived fifth, if the place has one."""
        return self.fifths.least_deprived


def gap(snapshot: Snapshot, slug: str, *, period: str | None = None, quantiles: str = PLACE) -> Gap:
    """The gap of one indicator in its latest period (or the one named), with the trend of all its periods."""
    snapshot.definition(slug)
    return gaps_of(snapshot, [slug], quantiles=quantiles, period=period)[0]


def gaps_of(
    snapshot: Snapshot, slugs: Sequence[str], *, quantiles: str = PLACE, period: str | None = None
) -> list[Gap]:
    """The gaps of several indicators, in the order asked for, from one reading of the evidence."""
    periods = small_areas(snapshot, slugs, quantiles=quantiles)
    return [_make_gap(snapshot.definition(slug), periods[slug], quantiles, period) for slug in slugs]


def _make_gap(definition: Indicator, periods: list[SmallAreas], quantiles: str, asked: str | None) -> Gap:
    chosen = next((each for each in reversed(periods) if asked in (None, each.period.label)), None)
    fifths = fifths_of(definition, chosen, quantiles)
    absolute, relative = _between(definition, fifths)
    slope, slope_reason = _slope(definition, chosen)
    trend = tuple(_trend(definition, periods, quantiles))
    reason = None if absolute else _why_none(definition, chosen, fifths)
    people, people_reason = _people(definition, fifths, absolute)
    return Gap(
        indicator=definition.slug,
        name=definition.name,
        plain_name=definition.plain_name,
        unit=definition.unit,
        decimals=definition.decimals,
        polarity=definition.polarity,
        quantiles=quantiles,
        fifths=fifths,
        absolute=absolute,
        relative=relative,
        slope=slope,
        slope_reason=slope_reason,
        strength=_strength(slope, chosen),
        people=people,
        people_reason=people_reason,
        trend=trend,
        verdict=_verdict(definition, trend, reason),
        reason=reason,
        numerator=definition.numerator,
        denominator=definition.denominator,
        multiplier=definition.multiplier,
        notes=fifths.notes + ((PART_OF_RANKING,) if definition.source in SOURCES_OF_RANKING else ()),
    )


def _between(definition: Indicator, fifths: DeprivationFifths) -> tuple[Estimate | None, Estimate | None]:
    """The absolute and the relative gap between fifth 1 and fifth 5, where both have a value."""
    most, least = fifths.most_deprived, fifths.least_deprived
    if most is None or least is None or most.estimate is None or least.estimate is None:
        return None, None
    return (
        gap_between(most.estimate, least.estimate, definition.polarity),
        ratio_between(most.estimate, least.estimate, definition.polarity),
    )


def _slope(definition: Indicator, areas: SmallAreas | None) -> tuple[SlopeIndex | None, str | None]:
    if areas is None:
        return None, "There are no values for small areas with a ranking of deprivation."
    order = areas.from_most_deprived
    errors = areas.standard_errors
    try:
        found = slope_index_of_inequality(
            areas.values[order],
            areas.ranking.populations[order],
            None if errors is None else errors[order],
            polarity=definition.polarity,
        )
    except ValueError as refusal:
        return None, str(refusal)
    return found, None


def _strength(slope: SlopeIndex | None, areas: SmallAreas | None) -> float | None:
    """The slope index in standard deviations of the small areas' values, weighted by residents."""
    if slope is None or areas is None:
        return None
    known = ~np.isnan(areas.values)
    people = areas.ranking.populations[known]
    values = areas.values[known]
    mean = np.average(values, weights=people)
    spread = float(np.sqrt(np.average((values - mean) ** 2, weights=people)))
    return slope.slope.value / spread if spread > 0 else None


def _trend(definition: Indicator, periods: list[SmallAreas], quantiles: str) -> Iterator[PeriodGap]:
    """The gap of each period that has one, oldest first; all by one and the same ranking of deprivation."""
    for areas in periods:
        fifths = fifths_of(definition, areas, quantiles, numbers=ENDS)
        absolute, relative = _between(definition, fifths)
        most, least = fifths.most_deprived, fifths.least_deprived
        if absolute and most and least and most.estimate and least.estimate:
            yield PeriodGap(areas.period, absolute, relative, most.estimate, least.estimate)


def _verdict(definition: Indicator, trend: Sequence[PeriodGap], reason: str | None) -> Verdict:
    if not trend:
        return Verdict(Direction.CANNOT_TELL, reason or "There are no figures yet.", HOW_UNKNOWN)
    relative = [point.relative for point in trend if point.relative is not None]
    return gap_trend(
        [point.period.span for point in trend],
        [point.absolute for point in trend],
        relative if len(relative) == len(trend) else None,
        best_group=[point.least_deprived for point in trend],
        worst_group=[point.most_deprived for point in trend],
        polarity=definition.polarity,
    )


def _people(
    definition: Indicator, fifths: DeprivationFifths, absolute: Estimate | None
) -> tuple[int | None, str | None]:
    """How many in the most deprived fifth would have to be better off for it to equal the least deprived fifth."""
    if absolute is None or fifths.most_deprived is None:
        return None, "There is no gap to count people in."
    if definition.polarity is Polarity.NEITHER:
        return None, "Neither direction is better, so nobody is counted as worse off."
    denominator = fifths.most_deprived.denominator
    if denominator is None:
        return None, "The measure does not count people."
    # A rounding error must not count one more person: 0.3 · 100 / 10 is a shade over 3.
    return max(0, ceil(round(denominator * absolute.value / definition.multiplier, 6))), None


def _why_none(definition: Indicator, areas: SmallAreas | None, fifths: DeprivationFifths) -> str:
    if areas is None:
        if set(definition.geography) <= set(COMPARED_EVERYWHERE):
            return "It is published for whole councils and larger areas only, so a gap within one cannot be measured."
        return "There is no value here for small areas that have a ranking of deprivation."
    if not fifths.fifths:
        return fifths.notes[0]
    for end, fifth in (("most", fifths.most_deprived), ("least", fifths.least_deprived)):
        if fifth is None:
            return f"No small area here lies in England's {end} deprived fifth."
        if fifth.estimate is None:
            return f"The {end} deprived fifth has no value: {fifth.reason}"
    raise AssertionError("a gap between two values is always given")
