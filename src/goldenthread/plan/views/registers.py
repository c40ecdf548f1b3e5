"""The staff's pages of registers and duties: overdue first, renewing, results, who is reminded."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.frontend.downloads import KINDS, as_download, send_table
from goldenthread.plan import actions as plan_actions
from goldenthread.plan import due_lists
from goldenthread.plan.actions.registering import due_duties, nation_name
from goldenthread.plan.models import DutyDone, RegisterEntry, StandardResult
from goldenthread.plan.permissions import check_can_read_drafts
from goldenthread.plan.registers import forms, lists, permissions, presenters
from goldenthread.plan.registers.calendar import DueDuty
from goldenthread.plan.registers.kinds import RegisterKind
from goldenthread.plan.states import NotPossible
from goldenthread.plan.views.asking import ask, who

ENTRIES_ON_A_PAGE = 50
question = require_http_methods(["GET", "HEAD", "POST"])


def _find(pk: int) -> RegisterEntry:
    return get_object_or_404(lists.entries_with_words(), pk=pk)


def _address(entry: RegisterEntry) -> str:
    return reverse("plan:staff_register_entry", args=[entry.pk])


def _find_duty(slug: str) -> DueDuty:
    for due in due_duties():
        if due.duty.slug == slug:
            return due
    raise Http404("No such duty is written down for this council’s nation.")


@require_safe
@login_required
def registers(request: HttpRequest) -> HttpResponse:
    """Everything that is kept up: what is overdue first."""
    check_can_read_drafts(request.user)
    today = timezone.localdate()
    filters = lists.EntryFilter(request.GET)
    listed = filters.narrow(lists.entries_with_words(), on=today)
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        table = presenters.table_of_entries(listed, on=today, for_staff=True)
        return send_table(table, wanted, f"registers-{today}")
    page = Paginator(listed, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    duties = due_duties()
    context = {
        "filters": filters,
        "page": page,
        "lines": [presenters.make_entry_line(entry, on=today, for_staff=True) for entry in page],
        "overdue": RegisterEntry.objects.overdue(on=today).count(),
        "finding": presenters.write_duties_finding(duties, on=today),
        "kinds": list(RegisterKind),
        "can_keep": permissions.can_keep_registers(request.user),
    }
    return render(request, "plan/staff/registers/registers.html", context)


@require_safe
@login_required
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: when it is due, how often it was renewed, how a standard was kept."""
    check_can_read_drafts(request.user)
    one = _find(pk)
    context = {
        "entry": one,
        "line": presenters.make_entry_line(one, on=timezone.localdate(), for_staff=True),
        "words": one.kind.words,
        "results": [presenters.make_result(each) for each in one.results.all() if not hasattr(each, "corrected_by")],
        "renewals": one.renewals.select_related("recorded_by"),
        "is_standard": one.kind is RegisterKind.STANDARD,
        "can_keep": permissions.can_keep_registers(request.user) and one.ended_on is None,
        "can_take_up": permissions.can_keep_registers(request.user) and one.ended_on is not None,
        "can_record": permissions.can_record_for(request.user, one.owner, one.team) and one.ended_on is None,
    }
    return render(request, "plan/staff/registers/entry.html", context)


@question
@login_required
def add(request: HttpRequest, register: str) -> HttpResponse:
    """Add an entry to a register."""
    permissions.check_can_keep_registers(request.user)
    if register not in set(RegisterKind):
        raise Http404("There is no such register.")
    kind = RegisterKind(register)
    form = forms.EntryForm(request.POST or None, initial={"is_public": True}, kind=kind)
    return ask(
        request,
        form,
        lambda: plan_actions.add_entry(register=kind, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Add: {kind.words.one}",
        back=reverse("plan:staff_registers"),
        then=f"{reverse('plan:staff_registers')}?register={kind.value}",
        done="It has been added.",
        button="Add",
    )


@question
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an entry."""
    permissions.check_can_keep_registers(request.user)
    one = _find(pk)
    form = forms.EntryForm(request.POST or None, initial=forms.EntryForm.initial_of(one), kind=one.kind)
    return ask(
        request,
        form,
        lambda: plan_actions.edit_entry(entry=one, changes=form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Change “{one.title}”",
        back=_address(one),
        done="It has been changed.",
    )


@question
@login_required
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that an entry was reviewed or renewed."""
    one = _find(pk)
    permissions.check_can_record_for(request.user, one.owner, one.team)
    form = forms.RenewForm(request.POST or None, initial={"done_on": timezone.localdate()})
    return ask(
        request,
        form,
        lambda: plan_actions.renew_entry(entry=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=one.kind.words.renew,
        lede=one.title,
        back=_address(one),
        done="Recorded.",
    )


@question
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an entry is no longer kept up."""
    permissions.check_can_keep_registers(request.user)
    one = _find(pk)
    form = forms.EndForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: plan_actions.end_entry(entry=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Stop keeping up “{one.title}”",
        back=_address(one),
        done="It stays in the register, with the reason.",
        button="Stop",
    )


@require_POST
@login_required
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep an entry up again."""
    one = _find(pk)
    try:
        plan_actions.take_up_entry_again(entry=one, by=who(request), at=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is kept up again. Check when it is due.")
    return redirect(_address(one))


@question
@login_required
def result(request: HttpRequest, pk: int, corrects: int = 0) -> HttpResponse:
    """Record how often a standard was kept, or put a record right."""
    one = _find(pk)
    permissions.check_can_record_for(request.user, one.owner, one.team)
    wrong = get_object_or_404(StandardResult, entry=one, pk=corrects, corrected_by=None) if corrects else None
    names = ("starts_on", "ends_on", "kept", "of", "note")
    form = forms.ResultForm(
        request.POST or None, initial={name: getattr(wrong, name) for name in names} if wrong else {}
    )
    return ask(
        request,
        form,
        lambda: plan_actions.record_result(
            entry=one, corrects=wrong, **form.cleaned_data, by=who(request), at=timezone.now()
        ),
        heading="How often was it kept?",
        lede=one.expected_words or one.title,
        back=_address(one),
        done="The figures are recorded.",
    )


# ── duties in law ────────────────────────────────────────────────────────────────────────────────────
@require_safe
@login_required
def duties(request: HttpRequest) -> HttpResponse:
    """The calendar of duties: what is overdue, what is due next, who answers for it."""
    check_can_read_drafts(request.user)
    today = timezone.localdate()
    every = due_duties()
    filters = lists.DutyFilter(request.GET, for_staff=True)
    found = filters.narrow(every, on=today)
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(presenters.table_of_duties(found, on=today), wanted, f"duties-{today}")
    context = {
        "filters": filters,
        "lines": [presenters.make_duty_line(each, on=today) for each in found],
        "finding": presenters.write_duties_finding(every, on=today),
        "nation": nation_name(),
        "can_keep": permissions.can_keep_registers(request.user),
    }
    return render(request, "plan/staff/registers/duties.html", context)


@require_safe
@login_required
def duty(request: HttpRequest, slug: str) -> HttpResponse:
    """One duty in law with everything recorded of it."""
    check_can_read_drafts(request.user)
    found = _find_duty(slug)
    context = {
        "line": presenters.make_duty_line(found, on=timezone.localdate()),
        "due": found,
        "duty": found.duty,
        "can_keep": permissions.can_keep_registers(request.user),
        "can_record": permissions.can_record_for(request.user, found.owner, found.team),
    }
    return render(request, "plan/staff/registers/duty.html", context)


@question
@login_required
def charge(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who answers for a duty."""
    permissions.check_can_keep_registers(request.user)
    found = _find_duty(slug)
    shown = {
        "owner": found.owner.email if found.owner else "",
        "team": found.team,
        "does_not_apply_because": found.does_not_apply_because,
    }
    form = forms.ChargeForm(request.POST or None, initial=shown)
    return ask(
        request,
        form,
        lambda: plan_actions.charge_duty(duty=found.duty, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Who answers for: {found.duty.name}",
        back=reverse("plan:staff_duty", args=[slug]),
        done="Saved.",
    )


@question
@login_required
def done(request: HttpRequest, slug: str) -> HttpResponse:
    """Record that a duty was done."""
    found = _find_duty(slug)
    permissions.check_can_record_for(request.user, found.owner, found.team)
    form = forms.DoneForm(request.POST or None, initial={"done_on": timezone.localdate()})
    return ask(
        request,
        form,
        lambda: plan_actions.record_duty_done(duty=found.duty, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Record that it was done: {found.duty.name}",
        back=reverse("plan:staff_duty", args=[slug]),
        done="Recorded.",
    )


@question
@login_required
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that a record of a duty done was a mistake."""
    permissions.check_can_keep_registers(request.user)
    record = get_object_or_404(DutyDone, nation=nation_name(), slug=slug, pk=pk, taken_back_because="")
    form = forms.EndForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: plan_actions.take_back_duty_done(done=record, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Take back the record of {record.done_on:%-d %B %Y}",
        back=reverse("plan:staff_duty", args=[slug]),
        done="Taken back. It stays on the page with the reason.",
        button="Take it back",
    )


@question
@login_required
def reminders(request: HttpRequest) -> HttpResponse:
    """Whom the reminders would write to today; they go when the button is pressed."""
    permissions.check_can_keep_registers(request.user)
    if request.method == "POST":
        sent = plan_actions.send_reminders(by=who(request), at=timezone.now())
        messages.success(request, f"{len(sent)} reminder{'' if len(sent) == 1 else 's'} sent.")
        return redirect("plan:staff_registers")
    today = timezone.localdate()
    filters = due_lists.ReminderFilter(request.GET)
    due = plan_actions.reminders_due_on(today)
    chosen = filters.narrow(due)
    download = as_download(
        request.GET.get("as", ""),
        name=f"reminders-{today}",
        title="Reminders due today",
        columns=due_lists.REMINDER_COLUMNS,
        rows=lambda: map(due_lists.write_reminder, chosen),
    )
    if download is not None:
        return download
    context = {"count": len(due), "reminders": chosen, "filters": filters}
    return render(request, "plan/staff/registers/reminders.html", context)
