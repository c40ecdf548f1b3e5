"""The read API over published assessments and the decisions they are for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from goldenthread.assessments.figures import known_characteristics
from goldenthread.assessments.gaps import find_gaps
from goldenthread.assessments.models import Assessment, Decision
from goldenthread.assessments.reading import read_whole
from goldenthread.assessments.records import Record, as_published, read_published_actions, read_record
from goldenthread.assessments.states import AssessmentStatus, DecisionStatus

router = Router()
MOST_AT_ONCE = 200
IN_PUBLIC = {AssessmentStatus.PUBLISHED.value, AssessmentStatus.DUE_FOR_REVIEW.value}


class DecisionOut(Schema):
    id: int
    reference: str
    title: str
    summary: str
    decision_maker: str
    due_on: date
    due_words: str
    is_key: bool
    status: str
    outcome: str
    outcome_words: str
    decided_on: date | None
    assessment: int | None
    not_needed_reason: str
    overridden_by: str
    override_reason: str


class AssessmentOut(Schema):
    number: int
    title: str
    status: str
    decision: str
    decide_by: date | None
    option: str
    signed_on: date | None
    published_on: date | None
    review_on: date | None
    gaps: list[str]


class ImpactOut(Schema):
    characteristic: str
    second_characteristic: str
    groups: str
    effect: str
    why: str


class GroupFigureOut(Schema):
    group: str
    words: str
    share: float | None
    population_share: float | None
    index: float | None
    lower: float | None
    upper: float | None


class EvidenceOut(Schema):
    title: str
    shows: str
    indicator_slug: str
    characteristic: str
    period: str
    source: str
    snapshot: str
    figures: list[GroupFigureOut]


class EngagementOut(Schema):
    reference: str
    held_on: date | None
    people: int | None
    summary: str


class MitigationOut(Schema):
    for_whom: str
    how: str
    plan_slug: str
    action_number: str
    title: str
    lead: str
    due_on: date | None
    status: str


class AssessmentDetailOut(AssessmentOut):
    proposal: str
    affected: str
    impacts: list[ImpactOut]
    evidence: list[EvidenceOut]
    engagements: list[EngagementOut]
    cumulative: str
    mitigations: list[MitigationOut]
    option_reason: str
    monitoring: str
    supersedes: int | None
    superseded_by: int | None


@router.get("/decisions", response=list[DecisionOut], summary="Decisions that come and were taken")
def decisions(
    request: HttpRequest,
    status: DecisionStatus | None = None,
    limit: int = Query(MOST_AT_ONCE, ge=1, le=MOST_AT_ONCE),
    offset: int = Query(0, ge=0),
) -> list[dict[str, Any]]:
    """In the order of the days on which they are due."""
    found = Decision.objects.with_assessment().due_first()
    if status is not None:
        found = found.filter(status=status.value)
    return [_decision(each) for each in found[offset : offset + limit]]


@router.get("/assessments", response=list[AssessmentOut], summary="Published equality impact assessments")
def assessments(
    request: HttpRequest,
    affects: str = "",
    limit: int = Query(MOST_AT_ONCE, ge=1, le=MOST_AT_ONCE),
    offset: int = Query(0, ge=0),
) -> list[dict[str, Any]]:
    """The latest first; `affects` is a characteristic of people who would be better or worse off."""
    found = Assessment.objects.public().with_everything().order_by("-number")
    if affects:
        found = found.affecting(affects)
    records = [read_record(each) for each in found[offset : offset + limit]]
    actions = read_published_actions(line for record in records for line in record.mitigations)
    return [_assessment(as_published(record, actions)) for record in records]


@router.get("/assessments/{int:number}", response=AssessmentDetailOut, summary="One equality impact assessment")
def assessment(request: HttpRequest, number: int) -> dict[str, Any]:
    """With everything that it says; actions are as their plan has published them."""
    found = Assessment.objects.public().with_everything().filter(number=number).first()
    if found is None:
        raise Http404("There is no such assessment, or it has not been published.")
    record = read_whole(found, is_public=True)
    return {
        **_assessment(record),
        "proposal": record.proposal,
        "affected": record.affected,
        "impacts": [
            {
                "characteristic": each.characteristic,
                "second_characteristic": each.second,
                "groups": each.groups,
                "effect": each.effect.value,
                "why": each.why,
            }
            for each in record.impacts
        ],
        "evidence": record.evidence,
        "engagements": record.engagements,
        "cumulative": record.cumulative,
        "mitigations": [
            {
                "for_whom": each.impact_name,
                "how": each.how,
                "plan_slug": each.plan_slug,
                "action_number": each.action_number,
                "title": each.title,
                "lead": each.owner_role,
                "due_on": each.due_on,
                "status": each.status,
            }
            for each in record.mitigations
        ],
        "option_reason": record.option_reason,
        "monitoring": record.monitoring,
        "supersedes": record.supersedes,
        "superseded_by": record.superseded_by,
    }


def _assessment(record: Record) -> dict[str, Any]:
    gaps = find_gaps(record, known_characteristics(), on=timezone.localdate())
    return {
        "number": record.number,
        "title": record.title,
        "status": record.status.value,
        "decision": record.decision.reference if record.decision else "",
        "decide_by": record.decide_by,
        "option": record.option.value if record.option else "",
        "signed_on": record.signed_on,
        "published_on": record.published_on,
        "review_on": record.review_on,
        "gaps": [gap.sentence for gap in gaps],
    }


def _decision(row: Any) -> dict[str, Any]:
    override = getattr(row, "override", None)
    plain = {name: getattr(row, name) for name in DecisionOut.model_fields if hasattr(row, name)}
    return {
        **plain,
        "assessment": row.assessment_number if row.assessment_status in IN_PUBLIC else None,
        "overridden_by": override.by.name if override else "",
        "override_reason": override.reason if override else "",
    }
