"""The read API over groups and what they asked: seats and numbers, never names."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from goldenthread.plan.actions.asking import nation
from goldenthread.plan.api_lists import MOST_AT_ONCE, Page
from goldenthread.plan.groups.lists import with_published_action
from goldenthread.plan.groups.presenters import count_reply_days
from goldenthread.plan.models import Group, GroupAsk

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


class MeetingOut(Schema):
    held_on: date
    venue: str
    invited: int | None
    attended: int | None
    apologies: int | None
    cancelled_because: str
    decisions: list[str]


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
    meetings = group.meetings.published().prefetch_related("decisions")[:MOST_AT_ONCE]
    return {
        **_group(group),
        "members": list(group.members.sitting_on(today)),
        "meetings": [
            {
                **{name: getattr(meeting, name) for name in MeetingOut.model_fields if name != "decisions"},
                "decisions": [decision.text for decision in meeting.decisions.all()],
            }
            for meeting in meetings
        ],
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
