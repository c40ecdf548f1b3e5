"""What the evidence room shows on other rooms' pages: facts that wait for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from goldenthread.accounts.models import Person
from goldenthread.evidence import permissions
from goldenthread.evidence.models import Fact
from goldenthread.frontend.slots import Waiting


def facts_waiting_for(person: Any, today: date) -> Sequence[Waiting]:
    """Facts that the person answers for and whose last day has passed."""
    if not isinstance(person, Person) or not permissions.can_keep_facts(person):
        return []
    return [
        Waiting(
            title=fact.subject,
            href=reverse("evidence:staff_fact", args=[fact.slug]),
            why="you answer for this fact, and a newer figure should be out",
            due=fact.current.valid_until if fact.current else None,
            section="Facts",
        )
        for fact in Fact.objects.stale(on=today).owned_by(person).select_related("current")
    ]
