"""From a finished draft to the public and on: send, sign, return, publish, review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.assessments import actions, forms, journey, permissions
from goldenthread.assessments.models import Assessment
from goldenthread.plan.views.asking import ask, who

question = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@login_required
def submit(request: HttpRequest, number: int) -> HttpResponse:
    """Send an assessment for sign-off."""
    return _do(
        request, number, actions.submit, "It has been sent for sign-off. You hear when it is signed or returned."
    )


@require_POST
@login_required
def sign(request: HttpRequest, number: int) -> HttpResponse:
    """Sign an assessment."""
    return _do(request, number, actions.sign, "You have signed the assessment. Its decision can now be recorded.")


@require_POST
@login_required
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Let everybody read an assessment."""
    return _do(request, number, actions.publish, "Everybody can read the assessment now.")


@question
@login_required
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Return an assessment to its author, with what should change."""
    assessment = get_object_or_404(Assessment, number=number)
    permissions.check_can_return(request.user, assessment)
    form = forms.ReasonForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: actions.return_to_author(
            assessment=assessment, **form.cleaned_data, by=who(request), at=timezone.now()
        ),
        heading="Return the assessment to its author",
        back=journey.overview(number),
        done="It has been returned, and its author has been written to.",
        button="Return it",
        template="assessments/staff/form.html",
        assessment=assessment,
    )


@question
@login_required
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Say that an assessment was looked at again and holds."""
    assessment = get_object_or_404(Assessment, number=number)
    permissions.check_can_sign(request.user, assessment)
    form = forms.ConfirmForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: actions.confirm_after_review(
            assessment=assessment, **form.cleaned_data, by=who(request), at=timezone.now()
        ),
        heading="It was looked at again, and nothing has to change",
        back=journey.overview(number),
        done="The review has been recorded, and is public.",
        template="assessments/staff/form.html",
        assessment=assessment,
    )


@require_POST
@login_required
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Begin the assessment that is to take this one's place."""
    assessment = get_object_or_404(Assessment, number=number)
    try:
        later = actions.begin_review(assessment=assessment, by=who(request), at=timezone.now())
    except ValueError as refusal:
        messages.error(request, str(refusal))
        return redirect(journey.overview(number))
    messages.success(request, f"{later.reference} has been begun with everything that {assessment.reference} says.")
    return redirect(journey.overview(later.number))


def _do(request: HttpRequest, number: int, do: Callable[..., Any], done: str) -> HttpResponse:
    assessment = get_object_or_404(Assessment, number=number)
    try:
        do(assessment=assessment, by=who(request), at=timezone.now())
    except ValueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(journey.overview(number))
