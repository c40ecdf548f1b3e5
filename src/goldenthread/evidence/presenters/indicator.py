"""One indicator's page: the finding, its pictures, its tables and how it is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.core.estimates import Estimate, Polarity
from goldenthread.core.indicators import Indicator, IntervalMethod
from goldenthread.definitions import load_characteristics
from goldenthread.engine.questions.area_values import AreaValue
from goldenthread.engine.questions.gap import Gap
from goldenthread.engine.questions.group_gaps import GroupGap
from goldenthread.engine.questions.neighbours import Neighbour
from goldenthread.engine.questions.rank import Rank
from goldenthread.engine.questions.ward_gap import ENDS_ARE_PICKED, WardGap
from goldenthread.evidence.presenters.findings import change_sentence, gap_sentence, rank_sentence, verdict_sentence
from goldenthread.publishing.charts.dots import Dot, Reference, dot_and_interval
from goldenthread.publishing.charts.drawing import Caption
from goldenthread.publishing.charts.fifths import Bar, bars_by_fifth
from goldenthread.publishing.charts.neighbours import Neighbour as Shown
from goldenthread.publishing.charts.neighbours import strip_of_neighbours
from goldenthread.publishing.charts.slope import FittedPoint, SlopeGroup, slope_plot
from goldenthread.publishing.charts.trend import Moment, Series, trend
from goldenthread.publishing.figures import Figure
from goldenthread.publishing.numbers import format_difference, format_estimate, format_number, format_plain

FIFTH_NAMES = ("Most deprived fifth", "Second fifth", "Middle fifth", "Fourth fifth", "Least deprived fifth")


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Both gaps in words: between the ends by deprivation and between the wards at the ends, and why they differ."""

    by_fifth: str
    by_ward: str
    why: str


def how_sure(definition: Indicator) -> str:
    """Return how the interval is found, or why there is none."""
    if definition.interval is IntervalMethod.NONE:
        return f"No interval. {definition.interval_reason}"
    return f"95% interval, {definition.interval.value}"


def moment_of(value: AreaValue) -> Moment:
    """Return one period of a series, placed in time at its middle."""
    middle = value.period.start.toordinal() + (value.period.end.toordinal() - value.period.start.toordinal()) / 2
    return Moment(value.period.label, middle / 365.2425, value.estimate)


def trend_figure(
    definition: Indicator, own: Sequence[AreaValue], others: Sequence[Sequence[AreaValue]], place: str
) -> Figure | None:
    """Return the place's series with those it is compared with in grey; None with fewer than two periods."""
    if sum(each.estimate is not None for each in own) < 2:
        return None
    lines = [Series(place, tuple(moment_of(each) for each in own))]
    start = own[0].period.start
    for other in others:
        kept = [each for each in other if each.period.start >= start]
        if sum(each.estimate is not None for each in kept) >= 2:
            lines.append(Series(kept[0].area_name, tuple(moment_of(each) for each in kept), is_context=True))
    title = change_sentence(definition, own, place)
    return trend(Caption("trend", title), lines, unit=definition.unit, decimals=definition.decimals)


def fifths_figure(gap: Gap, average: float | None, place: str) -> Figure | None:
    """Return bars by fifth of deprivation; None where no fifth has a value."""
    known = [fifth for fifth in gap.fifths.fifths if fifth.estimate]
    if not known:
        return None
    sentence = _ends_title(gap)
    bars = [
        Bar(FIFTH_NAMES[fifth.number - 1], fifth.estimate, fifth.population, fifth.reason or "no value")
        for fifth in gap.fifths.fifths
    ]
    reference = Reference(place, average) if average is not None else None
    negative = any(fifth.estimate and fifth.estimate.value < 0 for fifth in known)
    if negative or gap.unit == "years":
        # A bar must begin at zero; where zero says nothing, a dot does not pretend.
        dots = [Dot(bar.label, bar.estimate, bar.missing) for bar in bars]
        return dot_and_interval(
            Caption("fifths", sentence), dots, unit=gap.unit, decimals=gap.decimals, reference=reference
        )
    return bars_by_fifth(Caption("fifths", sentence), bars, unit=gap.unit, decimals=gap.decimals, average=reference)


def _ends_title(gap: Gap) -> str:
    most, least = gap.most_deprived, gap.least_deprived
    if not (most and least and most.estimate and least.estimate):
        return f"{gap.plain_name}, by fifth of deprivation"
    ends = [format_number(fifth.estimate.value, gap.unit, gap.decimals) for fifth in (most, least) if fifth.estimate]
    return f"{ends[0]} in the most deprived fifth, {ends[1]} in the least deprived"


def slope_figure(gap: Gap) -> Figure | None:
    """Return the ridit plot of the fifths with the fitted line; None where there is no slope."""
    known = [fifth for fifth in gap.fifths.fifths if fifth.estimate]
    if gap.slope is None or len(known) < 3:
        return None
    groups = [
        SlopeGroup(FIFTH_NAMES[fifth.number - 1], fifth.population, fifth.estimate) for fifth in known if fifth.estimate
    ]
    slope = gap.slope
    none = "The band is given for the slope, not for each of its points."
    known_points = [(rank, point) for rank, point in zip(slope.ranks, slope.fitted, strict=True) if rank == rank]
    last_rank, last_point = known_points[-1]
    least_deprived = slope.intercept + (last_point - slope.intercept) / last_rank
    ends = [
        FittedPoint(0.0, Estimate(slope.fitted_most_deprived, None, reason=none)),
        FittedPoint(1.0, Estimate(least_deprived, None, reason=none)),
    ]
    size = format_difference(slope.slope.value, gap.unit, gap.decimals)
    words = f"a gap of {size} from end to end"
    if slope.slope.limits:
        lower, upper = slope.slope.limits.lower, slope.slope.limits.upper
        words += f" ({format_plain(lower, gap.decimals)} to {format_plain(upper, gap.decimals)})"
    title = f"From the most to the least deprived neighbourhood there is {words}"
    return slope_plot(Caption("slope", title), groups, ends, unit=gap.unit, decimals=gap.decimals, slope_words=words)


def gap_trend_figure(gap: Gap) -> Figure | None:
    """Return the most and the least deprived fifth over time; None with one period."""
    if len(gap.trend) < 2:
        return None

    def line(name: str, pick: str) -> Series:
        moments = []
        for point in gap.trend:
            middle = (point.period.start.toordinal() + point.period.end.toordinal()) / 2 / 365.2425
            moments.append(Moment(point.period.label, middle, getattr(point, pick)))
        return Series(name, tuple(moments))

    lines = [line(FIFTH_NAMES[0], "most_deprived"), line(FIFTH_NAMES[4], "least_deprived")]
    title = verdict_sentence(gap).rstrip(".")
    return trend(
        Caption("gap-trend", title), lines, unit=gap.unit, decimals=gap.decimals, verdict=gap.verdict.direction.value
    )


def wards_figure(definition: Indicator, wards: Sequence[AreaValue], average: float | None, place: str) -> Figure | None:
    """Return every ward with its interval, the worst first; None where no ward has a value."""
    known = [each for each in wards if each.estimate]
    if not known:
        return None
    worst_is_low = definition.polarity is Polarity.HIGHER_IS_BETTER
    ordered = sorted(known, key=lambda each: each.value or 0.0, reverse=not worst_is_low)
    dots = [Dot(each.area_name, each.estimate) for each in ordered]
    dots += [Dot(each.area_name, None, each.missing_reason or "no value") for each in wards if not each.estimate]
    first, last = ordered[0], ordered[-1]
    title = (
        f"From {format_number(first.value, definition.unit, definition.decimals)} in {first.area_name} "
        f"to {format_number(last.value, definition.unit, definition.decimals)} in {last.area_name}"
    )
    reference = Reference(place, average) if average is not None else None
    return dot_and_interval(
        Caption("wards", title), dots, unit=definition.unit, decimals=definition.decimals, reference=reference
    )


def reconcile(gap: Gap, wards: WardGap, place: str) -> Reconciled:
    """Return both gaps side by side, and in a sentence why they are not the same number."""
    by_fifth = gap_sentence(gap, place) if gap.absolute else (gap.reason or "")
    if wards.absolute is None or wards.highest is None or wards.lowest is None:
        return Reconciled(by_fifth, wards.reason or "There is no value by ward.", "")
    size = format_difference(wards.absolute.value, gap.unit, gap.decimals)
    by_ward = (
        f"Between {wards.highest.area_name} ({format_estimate(wards.highest.estimate, gap.unit, gap.decimals)}) and "
        f"{wards.lowest.area_name} ({format_estimate(wards.lowest.estimate, gap.unit, gap.decimals)}) "
        f"there are {size}."
    )
    why = (
        "The two differ because they compare different people. Fifths put all small areas in order of "
        "deprivation and compare the two ends; a ward holds richer and poorer streets together, "
        "and the two wards shown were picked because they are the highest and the lowest."
    )
    if wards.expected_by_chance is not None:
        chance = format_difference(wards.expected_by_chance, gap.unit, gap.decimals)
        why += (
            f" If all {wards.areas} wards were really the same, chance alone would put the ends about {chance} apart."
        )
    # That the two ends were picked is said above in the page's own words.
    thin = [note for note in wards.notes if note != ENDS_ARE_PICKED]
    return Reconciled(by_fifth, by_ward, " ".join([why, *thin]))


@dataclass(frozen=True, slots=True)
class GroupSection:
    """One characteristic: its picture, the gap in words and its verdict."""

    name: str
    figure: Figure
    sentence: str
    verdict: str
    notes: tuple[str, ...]


def group_sections(
    definition: Indicator, gaps: Sequence[GroupGap], average: float | None, place: str
) -> list[GroupSection]:
    """Return a section for each characteristic that has at least one group with a value."""
    names = load_characteristics()
    sections = []
    for gap in gaps:
        if not any(each.estimate for each in gap.groups):
            continue
        dots = [Dot(each.group, each.estimate, each.missing_reason or "no value") for each in gap.groups]
        name = names[gap.characteristic].plain_name if gap.characteristic in names else gap.characteristic.capitalize()
        sentence = _group_sentence(definition, gap)
        reference = Reference(place, average) if average is not None else None
        picture = dot_and_interval(
            Caption(f"group-{gap.characteristic}", sentence or name),
            dots,
            unit=definition.unit,
            decimals=definition.decimals,
            reference=reference,
        )
        sections.append(GroupSection(name, picture, sentence, gap.verdict.why, gap.notes))
    return sections


def _group_sentence(definition: Indicator, gap: GroupGap) -> str:
    if gap.worst is None or gap.best is None or gap.absolute is None:
        return ""
    unit, decimals = definition.unit, definition.decimals
    size = format_difference(gap.absolute.value, unit, decimals)
    worst, best = (format_number(each.value, unit, decimals) for each in (gap.worst, gap.best))
    return f"{gap.worst.group}: {worst}. {gap.best.group}: {best}. The distance is {size}."


def comparators_figure(
    definition: Indicator,
    own: AreaValue | None,
    near: Sequence[Neighbour],
    rank: Rank | None,
    country: AreaValue | None,
    place: str,
) -> Figure | None:
    """Return the strip of neighbours with ours marked and the rank in words; None without anybody to compare with."""
    others = [Shown(each.name, each.value.estimate) for each in near if each.value and each.value.estimate]
    if own is None or own.estimate is None or not others:
        return None
    reference = None
    if country is not None and country.value is not None and country.period == own.period:
        reference = (country.area_name, country.value)
    return strip_of_neighbours(
        Caption("neighbours", rank_sentence(rank, place).rstrip(".") or f"{place} beside the councils most like it"),
        [*others, Shown(place, own.estimate, is_ours=True)],
        unit=definition.unit,
        decimals=definition.decimals,
        reference=reference,
    )
