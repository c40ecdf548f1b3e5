"""The gap in one indicator between the wards at its two ends."""

from collections import Counter
from dataclasses import dataclass

from goldenthread.core.estimates import Estimate, Polarity
from goldenthread.core.indicators import Aggregation, Indicator
from goldenthread.engine.questions.area_values import AreaValue, Period, area_values
from goldenthread.engine.questions.areas import links
from goldenthread.engine.questions.differences import difference_of, ratio_of
from goldenthread.engine.questions.ends import ends_of
from goldenthread.engine.rows import only
from goldenthread.engine.store import Snapshot
from goldenthread.engine.tables import AREA_KINDS, PUBLISHED

#: The interval of a difference assumes that nobody chose the two by looking at their values.
ENDS_ARE_PICKED = (
    "The two ends were picked because they are the ends, so part of their distance is chance; "
    "compare it with the distance expected by chance."
)

#: So many of the areas that a sentence is about are named in it.
MOST_NAMED = 3


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


def ward_gap(snapshot: Snapshot, slug: str, *, kind: str = "ward24", period: str | None = None) -> WardGap:
    """The gap between the wards (or another kind of area of the place) at the two ends, in the latest period."""
    definition = snapshot.definition(slug)
    values = [each for each in area_values(snapshot, slug, kind=kind, period=period) if each.in_place]
    known = [each for each in values if each.estimate]
    ends = ends_of(known)
    if ends is None or ends.highest.estimate is None or ends.lowest.estimate is None:
        return WardGap(
            indicator=slug,
            kind=kind,
            period=values[0].period if values else None,
            highest=None,
            lowest=None,
            worst=None,
            best=None,
            absolute=None,
            relative=None,
            expected_by_chance=None,
            areas=len(known),
            areas_without_value=len(values) - len(known),
            reason=_why_none(definition, kind, len(known)),
            notes=(),
        )
    worst, best = ends.worst_and_best(definition.polarity)
    has_better = definition.polarity is not Polarity.NEITHER
    return WardGap(
        indicator=slug,
        kind=kind,
        period=known[0].period,
        highest=ends.highest,
        lowest=ends.lowest,
        worst=worst if has_better else None,
        best=best if has_better else None,
        absolute=difference_of(ends.highest.estimate, ends.lowest.estimate),
        relative=ratio_of(ends.highest.estimate, ends.lowest.estimate),
        expected_by_chance=ends.expected_by_chance,
        areas=len(known),
        areas_without_value=len(values) - len(known),
        reason=None,
        notes=(ENDS_ARE_PICKED, *_thin(snapshot, kind, known)),
    )


def _thin(snapshot: Snapshot, kind: str, known: list[AreaValue]) -> tuple[str, ...]:
    """A sentence about the areas whose figure is that of one or two small areas placed in them by best fit."""
    placed = only(links(snapshot), parent_kind=kind, child_kind="lsoa21", basis="best fit")
    small = Counter(placed["parent_code"].to_pylist())
    thin = [each.area_name for each in known if each.basis != PUBLISHED and small[each.area_code] in (1, 2)]
    if not thin:
        return ()
    named = ", ".join(thin[:MOST_NAMED]) + (f" and {len(thin) - MOST_NAMED} more" if thin[MOST_NAMED:] else "")
    whose = "its figure is" if len(thin) == 1 else "their figures are each"
    return (f"{named}: {whose} that of one or two small areas, placed there whole because most of each lies there.",)


def _why_none(definition: Indicator, kind: str, known: int) -> str:
    if known == 1:
        return f"Only one {AREA_KINDS[kind]} has a value."
    if definition.aggregation is Aggregation.REFUSED:
        return definition.aggregation_reason
    return f"There are no values by {AREA_KINDS[kind]}."
