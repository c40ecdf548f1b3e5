"""The front page: what this site is, and its doors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldenthread.frontend.council import this_council
from goldenthread.reports.models import AnnualReport, HomePage, StoryPage
from goldenthread.reports.presenters.report import ReportCard, make_card
from goldenthread.reports.reading import list_published

STORIES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Door:
    """One way into the site."""

    title: str
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class Home:
    """The front page, with what editors left empty filled in."""

    heading: str
    lede: str
    doors: tuple[Door, ...]
    report: ReportCard | None
    stories: Sequence[StoryPage]
    stories_href: str


def make_home(page: HomePage, *, on: date) -> Home:
    """The front page on a day. A council with no report and no story yet has doors all the same."""
    council = this_council()
    latest, has_files = next(iter(list_published(most=1)), (None, False))
    stories = list(StoryPage.objects.shown(on=on).as_first_told().order_by("-told_on", "-pk")[:STORIES_SHOWN])
    return Home(
        heading=page.heading or f"How fair is {council.short_name}?",
        lede=page.lede
        or f"See how different life is from one part of {council.short_name} to another, what the council has promised "
        "to do about it, and whether it is working.",
        doors=_doors(council.short_name, latest),
        report=make_card(latest, is_whole=has_files) if latest else None,
        stories=stories,
        stories_href=stories[0].get_parent().get_url() or "" if stories else "",
    )


def _doors(place: str, latest: AnnualReport | None) -> tuple[Door, ...]:
    doors = [
        Door("The place", reverse("evidence:place"), f"The biggest gaps in {place}, and how sure we are of each."),
        Door("My area", reverse("evidence:my_area"), "Figures for where you live, and what has been promised there."),
        Door("What we have promised", reverse("plan:plans"), "Every action, who leads it and how it is going."),
    ]
    if latest:
        words = f"{latest.title}: what was done, what was not, and what changed."
        doors.append(Door("The latest report", latest.get_absolute_url(), words))
    return tuple(doors)
