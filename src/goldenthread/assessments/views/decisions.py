"""The list of decisions: what comes, what it lacks, the Forward Plan read from a file, and what was decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.assessments import actions, forms, permissions
from goldenthread.assessments.actions.deciding import check_may_be_recorded, compare_with_here, entries_of
from goldenthread.assessments.forward_plan import ForwardPlanFaults, read_forward_plan
from goldenthread.assessments.kinds import Outcome
from goldenthread.assessments.models import Decision, ForwardPlanDraft
from goldenthread.assessments.presenters import lists
from goldenthread.assessments.presenters.page import make_override
from goldenthread.assessments.records import read_decision
from goldenthread.assessments.register import ON_A_PAGE, StaffDecisionFilter
from goldenthread.assessments.states import DecisionStatus
from goldenthread.frontend.downloads import KINDS, send_table
from goldenthread.plan.states import NotPossible
from goldenthread.plan.views.asking import ask, who

question = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 100
"""Lines of each kind in a preview; all are taken over."""


@require_safe
@login_required
def decisions(request: HttpRequest) -> HttpResponse:
    """Decisions that come, each with what it lacks."""
    permissions.check_can_read_drafts(request.user)
    today = timezone.localdate()
    filters = StaffDecisionFilter(request.GET)
    found = filters.narrow(Decision.objects.with_assessment())
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(lists.make_decision_table(found, is_public=False), wanted, f"decisions-{today}")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    upcoming = Decision.objects.upcoming()
    context = {
        "filters": filters,
        "page": page,
        "lines": [lists.make_decision_line(each, on=today, is_public=False) for each in page],
        "upcoming": upcoming.count(),
        "without_assessment": upcoming.without_assessment().count(),
        "without_engagement": upcoming.without_engagement().count(),
        "can_keep": permissions.can_keep_decisions(request.user),
    }
    return render(request, "assessments/staff/decisions.html", context)


@require_safe
@login_required
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision, and what may be done about it."""
    permissions.check_can_read_drafts(request.user)
    found: Any = get_object_or_404(Decision.objects.with_assessment(), pk=pk)
    is_upcoming = found.status == DecisionStatus.UPCOMING
    barrier = ""
    if is_upcoming:
        try:
            check_may_be_recorded(found)
        except NotPossible as refusal:
            barrier = str(refusal)
    can_keep = permissions.can_keep_decisions(request.user)
    has_override = hasattr(found, "override")
    context = {
        "decision": found,
        "line": lists.make_decision_line(found, on=timezone.localdate(), is_public=False),
        "override": make_override(read_decision(found)),
        "assessments": found.assessments.order_by("-number"),
        "barrier": barrier,
        "can_record": is_upcoming and can_keep,
        "can_override": is_upcoming
        and not found.not_needed_reason
        and not has_override
        and permissions.can_override(request.user),
        "can_begin": found.may_be_assessed() and not found.assessment_number and permissions.can_begin(request.user),
        "begin_href": f"{reverse('assessments:staff_begin')}?decision={pk}",
        "can_keep": can_keep and found.status != DecisionStatus.DECIDED,
        "is_withdrawn": found.status == DecisionStatus.WITHDRAWN,
    }
    return render(request, "assessments/staff/decision.html", context)


@question
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Add a decision by hand."""
    permissions.check_can_keep_decisions(request.user)
    form = forms.DecisionForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: actions.add_decision(**form.cleaned_data, by=who(request), at=timezone.now()),
        heading="Add a decision",
        back=reverse("assessments:staff_decisions"),
        done="The decision has been added.",
        button="Add",
        template="assessments/staff/form.html",
    )


@question
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what is said of a decision."""
    permissions.check_can_keep_decisions(request.user)
    found = get_object_or_404(Decision, pk=pk)
    form = forms.DecisionForm(request.POST or None, initial=forms.DecisionForm.initial_of(found))

    def do(*, decision: Decision, by: Any, at: Any, **changes: Any) -> Decision:
        return actions.edit_decision(decision=decision, changes=changes, by=by, at=at)

    lede = "The next Forward Plan that names it changes it back to what the file says."
    return _ask_about(
        request, pk, form, do, "Change the decision", "It has been changed.",
        lede=lede if found.is_in_forward_plan else "",
    )  # fmt: skip


@question
@login_required
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what was decided, or that it was put off."""
    permissions.check_can_keep_decisions(request.user)
    form = forms.OutcomeForm(request.POST or None)

    def do(*, outcome: Outcome, words: str, decided_on: Any, until: Any, **who_and_when: Any) -> Decision:
        if outcome is Outcome.DEFERRED:
            return actions.defer_decision(words=words, deferred_on=decided_on, until=until, **who_and_when)
        return actions.record_decision(outcome=outcome, words=words, decided_on=decided_on, **who_and_when)

    return _ask_about(request, pk, form, do, "Record what was decided", "It has been recorded.")


@question
@login_required
def override(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a decision be taken before its assessment is signed."""
    permissions.check_can_override(request.user)
    form = forms.OverrideForm(request.POST or None)
    done = "The decision may be recorded. Your name and the reason are public."
    return _ask_about(request, pk, form, actions.override, "Let it be decided without a signed assessment", done)


@question
@login_required
def not_needed(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why a decision needs no assessment."""
    permissions.check_can_keep_decisions(request.user)
    reason = get_object_or_404(Decision, pk=pk).not_needed_reason
    form = forms.NotNeededForm(request.POST or None, initial={"reason": reason})
    return _ask_about(request, pk, form, actions.say_not_needed, "No assessment is needed", "It has been saved.")


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it will not be decided, or that it will be after all."""
    found = get_object_or_404(Decision, pk=pk)
    try:
        actions.withdraw_decision(decision=found, by=who(request), at=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("assessments:staff_decision", pk)


@question
@login_required
def forward_plan(request: HttpRequest) -> HttpResponse:
    """Read a Forward Plan from a file; nothing is changed before its differences have been looked at."""
    permissions.check_can_keep_decisions(request.user)
    form = forms.ForwardPlanForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            plan = read_forward_plan(file.name, file.read())
        except ForwardPlanFaults as faults:
            for fault in faults.faults:
                form.add_error("file", str(fault))
        else:
            draft = actions.keep_forward_plan(plan=plan, by=who(request), at=timezone.now())
            return redirect("assessments:staff_forward_plan_preview", draft.pk)
    status = 400 if form.is_bound and form.errors else 200
    context = {"form": form, "drafts": ForwardPlanDraft.objects.filter(applied_at__isnull=True).defer("entries")[:10]}
    return render(request, "assessments/staff/forward_plan.html", context, status=status)


@question
@login_required
def forward_plan_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What a Forward Plan would change, and the button that takes it over."""
    permissions.check_can_keep_decisions(request.user)
    draft = get_object_or_404(ForwardPlanDraft.objects.select_related("read_by"), pk=pk)
    if request.method == "POST":
        try:
            applied = actions.apply_forward_plan(draft=draft, by=who(request), at=timezone.now())
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                f"The Forward Plan has been taken over: {applied.new} new, {applied.changed} changed, "
                f"{applied.unchanged} as they were, {applied.gone} no longer in it.",
            )
        return redirect("assessments:staff_decisions")
    entries = entries_of(draft)
    found = compare_with_here(entries)
    compared = len(found.new) + len(found.changed) + len(found.unchanged)
    context = {
        "draft": draft,
        "found": found,
        "shown": SHOWN,
        "settled": len(entries) - compared,
        "is_applied": draft.applied_at is not None,
    }
    return render(request, "assessments/staff/forward_plan_preview.html", context)


def _ask_about(
    request: HttpRequest, pk: int, form: Any, do: Any, heading: str, done: str, lede: str = ""
) -> HttpResponse:
    found = get_object_or_404(Decision, pk=pk)
    return ask(
        request,
        form,
        lambda: do(decision=found, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=heading,
        back=reverse("assessments:staff_decision", args=[pk]),
        done=done,
        template="assessments/staff/form.html",
        caption=str(found),
        lede=lede,
    )
