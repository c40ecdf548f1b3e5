"""The gaps in one indicator between groups of people."""

from dataclasses import dataclass

from goldenthread.core.estimates import Estimate
from goldenthread.core.indicators import Indicator
from goldenthread.core.statistics.trends import HOW_UNKNOWN, Direction, Verdict, gap_trend
from goldenthread.engine.questions.area_values import AreaValue, Period
from goldenthread.engine.questions.differences import gap_between, ratio_between
from goldenthread.engine.questions.ends import ends_of
from goldenthread.engine.questions.group_values import grouped_values
from goldenthread.engine.store import Snapshot

#: The interval of a difference assumes that nobody chose the two by looking at their values.
ENDS_ARE_PICKED = (
    "The two groups were picked because they are the ends, so part of their distance is chance; "
    "compare it with the distance expected by chance."
)


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


def group_gaps(
    snapshot: Snapshot, slug: str, area_code: str | None = None, *, period: str | None = None
) -> list[GroupGap]:
    """The gap between groups for each characteristic an area (the place itself unless named) has values by."""
    definition = snapshot.definition(slug)
    code = area_code or snapshot.place.code
    rows = grouped_values(snapshot, slug, code)
    gaps = []
    for characteristic in sorted({row.characteristic for row in rows}):
        mine = [row for row in rows if row.characteristic == characteristic]
        chosen = [row for row in mine if row.period == _period(mine, period)]
        if chosen:
            gaps.append(_make_gap(definition, code, characteristic, chosen, mine))
    return gaps


def _period(rows: list[AreaValue], asked: str | None) -> Period | None:
    """The period asked for, else the latest with two groups to compare, else the latest."""
    if asked is not None:
        return next((row.period for row in rows if row.period.label == asked), None)
    periods = sorted({row.period for row in rows}, reverse=True)
    comparable = (each for each in periods if sum(row.period == each and row.value is not None for row in rows) > 1)
    return next(comparable, periods[0])


def _make_gap(
    definition: Indicator, code: str, characteristic: str, chosen: list[AreaValue], series: list[AreaValue]
) -> GroupGap:
    ends = ends_of(chosen)
    absolute = relative = worst = best = None
    if ends is not None:
        worst, best = ends.worst_and_best(definition.polarity)
        if worst.estimate and best.estimate:
            absolute = gap_between(worst.estimate, best.estimate, definition.polarity)
            relative = ratio_between(worst.estimate, best.estimate, definition.polarity)
    without = sum(row.value is None for row in chosen)
    reason = None if ends else "Fewer than two groups have a value."
    return GroupGap(
        indicator=definition.slug,
        characteristic=characteristic,
        area_code=code,
        period=chosen[0].period,
        groups=tuple(chosen),
        worst=worst,
        best=best,
        absolute=absolute,
        relative=relative,
        expected_by_chance=ends.expected_by_chance if ends else None,
        verdict=_verdict(definition, worst, best, series) if worst and best else _no_verdict(reason),
        reason=reason,
        notes=_notes(without, len(chosen)),
    )


def _verdict(definition: Indicator, worst: AreaValue, best: AreaValue, series: list[AreaValue]) -> Verdict:
    """Whether the gap between the two groups that are now the ends narrows."""
    by_period: dict[Period, dict[str, Estimate]] = {}
    for row in series:
        if row.estimate and row.group in (worst.group, best.group):
            by_period.setdefault(row.period, {})[row.group] = row.estimate
    points = [(period, both) for period, both in sorted(by_period.items()) if len(both) == 2]
    if not points:
        return _no_verdict("The two groups have no value in the same period.")
    worst_values = [both[worst.group] for _, both in points]
    best_values = [both[best.group] for _, both in points]
    pairs = list(zip(worst_values, best_values, strict=True))
    ratios = [ratio_between(first, second, definition.polarity) for first, second in pairs]
    known = [ratio for ratio in ratios if ratio is not None]
    return gap_trend(
        [period.span for period, _ in points],
        [gap_between(first, second, definition.polarity) for first, second in pairs],
        known if len(known) == len(points) else None,
        worst_group=worst_values,
        best_group=best_values,
        polarity=definition.polarity,
        worst_name=f"the group {worst.group}",
        best_name=f"the group {best.group}",
    )


def _no_verdict(reason: str | None) -> Verdict:
    return Verdict(Direction.CANNOT_TELL, reason or "There are no figures yet.", HOW_UNKNOWN)


def _notes(without: int, groups: int) -> tuple[str, ...]:
    notes = [ENDS_ARE_PICKED]
    if without:
        notes.append(f"{without} of {groups} groups have no value, which is not zero.")
    return tuple(notes)
