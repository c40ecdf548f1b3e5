"""From askings and the chaser's moves to the rows of a cycle's pages: no request, no query, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from goldenthread.plan.cycles.chaser import Move, next_day_of
from goldenthread.plan.cycles.states import OPEN_ASKINGS, AskingState
from goldenthread.plan.models import AskedAction, Asking
from goldenthread.plan.presenters import Status, way_to, write_day

STATE_COLOURS = {
    AskingState.TO_ASK: "grey",
    AskingState.ASKED: "blue",
    AskingState.REMINDED: "yellow",
    AskingState.WITH_LEAD: "orange",
    AskingState.WITH_DIRECTOR: "orange",
    AskingState.ANSWERED: "green",
    AskingState.HANDED_OVER: "teal",
    AskingState.SILENT: "red",
}


@dataclass(frozen=True, slots=True)
class AskingRow:
    """One person in the list of a cycle."""

    pk: int
    person: str
    team: str
    state: Status
    can_be_sent: bool
    """Has it a link out that can be lost?"""
    since: date
    asked: int
    answered: int
    told: str
    next_on: date | None

    @property
    def since_words(self) -> str:
        """The day since which it is in its state."""
        return write_day(self.since)

    @property
    def next_words(self) -> str:
        """The day of the next step; nothing where it waits for none."""
        return write_day(self.next_on)


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One step the chaser would take."""

    person: str
    before: str
    after: Status
    tell: str
    due_on: date


def make_state(state: str) -> Status:
    """The state as a tag."""
    return Status(state.capitalize(), STATE_COLOURS[AskingState(state)])


def make_asking_row(asking: Asking, *, nation: str) -> AskingRow:
    """One person: how far they have been asked, and what comes next."""
    is_running = asking.cycle.closed_at is None
    has_link = is_running and AskingState(asking.state) in OPEN_ASKINGS - {AskingState.TO_ASK}
    return AskingRow(
        pk=asking.pk,
        can_be_sent=has_link,
        person=asking.person.name,
        team=asking.person.team.name if asking.person.team else "",
        state=make_state(asking.state),
        since=timezone.localdate(asking.moved_at),
        asked=getattr(asking, "asked_count", 0),
        answered=getattr(asking, "answered_count", 0),
        told=asking.told.name if asking.told else "",
        next_on=next_day_of(asking, asking.cycle, nation=nation) if is_running else None,
    )


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One action in the lists below the people."""

    label: str
    href: str
    person: str


def make_asked_row(asked: AskedAction) -> AskedRow:
    """One action nobody has said anything about, and whoever was asked."""
    action = asked.action
    return AskedRow(
        label=f"{action.plan.action_name} {action.number}: {action.title}",
        href=way_to("staff_action", action.plan.slug)(action.number),
        person=asked.asking.person.name if asked.asking else "",
    )


def make_move_row(move: Move) -> MoveRow:
    """One step, and who would be written to."""
    return MoveRow(
        person=move.asking.person.name,
        before=move.asking.state,
        after=make_state(move.after.value),
        tell=_write_told(move),
        due_on=move.on,
    )


def _write_told(move: Move) -> str:
    if move.tell is None:
        return ""
    return f"{move.tell.name} ({move.tell.email}){', also by text message' if move.is_texted else ''}"


def count_states(counted: Iterable[tuple[str, int]]) -> list[tuple[Status, str, int]]:
    """How many people are in each state, in the order of the timetable; states nobody is in are left out."""
    numbers = dict(counted)
    return [(make_state(state.value), state.value, numbers[state]) for state in AskingState if numbers.get(state)]


ASKING_COLUMNS = ("Person", "Team", "State", "Since", "Actions", "Answered", "Told", "Next step")


def write_row(row: AskingRow) -> list[str]:
    """The row as a download takes it."""
    return [
        row.person, row.team, row.state.words, row.since.isoformat(), str(row.asked), str(row.answered), row.told,
        row.next_on.isoformat() if row.next_on else "",
    ]  # fmt: skip
