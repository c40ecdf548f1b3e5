"""What the reports room shows on other rooms' pages: the thread, and what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from goldenthread.accounts.models import Person
from goldenthread.accounts.roles import Role
from goldenthread.frontend.slots import Waiting
from goldenthread.plan.editions import read_edition
from goldenthread.reports import outline, permissions
from goldenthread.reports.models import AnnualReport, ClaimUse, Consent, EasyReadPage, StoryPage
from goldenthread.reports.presenters.checks import UseLine, make_use
from goldenthread.reports.presenters.thread import KIND_WORDS, thread_href
from goldenthread.reports.stories import permissions as consent_permissions
from goldenthread.reports.thread import KINDS
from goldenthread.reports.written import pages_quoting


def thread_link(request: HttpRequest | None, *, kind: str = "", key: Any = "", **_: Any) -> str:
    """The way to an object's thread."""
    if kind not in KINDS or not key:
        return ""
    context = {"href": thread_href(kind, str(key)), "kind": KIND_WORDS[kind]}
    return render_to_string("reports/_thread_link.html", context)


def words_link(request: HttpRequest | None, **_: Any) -> str:
    """The way to the glossary, at the foot of every page."""
    return format_html('<li><a href="{}">Words explained</a></li>', reverse("reports:words"))


def reports_at_home(request: HttpRequest | None, **_: Any) -> str:
    """The reports' own section of the staff home."""
    if request is None or not permissions.can_read_drafts(request.user):
        return ""
    unfinished = list(AnnualReport.objects.under_way().newest_first())
    return render_to_string("reports/staff/home.html", {"unfinished": unfinished}, request=request)


def uses_of_fact(request: HttpRequest | None, *, fact: str = "", is_staff: bool = False, **_: Any) -> str:
    """Which reports and pages quote a fact: what breaks if it changes."""
    uses = ClaimUse.objects.of_fact(fact).select_related("report__edition")
    if not is_staff:
        uses = uses.public()
    lines, headings = [], {}
    for use in uses:
        report = use.report
        if report.pk not in headings:
            content = read_edition(report.edition) if report.edition else None
            headings[report.pk] = {place.key: place.heading for place in outline.places_of(content)}
        href = reverse("reports:staff_checks", args=[report.slug]) if is_staff else report.get_absolute_url()
        lines.append(make_use(use, headings[report.pk], href, is_staff=is_staff))
    lines += [UseLine(page.title, page.url or "", "", "", "") for page in pages_quoting(fact, is_staff=is_staff)]
    return render_to_string("reports/_fact_uses.html", {"uses": lines}) if lines else ""


def waiting_for(person: Any, today: date) -> Sequence[Waiting]:
    """Reports that wait for the person to approve or publish them."""
    if not isinstance(person, Person) or not permissions.can_read_drafts(person):
        return []
    found = []
    for report in AnnualReport.objects.under_way():
        if report.status == "in review" and permissions.can_approve(person, report):
            why = "waiting for your approval"
        elif report.status == "approved" and permissions.can_publish(person, report):
            why = "approved, and waiting to be published"
        else:
            continue
        href = reverse("reports:staff_report", args=[report.slug])
        found.append(Waiting(title=report.title, href=href, why=why))
    return [*found, *_claims_to_look_at(person), *_of_stories(person, today)]


def _claims_to_look_at(person: Person) -> list[Waiting]:
    """Reports with claims whose verdict changed when a fact did."""
    if not permissions.can_write_reports(person):
        return []
    changed = AnnualReport.objects.filter(claims__changed_at__isnull=False).annotate(changed=Count("claims"))
    return [
        Waiting(
            title=report.title,
            href=reverse("reports:staff_checks", args=[report.slug]),
            why="one claim is judged differently since a fact changed"
            if report.changed == 1
            else f"{report.changed} claims are judged differently since a fact changed",
            section="Reports",
        )
        for report in changed
    ]


def _of_stories(person: Person, today: date) -> list[Waiting]:
    """Stories and Easy Read editions that wait for the person to read them, and consents that soon end."""
    found = []
    if person.has_role(Role.PLAN_OWNER, Role.ADMINISTRATOR):
        written = StoryPage.objects.filter(has_unpublished_changes=True)
        found += [
            Waiting(
                title=story.draft_title,
                href=reverse("reports:staff_story", args=[story.pk]),
                why="waiting for somebody who did not write it",
                section="Stories",
            )
            for story in written
            if consent_permissions.can_approve_story(person, story)
        ]
        found += [
            Waiting(
                title=page.draft_title,
                href=reverse("reports:staff_easy_read", args=[page.pk]),
                why="waiting for somebody who did not write it",
                section="Reports in Easy Read",
            )
            for page in EasyReadPage.objects.filter(has_unpublished_changes=True)
            if consent_permissions.can_approve_easy_read(person, page)
        ]
    if consent_permissions.can_keep_consents(person):
        found += [
            Waiting(
                title=f"{consent.alias.name} ({consent.reference})",
                href=consent.get_absolute_url(),
                why="their consent ends: ask again, or take down what stands on it",
                due=consent.until,
                section="Consents",
            )
            for consent in Consent.objects.ending(on=today).select_related("alias")
        ]
    return found
