"""Where the links in reminders lead, and what of the registers waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goldenthread.accounts.models import Person
from goldenthread.frontend.slots import Waiting
from goldenthread.messages.models import Message
from goldenthread.plan import permissions
from goldenthread.plan.actions.registering import due_duties
from goldenthread.plan.models import RegisterEntry, RegisterReminder
from goldenthread.plan.registers.kinds import SOON_DAYS

MOST_WAITING = 50


def footer_link(request: HttpRequest | None, **_: Any) -> SafeString:
    """The registers, from the foot of every page."""
    registers, workforce = reverse("plan:registers"), reverse("plan:workforce")
    return format_html(
        '<li><a href="{}">What we keep up, and when it is due</a></li>'
        '<li><a href="{}">Who works for the council</a></li>',
        registers,
        workforce,
    )


def reminder_path(message: Message) -> str:
    """The page of what the owner was reminded of."""
    about = RegisterReminder.objects.values_list("about", flat=True).get(pk=message.object_id)
    kind, _, key = about.partition(":")
    if kind == "duty":
        return reverse("plan:staff_duty", args=[key.partition("/")[2]])
    return reverse("plan:staff_register_entry", args=[int(key)])


def registers_waiting_for(person: Any, today: date) -> Sequence[Waiting]:
    """Entries and duties of the person that are overdue or due within two months."""
    if not isinstance(person, Person) or not permissions.can_read_drafts(person):
        return []
    until = today + timedelta(days=SOON_DAYS)
    entries = RegisterEntry.objects.kept().filter(owner=person, due_on__lte=until).order_by("due_on", "pk")
    found = [
        Waiting(
            title=entry.title,
            href=reverse("plan:staff_register_entry", args=[entry.pk]),
            why=entry.kind.words.due.lower(),
            due=entry.due_on,
            section=entry.kind.words.title,
        )
        for entry in entries[:MOST_WAITING]
    ]
    for due in due_duties():
        if due.applies and due.owner == person and due.due_on <= until:
            href = reverse("plan:staff_duty", args=[due.duty.slug])
            found.append(Waiting(title=due.duty.name, href=href, why="due by law", due=due.due_on, section="Duties"))
    return found
