"""What the assessments room shows on other rooms' pages: an action's assessments, and what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.assessments import permissions
from goldenthread.assessments.models import Assessment, Decision, Mitigation
from goldenthread.assessments.states import AssessmentStatus
from goldenthread.frontend.slots import Waiting
from goldenthread.messages.models import Message

LOOKED_AHEAD_DAYS = 28
"""Notice of a key decision is given 28 days before it is taken: one without an assessment by then is late."""


def assessments_of_action(
    request: HttpRequest | None, *, plan: str = "", number: str = "", is_staff: bool = False, **_: Any
) -> str:
    """The assessments that name the action as a mitigation: in public the published ones."""
    if not plan or not number:
        return ""
    found = Mitigation.objects.filter(action__plan__slug=plan, action__number=number)
    assessments = Assessment.objects.filter(pk__in=found.values("assessment"))
    if not is_staff:
        assessments = assessments.public()
    assessments = assessments.exclude(status=AssessmentStatus.SUPERSEDED.value)
    name = "assessments:staff_assessment" if is_staff else "assessments:assessment"
    lines = [(each, reverse(name, args=[each.number])) for each in assessments.order_by("number")]
    return render_to_string("assessments/_of_action.html", {"lines": lines}) if lines else ""


def decisions_at_home(request: HttpRequest | None, **_: Any) -> str:
    """The room's own section of the staff home: decisions that come soon and nobody has assessed."""
    if request is None or not permissions.can_read_drafts(request.user):
        return ""
    coming = Decision.objects.upcoming().without_assessment().due_first()
    limit = timezone.localdate() + timedelta(days=LOOKED_AHEAD_DAYS)
    soon = list(coming.filter(due_on__lte=limit)[:10])
    return render_to_string("assessments/staff/home.html", {"decisions": soon, "days": LOOKED_AHEAD_DAYS})


def waiting_for(person: Any, today: date) -> Sequence[Waiting]:
    """Assessments to sign, returned ones, and reviews that are due."""
    if not isinstance(person, Person) or not permissions.can_read_drafts(person):
        return []
    theirs = Q(author=person, status__in=[AssessmentStatus.RETURNED.value, AssessmentStatus.DUE_FOR_REVIEW.value])
    found = []
    for assessment in Assessment.objects.filter(theirs | Q(status=AssessmentStatus.SUBMITTED.value)):
        if assessment.status == AssessmentStatus.RETURNED:
            why, due = "returned to you", assessment.decide_by
        elif assessment.status == AssessmentStatus.DUE_FOR_REVIEW:
            why, due = "to be looked at again", assessment.review_on
        elif permissions.can_sign(person, assessment):
            why, due = "waiting for your sign-off", assessment.decide_by
        else:
            continue
        href = reverse("assessments:staff_assessment", args=[assessment.number])
        found.append(Waiting(title=assessment.title, href=href, why=why, due=due, section=assessment.reference))
    return found


def page_path(message: Message) -> str:
    """Where whoever was written to finds the assessment."""
    number = Assessment.objects.values_list("number", flat=True).get(pk=message.object_id)
    return reverse("assessments:staff_assessment", args=[number])
