"""The read API over promises of earlier reports, with what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from goldenthread.plan.api_lists import Page, fields_of
from goldenthread.plan.models import Promise
from goldenthread.plan.promises import register

router = Router()


class LinkedOut(Schema):
    kind: str
    plan_slug: str
    number: str
    title: str


class PromiseOut(Schema):
    number: int
    text: str
    sentence: str
    report: str
    report_slug: str
    section: str
    page: int | None
    due_on: date | None
    state: str
    reason: str
    answered_on: date | None
    evidence_url: str
    owner_role: str
    linked: list[LinkedOut]


class PromisesOut(Schema):
    count: int
    states: dict[str, int]
    items: list[PromiseOut]


@router.get("/promises", response=PromisesOut, summary="Promises of earlier reports, with what became of each")
def list_promises(
    request: HttpRequest,
    report: str = "",
    state: str = "",
    page: Page = Query(...),  # noqa: B008
) -> dict[str, Any]:
    promises = register.all_promises().public().in_order()
    if report:
        promises = promises.filter(source__slug=report)
    states = {each.value: number for each, number in register.count_states(promises).items()}
    if state:
        promises = promises.filter(state=state)
    rows = list(page.of(promises))
    linked = register.find_published(rows)
    return {
        "count": promises.count(),
        "states": states,
        "items": [_promise(each, linked.get(each.pk, ())) for each in rows],
    }


@router.get("/promises/{int:number}", response=PromiseOut, summary="One promise, with what became of it")
def get_promise(request: HttpRequest, number: int) -> dict[str, Any]:
    promise = register.all_promises().public().filter(number=number).first()
    if promise is None:
        raise Http404("No promise of this number is published.")
    return _promise(promise, register.find_published([promise]).get(promise.pk, ()))


def _promise(promise: Promise, linked: Sequence[register.Linked]) -> dict[str, Any]:
    return {
        **fields_of(PromiseOut, promise),
        "sentence": promise.sentence.text,
        "report": promise.source.title,
        "report_slug": promise.source.slug,
        "section": promise.sentence.section,
        "page": promise.sentence.page,
        "linked": [fields_of(LinkedOut, each) for each in linked],
    }
