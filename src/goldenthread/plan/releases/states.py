"""Releases and replies: the states each goes through, and what may follow what."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ReleaseState(StrEnum):
    """How far a release of figures and progress has come."""

    PLANNED = "planned"
    PREPARED = "prepared"
    SIGNED_OFF = "signed off"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


#: What was prepared stands still; to change it, it is taken back, and whoever signed it off signs again.
RELEASE_TRANSITIONS: Mapping[ReleaseState, frozenset[ReleaseState]] = {
    ReleaseState.PLANNED: frozenset({ReleaseState.PREPARED, ReleaseState.CANCELLED}),
    ReleaseState.PREPARED: frozenset({ReleaseState.PLANNED, ReleaseState.SIGNED_OFF, ReleaseState.CANCELLED}),
    ReleaseState.SIGNED_OFF: frozenset({ReleaseState.PLANNED, ReleaseState.PUBLISHED, ReleaseState.CANCELLED}),
    ReleaseState.PUBLISHED: frozenset(),
    ReleaseState.CANCELLED: frozenset(),
}

#: Its content stands, and members may read it once their time has come.
STANDING_RELEASES = frozenset({ReleaseState.PREPARED, ReleaseState.SIGNED_OFF})
#: It is still to come.
COMING_RELEASES = STANDING_RELEASES | {ReleaseState.PLANNED}


class ReplyState(StrEnum):
    """Whether somebody whom a release concerns has answered it."""

    ASKED = "asked"
    REPLIED = "replied"
    NO_REPLY = "no reply"
    WITHDRAWN = "withdrawn"


REPLY_TRANSITIONS: Mapping[ReplyState, frozenset[ReplyState]] = {
    ReplyState.ASKED: frozenset({ReplyState.REPLIED, ReplyState.NO_REPLY, ReplyState.WITHDRAWN}),
    ReplyState.REPLIED: frozenset({ReplyState.WITHDRAWN}),
    ReplyState.NO_REPLY: frozenset({ReplyState.WITHDRAWN}),
    ReplyState.WITHDRAWN: frozenset(),
}
