"""One line of a list: an action, a measure, a difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.plan import documents
from goldenthread.plan.figures import MeasureFigure, figure_of, figure_of_difference
from goldenthread.plan.kinds import Statistic
from goldenthread.plan.presenters.words import (
    Status,
    how_we_know_href,
    is_overdue,
    make_status,
    way_to,
    write_baseline,
    write_day,
    write_missed,
    write_target,
)


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action in a list."""

    label: str
    title: str
    href: str
    status: Status
    lead: str
    due_words: str
    is_overdue: bool
    updated_on: date | None
    missed: str = ""

    notes = ()

    @property
    def more(self) -> str:
        """Who leads it, and by when."""
        led = f"Led by: {self.lead}" if self.lead else "Nobody leads this yet"
        return f"{led} · {self.due_words}" if self.due_words else led

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """How it is going as tags: words and colours."""
        found = [(self.status.words, self.status.colour)]
        if self.is_overdue:
            found.append(("Overdue", "red"))
        if self.missed:
            found.append((self.missed, "orange"))
        return tuple(found)

    @property
    def more_for_members(self) -> str:
        """Who leads it, by when, and when it was last written about."""
        updated = f"updated {write_day(self.updated_on)}" if self.updated_on else ""
        return " · ".join([self.lead, *filter(None, (self.due_words, updated))])


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure in a list, with its figure."""

    label: str
    title: str
    href: str
    figure: MeasureFigure
    target: str
    baseline: str
    how_href: str


@dataclass(frozen=True, slots=True)
class UpdateLine:
    """What somebody said of an action on a day."""

    day: str
    text: str
    next_step: str
    said_by: str


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A difference residents can expect to see, with its figure."""

    text: str
    figure: MeasureFigure
    about: str
    how_href: str


def make_action_line(plan: documents.PlanDocument, action: documents.ActionDocument, *, on: date) -> ActionLine:
    """An action in a list."""
    return ActionLine(
        label=f"{plan.action_name} {action.number}",
        title=action.title,
        href=way_to("action", plan.slug)(action.number),
        status=make_status(action.progress.status),
        lead=action.owner_role or action.team,
        due_words=_due_words(action.due_on, on=on),
        is_overdue=is_overdue(action, on=on),
        updated_on=action.progress.updated_on,
        missed=write_missed(action.progress),
    )


def _due_words(due_on: date | None, *, on: date) -> str:
    if due_on is None:
        return ""
    return f"was due {write_day(due_on)}" if due_on < on else f"due {write_day(due_on)}"


def make_measure_line(plan: documents.PlanDocument, measure: documents.MeasureDocument, *, on: date) -> MeasureLine:
    """A measure in a list, with its current figure."""
    return MeasureLine(
        label=f"{plan.measure_name} {measure.number}",
        title=measure.title,
        href=way_to("measure", plan.slug)(measure.number),
        figure=figure_of(measure, on=on),
        target=write_target(measure),
        baseline=write_baseline(measure),
        how_href=how_we_know_href(measure.indicator_slug),
    )


def make_update_line(update: documents.UpdateDocument) -> UpdateLine:
    """What somebody said of an action on a day, and how it was going then."""
    author = f"{update.author_role}. " if update.author_role else ""
    return UpdateLine(
        day=write_day(update.written_on),
        text=update.text or "No change since the update before.",
        next_step=update.next_step,
        said_by=f"{author}It was then {update.status}.",
    )


def make_difference_line(difference: documents.DifferenceDocument, *, on: date) -> DifferenceLine:
    """A difference residents can expect to see, with its figure or that there is no measure yet."""
    statistic = Statistic(difference.statistic or Statistic.VALUE)
    about = f"{difference.indicator_name}, {statistic.sentence}" if difference.indicator_slug else ""
    return DifferenceLine(
        text=difference.text,
        figure=figure_of_difference(difference, on=on),
        about=about,
        how_href=how_we_know_href(difference.indicator_slug),
    )
