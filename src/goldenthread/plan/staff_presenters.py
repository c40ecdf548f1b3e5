"""From the working copy to the staff's pages: no request, no query, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from django.utils import timezone

from goldenthread.plan import documents
from goldenthread.plan.figures import MeasureFigure, figure_of
from goldenthread.plan.lint import Finding, lint_measure
from goldenthread.plan.models import Action
from goldenthread.plan.oversight import concerns_in
from goldenthread.plan.presenters import make_status, way_to, write_day
from goldenthread.plan.states import OPEN_STATUSES, ActionStatus


@dataclass(frozen=True, slots=True)
class MineGroup:
    """Actions that want the same thing of the person."""

    heading: str
    actions: tuple[Action, ...]
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure in the outline of a plan."""

    measure: documents.MeasureDocument
    figure: MeasureFigure
    lacks: tuple[Finding, ...]
    href: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action in the outline of a plan."""

    action: documents.ActionDocument
    label: str
    more: str
    marks: Sequence[tuple[str, str]]
    measures: tuple[MeasureRow, ...]
    href: str

    notes = ()

    @property
    def title(self) -> str:
        """What it is called."""
        return self.action.title


@dataclass(frozen=True, slots=True)
class SectionRow:
    """An aim in the outline of a plan."""

    section: documents.SectionDocument
    actions: tuple[ActionRow, ...]
    measures: tuple[MeasureRow, ...]
    deeds: tuple[tuple[str, str, str], ...]
    """What can be done with it: the words, the words that are heard after them, and the address."""
    is_elsewhere: bool = False
    """Is what belongs to it shown by another page of a large plan?"""

    number = href = heard = ""

    @property
    def label(self) -> str:
        """Its level and number."""
        return self.section.label

    @property
    def title(self) -> str:
        """What it is called."""
        return self.section.title

    @property
    def depth(self) -> int:
        """How deep it stands."""
        return int(bool(self.section.parent_number))

    @property
    def to(self) -> str:
        """Where what belongs to it is shown."""
        return f"?aim={quote(self.section.number)}"

    @property
    def see(self) -> str:
        """The words of the link there."""
        return f"See what belongs to {self.section.label}"


@dataclass(frozen=True, slots=True)
class OverseenRow:
    """An action in the list of oversight."""

    label: str
    title: str
    href: str
    more: str
    notes: Sequence[tuple[str, str]]
    marks: Sequence[tuple[str, str]]


def sort_mine(actions: Iterable[Action], *, on: date, days_ahead: int) -> tuple[MineGroup, ...]:
    """The actions by what they want: overdue, due soon, never updated, the rest; empty groups are left out."""
    overdue: list[Action] = []
    soon: list[Action] = []
    silent: list[Action] = []
    rest: list[Action] = []
    for action in actions:
        if action.is_overdue(on=on):
            overdue.append(action)
        elif action.due_on is not None and action.due_on <= on + timedelta(days=days_ahead):
            soon.append(action)
        elif action.latest_update_at is None:
            silent.append(action)
        else:
            rest.append(action)
    groups = (
        MineGroup("Past the date promised", tuple(overdue), is_overdue=True),
        MineGroup(f"Due in the next {days_ahead} days", tuple(soon)),
        MineGroup("Never updated", tuple(silent)),
        MineGroup("Nothing due soon", tuple(rest)),
    )
    return tuple(group for group in groups if group.actions)


def make_overseen_rows(actions: Iterable[Action], *, on: date) -> list[OverseenRow]:
    """The actions as oversight lists them, with who leads them, by when, and what is a concern."""
    rows = []
    for action in actions:
        updated, obstacle = action.latest_update_at, action.obstacle
        status = make_status(action.status)
        more = (
            action.owner.name if action.owner else "Nobody leads it",
            action.team.name if action.team else "",
            f"due {write_day(action.due_on)}" if action.due_on else "",
            f"updated {write_day(timezone.localdate(updated))}" if updated else "never updated",
        )
        rows.append(
            OverseenRow(
                label=f"{action.plan.action_name} {action.number} · {action.plan.title}",
                title=action.title,
                href=way_to("staff_action", action.plan.slug)(action.number),
                more=" · ".join(filter(None, more)),
                notes=[("In the way:", obstacle)] if obstacle else [],
                marks=[(status.words, status.colour), *((words, "red") for words in concerns_in(action, on=on))],
            )
        )
    return rows


def make_rows(content: documents.PlanContent, *, on: date, chosen: str = "") -> tuple[SectionRow, ...]:
    """The plan's outline, each measure with its figure and what it lacks; of a large plan that of the `chosen` aim."""
    of_action: dict[str, list[MeasureRow]] = defaultdict(list)
    of_section: dict[str, list[MeasureRow]] = defaultdict(list)
    to_action, to_measure = (way_to(f"staff_{name}", content.plan.slug) for name in ("action", "measure"))
    for measure in content.measures:
        row = MeasureRow(measure, figure_of(measure, on=on), lint_measure(measure), to_measure(measure.number))
        if measure.action_number:
            of_action[measure.action_number].append(row)
        else:
            of_section[measure.section_number].append(row)
    in_section: dict[str, list[ActionRow]] = defaultdict(list)
    for action in content.actions:
        row_of = _action_row(content.plan, action, of_action[action.number], to_action(action.number), on=on)
        in_section[action.section_number].append(row_of)
    ways = _ways_to_deeds(content.plan)
    shown = [(section, bool(chosen) and section.number != chosen) for section in content.sections]
    return tuple(
        SectionRow(
            section,
            tuple(in_section[section.number]),
            tuple(of_section[section.number]),
            ()
            if is_elsewhere
            else tuple((words, f"{heard} {section.label}", way(section.number)) for words, heard, way in ways),
            is_elsewhere=is_elsewhere,
        )
        for section, is_elsewhere in shown
    )


def _ways_to_deeds(plan: documents.PlanDocument) -> tuple[tuple[str, str, Callable[[str], str]], ...]:
    return (
        (f"Add: {plan.action_name}", " to", way_to("staff_new_action", plan.slug)),
        (f"Add: {plan.measure_name}", " to", way_to("staff_new_section_measure", plan.slug)),
        ("Change", "", way_to("staff_edit_section", plan.slug)),
        ("Themes and frameworks", " of", way_to("staff_links", plan.slug, "aims")),
    )


def _action_row(
    plan: documents.PlanDocument,
    action: documents.ActionDocument,
    measures: Sequence[MeasureRow],
    href: str,
    *,
    on: date,
) -> ActionRow:
    is_open = ActionStatus(action.progress.status) in OPEN_STATUSES
    is_overdue = is_open and action.due_on is not None and action.due_on < on
    status = make_status(action.progress.status)
    more = (action.owner_role or "Nobody leads it", f"due {write_day(action.due_on)}" if action.due_on else "")
    return ActionRow(
        action=action,
        label=f"{plan.action_name} {action.number}",
        more=" · ".join(filter(None, more)),
        marks=[(status.words, status.colour), *([("Overdue", "red")] if is_overdue else [])],
        measures=tuple(measures),
        href=href,
    )
