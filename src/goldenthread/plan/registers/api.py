"""The read API over registers and duties in law."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from goldenthread.plan.actions.registering import due_duties
from goldenthread.plan.api_lists import Page
from goldenthread.plan.registers.lists import ORDERS, entries_with_words
from goldenthread.plan.registers.presenters import write_who

router = Router()


class ResultOut(Schema):
    starts_on: date
    ends_on: date
    kept: int
    of: int
    expected_share: float | None


class EntryOut(Schema):
    kind: str
    title: str
    text: str
    version: str
    co_producers: str
    given_by: str
    url: str
    starts_on: date | None
    due_on: date | None
    is_overdue: bool
    ended_on: date | None
    ended_because: str
    expected_share: float | None
    expected_words: str
    who: str
    results: list[ResultOut]


class EntriesOut(Schema):
    count: int
    items: list[EntryOut]


class EntriesWanted(Page):
    """Which entries, and which part of their list."""

    kind: str = ""


class DutyOut(Schema):
    slug: str
    nation: str
    name: str
    law: str
    source: str
    every_months: int
    counted: str
    last_done: date | None
    due_on: date
    is_overdue: bool
    does_not_apply_because: str


@router.get(
    "/registers", response=EntriesOut, summary="What the council keeps up: strategies, accreditations, standards"
)
def list_entries(request: HttpRequest, wanted: EntriesWanted = Query(...)) -> dict[str, Any]:  # noqa: B008
    entries = entries_with_words().filter(is_public=True)
    if wanted.kind:
        entries = entries.filter(register=wanted.kind)
    part = wanted.of(entries.order_by(*ORDERS[""]))
    today = timezone.localdate()
    return {"count": entries.count(), "items": [_entry(entry, on=today) for entry in part]}


@router.get("/duties", response=list[DutyOut], summary="Duties in law, and when each is due")
def list_duties(request: HttpRequest) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {
            **{name: getattr(due.duty, name) for name in DutyOut.model_fields if hasattr(due.duty, name)},
            "last_done": due.last_done.done_on if due.last_done else None,
            "due_on": due.due_on,
            "is_overdue": due.is_overdue(on=today),
            "does_not_apply_because": due.does_not_apply_because,
        }
        for due in due_duties()
    ]


def _entry(entry: Any, *, on: date) -> dict[str, Any]:
    names = EntryOut.model_fields.keys() - {"kind", "is_overdue", "who", "results"}
    return {
        **{name: getattr(entry, name) for name in names},
        "kind": entry.register,
        "is_overdue": entry.is_overdue(on=on),
        "who": write_who(entry, for_staff=False),
        "results": [each for each in entry.results.all() if not hasattr(each, "corrected_by")],
    }
