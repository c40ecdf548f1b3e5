"""The read API over what is published: plans, aims, actions, measures with their figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from goldenthread.plan import editions
from goldenthread.plan.documents import (
    AchievementDocument,
    ActionDocument,
    AskDocument,
    DifferenceDocument,
    MeasureDocument,
    PlanDocument,
    SectionDocument,
    load,
)
from goldenthread.plan.figures import MeasureFigure, figure_of, figure_of_difference
from goldenthread.plan.groups import api as groups_api
from goldenthread.plan.lint import lint_measure
from goldenthread.plan.models import EditionItem, ItemKind, Plan, Promise
from goldenthread.plan.promises import register as promise_register
from goldenthread.plan.registers import api as registers_api
from goldenthread.plan.states import PlanStage
from goldenthread.plan.workforce import api as workforce_api

router = Router()
router.add_router("", groups_api.router)
router.add_router("", registers_api.router)
router.add_router("", workforce_api.router)
MOST_AT_ONCE = 200


class PlanOut(Schema):
    slug: str
    title: str
    vision: str
    starts_on: date
    ends_on: date
    is_superseded: bool
    edition: int
    published_at: datetime
    content_changed_at: datetime


class CrosswalkOut(Schema):
    framework: str
    code: str
    name: str


class SectionOut(Schema):
    number: str
    parent_number: str
    level_name: str
    title: str
    text: str
    tags: list[str]
    answers_to: list[CrosswalkOut] = []


class AskOut(Schema):
    number: str
    section_number: str
    text: str
    how_to_label: str
    how_to_url: str
    action_numbers: list[str]


class AchievementOut(Schema):
    number: str
    section_number: str
    text: str
    achieved_on: date | None
    source: str
    measure_number: str


class PlanLinkOut(Schema):
    slug: str
    title: str


class FigureOut(Schema):
    value: float | None
    words: str
    missing: str
    period: str
    lower: float | None
    upper: float | None
    no_interval: str
    source: str
    indicator_slug: str
    snapshot: str
    verdict: str
    verdict_why: str
    against_target: str


class DifferenceOut(Schema):
    number: str
    text: str
    indicator_slug: str
    statistic: str
    figure: FigureOut


class PlanDetailOut(PlanOut):
    introduction: str
    level_names: list[str]
    part_of: PlanLinkOut | None
    parts: list[PlanLinkOut]
    sections: list[SectionOut]
    asks: list[AskOut]
    differences: list[DifferenceOut]
    achievements: list[AchievementOut]


class UpdateOut(Schema):
    written_on: date
    author_role: str
    text: str
    next_step: str
    status: str


class MilestoneOut(Schema):
    title: str
    due_on: date | None
    done_on: date | None


class ActionOut(Schema):
    number: str
    section_number: str
    title: str
    description: str
    council_role: str
    owner_role: str
    team: str
    partners: list[str]
    area_codes: list[str]
    groups: str
    waits_for: list[str]
    tags: list[str]
    answers_to: list[CrosswalkOut]
    starts_on: date | None
    due_on: date | None
    status: str
    status_reason: str
    forecast: str
    milestones: list[MilestoneOut]
    updates: list[UpdateOut]


class TargetOut(Schema):
    value: Decimal | None
    words: str
    target_on: date | None
    decided_on: date
    decision: str
    reason: str


class ReadingOut(Schema):
    on: date
    period: str
    value: Decimal | None
    count: int | None
    denominator: int | None
    planned: int | None
    asked: int | None
    stage_counts: list[int]
    text: str
    evidence: str


class MeasureOut(Schema):
    number: str
    section_number: str
    action_number: str
    title: str
    kind: str
    unit: str
    direction: str
    baseline_value: Decimal | None
    baseline_on: date | None
    target_value: Decimal | None
    target_words: str
    target_on: date | None
    indicator_slug: str
    statistic: str
    question: str
    stages: list[str]
    targets: list[TargetOut]
    readings: list[ReadingOut]
    lacks: list[str]
    figure: FigureOut


class Page(Schema):
    """Which part of a list is wanted."""

    limit: int = MOST_AT_ONCE
    offset: int = 0


class ActionsOut(Schema):
    count: int
    items: list[ActionOut]


class MeasuresOut(Schema):
    count: int
    items: list[MeasureOut]


@router.get("/plans", response=list[PlanOut], summary="Plans that are published")
def list_plans(request: HttpRequest) -> list[dict[str, Any]]:
    published = Plan.objects.published().select_related("current_edition").newest_first()
    return [_plan(plan) for plan in published]


@router.get("/plans/{slug}", response=PlanDetailOut, summary="One plan with its aims, asks and differences")
def get_plan(request: HttpRequest, slug: str) -> dict[str, Any]:
    plan = _published(slug)
    today = timezone.localdate()
    found: dict[str, list[Any]] = {kind.value: [] for kind in ItemKind}
    kinds = [ItemKind.SECTION, ItemKind.ASK, ItemKind.DIFFERENCE, ItemKind.ACHIEVEMENT]
    for item in EditionItem.objects.filter(edition=plan.current_edition, kind__in=kinds).order_by("position"):
        found[item.kind].append(item.document)
    sections = [load(SectionDocument, document) for document in found[ItemKind.SECTION]]
    differences = [load(DifferenceDocument, document) for document in found[ItemKind.DIFFERENCE]]
    parent, parts = editions.read_larger_and_smaller(plan)
    about = load(PlanDocument, plan.current_edition.document)
    return {
        **_plan(plan),
        "introduction": about.introduction,
        "level_names": about.level_names,
        "part_of": parent,
        "parts": parts,
        "achievements": [load(AchievementDocument, document) for document in found[ItemKind.ACHIEVEMENT]],
        "sections": [{**_fields(SectionOut, each), **_links(each)} for each in sections],
        "asks": [load(AskDocument, document) for document in found[ItemKind.ASK]],
        "differences": [
            {**_fields(DifferenceOut, each), "figure": _figure(figure_of_difference(each, on=today))}
            for each in differences
        ],
    }


@router.get("/plans/{slug}/actions", response=ActionsOut, summary="A plan's actions")
def list_actions(request: HttpRequest, slug: str, page: Page = Query(...), section: str = "") -> dict[str, Any]:  # noqa: B008
    items = EditionItem.objects.filter(edition=_published(slug).current_edition, kind=ItemKind.ACTION)
    if section:
        items = items.filter(section_number=section)
    return {"count": items.count(), "items": [_action(item) for item in _slice(items, page)]}


@router.get("/plans/{slug}/actions/{number}", response=ActionOut, summary="One action")
def get_action(request: HttpRequest, slug: str, number: str) -> dict[str, Any]:
    return _action(_item(slug, ItemKind.ACTION, number))


@router.get("/plans/{slug}/measures", response=MeasuresOut, summary="A plan's progress measures, with their figures")
def list_measures(request: HttpRequest, slug: str, page: Page = Query(...)) -> dict[str, Any]:  # noqa: B008
    items = EditionItem.objects.filter(edition=_published(slug).current_edition, kind=ItemKind.MEASURE)
    return {"count": items.count(), "items": [_measure(item) for item in _slice(items, page)]}


@router.get("/plans/{slug}/measures/{number}", response=MeasureOut, summary="One progress measure with its figure")
def get_measure(request: HttpRequest, slug: str, number: str) -> dict[str, Any]:
    return _measure(_item(slug, ItemKind.MEASURE, number))


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
    promises = promise_register.all_promises().public().in_order()
    if report:
        promises = promises.filter(source__slug=report)
    states = {each.value: number for each, number in promise_register.count_states(promises).items()}
    if state:
        promises = promises.filter(state=state)
    first = max(page.offset, 0)
    rows = list(promises[first : first + min(max(page.limit, 1), MOST_AT_ONCE)])
    linked = promise_register.find_published(rows)
    return {
        "count": promises.count(),
        "states": states,
        "items": [_promise(each, linked.get(each.pk, ())) for each in rows],
    }


@router.get("/promises/{int:number}", response=PromiseOut, summary="One promise, with what became of it")
def get_promise(request: HttpRequest, number: int) -> dict[str, Any]:
    promise = promise_register.all_promises().public().filter(number=number).first()
    if promise is None:
        raise Http404("No promise of this number is published.")
    return _promise(promise, promise_register.find_published([promise]).get(promise.pk, ()))


def _published(slug: str) -> Any:
    plan = Plan.objects.published().select_related("current_edition").filter(slug=slug).first()
    if plan is None:
        raise Http404("No plan of this name is published.")
    return plan


def _item(slug: str, kind: ItemKind, number: str) -> EditionItem:
    item = EditionItem.objects.filter(edition=_published(slug).current_edition, kind=kind, number=number).first()
    if item is None:
        raise Http404(f"The plan has no {kind.value} of this number.")
    return item


def _slice(items: Any, page: Page) -> Any:
    first = max(page.offset, 0)
    return items.order_by("position")[first : first + min(max(page.limit, 1), MOST_AT_ONCE)]


def _plan(plan: Any) -> dict[str, Any]:
    note = editions.make_edition_note(plan.current_edition)
    return {
        **_fields(PlanOut, load(PlanDocument, plan.current_edition.document)),
        "is_superseded": plan.stage == PlanStage.SUPERSEDED,
        "edition": note.number,
        "published_at": note.published_at,
        "content_changed_at": note.content_changed_at,
    }


def _action(item: EditionItem) -> dict[str, Any]:
    action = load(ActionDocument, item.document)
    return {**_fields(ActionOut, action), **_fields(ActionOut, action.progress), **_links(action)}


def _measure(item: EditionItem) -> dict[str, Any]:
    measure = load(MeasureDocument, item.document)
    return {
        **_fields(MeasureOut, measure),
        "readings": measure.progress.readings,
        "lacks": [finding.sentence for finding in lint_measure(measure)],
        "figure": _figure(figure_of(measure, on=timezone.localdate())),
    }


def _links(part: SectionDocument | ActionDocument) -> dict[str, Any]:
    return {"tags": [tag.name for tag in part.tags], "answers_to": part.crosswalks}


def _figure(figure: MeasureFigure) -> dict[str, Any]:
    return _fields(FigureOut, figure)


def _promise(promise: Promise, linked: Sequence[promise_register.Linked]) -> dict[str, Any]:
    return {
        **_fields(PromiseOut, promise),
        "sentence": promise.sentence.text,
        "report": promise.source.title,
        "report_slug": promise.source.slug,
        "section": promise.sentence.section,
        "page": promise.sentence.page,
        "linked": [_fields(LinkedOut, each) for each in linked],
    }


def _fields(schema: type[Schema], document: Any) -> dict[str, Any]:
    """Those of the document's values that the schema names."""
    return {name: getattr(document, name) for name in schema.model_fields if hasattr(document, name)}
