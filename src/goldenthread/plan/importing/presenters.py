"""From what a file says and what it would do to the page on which somebody decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.plan.importing.fates import ROWS_ON_A_PAGE, find_fates
from goldenthread.plan.importing.incoming import Incoming, Remark
from goldenthread.plan.importing.steps import Step
from goldenthread.publishing.figures import Column, Table

REMARKS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What bringing a file in would do."""

    headline: str
    rows: Table | None
    page: int
    pages: int
    changes: tuple[Step, ...]
    more_changes: int
    faults: tuple[str, ...]
    doubts: tuple[str, ...]
    more_doubts: int
    left: str
    is_ready: bool
    needs_decision: bool


def make_check(
    incoming: Incoming,
    steps: Sequence[Step],
    *,
    faults: Sequence[Remark],
    doubts: Sequence[Remark],
    left: int,
    page: int = 1,
) -> CheckPage:
    """The page: faults first, then what changes, then the fate of every row."""
    rows = find_fates(incoming, steps)
    pages = max(1, -(-len(rows) // ROWS_ON_A_PAGE))
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * ROWS_ON_A_PAGE : page * ROWS_ON_A_PAGE]
    columns = [Column("Where"), Column("What is written"), Column("Taken for"), Column("What happens")]
    # With a fault the trial did not come to its end, so nothing can be said of what would happen.
    told = len(columns) - 1 if faults else len(columns)
    changed = [step for step in steps if not step.is_new]
    return CheckPage(
        headline=_headline(steps, faults),
        rows=Table("Every row of the file", tuple(columns[:told]), tuple(row[:told] for row in shown))
        if shown
        else None,
        page=page,
        pages=pages,
        changes=tuple(changed[:REMARKS_SHOWN]),
        more_changes=max(0, len(changed) - REMARKS_SHOWN),
        faults=tuple(str(fault) for fault in faults),
        doubts=tuple(str(doubt) for doubt in doubts[:REMARKS_SHOWN]),
        more_doubts=max(0, len(doubts) - REMARKS_SHOWN),
        left=_left(left),
        is_ready=not faults and (bool(steps) or bool(incoming.notes)),
        needs_decision=any(
            not step.is_new and step.names & {"target_value", "target_words", "target_on"} for step in steps
        ),
    )


def make_faulty(faults: Sequence[Remark]) -> CheckPage:
    """The page of a file in our form that cannot be read: only what is wrong with it."""
    return CheckPage(
        headline=_headline((), faults),
        rows=None,
        page=1,
        pages=1,
        changes=(),
        more_changes=0,
        faults=tuple(str(fault) for fault in faults),
        doubts=(),
        more_doubts=0,
        left="",
        is_ready=False,
        needs_decision=False,
    )


def _headline(steps: Sequence[Step], faults: Sequence[Remark]) -> str:
    if faults:
        number = len(faults)
        return f"{number} thing{'' if number == 1 else 's'} to put right first"
    new = sum(step.is_new for step in steps)
    changed = len(steps) - new
    if not steps:
        return "The plan says all of this already"
    return f"{new} new, {changed} changed"


def _left(left: int) -> str:
    if not left:
        return ""
    if left == 1:
        return "1 part of the plan is not in this file and is left alone."
    return f"{left:,} parts of the plan are not in this file and are left alone."
