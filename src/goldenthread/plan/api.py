"""The read API over what is published: plans, aims, actions, measures with their figures."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from goldenthread.plan import editions
from goldenthread.plan.api_lists import Page, fields_of
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
from goldenthread.plan.models import EditionItem, ItemKind, Plan
from goldenthread.plan.promises import api as promises_api
from goldenthread.plan.registers import api as registers_api
from goldenthread.plan.releases import api as releases_api
from goldenthread.plan.states import PlanStage
from goldenthread.plan.workforce import api as workforce_api

router = Router()
router.add_router("", groups_api.router)
router.add_router("", promises_api.router)
router.add_router("", registers_api.router)
router.add_router("", releases_api.router)
router.add_router("", workforce_api.router)


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
        "sections": [{**fields_of(SectionOut, each), **_links(each)} for each in sections],
        "asks": [load(AskDocument, document) for document in found[ItemKind.ASK]],
        "differences": [
            {**fields_of(DifferenceOut, each), "figure": _figure(figure_of_difference(each, on=today))}
            for each in differences
        ],
    }


@router.get("/plans/{slug}/actions", response=ActionsOut, summary="A plan's actions")
def list_actions(request: HttpRequest, slug: str, page: Page = Query(...), section: str = "") -> dict[str, Any]:  # noqa: B008
    items = EditionItem.objects.filter(edition=_published(slug).current_edition, kind=ItemKind.ACTION)
    if section:
        items = items.filter(section_number=section)
    return {"count": items.count(), "items": [_action(item) for item in page.of(items.order_by("position"))]}


@router.get("/plans/{slug}/actions/{number}", response=ActionOut, summary="One action")
def get_action(request: HttpRequest, slug: str, number: str) -> dict[str, Any]:
    return _action(_item(slug, ItemKind.ACTION, number))


@router.get("/plans/{slug}/measures", response=MeasuresOut, summary="A plan's progress measures, with their figures")
def list_measures(request: HttpRequest, slug: str, page: Page = Query(...)) -> dict[str, Any]:  # noqa: B008
    items = EditionItem.objects.filter(edition=_published(slug).current_edition, kind=ItemKind.MEASURE)
    return {"count": items.count(), "items": [_measure(item) for item in page.of(items.order_by("position"))]}


@router.get("/plans/{slug}/measures/{number}", response=MeasureOut, summary="One progress measure with its figure")
def get_measure(request: HttpRequest, slug: str, number: str) -> dict[str, Any]:
    return _measure(_item(slug, ItemKind.MEASURE, number))


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


def _plan(plan: Any) -> dict[str, Any]:
    note = editions.make_edition_note(plan.current_edition)
    return {
        **fields_of(PlanOut, load(PlanDocument, plan.current_edition.document)),
        "is_superseded": plan.stage == PlanStage.SUPERSEDED,
        "edition": note.number,
        "published_at": note.published_at,
        "content_changed_at": note.content_changed_at,
    }


def _action(item: EditionItem) -> dict[str, Any]:
    action = load(ActionDocument, item.document)
    return {**fields_of(ActionOut, action), **fields_of(ActionOut, action.progress), **_links(action)}


def _measure(item: EditionItem) -> dict[str, Any]:
    measure = load(MeasureDocument, item.document)
    return {
        **fields_of(MeasureOut, measure),
        "readings": measure.progress.readings,
        "lacks": [finding.sentence for finding in lint_measure(measure)],
        "figure": _figure(figure_of(measure, on=timezone.localdate())),
    }


def _links(part: SectionDocument | ActionDocument) -> dict[str, Any]:
    return {"tags": [tag.name for tag in part.tags], "answers_to": part.crosswalks}


def _figure(figure: MeasureFigure) -> dict[str, Any]:
    return fields_of(FigureOut, figure)
