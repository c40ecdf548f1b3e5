"""What changed, in the lines that a page, a pack on paper and a download all show: no request, no query, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goldenthread.plan.changes import ChangesSince
from goldenthread.plan.models import Action, TargetChange
from goldenthread.plan.oversight import who_leads
from goldenthread.plan.presenters import way_to, write_day

COLUMNS = ("What", "Plan", "Number", "Title", "Before", "Now")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that changed: what it is called, what is said after that, where it is, and its cells in a download."""

    title: str
    more: str
    href: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Things that changed in the same way."""

    heading: str
    lines: Sequence[ChangeLine]
    left_out: str
    """What is said where there are more than are shown."""


def make_groups(changes: ChangesSince) -> tuple[ChangeGroup, ...]:
    """What changed, kind by kind; kinds of which there is nothing are left out."""
    moved = [
        _line("Another status", each.action, f", from {each.before} to {each.after}", each.before, each.after)
        for each in changes.moved
    ]
    fell_due = [
        _line(
            "Date has passed",
            each,
            f", due {write_day(each.due_on)}, {who_leads(each.owner, each.owner_role, each.team)}",
            str(each.due_on),
            each.status,
        )
        for each in changes.fell_due
    ]
    missed = [
        _line("Not updated", each.action, f", for {each.cycle.title}", each.cycle.title) for each in changes.missed
    ]
    steps = [
        _line("Step reached", each.action, f": {each.title}, {write_day(each.done_on)}", each.title, str(each.done_on))
        for each in changes.milestones
    ]
    added = [_line("New", each, now=each.status) for each in changes.added]
    removed = [_line("Taken out", each, before=each.status) for each in changes.removed]
    counted = (
        (f"{changes.moved_count} with another status", moved, changes.moved_count > len(moved)),
        (f"{changes.fell_due_count} whose date has passed", fell_due, changes.fell_due_count > len(fell_due)),
        (f"{changes.missed_count} not updated when asked", missed, changes.missed_count > len(missed)),
        ("Steps reached", steps, "milestones" in changes.cut),
        ("Targets changed", list(map(_target_line, changes.targets)), "targets" in changes.cut),
        ("New", added, "added" in changes.cut),
        ("Taken out", removed, "removed" in changes.cut),
    )
    return tuple(
        ChangeGroup(heading, lines, _say_cut(len(lines)) if is_cut else "")
        for heading, lines, is_cut in counted
        if lines
    )


def _say_cut(shown: int) -> str:
    return "The first is shown." if shown == 1 else f"The first {shown} are shown."


def write_rows(changes: ChangesSince) -> Iterator[Sequence[str]]:
    """What changed as rows of a download."""
    return (line.cells for group in make_groups(changes) for line in group.lines)


def _line(word: str, action: Action, more: str = "", before: str = "", now: str = "") -> ChangeLine:
    return ChangeLine(
        title=f"{action.plan.action_name} {action.number}: {action.title}",
        more=more,
        href=way_to("staff_action", action.plan.slug)(action.number),
        cells=(word, action.plan.title, action.number, action.title, before, now),
    )


def _target_line(change: TargetChange) -> ChangeLine:
    measure = change.measure
    now = change.words or str(change.value)
    return ChangeLine(
        title=f"{measure.plan.measure_name} {measure.number}: {measure.title}",
        more=f", now {now}. {change.decision}".rstrip(),
        href=way_to("staff_measure", measure.plan.slug)(measure.number),
        cells=("Target changed", measure.plan.title, measure.number, measure.title, "", now),
    )
