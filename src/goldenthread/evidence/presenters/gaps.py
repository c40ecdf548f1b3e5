"""Gaps as lines of a list, as tables and as one picture of many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from goldenthread.core.estimates import Estimate, Polarity
from goldenthread.core.statistics.trends import Direction
from goldenthread.engine.questions.gap import Gap
from goldenthread.evidence.presenters.findings import gap_sentence
from goldenthread.publishing.charts.drawing import Caption
from goldenthread.publishing.charts.dumbbell import Ends, GapRow, dumbbell
from goldenthread.publishing.figures import Cell, Column, Figure, Table
from goldenthread.publishing.numbers import (
    NOT_AVAILABLE,
    format_difference,
    format_estimate,
    format_plain,
)

#: What a verdict is shown as: words, and the colour that goes with them.
VERDICT_TAGS = {
    Direction.NARROWING: ("Narrowing", "green"),
    Direction.WIDENING: ("Widening", "orange"),
    Direction.NO_CLEAR_CHANGE: ("No clear change", "grey"),
    Direction.CANNOT_TELL: ("Cannot tell", "blue"),
}

#: More rows than this and a dumbbell no longer shows at a glance which gap is largest.
MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class GapLine:
    """One indicator's gap as a page shows it."""

    slug: str
    name: str
    href: str
    sentence: str
    told: str  # the sentence without the name it begins with
    most: str
    least: str
    size: str
    interval: str
    ratio: str
    slope: str
    period: str
    verdict: str
    verdict_colour: str
    verdict_why: str
    verdict_how: str
    people: str
    reason: str


def make_gap_line(gap: Gap, place: str) -> GapLine:
    """Return one gap in words; where there is none, `reason` says why."""
    verdict, colour = VERDICT_TAGS[gap.verdict.direction]
    most, least = gap.most_deprived, gap.least_deprived
    sentence = gap_sentence(gap, place) if gap.absolute else ""
    return GapLine(
        slug=gap.indicator,
        name=gap.plain_name,
        href=reverse("evidence:indicator", args=[gap.indicator]),
        sentence=sentence,
        told=sentence.removeprefix(f"{gap.plain_name}: "),
        most=format_estimate(most.estimate if most else None, gap.unit, gap.decimals),
        least=format_estimate(least.estimate if least else None, gap.unit, gap.decimals),
        size=format_difference(gap.absolute.value, gap.unit, gap.decimals) if gap.absolute else NOT_AVAILABLE,
        interval=difference_interval(gap.absolute, gap.decimals),
        ratio=times(gap.relative),
        slope=slope_words(gap),
        period=str(gap.period) if gap.period else "",
        verdict=verdict,
        verdict_colour=colour,
        verdict_why=gap.verdict.why,
        verdict_how=gap.verdict.how,
        people=people_words(gap),
        reason=gap.reason or "",
    )


def difference_interval(estimate: Estimate | None, decimals: int) -> str:
    """Return the interval of a difference without its unit, which the difference itself carries."""
    if estimate is None or estimate.limits is None:
        return ""
    lower, upper = estimate.limits.lower, estimate.limits.upper
    return f"{format_plain(lower, decimals)} to {format_plain(upper, decimals)}"


def times(relative: Estimate | None) -> str:
    """Return a ratio as "2.4 times (2.1 to 2.7)"."""
    if relative is None:
        return NOT_AVAILABLE
    if relative.limits is None:
        return f"{format_plain(relative.value, 2)} times"
    lower, upper = relative.limits.lower, relative.limits.upper
    return f"{format_plain(relative.value, 2)} times ({format_plain(lower, 2)} to {format_plain(upper, 2)})"


def slope_words(gap: Gap) -> str:
    """Return the slope index with its interval."""
    if gap.slope is None:
        return NOT_AVAILABLE
    slope = gap.slope.slope
    interval = difference_interval(slope, gap.decimals)
    written = format_plain(slope.value, gap.decimals)
    return f"{written} ({interval})" if interval else written


#: Whom a proportion is of, by a word of its denominator; the first that fits.
COUNTED = ("households", "babies", "young people", "children", "pupils")


def people_words(gap: Gap) -> str:
    """Return what would be if the most deprived fifth were as well off as the least; "" where nobody is counted."""
    if not gap.people:
        return ""
    number = format_plain(gap.people)
    if gap.multiplier > 100:
        events = gap.numerator.rstrip(".")
        change = "fewer" if gap.polarity is Polarity.LOWER_IS_BETTER else "more"
        return f"there would be about {number} {change} of these: {events[:1].lower()}{events[1:]}"
    whom = next((word for word in COUNTED if word in gap.denominator.lower()), "people")
    return f"about {number} {whom} would be better off"


@dataclass(frozen=True, slots=True)
class SortedGaps:
    """Gaps by what can be said of them, each list in the order given."""

    unequal: list[GapLine]
    built_in: list[GapLine]  # the ranking by deprivation is itself made of them
    describing: list[GapLine]  # neither direction is better
    unknown: list[GapLine]  # each with the reason


def split(gaps: Iterable[Gap], place: str) -> SortedGaps:
    """Return the gaps sorted by what can be said of them."""
    found = SortedGaps([], [], [], [])
    for gap in gaps:
        line = make_gap_line(gap, place)
        if line.reason:
            found.unknown.append(line)
        elif is_built_in(gap):
            found.built_in.append(line)
        elif gap.polarity is Polarity.NEITHER:
            found.describing.append(line)
        else:
            found.unequal.append(line)
    return found


def is_built_in(gap: Gap) -> bool:
    """Whether a gap is there by construction: the figure is the ranking's score or a part of it."""
    return gap.is_part_of_ranking or gap.unit == "score"


def gap_table(gaps: Sequence[Gap], caption: str) -> Table:
    """Return every known gap as a table of numbers, one row an indicator."""
    rows: list[tuple[Cell, ...]] = []
    for gap in gaps:
        if gap.absolute is None:
            continue
        rows.append(
            (
                gap.plain_name,
                "per cent" if gap.unit == "%" else gap.unit,
                str(gap.period),
                *_ends(gap),
                gap.absolute.value,
                *_limits(gap.absolute),
                gap.relative.value if gap.relative else None,
                gap.slope.slope.value if gap.slope else None,
                *(_limits(gap.slope.slope) if gap.slope else (None, None)),
                gap.people,
                VERDICT_TAGS[gap.verdict.direction][0],
            )
        )
    columns = (
        Column("Indicator"),
        Column("Unit"),
        Column("Period"),
        Column("Most deprived fifth", 2),
        Column("Least deprived fifth", 2),
        Column("Gap", 2),
        Column("Gap, lower limit", 2),
        Column("Gap, upper limit", 2),
        Column("Ratio", 2),
        Column("Slope index", 2),
        Column("Slope index, lower limit", 2),
        Column("Slope index, upper limit", 2),
        Column("Affected (people, households or events)", 0),
        Column("Trend"),
    )
    return Table(caption, columns, tuple(rows))


def _ends(gap: Gap) -> tuple[float | None, float | None]:
    most, least = gap.most_deprived, gap.least_deprived
    return (
        most.estimate.value if most and most.estimate else None,
        least.estimate.value if least and least.estimate else None,
    )


def _limits(estimate: Estimate) -> tuple[float | None, float | None]:
    return (estimate.limits.lower, estimate.limits.upper) if estimate.limits else (None, None)


def gaps_figure(gaps: Sequence[Gap], averages: dict[str, float], title: str, place: str) -> Figure | None:
    """Return the largest gaps on one scale: each value as a multiple of the place's own; None with nothing to draw."""
    rows = []
    for gap in gaps:
        most, least = gap.most_deprived, gap.least_deprived
        average = averages.get(gap.indicator)
        if not (most and least and most.estimate and least.estimate and average and average > 0):
            continue
        if min(most.estimate.value, least.estimate.value) < 0:
            continue  # a multiple of an average means nothing for a value below zero
        rows.append(GapRow(gap.plain_name, most.estimate, least.estimate, gap.unit, gap.decimals, average))
    if not rows:
        return None
    ends = Ends(average=f"{place} average")
    return dumbbell(Caption("gaps", title), rows[:MOST_ROWS], scale="average", ends=ends)
