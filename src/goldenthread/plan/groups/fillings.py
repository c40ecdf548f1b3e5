"""What groups show on other pages: what waits for somebody's reply, and who asked for an action."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.frontend.slots import Waiting
from goldenthread.messages.models import Message
from goldenthread.plan import permissions
from goldenthread.plan.actions.asking import nation
from goldenthread.plan.groups.lists import with_published_action
from goldenthread.plan.groups.presenters import AskLine, make_ask_line
from goldenthread.plan.models import GroupAsk

MOST_WAITING = 50


def asks_waiting_for(person: Any, today: date) -> Sequence[Waiting]:
    """Asks that the person, or their team where nobody is named, owes a reply to."""
    if not isinstance(person, Person) or not permissions.can_read_drafts(person):
        return []
    theirs = Q(person=person)
    if person.team_id is not None:
        theirs |= Q(person__isnull=True, team=person.team_id)
    asks = GroupAsk.objects.waiting().filter(theirs).select_related("group").order_by("due_on", "pk")
    return [
        Waiting(
            title=ask.text,
            href=reverse("plan:staff_group_ask", args=[ask.group.slug, ask.number]),
            why="reply overdue" if ask.is_overdue(on=today) else "waits for the council’s reply",
            due=ask.due_on,
            section=ask.group.name,
        )
        for ask in asks[:MOST_WAITING]
    ]


def ask_path(message: Message) -> str:
    """The page of the ask that somebody was told of."""
    ask = GroupAsk.objects.select_related("group").get(pk=message.object_id)
    return reverse("plan:staff_group_ask", args=[ask.group.slug, ask.number])


def asks_behind_action(slug: str, number: str) -> list[AskLine]:
    """What groups asked that became the action, as the public may read it."""
    asks = with_published_action(GroupAsk.objects.public().with_words())
    return make_lines(asks.filter(action__plan__slug=slug, action__number=number), for_staff=False)


def make_lines(asks: Iterable[GroupAsk], *, for_staff: bool) -> list[AskLine]:
    """The asks as a list shows them today."""
    today = timezone.localdate()
    return [make_ask_line(ask, on=today, nation=nation(), for_staff=for_staff) for ask in asks]
