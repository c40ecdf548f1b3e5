"""The staff's pages of groups: who sits in them, when they meet, what they read and decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.frontend.downloads import KINDS, send_kept, send_table
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.actions.asking import nation
from goldenthread.plan.groups import forms, lists, permissions, presenters
from goldenthread.plan.groups import meetings as calendar
from goldenthread.plan.groups import seats as seat_lists
from goldenthread.plan.groups.kinds import Duty, GroupKind
from goldenthread.plan.models import Group, GroupAsk, GroupMember, Meeting, MeetingPaper
from goldenthread.plan.permissions import check_can_read_drafts
from goldenthread.plan.views.asking import ask, who

GROUPS_ON_A_PAGE = 50
ASKS_SHOWN = 20
question = require_http_methods(["GET", "HEAD", "POST"])


def find_group(slug: str) -> Group:
    """The group of this address."""
    return get_object_or_404(Group.objects.select_related("team"), slug=slug)


def find_meeting(slug: str, day: str) -> Meeting:
    """The group's meeting on the day."""
    try:
        held_on = date.fromisoformat(day)
    except ValueError:
        raise Http404("A meeting’s address ends in a day such as 2026-04-30.") from None
    return get_object_or_404(
        Meeting.objects.with_papers().select_related("group__team"), group__slug=slug, held_on=held_on
    )


def staff_group(slug: str) -> str:
    """The address of the group's staff page."""
    return reverse("plan:staff_group", args=[slug])


def staff_meeting(meeting: Meeting) -> str:
    """The address of the meeting's staff page."""
    return reverse("plan:staff_meeting", args=[meeting.group.slug, meeting.held_on.isoformat()])


@require_safe
@login_required
def groups(request: HttpRequest) -> HttpResponse:
    """Every group, with what it waits for."""
    check_can_read_drafts(request.user)
    today = timezone.localdate()
    filters = lists.GroupFilter(request.GET)
    listed = filters.narrow(Group.objects.with_counts(on=today))
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(lists.table_of_groups(listed), wanted, f"groups-{today}")
    page = Paginator(listed, GROUPS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": [(group, presenters.write_group_finding(group)) for group in page],
        "overdue": GroupAsk.objects.overdue(on=today).count(),
        "can_keep": permissions.can_keep_groups(request.user),
    }
    return render(request, "plan/staff/groups/groups.html", context)


@require_safe
@login_required
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """One group: its seats, meetings and asks."""
    check_can_read_drafts(request.user)
    today = timezone.localdate()
    one = find_group(slug)
    members = one.members.select_related("person", "group")
    asks = GroupAsk.objects.filter(group=one).with_words().order_by("-asked_on", "-pk")
    context = {
        "group": one,
        "seats": presenters.make_seats(members, on=today, for_staff=True),
        "past_seats": [member for member in members if not member.sits_on(today)],
        "meetings": one.meetings.all()[:ASKS_SHOWN],
        "meeting_count": one.meetings.count(),
        "asks": [
            presenters.make_ask_line(each, on=today, nation=nation(), for_staff=True) for each in asks[:ASKS_SHOWN]
        ],
        "ask_count": asks.count(),
        "can_keep": permissions.can_keep_groups(request.user),
        "can_run": permissions.can_run_group(request.user, one, today),
    }
    return render(request, "plan/staff/groups/group.html", context)


@question
@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a group."""
    permissions.check_can_keep_groups(request.user)
    form = forms.GroupForm(request.POST or None, initial=forms.GroupForm.initial_of(None))

    def do() -> None:
        words = {**form.cleaned_data, "kind": GroupKind(form.cleaned_data["kind"])}
        plan_actions.begin_group(**words, by=who(request), at=timezone.now())

    return ask(
        request,
        form,
        do,
        heading="Begin a group",
        back=reverse("plan:staff_groups"),
        then=staff_group(request.POST["slug"]) if form.is_bound and form.is_valid() else "",
        done="The group has been begun. Add who sits in it.",
        button="Begin",
    )


@question
@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a group says of itself."""
    permissions.check_can_keep_groups(request.user)
    one = find_group(slug)
    form = forms.GroupForm(request.POST or None, initial=forms.GroupForm.initial_of(one), group=one)
    return ask(
        request,
        form,
        lambda: plan_actions.edit_group(group=one, changes=form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Change {one.name}",
        back=staff_group(slug),
        done="The group has been changed.",
    )


@question
@login_required
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that a group no longer meets."""
    permissions.check_can_keep_groups(request.user)
    one = find_group(slug)
    form = forms.CloseForm(request.POST or None, initial={"closed_on": timezone.localdate()})
    return ask(
        request,
        form,
        lambda: plan_actions.close_group(group=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Close {one.name}",
        lede="Its pages stay. Every term that has no end ends on that day, and replies it waits for are still owed.",
        back=staff_group(slug),
        done="The group has been closed.",
        button="Close the group",
    )


# ── seats ────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
@login_required
def seats(request: HttpRequest) -> HttpResponse:
    """The seats of every group, with names: for those who keep groups."""
    permissions.check_can_keep_groups(request.user)
    today = timezone.localdate()
    filters = seat_lists.SeatFilter(request.GET)
    listed = filters.narrow(GroupMember.objects.select_related("group", "person"), on=today)
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(seat_lists.table_of_seats(listed), wanted, f"seats-{today}")
    page = Paginator(listed, GROUPS_ON_A_PAGE).get_page(request.GET.get("page"))
    sitting = GroupMember.objects.sitting_on(today)
    context = {
        "filters": filters,
        "page": page,
        "rows": [(each, seat_lists.write_duty(each), presenters.make_seat(each, for_staff=True)) for each in page],
        "vacant": sitting.vacant().count(),
        "ending": seat_lists.ending_soon(sitting, on=today).count(),
    }
    return render(request, "plan/staff/groups/seats.html", context)


@question
@login_required
def add_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a seat."""
    one = find_group(slug)
    permissions.check_can_run_group(request.user, one, timezone.localdate())
    shown = {"duty": Duty.MEMBER.value, "starts_on": timezone.localdate()}
    form = forms.MemberForm(request.POST or None, initial=shown)

    def do() -> None:
        words = {**form.cleaned_data, "duty": Duty(form.cleaned_data["duty"])}
        plan_actions.add_member(group=one, **words, by=who(request), at=timezone.now())

    return ask(
        request, form, do, heading=f"Add a seat to {one.name}", back=staff_group(slug), done="The seat has been added.",
        button="Add",
    )  # fmt: skip


@question
@login_required
def edit_member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a seat, or who holds it."""
    member = get_object_or_404(GroupMember.objects.select_related("group", "person"), group__slug=slug, pk=pk)
    permissions.check_can_run_group(request.user, member.group, timezone.localdate())
    form = forms.MemberForm(request.POST or None, initial=forms.MemberForm.initial_of(member))
    return ask(
        request,
        form,
        lambda: plan_actions.edit_member(member=member, changes=form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Change the seat “{member.seat}”",
        back=staff_group(slug),
        done="The seat has been changed.",
    )


# ── meetings ─────────────────────────────────────────────────────────────────────────────────────────
@require_safe
@login_required
def meetings(request: HttpRequest) -> HttpResponse:
    """The calendar of every group's meetings."""
    check_can_read_drafts(request.user)
    today = timezone.localdate()
    filters = calendar.MeetingFilter(request.GET, groups=Group.objects.all(), for_staff=True)
    every = Meeting.objects.all()
    listed = filters.narrow(calendar.with_what_came_of_it(every, for_staff=True), on=today)
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        return send_table(calendar.table_of_meetings(listed, for_staff=True), wanted, f"meetings-{today}")
    page = Paginator(listed, GROUPS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "lines": [calendar.make_meeting_line(each, on=today, for_staff=True) for each in page],
        "coming": every.to_come(on=today).count(),
        "uncounted": every.uncounted(on=today).count(),
    }
    return render(request, "plan/staff/groups/meetings.html", context)


@question
@login_required
def plan_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a meeting on the calendar."""
    one = find_group(slug)
    permissions.check_can_run_group(request.user, one, timezone.localdate())
    form = forms.MeetingForm(request.POST or None, group=one)
    return ask(
        request,
        form,
        lambda: plan_actions.plan_meeting(group=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Plan a meeting of {one.name}",
        back=staff_group(slug),
        done="The meeting is on the calendar. Residents see it once you publish it.",
    )


@require_safe
@login_required
def meeting(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """One meeting: agenda, papers, numbers, decisions, asks."""
    check_can_read_drafts(request.user)
    one = find_meeting(slug, day)
    today = timezone.localdate()
    asks = GroupAsk.objects.filter(meeting=one).with_words()
    context = {
        "group": one.group,
        "meeting": one,
        "attendance": presenters.write_attendance(one),
        "came": one.came.select_related("person") if one.group.records_names else [],
        "asks": [presenters.make_ask_line(each, on=today, nation=nation(), for_staff=True) for each in asks],
        "can_run": permissions.can_run_group(request.user, one.group, today),
        "has_been": one.held_on <= today and not one.cancelled_because,
    }
    return render(request, "plan/staff/groups/meeting.html", context)


def _ask_about(
    request: HttpRequest, one: Meeting, form: Form, do: Callable[[], Any], heading: str, done: str, **words: str
) -> HttpResponse:
    permissions.check_can_run_group(request.user, one.group, timezone.localdate())
    return ask(request, form, do, heading=heading, back=staff_meeting(one), done=done, **words)


@question
@login_required
def edit_meeting(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Change a meeting, or write down what was said."""
    one = find_meeting(slug, day)
    shown = forms.MeetingForm.initial_of(one)
    form = forms.MeetingForm(request.POST or None, initial=shown, group=one.group, meeting=one)

    def do() -> None:
        plan_actions.edit_meeting(meeting=one, changes=form.cleaned_data, by=who(request), at=timezone.now())

    then = form.cleaned_data.get("held_on") if form.is_bound and form.is_valid() else None
    address = reverse("plan:staff_meeting", args=[slug, then.isoformat()]) if then else ""
    return _ask_about(request, one, form, do, f"Change the meeting of {one.held_on:%-d %B %Y}", "Saved.", then=address)


@question
@login_required
def attendance(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Record how many came."""
    one = find_meeting(slug, day)
    shown = {name: getattr(one, name) for name in ("attended", "invited", "apologies")}
    form = forms.AttendanceForm(request.POST or None, initial={**shown, "came": one.came.all()}, meeting=one)

    def do() -> None:
        plan_actions.record_attendance(
            meeting=one,
            attended=form.cleaned_data["attended"],
            invited=form.cleaned_data["invited"],
            apologies=form.cleaned_data["apologies"],
            came=list(form.cleaned_data.get("came", [])),
            by=who(request),
            at=timezone.now(),
        )

    return _ask_about(request, one, form, do, "How many came?", "The numbers are recorded.")


@question
@login_required
def add_paper(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Add a paper to a meeting."""
    one = find_meeting(slug, day)
    form = forms.PaperForm(request.POST or None, request.FILES or None)

    def do() -> None:
        plan_actions.add_paper(meeting=one, **form.cleaned_data, by=who(request), at=timezone.now())

    return _ask_about(request, one, form, do, "Add a paper", "The paper has been added.", button="Add")


@require_POST
@login_required
def show_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Let residents read a paper, or keep it from them again."""
    papers = MeetingPaper.objects.defer("content").select_related("meeting__group")
    one = get_object_or_404(papers, pk=pk)
    is_public = not one.is_public
    plan_actions.show_paper(paper=one, is_public=is_public, by=who(request), at=timezone.now())
    messages.success(
        request,
        "Residents can read it wherever they can read the meeting."
        if is_public
        else "Residents can no longer read it. Whoever took it away before still has it.",
    )
    return redirect(staff_meeting(one.meeting))


@question
@login_required
def add_decision(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Write down what a meeting decided."""
    one = find_meeting(slug, day)
    form = forms.DecisionForm(request.POST or None)

    def do() -> None:
        plan_actions.record_decision(meeting=one, **form.cleaned_data, by=who(request), at=timezone.now())

    return _ask_about(request, one, form, do, "Record a decision", "The decision is recorded.")


@require_POST
@login_required
def publish_meeting(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Let residents read a meeting, or take that back."""
    one = find_meeting(slug, day)
    is_published = one.published_at is None
    plan_actions.publish_meeting(meeting=one, is_published=is_published, by=who(request), at=timezone.now())
    said = "Residents can read it now." if is_published else "Residents can no longer read it."
    messages.success(request, said)
    return redirect(staff_meeting(one))


@require_safe
@login_required
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper of a meeting, as a download."""
    check_can_read_drafts(request.user)
    return send_kept(get_object_or_404(MeetingPaper, pk=pk))
