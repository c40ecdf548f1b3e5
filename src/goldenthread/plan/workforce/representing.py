"""Staff against residents: each group's share of the workforce over its share of the population, with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from goldenthread.core.statistics.proportions import wilson_interval
from goldenthread.core.statistics.representation import representation
from goldenthread.plan.workforce.protecting import NOT_STATED, ShownBlock, ShownCell


@dataclass(frozen=True, slots=True)
class Residents:
    """How many residents belong to a group, of how many, and how that is known."""

    count: float
    of: float
    period: str
    source: str
    indicator_slug: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group of staff beside the residents; every number None where it is hidden or not known."""

    group: str
    count: int | None
    share: float | None
    share_lower: float | None
    share_upper: float | None
    residents_share: float | None
    index: float | None
    index_lower: float | None
    index_upper: float | None
    says: str
    residents: Residents | None = None


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One group in a survey or among those who took something up."""

    group: str
    count: int | None
    out_of: int | None
    share: float | None
    lower: float | None
    upper: float | None
    says: str


def represent(block: ShownBlock, residents: Mapping[tuple[str, str], Residents]) -> tuple[GroupLine, ...]:
    """Each group that was stated, against the residents it is compared with.

    Shares are of those who said; where anybody who said is hidden no total can be told, and so no share.
    """
    stated = [row for row in block.groups if row.group.casefold() not in NOT_STATED]
    counts = [row.total.count for row in stated]
    hides_some = any(count is None for count in counts)
    all_stated = _all_who_said(block) if hides_some else sum(count for count in counts if count is not None)
    lines = []
    for row in stated:
        found = residents.get((block.characteristic.casefold(), row.group.casefold()))
        lines.append(_line(row.group, row.total.count, all_stated, found))
    return tuple(lines)


def _all_who_said(block: ShownBlock) -> int | None:
    """Everybody less those who did not say, where both are shown."""
    silent = [row.total.count for row in block.groups if row.group.casefold() in NOT_STATED]
    everybody = block.rows[-1].total.count
    if everybody is None or any(count is None for count in silent):
        return None
    return everybody - sum(count for count in silent if count is not None)


def _line(group: str, count: int | None, all_stated: int | None, found: Residents | None) -> GroupLine:
    residents_share = 100 * found.count / found.of if found else None
    if count is None or not all_stated:
        says = "Hidden, because the number is small or would give a small one away." if count is None else ""
        return GroupLine(group, count, None, None, None, residents_share, None, None, None, says, found)
    lower, upper = (100 * float(limit) for limit in wilson_interval(count, all_stated))
    share = 100 * count / all_stated
    if found is None or not 0 < found.count < found.of:
        says = "There is no figure for residents to compare it with."
        return GroupLine(group, count, share, lower, upper, residents_share, None, None, None, says, found)
    index = representation([count, all_stated - count], [found.count, found.of - found.count]).index
    low, value, high = (float(part[0]) for part in (index.lower, index.value, index.upper))
    if high < 1:
        says = "Fewer than among residents."
    elif low > 1:
        says = "More than among residents."
    else:
        says = "No clear difference from residents."
    return GroupLine(group, count, share, lower, upper, residents_share, value, low, high, says, found)


def shares_of(block: ShownBlock) -> tuple[ShareLine, ...]:
    """So many out of how many in each group, everybody last, each against everybody else where that can be told."""
    everybody = block.rows[-1].total
    return tuple(_share_line(row.group, row.total, everybody, is_everybody=row is block.rows[-1]) for row in block.rows)


def _share_line(group: str, cell: ShownCell, everybody: ShownCell, *, is_everybody: bool) -> ShareLine:
    if cell.count is None or not cell.out_of:
        hidden = cell.count is None
        says = "Hidden, because the number is small or would give a small one away." if hidden else "Nobody to count."
        return ShareLine(group, cell.count, cell.out_of, None, None, None, says)
    lower, upper = (100 * float(limit) for limit in wilson_interval(cell.count, cell.out_of))
    says = ""
    if not is_everybody and everybody.count is not None and everybody.out_of and everybody.out_of > cell.out_of:
        others = 100 * (everybody.count - cell.count) / (everybody.out_of - cell.out_of)
        if upper < others:
            says = "Less often than others."
        elif lower > others:
            says = "More often than others."
        else:
            says = "No clear difference from others."
    return ShareLine(group, cell.count, cell.out_of, 100 * cell.count / cell.out_of, lower, upper, says)
