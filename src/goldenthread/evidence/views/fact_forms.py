"""Where staff define, record, correct, verify and retire facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldenthread.accounts.permissions import signed_in
from goldenthread.evidence import actions, permissions
from goldenthread.evidence.fact_forms import (
    ConfirmForm,
    CorrectForm,
    DefineForm,
    KeepingForm,
    RecordForm,
    RetireForm,
    SupersedeForm,
    initial_of,
)
from goldenthread.evidence.fact_kinds import FactRefused
from goldenthread.evidence.models import Fact
from goldenthread.evidence.presenters.facts import write_value
from goldenthread.evidence.views.facts import find

either = require_http_methods(["GET", "HEAD", "POST"])


@either
@login_required
def define(request: HttpRequest) -> HttpResponse:
    """A fact that the evidence is asked for."""
    permissions.check_can_keep_facts(request.user)
    person = signed_in(request.user)
    form = DefineForm(request.POST if request.method == "POST" else None, initial={"owner": person})
    return _ask(
        request,
        form,
        lambda: actions.define_fact(**form.cleaned_data, by=person, at=timezone.now()),
        heading="A fact from the evidence",
        lede="The evidence is asked now, and again whenever newer evidence is taken into use.",
        back=reverse("evidence:staff_facts"),
        done="Defined. Somebody other than you has to verify it.",
        button="Ask the evidence",
    )


@either
@login_required
def record(request: HttpRequest) -> HttpResponse:
    """A fact that somebody read in a document."""
    permissions.check_can_keep_facts(request.user)
    person = signed_in(request.user)
    sent = request.method == "POST"
    form = RecordForm(request.POST, request.FILES) if sent else RecordForm(initial={"owner": person})

    def keep() -> Fact:
        given = form.cleaned_data
        return actions.record_fact(
            slug=given["slug"],
            subject=given["subject"],
            statistic=given["statistic"],
            recorded=form.recorded(),
            document=form.document(),
            owner=given["owner"],
            next_release_on=given["next_release_on"],
            grace_days=given["grace_days"],
            by=person,
            at=timezone.now(),
        )

    return _ask(
        request,
        form,
        keep,
        heading="A fact from a document",
        lede="For figures that the evidence does not hold: counts of the council’s own, money, a partner’s.",
        back=reverse("evidence:staff_facts"),
        done="Recorded. Somebody other than you has to verify it.",
        button="Record",
    )


@either
@login_required
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """A new version of a recorded fact."""
    permissions.check_can_keep_facts(request.user)
    fact = find(slug)
    begun = initial_of(fact.current) if fact.current else {}
    form = CorrectForm(request.POST, request.FILES) if request.method == "POST" else CorrectForm(initial=begun)
    return _ask(
        request,
        form,
        lambda: actions.correct_fact(
            fact=fact,
            recorded=form.recorded(),
            document=form.document(),
            note=form.cleaned_data["note"],
            by=signed_in(request.user),
            at=timezone.now(),
        ),
        heading=f"Correct: {fact.subject}",
        lede="The version before is kept. The new one waits to be verified.",
        back=_page(fact),
        done="Corrected. Somebody other than you has to verify it.",
    )


@either
@login_required
def verify(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the value is what its source says."""
    fact = find(slug)
    permissions.check_can_verify_fact(request.user, fact.current)
    source = fact.current.source if fact.current else ""
    return _ask(
        request,
        ConfirmForm(request.POST if request.method == "POST" else None),
        lambda: actions.verify_fact(fact=fact, by=signed_in(request.user), at=timezone.now()),
        heading=f"Verify: {fact.subject}",
        lede=f"You have looked into the source, {source}, and it says: {write_value(fact.statistic, fact.current)}.",
        back=_page(fact),
        done="Verified.",
        button="Verify",
    )


@either
@login_required
def keeping(request: HttpRequest, slug: str) -> HttpResponse:
    """Who answers for a fact, and until when it may be said."""
    permissions.check_can_keep_facts(request.user)
    fact = find(slug)
    now = {name: getattr(fact, name) for name in ("subject", "owner", "next_release_on", "grace_days")}
    form = KeepingForm(request.POST if request.method == "POST" else None, initial=now)
    return _ask(
        request,
        form,
        lambda: actions.change_keeping(fact=fact, **form.cleaned_data, by=signed_in(request.user), at=timezone.now()),
        heading=f"Who keeps it: {fact.subject}",
        back=_page(fact),
        done="Saved.",
    )


@either
@login_required
def retire(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a fact out of use."""
    permissions.check_can_keep_facts(request.user)
    fact = find(slug)
    form = RetireForm(request.POST if request.method == "POST" else None)
    return _ask(
        request,
        form,
        lambda: actions.retire_fact(fact=fact, **form.cleaned_data, by=signed_in(request.user), at=timezone.now()),
        heading=f"Retire: {fact.subject}",
        lede="Claims bound to it have no evidence any more, and nothing is published with them.",
        back=_page(fact),
        done="Retired.",
        button="Retire",
    )


@either
@login_required
def supersede(request: HttpRequest, slug: str) -> HttpResponse:
    """Let another fact take this one's place."""
    permissions.check_can_keep_facts(request.user)
    fact = find(slug)
    form = SupersedeForm(request.POST if request.method == "POST" else None, fact=fact)
    return _ask(
        request,
        form,
        lambda: actions.supersede_fact(fact=fact, **form.cleaned_data, by=signed_in(request.user), at=timezone.now()),
        heading=f"Let another fact take its place: {fact.subject}",
        back=_page(fact),
        done="Done. Claims bound to this one now have to be bound to the other.",
        button="Let it take its place",
    )


def _ask(
    request: HttpRequest,
    form: Form,
    do: Callable[[], Any],
    *,
    heading: str,
    back: str,
    done: str,
    lede: str = "",
    button: str = "Save",
) -> HttpResponse:
    """The page with the form; when it was sent and is in order, do it and show the fact."""
    if request.method == "POST" and form.is_valid():
        try:
            fact = do()
        except ValidationError as refusal:
            for sentence in refusal.messages:
                form.add_error(None, sentence)
        except FactRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(_page(fact))
    status = 400 if form.is_bound and form.errors else 200
    context = {"form": form, "heading": heading, "back": back, "lede": lede, "button": button}
    return render(request, "evidence/facts/form.html", context, status=status)


def _page(fact: Fact) -> str:
    return reverse("evidence:staff_fact", args=[fact.slug])
