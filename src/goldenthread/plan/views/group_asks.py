"""The staff's pages of what groups ask: overdue first, replying, asking again, and making an ask an action."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.frontend.downloads import KINDS, send_table
from goldenthread.plan import actions as plan_actions
from goldenthread.plan.actions.asking import nation
from goldenthread.plan.groups import forms, lists, permissions, presenters
from goldenthread.plan.groups.kinds import ASK_TRANSITIONS, REPLIES, AskState
from goldenthread.plan.models import Group, GroupAsk, Meeting
from goldenthread.plan.permissions import can_edit_plans, check_can_edit_plans, check_can_read_drafts
from goldenthread.plan.views.asking import ask, who
from goldenthread.plan.views.groups import find_group, question

ASKS_ON_A_PAGE = 50


def _find(slug: str, number: str) -> GroupAsk:
    return get_object_or_404(GroupAsk.objects.with_words(), group__slug=slug, number=number)


def _address(one: GroupAsk) -> str:
    return reverse("plan:staff_group_ask", args=[one.group.slug, one.number])


@require_safe
@login_required
def asks(request: HttpRequest) -> HttpResponse:
    """Everything groups asked: what waits longest first."""
    check_can_read_drafts(request.user)
    today = timezone.localdate()
    filters = lists.AskFilter(request.GET, groups=Group.objects.all())
    listed = filters.narrow(GroupAsk.objects.with_words(), on=today)
    wanted = request.GET.get("as", "")
    if wanted in KINDS:
        table = lists.table_of_asks(listed, on=today, nation=nation(), for_staff=True)
        return send_table(table, wanted, f"asks-{today}")
    page = Paginator(listed, ASKS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "lines": [presenters.make_ask_line(each, on=today, nation=nation(), for_staff=True) for each in page],
        "overdue": GroupAsk.objects.overdue(on=today).count(),
        "waiting": GroupAsk.objects.waiting().count(),
    }
    return render(request, "plan/staff/groups/asks.html", context)


@require_safe
@login_required
def one_ask(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One ask, its replies, and what may follow."""
    check_can_read_drafts(request.user)
    one = _find(slug, number)
    today = timezone.localdate()
    runs = permissions.can_run_group(request.user, one.group, today)
    following = ASK_TRANSITIONS[AskState(one.state)]
    context = {
        "ask": one,
        "line": presenters.make_ask_line(one, on=today, nation=nation(), for_staff=True),
        "replies": [(reply, presenters.make_ask_state(reply.state)) for reply in one.replies.all()],
        "can_run": runs,
        "can_reply": bool(following & REPLIES) and permissions.can_reply(request.user, one),
        "can_ask_again": runs and AskState.ASKED_AGAIN in following,
        "can_withdraw": runs and AskState.WITHDRAWN in following,
        "can_make_action": one.action is None and one.state != AskState.WITHDRAWN and can_edit_plans(request.user),
    }
    return render(request, "plan/staff/groups/ask.html", context)


@question
@login_required
def put(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the council for something in a group's name."""
    group = find_group(slug)
    permissions.check_can_run_group(request.user, group, timezone.localdate())
    meeting = _meeting_named(request, group)
    shown = {"asked_on": meeting.held_on if meeting else timezone.localdate(), "meeting": meeting, "is_public": True}
    form = forms.PutAskForm(request.POST or None, initial=shown, group=group)
    return ask(
        request,
        form,
        lambda: plan_actions.put_ask(group=group, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading="Put an ask to the council",
        lede=f"The council has {group.reply_days} working days to reply.",
        back=reverse("plan:staff_group", args=[slug]),
        done="The ask has been put.",
        button="Put it",
    )


def _meeting_named(request: HttpRequest, group: Group) -> Meeting | None:
    """The meeting whose day is in the address; none where it names no day on which the group met."""
    try:
        day = date.fromisoformat(request.GET.get("meeting", ""))
    except ValueError:
        return None
    return Meeting.objects.filter(group=group, held_on=day).first()


@question
@login_required
def edit(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Change who should reply, or the words of an ask."""
    one = _find(slug, number)
    permissions.check_can_run_group(request.user, one.group, timezone.localdate())
    shown = {name: getattr(one, name) for name in ("text", "why", "team", "is_public")}
    shown["person"] = one.person.email if one.person else ""
    has_reply = bool(one.replies.all())
    form = forms.PutAskForm(request.POST or None, initial=shown, group=one.group, is_new=False, has_reply=has_reply)
    return ask(
        request,
        form,
        lambda: plan_actions.edit_ask(ask=one, changes=form.cleaned_data, by=who(request), at=timezone.now()),
        heading=f"Change ask {one.number}",
        back=_address(one),
        done="The ask has been changed.",
    )


@question
@login_required
def reply(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Answer for the council."""
    one = _find(slug, number)
    permissions.check_can_reply(request.user, one)
    form = forms.ReplyForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: plan_actions.reply_to_ask(
            ask=one,
            state=AskState(form.cleaned_data["state"]),
            text=form.cleaned_data["text"],
            by=who(request),
            at=timezone.now(),
        ),
        heading="Reply for the council",
        lede=f"{one.group} asked: {one.text}",
        back=_address(one),
        done="The reply is kept" + (", and residents can read it." if one.is_public else "."),
        button="Reply",
    )


@question
@login_required
def again(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Ask once more."""
    one = _find(slug, number)
    permissions.check_can_run_group(request.user, one.group, timezone.localdate())
    form = forms.ReasonForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: plan_actions.ask_again(ask=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading="Ask again",
        lede=f"The council has another {one.group.reply_days} working days from today.",
        back=_address(one),
        done="The ask has been put again.",
        button="Ask again",
    )


@question
@login_required
def withdraw(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Say that a reply is no longer wanted."""
    one = _find(slug, number)
    permissions.check_can_run_group(request.user, one.group, timezone.localdate())
    form = forms.ReasonForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: plan_actions.withdraw_ask(ask=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading="Withdraw the ask",
        back=_address(one),
        done="The ask has been withdrawn.",
        button="Withdraw",
    )


@question
@login_required
def make_action(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Make an ask an action of a plan."""
    check_can_edit_plans(request.user)
    one = _find(slug, number)
    form = forms.MakeActionForm(request.POST or None, initial={"title": one.text[:300], "description": one.why})
    return ask(
        request,
        form,
        lambda: plan_actions.make_ask_an_action(ask=one, **form.cleaned_data, by=who(request), at=timezone.now()),
        heading="Make it an action",
        lede=f"{one.group} asked: {one.text}",
        back=_address(one),
        done="It is an action now. It goes public with the plan’s next edition.",
        button="Add the action",
    )


@question
@login_required
def link_action(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Say which action there is already does what was asked."""
    check_can_edit_plans(request.user)
    one = _find(slug, number)
    form = forms.LinkActionForm(request.POST or None)
    return ask(
        request,
        form,
        lambda: plan_actions.link_ask_to_action(
            ask=one, action=form.cleaned_data["action"], by=who(request), at=timezone.now()
        ),
        heading="Which action does this?",
        lede=f"{one.group} asked: {one.text}",
        back=_address(one),
        done="The ask and the action show each other now.",
        button="Link them",
    )
