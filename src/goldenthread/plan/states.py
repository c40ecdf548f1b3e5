"""The words a plan and its actions can be in, and the one table each of what may follow what."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar


class PlanStage(StrEnum):
    """Where the working copy of a plan is. What the public reads is always the latest edition."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class ActionStatus(StrEnum):
    """How an action is going, in the words a resident reads."""

    NOT_STARTED = "not started"
    ON_TRACK = "on track"
    AT_RISK = "at risk"
    OFF_TRACK = "off track"
    DONE = "done"
    MISSED = "missed"
    STOPPED = "stopped"


#: A published plan goes back to draft when somebody changes its words; the public keeps the edition it has.
PLAN_TRANSITIONS: Mapping[PlanStage, frozenset[PlanStage]] = {
    PlanStage.DRAFT: frozenset({PlanStage.IN_REVIEW}),
    PlanStage.IN_REVIEW: frozenset({PlanStage.DRAFT, PlanStage.PUBLISHED}),
    PlanStage.PUBLISHED: frozenset({PlanStage.DRAFT, PlanStage.SUPERSEDED}),
    PlanStage.SUPERSEDED: frozenset(),
}

_UNDER_WAY = frozenset({ActionStatus.ON_TRACK, ActionStatus.AT_RISK, ActionStatus.OFF_TRACK})
_ENDED = frozenset({ActionStatus.DONE, ActionStatus.MISSED, ActionStatus.STOPPED})

#: Something that has ended may be taken up again, with a reason, but never goes back to not having started.
ACTION_TRANSITIONS: Mapping[ActionStatus, frozenset[ActionStatus]] = {
    ActionStatus.NOT_STARTED: _UNDER_WAY | _ENDED,
    ActionStatus.ON_TRACK: (_UNDER_WAY | _ENDED) - {ActionStatus.ON_TRACK},
    ActionStatus.AT_RISK: (_UNDER_WAY | _ENDED) - {ActionStatus.AT_RISK},
    ActionStatus.OFF_TRACK: (_UNDER_WAY | _ENDED) - {ActionStatus.OFF_TRACK},
    ActionStatus.DONE: _UNDER_WAY,
    ActionStatus.MISSED: _UNDER_WAY | {ActionStatus.DONE, ActionStatus.STOPPED},
    ActionStatus.STOPPED: _UNDER_WAY,
}

#: Statuses that nobody may choose without saying why: the public is owed the reason.
STATUSES_THAT_NEED_A_REASON = frozenset(
    {ActionStatus.AT_RISK, ActionStatus.OFF_TRACK, ActionStatus.MISSED, ActionStatus.STOPPED}
)
OPEN_STATUSES = frozenset(ActionStatus) - _ENDED
UNDER_WAY = _UNDER_WAY

State = TypeVar("State", bound=StrEnum)


class NotPossible(ValueError):
    """A change that the table of transitions, or the thing's own state, does not allow."""


def check_transition(table: Mapping[State, frozenset[State]], before: State, after: State, what: str) -> None:
    """Refuse, in a sentence, a step that the table does not have."""
    if after in table[before]:
        return
    possible = [state.value for state in type(before) if state in table[before]]
    choice = f"It can become: {', '.join(possible)}." if possible else "Nothing can follow."
    raise NotPossible(f"{what} is {before.value} and cannot become {after.value}. {choice}")


def needs_a_reason(before: ActionStatus, after: ActionStatus) -> bool:
    """Does this step need a sentence saying why? Bad news does, and so does taking up again what had ended."""
    return after in STATUSES_THAT_NEED_A_REASON or (before in _ENDED and after in _UNDER_WAY)


def make_diagram(table: Mapping[State, frozenset[State]]) -> str:
    """The table as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2"]
    for before, followers in table.items():
        lines += [
            f"    {before.value.replace(' ', '_')} --> {after.value.replace(' ', '_')}"
            for after in type(before)
            if after in followers
        ]
    return "\n".join(lines) + "\n"
