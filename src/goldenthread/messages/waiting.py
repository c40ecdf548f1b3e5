"""What waits for whoever answers problems and looks after the outbox, for the staff home."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from goldenthread.frontend.slots import Waiting
from goldenthread.messages import permissions
from goldenthread.messages.models import Message, ProblemReport

#: Readers are told that somebody reads what they write within a working week.
DAYS_TO_ANSWER = 7

_SHOWN = 10


def waiting_for(person: Any, today: date) -> list[Waiting]:
    """Problems without an answer, and messages that did not leave."""
    waiting: list[Waiting] = []
    if permissions.can_answer_problems(person):
        for problem in ProblemReport.objects.waiting().order_by("created_at")[:_SHOWN]:
            due = timezone.localdate(problem.created_at) + timedelta(days=DAYS_TO_ANSWER)
            waiting.append(
                Waiting(
                    title=str(problem),
                    href=problem.get_absolute_url(),
                    why="waiting for an answer",
                    due=due,
                    section="Reported problems",
                )
            )
    if permissions.can_manage_outbox(person) and (failed := Message.objects.failed().count()):
        title = "1 message could not be sent" if failed == 1 else f"{failed} messages could not be sent"
        href = f"{reverse('messages:outbox')}?status=failed"
        waiting.append(Waiting(title=title, href=href, why="try again or cancel", section="Messages"))
    return waiting
