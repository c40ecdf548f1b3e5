"""The words councils use for how an action is going, and which of ours each most likely means."""

from __future__ import annotations

import re

from goldenthread.plan.states import ActionStatus

_MEANINGS: tuple[tuple[ActionStatus, tuple[str, ...]], ...] = (
    (ActionStatus.NOT_STARTED, ("not started", "not yet started", "not begun", "to do", "to start", "planned",
                                "pending", "not due", "yet to start", "future", "white", "grey", "gray", "ns")),
    (ActionStatus.STOPPED, ("stopped", "cancelled", "canceled", "withdrawn", "abandoned", "discontinued", "deleted",
                            "removed", "no longer required", "superseded", "closed incomplete", "on hold", "paused")),
    (ActionStatus.MISSED, ("missed", "not achieved", "not met", "failed", "not delivered", "not completed",
                           "not complete", "incomplete", "target missed", "not done")),
    (ActionStatus.OFF_TRACK, ("off track", "off target", "red", "behind", "behind schedule", "overdue", "late",
                              "delayed", "significant delay", "not on track", "r", "slipped", "stalled")),
    (ActionStatus.AT_RISK, ("at risk", "amber", "yellow", "some delay", "slight delay", "minor delay", "slippage",
                            "partially", "partly", "a", "concerns", "issues", "some concerns", "caution")),
    (ActionStatus.ON_TRACK, ("on track", "on target", "green", "in progress", "underway", "under way", "started",
                             "ongoing", "on going", "on-going", "on schedule", "progressing", "g", "active", "live",
                             "continuing", "in hand", "commenced")),
    (ActionStatus.DONE, ("done", "complete", "completed", "achieved", "delivered", "finished", "closed", "blue", "met",
                         "implemented", "embedded", "business as usual", "bau", "b", "fully met", "yes")),
)  # fmt: skip


def propose_status(words: str) -> ActionStatus | None:
    """The status that the words most likely mean; None where a person has to say.

    >>> propose_status("Green - on target").value
    'on track'
    """
    plain = " ".join(re.findall(r"[a-z\-]+", words.casefold()))
    if not plain:
        return None
    for status in ActionStatus:
        if plain == status.value:
            return status
    for status, meanings in _MEANINGS:
        if plain in meanings:
            return status
    for status, meanings in _MEANINGS:
        if any(len(meaning) > 2 and re.search(rf"\b{re.escape(meaning)}\b", plain) for meaning in meanings):
            return status
    return None
