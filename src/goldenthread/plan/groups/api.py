"""The read API over groups and what they asked: seats and numbers, never names."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router, Schema

from goldenthread.plan.actions.asking import nation
from goldenthread.plan.api_lists import MOST_AT_ONCE, Page
from goldenthread.plan.groups.lists import with_published_action
from goldenthread.plan.groups.presenters import count_reply_days
from goldenthread.plan.models import Group, GroupAsk, Meeting

router = Router()


class GroupOut(Schema):
    slug: str
    name: str
    kind: str
    purpose: str
    meets: str
    reply_days: int
    closed_on: date | None
    seats: int
    asks: int
    waiting: int
    overdue: int


class SeatOut(Schema):
    seat: str
    duty: str
    starts_on: date
    ends_on: date | None
    is_vacant: bool


class PaperOut(Schema):
    title: str
    file_name: str
    size: int
    address: str


class MeetingOut(Schema):
    held_on: date
    starts_at: time | None
    venue: str
    agenda: str
    invited: int | None
    attended: int | None
    apologies: int | None
    cancelled_because: str
    decisions: list[str]
    papers: list[PaperOut]


class CalendarMeetingOut(MeetingOut):
    group: str


class MeetingsOut(Schema):
    count: int
    items: list[CalendarMeetingOut]


class MeetingsWanted(Page):
    """Which meetings, and which part of their list."""

    group: str = ""
    from_day: date | None = None
    until_day: date | None = None


class GroupDetailOut(GroupOut):
    members: list[SeatOut]
    meetings: list[MeetingOut]


class AskReplyOut(Schema):
    replied_on: date
    state: str
    text: str
    by_role: str


class GroupAskOut(Schema):
    group: str
    number: str
    text: str
    why: str
    asked_on: date
    due_on: date
    state: str
    is_overdue: bool
    first_replied_on: date | None
    working_days_to_first_reply: int | None
    team: str
    plan: str
    action: str
    replies: list[AskReplyOut]


class GroupAsksOut(Schema):
    count: int
    items: list[GroupAskOut]


class AsksWanted(Page):
    """Which asks, and which part of their list."""

    group: str = ""
    state: str = ""
    overdue: bool = False


@router.get("/groups", response=list[GroupOut], summary="Groups that hold the council to its promises")
def list_groups(request: HttpRequest) -> list[dict[str, Any]]:
    return [_group(group) for group in Group.objects.public().with_counts(on=timezone.localdate()).order_by("name")]


@router.get("/groups/{slug}", response=GroupDetailOut, summary="One group with its seats and published meetings")
def get_group(request: HttpRequest, slug: str) -> dict[str, Any]:
    today = timezone.localdate()
    group = Group.objects.public().with_counts(on=today).filter(slug=slug).first()
    if group is None:
        raise Http404("There is no group of this name that residents can read about.")
    meetings = group.meetings.published().with_papers()[:MOST_AT_ONCE]
    return {
        **_group(group),
        "members": list(group.members.sitting_on(today)),
        "meetings": [_meeting(meeting) for meeting in meetings],
    }


@router.get("/group-meetings", response=MeetingsOut, summary="Meetings of groups: agenda, numbers, decisions, papers")
def list_meetings(request: HttpRequest, wanted: MeetingsWanted = Query(...)) -> dict[str, Any]:  # noqa: B008
    """The latest first, those to come among them."""
    meetings = Meeting.objects.published()
    if wanted.group:
        meetings = meetings.filter(group__slug=wanted.group)
    if wanted.from_day:
        meetings = meetings.filter(held_on__gte=wanted.from_day)
    if wanted.until_day:
        meetings = meetings.filter(held_on__lte=wanted.until_day)
    part = wanted.of(meetings.with_papers().select_related("group").order_by("-held_on", "-pk"))
    return {
        "count": meetings.count(),
        "items": [{**_meeting(each), "group": each.group.slug} for each in part],
    }


@router.get("/group-asks", response=GroupAsksOut, summary="What groups asked, and what the council answered")
def list_asks(request: HttpRequest, wanted: AsksWanted = Query(...)) -> dict[str, Any]:  # noqa: B008
    today = timezone.localdate()
    asks = GroupAsk.objects.public()
    if wanted.group:
        asks = asks.filter(group__slug=wanted.group)
    if wanted.state:
        asks = asks.filter(state=wanted.state)
    if wanted.overdue:
        asks = asks.overdue(on=today)
    chosen = with_published_action(asks.with_words()).order_by("due_on", "pk")
    part = wanted.of(chosen)
    return {"count": asks.count(), "items": [_ask(ask, on=today) for ask in part]}


def _meeting(meeting: Meeting) -> dict[str, Any]:
    names = MeetingOut.model_fields.keys() - {"decisions", "papers"}
    return {
        **{name: getattr(meeting, name) for name in names},
        "decisions": [decision.text for decision in meeting.decisions.all()],
        "papers": [
            {
                "title": paper.title,
                "file_name": paper.file_name,
                "size": paper.size,
                "address": reverse("plan:paper", args=[paper.pk]),
            }
            for paper in meeting.papers.all()
            if paper.is_public
        ],
    }


def _group(group: Any) -> dict[str, Any]:
    counts = {name: getattr(group, f"{name.rstrip('s') if name != 'waiting' else name}_count") for name in _COUNTED}
    names = GroupOut.model_fields.keys() - set(_COUNTED)
    return {**{name: getattr(group, name) for name in names}, **counts}


_COUNTED = ("seats", "asks", "waiting", "overdue")


def _ask(ask: Any, *, on: date) -> dict[str, Any]:
    shows_action = ask.action is not None and ask.action_is_public
    return {
        **{name: getattr(ask, name) for name in ("number", "text", "why", "asked_on", "due_on", "state")},
        "group": ask.group.slug,
        "is_overdue": ask.is_overdue(on=on),
        "first_replied_on": ask.first_replied_on,
        "working_days_to_first_reply": count_reply_days(ask, nation=nation()),
        "team": ask.team.name if ask.team else "",
        "plan": ask.action.plan.slug if shows_action else "",
        "action": ask.action.number if shows_action else "",
        "replies": [
            {
                "replied_on": timezone.localdate(reply.written_at),
                "state": reply.state,
                "text": reply.text,
                "by_role": reply.by_role,
            }
            for reply in ask.replies.all()
        ],
    }
