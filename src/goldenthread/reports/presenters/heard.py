"""What residents' groups asked, as a report answers it: said, done, promised, or not possible and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.plan.groups.kinds import AskState
from goldenthread.plan.presenters import write_day
from goldenthread.publishing.document import Answer


@dataclass(frozen=True, slots=True)
class HeardView:
    """Something a group asked, and what came of it."""

    said: str
    group: str
    href: str
    label: str  # "We did", "We will", "We can’t, because", or empty while it waits
    answer: str
    due: str
    asked: str
    is_since: bool  # asked after the year had ended


_LABELS = {
    AskState.WE_DID: "We did",
    AskState.WE_WILL: "We will",
    AskState.WE_CANNOT: "We can’t, because",
}


def make_heard(kept: Iterable[Mapping[str, Any]], *, until: date) -> tuple[HeardView, ...]:
    """Return what was asked in the year and then since, the answered before those that wait."""
    views = [_view(each, until) for each in kept]
    return tuple(sorted(views, key=lambda each: (each.is_since, not each.label)))


def _view(kept: Mapping[str, Any], until: date) -> HeardView:
    asked_on = date.fromisoformat(kept["asked_on"])
    label = _LABELS.get(AskState(kept["state"]), "") if kept["answer"] else ""
    return HeardView(
        said=kept["said"],
        group=kept["group"],
        href=kept["href"],
        label=label,
        answer=kept["answer"] if label else "",
        due=write_day(date.fromisoformat(kept["due_on"])),
        asked=write_day(asked_on),
        is_since=asked_on > until,
    )


def make_answer(heard: HeardView) -> Answer:
    """Return what was said and what came of it, for paper."""
    said = f"{heard.said} ({heard.group}, {heard.asked})"
    names = {"We did": "did", "We will": "will", "We can’t, because": "cannot"}
    return Answer(said, **{names[heard.label]: heard.answer})


def waiting_words(heard: HeardView) -> str:
    """Return what was asked and waits for its answer."""
    return f"{heard.said} ({heard.group}, {heard.asked}). The answer was due by {heard.due}."
