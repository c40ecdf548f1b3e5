"""Asking for an update: the states it goes through, what may follow what, and on which working day it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class AskingState(StrEnum):
    """How far a person has been asked for what happened in a cycle."""

    TO_ASK = "to be asked"
    ASKED = "asked"
    REMINDED = "reminded"
    WITH_LEAD = "escalated to the team’s lead"
    WITH_DIRECTOR = "escalated to the director"
    ANSWERED = "answered"
    HANDED_OVER = "handed over"
    SILENT = "silent"


_WAITING = frozenset({AskingState.ASKED, AskingState.REMINDED, AskingState.WITH_LEAD, AskingState.WITH_DIRECTOR})
_SETTLED = frozenset({AskingState.ANSWERED, AskingState.HANDED_OVER})

#: Silence is broken by a late answer; somebody who has answered is asked again only by being handed something.
ASKING_TRANSITIONS: Mapping[AskingState, frozenset[AskingState]] = {
    AskingState.TO_ASK: _SETTLED | {AskingState.ASKED, AskingState.SILENT},
    AskingState.ASKED: _SETTLED | {AskingState.REMINDED, AskingState.SILENT},
    AskingState.REMINDED: _SETTLED | {AskingState.WITH_LEAD, AskingState.SILENT},
    AskingState.WITH_LEAD: _SETTLED | {AskingState.WITH_DIRECTOR, AskingState.SILENT},
    AskingState.WITH_DIRECTOR: _SETTLED | {AskingState.SILENT},
    AskingState.ANSWERED: frozenset({AskingState.ASKED}),
    AskingState.HANDED_OVER: frozenset({AskingState.ASKED}),
    AskingState.SILENT: frozenset({AskingState.ANSWERED}),
}

#: Somebody is expected to do something about it.
OPEN_ASKINGS = _WAITING | {AskingState.TO_ASK}


@dataclass(frozen=True, slots=True)
class Step:
    """What the chaser does next, so many working days after the cycle opens or after its updates are due."""

    before: AskingState
    after: AskingState
    from_due: bool
    working_days: int


#: The chaser's whole timetable. Negative days are before the updates are due.
STEPS: tuple[Step, ...] = (
    Step(AskingState.TO_ASK, AskingState.ASKED, from_due=False, working_days=0),
    Step(AskingState.ASKED, AskingState.REMINDED, from_due=True, working_days=-3),
    Step(AskingState.REMINDED, AskingState.WITH_LEAD, from_due=True, working_days=1),
    Step(AskingState.WITH_LEAD, AskingState.WITH_DIRECTOR, from_due=True, working_days=4),
    Step(AskingState.WITH_DIRECTOR, AskingState.SILENT, from_due=True, working_days=8),
)

STEP_AFTER: Mapping[AskingState, Step] = {step.before: step for step in STEPS}

#: However late the chaser runs, nobody is reminded or escalated sooner than this after the message before.
LEAST_WORKING_DAYS_BETWEEN = 2
