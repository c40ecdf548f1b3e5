"""The register of promises: filtered, ordered, counted, and written out for download; and what the public sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from goldenthread.plan.documents import ActionDocument, MeasureDocument, PlanDocument, load
from goldenthread.plan.models import EditionItem, ItemKind, Promise
from goldenthread.plan.models.harvest import PromiseQuerySet
from goldenthread.plan.promises.forms import PublicPromiseFilter
from goldenthread.plan.promises.states import PromiseState

ORDERS: dict[str, tuple[Any, ...]] = {
    "": (F("source__ends_on").desc(nulls_last=True), "number"),
    "due": (F("due_on").asc(nulls_last=True), "number"),
    "state": ("state", "number"),
}

COLOURS = {
    PromiseState.OPEN: "grey",
    PromiseState.KEPT: "green",
    PromiseState.LATE: "yellow",
    PromiseState.CHANGED: "orange",
    PromiseState.DROPPED: "red",
}


def all_promises() -> PromiseQuerySet:
    """Every promise with what its row shows, without the file and the text of its report."""
    return Promise.objects.select_related("source", "sentence", "owner", "team").defer(
        "source__content", "source__blocks"
    )


def narrow(promises: QuerySet[Promise], filters: PublicPromiseFilter, *, on: date) -> QuerySet[Promise]:
    """The promises that the filters let through, in the order asked for."""
    filters.full_clean()
    wanted = filters.cleaned_data
    if words := wanted.get("q"):
        number = words.strip().lower().removeprefix("promise").strip()
        found = Q(text__icontains=words) | Q(sentence__text__icontains=words) | Q(owner__name__icontains=words)
        promises = promises.filter(found | Q(number=int(number)) if number.isdecimal() and len(number) < 9 else found)
    if report := wanted.get("report"):
        promises = promises.filter(source=report)
    for name in ("state", "team"):
        if wanted.get(name):
            promises = promises.filter(**{name: wanted[name]})
    match wanted.get("concern"):
        case "overdue":
            promises = promises.filter(pk__in=Promise.objects.overdue(on=on).values("pk"))
        case "unowned":
            promises = promises.filter(owner__isnull=True)
        case "undated":
            promises = promises.filter(due_on__isnull=True)
    return promises.order_by(*ORDERS[wanted.get("sort") or ""])


def count_states(promises: QuerySet[Promise]) -> dict[PromiseState, int]:
    """How many promises are in each state, every state named."""
    counted = dict(promises.order_by().values_list("state").annotate(number=Count("pk")))
    return {state: counted.get(state.value, 0) for state in PromiseState}


@dataclass(frozen=True, slots=True)
class Linked:
    """An action or measure that keeps a promise, as it is published."""

    kind: str  # "action", "measure"
    plan_slug: str
    number: str
    title: str


def find_published(promises: Iterable[Promise]) -> dict[int, tuple[Linked, ...]]:
    """For each promise the published actions and measures it is linked to, in a fixed number of queries."""
    keys = [promise.pk for promise in promises]
    wanted: list[tuple[int, str, int, str]] = []
    for kind, rows in ((ItemKind.ACTION, Promise.actions), (ItemKind.MEASURE, Promise.measures)):
        name = "action" if kind is ItemKind.ACTION else "progressmeasure"
        through = rows.through._default_manager.filter(promise_id__in=keys)
        pairs = through.values_list("promise_id", f"{name}__plan_id", f"{name}__number")
        wanted += [(promise, kind.value, plan, number) for promise, plan, number in pairs]
    if not wanted:
        return {}
    items = (
        EditionItem.objects.public()
        .filter(kind__in={row[1] for row in wanted}, number__in={row[3] for row in wanted})
        .filter(edition__plan_id__in={row[2] for row in wanted})
        .select_related("edition")
    )
    known = {(item.kind, item.edition.plan_id, item.number): _linked(item) for item in items}
    found: dict[int, tuple[Linked, ...]] = {}
    for promise, item_kind, plan, number in sorted(wanted):
        if (linked := known.get((item_kind, plan, number))) is not None:
            found[promise] = (*found.get(promise, ()), linked)
    return found


def _linked(item: EditionItem) -> Linked:
    document: type[Any] = ActionDocument if item.kind == ItemKind.ACTION else MeasureDocument
    plan = load(PlanDocument, item.edition.document)
    kind = "action" if item.kind == ItemKind.ACTION else "measure"
    return Linked(kind, plan.slug, item.number, load(document, item.document).title)


COLUMNS = (
    "Number", "What was promised", "Sentence in the report", "Report", "Section", "Page", "Promised for",
    "Role", "What became of it", "Reason", "Answered on", "Evidence",
)  # fmt: skip
STAFF_COLUMNS = (*COLUMNS, "Who answers for it", "Team", "Overdue")


def write_row(promise: Promise) -> list[str]:
    """The promise as a row of a download."""
    return [
        str(promise.number), promise.text, promise.sentence.text, promise.source.title, promise.sentence.section,
        str(promise.sentence.page or ""), promise.due_on.isoformat() if promise.due_on else "", promise.owner_role,
        promise.state, promise.reason, promise.answered_on.isoformat() if promise.answered_on else "",
        promise.evidence_url,
    ]  # fmt: skip


def write_staff_row(promise: Promise, *, on: date) -> list[str]:
    """The same with what is for colleagues."""
    more = [promise.owner.name if promise.owner else "", promise.team.name if promise.team else ""]
    return [*write_row(promise), *more, "yes" if promise.is_overdue(on=on) else "no"]
