"""What may become of a sentence that looks like a promise, and of a promise: the tables of what may follow what."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class SentenceState(StrEnum):
    """What somebody decided about a sentence of a report."""

    PROPOSED = "proposed"
    PASSED_OVER = "passed over"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class PromiseState(StrEnum):
    """What became of a promise, in the words a resident reads."""

    OPEN = "open"
    KEPT = "kept"
    LATE = "late"
    CHANGED = "changed"
    DROPPED = "dropped"


#: What was accepted can be taken back until the promises of its report are published.
SENTENCE_TRANSITIONS: Mapping[SentenceState, frozenset[SentenceState]] = {
    SentenceState.PROPOSED: frozenset({SentenceState.ACCEPTED, SentenceState.REJECTED}),
    SentenceState.PASSED_OVER: frozenset({SentenceState.ACCEPTED}),
    SentenceState.ACCEPTED: frozenset({SentenceState.PROPOSED}),
    SentenceState.REJECTED: frozenset({SentenceState.PROPOSED, SentenceState.ACCEPTED}),
}

#: A promise that is late may still be kept, changed or dropped; what ended is taken up again by being open.
PROMISE_TRANSITIONS: Mapping[PromiseState, frozenset[PromiseState]] = {
    PromiseState.OPEN: frozenset({PromiseState.KEPT, PromiseState.LATE, PromiseState.CHANGED, PromiseState.DROPPED}),
    PromiseState.KEPT: frozenset({PromiseState.OPEN}),
    PromiseState.LATE: frozenset({PromiseState.KEPT, PromiseState.CHANGED, PromiseState.DROPPED}),
    PromiseState.CHANGED: frozenset({PromiseState.KEPT, PromiseState.LATE, PromiseState.DROPPED}),
    PromiseState.DROPPED: frozenset({PromiseState.OPEN}),
}

ANSWERS = (PromiseState.KEPT, PromiseState.LATE, PromiseState.CHANGED, PromiseState.DROPPED)
#: Only a promise that was kept needs no reason; it needs no excuse.
STATES_THAT_NEED_A_REASON = frozenset(PromiseState) - {PromiseState.KEPT}
#: These are still to be done as they were promised.
UNSETTLED = frozenset({PromiseState.OPEN, PromiseState.LATE})
