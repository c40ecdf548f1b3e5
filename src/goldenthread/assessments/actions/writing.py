"""Begin an assessment, and write what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from goldenthread.accounts.models import Person
from goldenthread.assessments import permissions
from goldenthread.assessments.actions.keeping import change_fields, keep, lock_for_writing, next_number, write_down
from goldenthread.assessments.models import Assessment, AssessmentStep, Decision
from goldenthread.assessments.states import AssessmentStatus, DecisionStatus
from goldenthread.plan.states import NotPossible

WRITTEN = frozenset(
    {
        "title", "proposal", "decide_by", "affected", "cumulative", "option", "option_reason", "monitoring",
        "review_on", "decision",
    }
)  # fmt: skip


@transaction.atomic
def begin_assessment(
    *,
    title: str,
    by: Person,
    at: datetime,
    decision: Decision | None = None,
    proposal: str = "",
    decide_by: date | None = None,
) -> Assessment:
    """Begin an assessment, as a draft, of a decision in the Forward Plan or of something else that is proposed."""
    permissions.check_can_begin(by)
    if decision is not None and not decision.may_be_assessed():
        raise NotPossible(f"{decision.reference} is {decision.status}. Assess a decision before it is taken.")
    assessment = Assessment(
        number=next_number(),
        decision=decision,
        title=title.strip(),
        proposal=proposal.strip() or (decision.summary if decision else ""),
        decide_by=decide_by or (decision.due_on if decision else None),
        author=by,
        team=by.team,
    )
    keep(assessment, by=by, at=at)
    AssessmentStep.objects.create(assessment=assessment, after=AssessmentStatus.DRAFT.value, by=by, at=at)
    after = {"title": title, "decision": decision.reference if decision else None}
    write_down("began", assessment, by=by, at=at, after=after)
    return assessment


def _check_may_be_for(assessment: Assessment, decision: Decision | None) -> None:
    """Refuse another decision where the present one was taken, or that is not to be assessed any more."""
    now = assessment.decision
    if decision == now:
        return
    if now is not None and now.status == DecisionStatus.DECIDED:
        raise NotPossible(f"{now.reference} was decided, so its assessment stays with it.")
    if assessment.supersedes_id is not None:
        raise NotPossible("A review stays with the decision of the assessment that it reviews.")
    if decision is not None and not decision.may_be_assessed():
        raise NotPossible(f"{decision.reference} is {decision.status}. Assess a decision before it is taken.")


@transaction.atomic
def write(*, assessment: Assessment, changes: Mapping[str, Any], by: Person, at: datetime) -> Assessment:
    """Change what a draft says."""
    lock_for_writing(assessment)
    permissions.check_can_write(by, assessment)
    _check_may_be_for(assessment, changes.get("decision", assessment.decision))
    before, after = change_fields(assessment, changes, WRITTEN)
    if after:
        keep(assessment, by=by, at=at)
        write_down("changed", assessment, by=by, at=at, before=before, after=after)
    return assessment
