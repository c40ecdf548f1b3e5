"""What a group can be, what somebody does in it, and the states of an ask with what may follow what."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class GroupKind(StrEnum):
    """What the council calls the group."""

    WORKING_GROUP = "working group"
    BOARD = "board"
    FORUM = "forum"
    EQUITY_NETWORK = "equity network"
    STAFF_NETWORK = "staff network"
    SUPPORT_GROUP = "support group"
    YOUTH_COUNCIL = "youth council"
    LOCALITY_TEAM = "locality team"


class Duty(StrEnum):
    """What somebody does in a group."""

    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy chair"
    SECRETARY = "secretary"
    MEMBER = "member"


#: Who, signed in, may run their group: invite to meetings, write them up, and put asks to the council.
DUTIES_THAT_RUN_A_GROUP = frozenset({Duty.CHAIR, Duty.DEPUTY_CHAIR, Duty.SECRETARY})


class AskState(StrEnum):
    """What became of something a group asked of the council, in the words a resident reads."""

    WAITING = "waiting for a reply"
    WE_WILL = "we will"
    WE_DID = "we did"
    WE_CANNOT = "we can’t"
    ASKED_AGAIN = "asked again"
    WITHDRAWN = "withdrawn"


_REPLIES = frozenset({AskState.WE_WILL, AskState.WE_DID, AskState.WE_CANNOT})

#: A promise may be kept or broken, and a refusal may turn into a promise; a group that is not content asks again.
ASK_TRANSITIONS: Mapping[AskState, frozenset[AskState]] = {
    AskState.WAITING: _REPLIES | {AskState.WITHDRAWN},
    AskState.WE_WILL: frozenset({AskState.WE_DID, AskState.WE_CANNOT, AskState.ASKED_AGAIN}),
    AskState.WE_DID: frozenset({AskState.ASKED_AGAIN}),
    AskState.WE_CANNOT: frozenset({AskState.WE_WILL, AskState.WE_DID, AskState.ASKED_AGAIN}),
    AskState.ASKED_AGAIN: _REPLIES | {AskState.WITHDRAWN},
    AskState.WITHDRAWN: frozenset(),
}

#: The council owes a reply.
WAITING_STATES = frozenset({AskState.WAITING, AskState.ASKED_AGAIN})
REPLIES = _REPLIES

#: Working days within which the council replies, unless a group has agreed something else with it.
USUAL_REPLY_DAYS = 20
