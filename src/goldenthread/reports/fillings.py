"""What the reports room shows on other rooms' pages: the thread, and what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from goldenthread.accounts.models import Person
from goldenthread.frontend.slots import Waiting
from goldenthread.reports import permissions
from goldenthread.reports.models import AnnualReport
from goldenthread.reports.presenters.thread import KIND_WORDS, thread_href
from goldenthread.reports.thread import KINDS


def thread_link(request: HttpRequest | None, *, kind: str = "", key: Any = "", **_: Any) -> str:
    """The way to an object's thread."""
    if kind not in KINDS or not key:
        return ""
    context = {"href": thread_href(kind, str(key)), "kind": KIND_WORDS[kind]}
    return render_to_string("reports/_thread_link.html", context)


def reports_at_home(request: HttpRequest | None, **_: Any) -> str:
    """The reports' own section of the staff home."""
    if request is None or not permissions.can_read_drafts(request.user):
        return ""
    unfinished = list(AnnualReport.objects.exclude(status="published").newest_first())
    return render_to_string("reports/staff/home.html", {"unfinished": unfinished}, request=request)


def waiting_for(person: Any, today: date) -> Sequence[Waiting]:
    """Reports that wait for the person to approve or publish them."""
    if not isinstance(person, Person) or not permissions.can_read_drafts(person):
        return []
    found = []
    for report in AnnualReport.objects.exclude(status="published"):
        if report.status == "in review" and permissions.can_approve(person, report):
            why = "waiting for your approval"
        elif report.status == "approved" and permissions.can_publish(person, report):
            why = "approved, and waiting to be published"
        else:
            continue
        href = reverse("reports:staff_report", args=[report.slug])
        found.append(Waiting(title=report.title, href=href, why=why))
    return found
