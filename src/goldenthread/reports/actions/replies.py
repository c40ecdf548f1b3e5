"""Right of reply: whoever a report speaks of is asked before anybody else reads it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.plan.states import NotPossible
from goldenthread.reports import permissions
from goldenthread.reports.actions.keeping import keep, lock, move, write_down
from goldenthread.reports.models import AnnualReport, RightOfReply
from goldenthread.reports.states import ReportStatus


@transaction.atomic
def ask_for_reply(
    *, report: AnnualReport, who: str, about: str, due_on: date, by: Person, at: datetime
) -> RightOfReply:
    """Write down who was shown which words, and until when they may answer. The report waits for them."""
    permissions.check_can_write_reports(by)
    lock(report)
    if report.status == ReportStatus.CHECKED.value:
        move(report, ReportStatus.RIGHT_OF_REPLY)
        keep(report, by=by, at=at, is_change=False)
    elif report.status != ReportStatus.RIGHT_OF_REPLY.value:
        raise NotPossible(f"“{report.title}” is {report.status}. Somebody is asked once the report has been checked.")
    if due_on <= timezone.localdate(at):
        raise NotPossible("Give them until a day that is still to come.")
    asked = RightOfReply(report=report, who=who.strip(), about=about.strip(), due_on=due_on, asked_by=by, asked_at=at)
    asked.full_clean()
    asked.save()
    write_down("asked for a reply to", report, by=by, at=at, after={"who": asked.who, "until": due_on})
    return asked


@transaction.atomic
def settle_reply(*, reply: RightOfReply, words: str, outcome: str, by: Person, at: datetime) -> RightOfReply:
    """Write down what somebody answered, or that they did not, and what was changed because of it."""
    permissions.check_can_write_reports(by)
    lock(reply.report)
    reply.refresh_from_db()
    if reply.settled_at is not None:
        raise NotPossible("This has been settled already.")
    if not outcome.strip():
        raise NotPossible("Say what was changed because of it, or why nothing was.")
    if not words.strip() and timezone.localdate(at) <= reply.due_on:
        raise NotPossible(f"They have until {reply.due_on.day} {reply.due_on:%B %Y} to answer.")
    reply.reply, reply.outcome = words.strip(), outcome.strip()
    reply.settled_by, reply.settled_at = by, at
    reply.full_clean()
    reply.save()
    write_down("settled a reply to", reply.report, by=by, at=at, after={"who": reply.who, "outcome": reply.outcome})
    return reply
