"""The gap in one indicator between the wards at its two ends."""

from dataclasses import dataclass

from goldenthread.core.estimates import Estimate, Polarity
from goldenthread.core.indicators import Aggregation, Indicator
from goldenthread.engine.questions.area_values import AreaValue, Period, area_values
from goldenthread.engine.questions.differences import difference_of, ratio_of
from goldenthread.engine.questions.ends import ends_of
from goldenthread.engine.store import Snapshot
from goldenthread.engine.tables import AREA_KINDS

#: The interval of a difference assumes that nobody chose the two by looking at their values.
ENDS_ARE_PICKED = (
    "The two ends were picked because they are the ends, so part of their distance is chance; "
    "compare it with the distance expected by chance."
)


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
        notes=(ENDS_ARE_PICKED,),
    )


def _why_none(definition: Indicator, kind: str, known: int) -> str:
    if known == 1:
        return f"Only one {AREA_KINDS[kind]} has a value."
    if definition.aggregation is Aggregation.REFUSED:
        return definition.aggregation_reason
    return f"There are no values by {AREA_KINDS[kind]}."
