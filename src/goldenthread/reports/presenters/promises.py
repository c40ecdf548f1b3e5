"""What the report before promised, as a report answers it: every answer counted as plainly as the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from goldenthread.plan.presenters import Status, write_day
from goldenthread.plan.promises.presenters import count_sentence
from goldenthread.plan.promises.register import COLOURS
from goldenthread.plan.promises.states import ANSWERS, PromiseState


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A promise and what became of it."""

    number: int
    text: str
    href: str
    status: Status
    reason: str
    due: str


@dataclass(frozen=True, slots=True)
class AnsweredView:
    """The promises of the report before."""

    title: str
    href: str
    sentence: str
    groups: tuple[tuple[str, tuple[AnswerView, ...]], ...]


def make_answered(kept: Mapping[str, Any]) -> AnsweredView | None:
    """The answers as they were when the report was put together; None where there are none."""
    if not kept.get("lines"):
        return None
    lines = [(PromiseState(each["state"]), _line(each)) for each in kept["lines"]]
    counts = {state: sum(found is state for found, _ in lines) for state in PromiseState}
    groups = tuple(
        (_HEADINGS[state], tuple(line for found, line in lines if found is state))
        for state in (*ANSWERS, PromiseState.OPEN)
        if counts[state]
    )
    href = f"{reverse('plan:promises')}?report={kept['slug']}"
    return AnsweredView(str(kept["title"]), href, count_sentence(counts), groups)


_HEADINGS = {
    PromiseState.KEPT: "Kept",
    PromiseState.LATE: "Late",
    PromiseState.CHANGED: "Changed",
    PromiseState.DROPPED: "Dropped",
    PromiseState.OPEN: "Not answered yet",
}


def _line(kept: Mapping[str, Any]) -> AnswerView:
    state = PromiseState(kept["state"])
    due = write_day(date.fromisoformat(kept["due_on"])) if kept["due_on"] else ""
    status = Status(_HEADINGS[state], COLOURS[state])
    return AnswerView(
        kept["number"], kept["text"], reverse("plan:promise", args=[kept["number"]]), status, kept["reason"], due
    )
