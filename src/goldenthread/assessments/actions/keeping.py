"""How a change to an assessment is kept: locked, checked, saved with its history, its steps written down."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from goldenthread.accounts.models import Person
from goldenthread.assessments.models import Assessment, AssessmentStep
from goldenthread.assessments.states import ASSESSMENT_TRANSITIONS, AssessmentStatus
from goldenthread.plan.actions.keeping import change_fields, keep, lock, write_down
from goldenthread.plan.states import NotPossible, check_transition

__all__ = ["change_fields", "keep", "lock", "lock_for_writing", "move", "next_number", "write_down"]


def lock_for_writing(assessment: Assessment) -> None:
    """Read the row anew, hold it, and refuse anything but a draft or what came back to its author."""
    lock(assessment)
    if assessment.is_open_for_writing():
        return
    if assessment.status in {AssessmentStatus.SUBMITTED, AssessmentStatus.SIGNED}:
        raise NotPossible(f"{assessment.reference} is {assessment.status}. It has to be returned before it is changed.")
    raise NotPossible(f"{assessment.reference} is {assessment.status} and is kept as it was. Begin a review instead.")


def move(
    assessment: Assessment, to: AssessmentStatus, *, by: Person | None, at: datetime, reason: str = ""
) -> AssessmentStatus:
    """Take the step, if the table of transitions has it, and write it down. Returns where the assessment was."""
    before = AssessmentStatus(assessment.status)
    check_transition(ASSESSMENT_TRANSITIONS, before, to, assessment.reference)
    assessment.status = to.value
    AssessmentStep.objects.create(
        assessment=assessment, before=before.value, after=to.value, by=by, at=at, reason=reason.strip()
    )
    return before


def next_number() -> int:
    """One more than the highest: a number is never used again."""
    highest = Assessment.objects.aggregate(highest=Max("number"))["highest"]
    return int(highest or 0) + 1
