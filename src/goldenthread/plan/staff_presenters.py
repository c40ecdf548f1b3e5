"""From the working copy to the staff's pages: no request, no query, no clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from django.urls import reverse

from goldenthread.plan import documents
from goldenthread.plan.figures import MeasureFigure, figure_of
from goldenthread.plan.lint import Finding, lint_measure
from goldenthread.plan.models import Action
from goldenthread.plan.presenters import Status, make_status
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
    status: Status
    is_overdue: bool
    measures: tuple[MeasureRow, ...]
    href: str


@dataclass(frozen=True, slots=True)
class SectionRow:
    """An aim in the outline of a plan."""

    section: documents.SectionDocument
    actions: tuple[ActionRow, ...]
    measures: tuple[MeasureRow, ...]
    deeds: tuple[tuple[str, str, str], ...]
    """What can be done with it: the words, the words that are heard after them, and the address."""


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
        elif getattr(action, "latest_update_at", None) is None:
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


def make_rows(content: documents.PlanContent, *, on: date) -> tuple[SectionRow, ...]:
    """The plan's outline, each measure with its figure and what it lacks."""
    of_action: dict[str, list[MeasureRow]] = defaultdict(list)
    of_section: dict[str, list[MeasureRow]] = defaultdict(list)
    to_action, to_measure = (_way_to(f"staff_{name}", content.plan.slug) for name in ("action", "measure"))
    for measure in content.measures:
        row = MeasureRow(measure, figure_of(measure, on=on), lint_measure(measure), to_measure(measure.number))
        if measure.action_number:
            of_action[measure.action_number].append(row)
        else:
            of_section[measure.section_number].append(row)
    in_section: dict[str, list[ActionRow]] = defaultdict(list)
    for action in content.actions:
        row_of = _action_row(action, of_action[action.number], to_action(action.number), on=on)
        in_section[action.section_number].append(row_of)
    ways = _ways_to_deeds(content.plan)
    return tuple(
        SectionRow(
            section,
            tuple(in_section[section.number]),
            tuple(of_section[section.number]),
            tuple((words, f"{heard} {section.label}", way(section.number)) for words, heard, way in ways),
        )
        for section in content.sections
    )


def _ways_to_deeds(plan: documents.PlanDocument) -> tuple[tuple[str, str, Callable[[str], str]], ...]:
    return (
        (f"Add: {plan.action_name}", " to", _way_to("staff_new_action", plan.slug)),
        (f"Add: {plan.measure_name}", " to", _way_to("staff_new_section_measure", plan.slug)),
        ("Change", "", _way_to("staff_edit_section", plan.slug)),
        ("Themes and frameworks", " of", _way_to("staff_links", plan.slug, "aims")),
    )


def _way_to(name: str, *known: str) -> Callable[[str], str]:
    """The address of a page of any part of a plan, by its number: looked up once, for hundreds of parts."""
    before, _, after = reverse(f"plan:{name}", args=[*known, _PLACE]).rpartition(_PLACE)
    return lambda number: f"{before}{quote(number)}{after}"


_PLACE = "NUMBER"


def _action_row(action: documents.ActionDocument, measures: Sequence[MeasureRow], href: str, *, on: date) -> ActionRow:
    is_open = ActionStatus(action.progress.status) in OPEN_STATUSES
    return ActionRow(
        action=action,
        status=make_status(action.progress.status),
        is_overdue=is_open and action.due_on is not None and action.due_on < on,
        measures=tuple(measures),
        href=href,
    )
