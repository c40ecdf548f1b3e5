"""The Atom feed of published reports: every edition, and what was corrected or taken out of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from goldenthread.frontend.council import this_council
from goldenthread.reports.models import AnnualReport, EditionWithdrawal, ReportEdition

#: A reader that looks once a year misses nothing.
MOST_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to what is published."""

    key: str
    title: str
    words: str
    href: str
    at: datetime


class ReportFeed(Feed):
    """Reports, their editions and corrections, the newest first."""

    feed_type = Atom1Feed
    language = "en-gb"

    def title(self) -> str:
        """Of the feed."""
        return f"Annual reports of {this_council().name}"

    def subtitle(self) -> str:
        """Of the feed."""
        return "What was promised, what was done, what was not; each edition and each correction."

    def author_name(self) -> str:
        """Who answers for it."""
        return this_council().name

    def link(self) -> str:
        """The page it is the feed of."""
        return reverse("reports:reports")

    def items(self) -> list[Entry]:
        """What it tells, the newest first."""
        entries = [*_editions(), *_reports_without(), *_withdrawals()]
        return sorted(entries, key=lambda each: each.at, reverse=True)[:MOST_ENTRIES]

    def item_title(self, item: Entry) -> str:
        return item.title

    def item_description(self, item: Entry) -> str:
        return item.words

    def item_link(self, item: Entry) -> str:
        return item.href

    def item_guid(self, item: Entry) -> str:
        """Stays the same wherever the site moves: named for the council, not for the machine."""
        return f"tag:{this_council().code.lower()}.golden-thread,2026:{item.key}"

    def item_pubdate(self, item: Entry) -> datetime:
        return item.at

    def item_updateddate(self, item: Entry) -> datetime:
        return item.at


def _editions() -> Iterable[Entry]:
    editions: QuerySet[ReportEdition] = (
        ReportEdition.objects.filter(report__published_at__isnull=False)
        .select_related("report")
        .only("title", "number", "note", "published_at", "report__slug", "report__starts_on", "report__ends_on")
        .order_by("-published_at")[:MOST_ENTRIES]
    )
    for edition in editions:
        report = edition.report
        period = f"{report.starts_on:%-d %B %Y} to {report.ends_on:%-d %B %Y}"
        yield Entry(
            key=f"{report.slug}/editions/{edition.number}",
            title=f"{edition.title}, edition {edition.number} (correction)" if edition.note else edition.title,
            words=f"Corrected: {edition.note}" if edition.note else f"Published. It is about {period}.",
            href=edition.get_absolute_url(),
            at=edition.published_at,
        )


def _reports_without() -> Iterable[Entry]:
    """Reports that were published before there were editions."""
    for report in AnnualReport.objects.published().filter(editions__isnull=True):
        assert report.published_at is not None  # noqa: S101  (it is what the query says)
        yield Entry(report.slug, report.title, "Published.", report.get_absolute_url(), report.published_at)


def _withdrawals() -> Iterable[Entry]:
    marked = EditionWithdrawal.objects.select_related("edition__report").order_by("-recorded_at")[:MOST_ENTRIES]
    for each in marked:
        edition = each.edition
        yield Entry(
            key=f"{edition.report.slug}/editions/{edition.number}/withdrawals/{each.pk}",
            title=f"{edition}: words taken out",
            words="Somebody no longer agrees to words about them being shown. A notice stands in their place.",
            href=edition.get_absolute_url(),
            at=each.recorded_at,
        )
