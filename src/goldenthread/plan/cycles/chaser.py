"""What the chaser would do on a day: pure, so that a dry run and the real one cannot differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.messages.delivery import can_send_texts
from goldenthread.plan.cycles.states import (
    LEAST_WORKING_DAYS_BETWEEN,
    OPEN_ASKINGS,
    STEP_AFTER,
    STEPS,
    AskingState,
    Step,
)
from goldenthread.plan.models import Absence, Asking, EscalationLine, UpdateCycle
from goldenthread.plan.working_days import add_working_days, is_working_day, next_working_day


@dataclass(frozen=True, slots=True)
class Move:
    """One asking goes on to its next state, and who is written to about it."""

    asking: Asking
    after: AskingState
    tell: Person | None
    on: date
    """From which day on the step is due; it may have been due for some time."""
    is_texted: bool = False
    """Does a text message go out too? Only with a reminder, and to whoever has given a mobile number for it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the chaser has to know besides the askings: who stands in for whom, who hears of silence, and how."""

    stand_ins: Mapping[int, Person]
    lines: Mapping[int, EscalationLine]
    sends_texts: bool = False

    @classmethod
    def read(cls, *, on: date) -> Surroundings:
        """As they are on the day, in two queries."""
        absences = Absence.objects.on(on).filter(proxy__is_active=True).select_related("proxy__team")
        lines = EscalationLine.objects.select_related("lead", "director")
        return cls(
            {absence.person_id: absence.proxy for absence in reversed(absences)},
            {line.team_id: line for line in lines},
            can_send_texts(),
        )

    def stand_in_for(self, person: Person) -> Person | None:
        """Whoever answers while the person is away; nobody where each waits for the other."""
        seen, found = {person.pk}, self.stand_ins.get(person.pk)
        while found is not None and found.pk in self.stand_ins:
            if found.pk in seen:
                return None
            seen.add(found.pk)
            found = self.stand_ins[found.pk]
        return None if found is None or found.pk in seen else found

    def superiors_of(self, person: Person) -> tuple[Person | None, Person | None]:
        """The lead and the director who hear of the person's silence."""
        line = self.lines.get(person.team_id) if person.team_id else None
        return (line.lead, line.director) if line else (None, None)


def day_of(cycle: UpdateCycle, step: Step, *, nation: str) -> date:
    """The working day on which the timetable has the step."""
    anchor = cycle.due_on if step.from_due else cycle.opens_on
    day = add_working_days(anchor, step.working_days, nation=nation)
    return max(day, next_working_day(cycle.opens_on, nation=nation))


def closes_on(cycle: UpdateCycle, *, nation: str) -> date:
    """The day on which waiting ends: what has not been answered by then has been missed."""
    return day_of(cycle, STEPS[-1], nation=nation)


def expires_at(cycle: UpdateCycle, *, at: datetime, nation: str) -> datetime:
    """When the links of a cycle stop working: at the end of the day before it closes, and never within a day."""
    end = timezone.make_aware(datetime.combine(closes_on(cycle, nation=nation), time(0)))
    return max(end, at + timedelta(days=1))


def next_day_of(asking: Asking, cycle: UpdateCycle, *, nation: str) -> date | None:
    """From which day on the chaser takes the asking one step further; None when it waits for nothing."""
    step = STEP_AFTER.get(AskingState(asking.state))
    if step is None:
        return None
    day = day_of(cycle, step, nation=nation)
    if step.before is AskingState.TO_ASK:
        return day
    moved_on = timezone.localdate(asking.moved_at)
    return max(day, add_working_days(moved_on, LEAST_WORKING_DAYS_BETWEEN, nation=nation))


def plan_moves(
    cycle: UpdateCycle, askings: Iterable[Asking], surroundings: Surroundings, *, on: date, nation: str
) -> list[Move]:
    """Every step that is due. Nobody is written to at a weekend or on a bank holiday."""
    if not is_working_day(on, nation=nation):
        return []
    moves = []
    for asking in askings:
        day = next_day_of(asking, cycle, nation=nation) if AskingState(asking.state) in OPEN_ASKINGS else None
        if day is not None and day <= on:
            moves.append(_next_move(asking, cycle, surroundings, day))
    return sorted(moves, key=lambda move: move.after is not AskingState.HANDED_OVER)


def _next_move(asking: Asking, cycle: UpdateCycle, surroundings: Surroundings, day: date) -> Move:
    after = STEP_AFTER[AskingState(asking.state)].after
    if after in {AskingState.ASKED, AskingState.REMINDED}:
        stand_in = surroundings.stand_in_for(asking.person)
        if stand_in is not None:
            return Move(asking, AskingState.HANDED_OVER, stand_in, day)
        # Whoever has left is not written to; their lead hears of it in the end, as of any silence.
        told = asking.person if asking.person.is_active else None
        is_texted = surroundings.sends_texts and after is AskingState.REMINDED and bool(told and told.mobile)
        return Move(asking, after, told, day, is_texted=is_texted)
    if after is AskingState.SILENT:
        return Move(asking, after, None, day)
    lead, director = surroundings.superiors_of(asking.person)
    wanted = (lead, director) if after is AskingState.WITH_LEAD else (director,)
    told = next((person for person in wanted if _can_be_told(person, asking)), cycle.started_by)
    return Move(asking, after, told, day)


def _can_be_told(person: Person | None, asking: Asking) -> bool:
    return person is not None and person.is_active and person.pk != asking.person_id
