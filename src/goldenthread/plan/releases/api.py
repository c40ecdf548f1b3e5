"""The read API over the calendar of releases: what comes on which day, and what came."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from goldenthread.plan.api_lists import Page
from goldenthread.plan.models import PreElectionPeriod, Release
from goldenthread.plan.releases.presenters import STANDS, make_entry
from goldenthread.plan.releases.states import ReleaseState

router = Router()


class ReleasedPlanOut(Schema):
    title: str
    slug: str | None
    """Nothing where the plan itself has not been published."""


class ReleaseOut(Schema):
    title: str
    period_starts_on: date
    period_ends_on: date
    publish_on: date
    stands: Literal["to come", "published", "cancelled"]
    says: str
    warning: str
    note: str
    plans: list[ReleasedPlanOut]


class ReleasesOut(Schema):
    count: int
    items: list[ReleaseOut]


@router.get("/releases", response=ReleasesOut, summary="The calendar of releases, the latest day first")
def list_releases(request: HttpRequest, stands: str = "", page: Page = Query(...)) -> dict[str, Any]:  # noqa: B008
    today = timezone.localdate()
    releases = Release.objects.with_plans().order_by("-publish_on", "-pk")
    if stands:
        releases = releases.filter(state__in=[state.value for state, word in STANDS.items() if word == stands])
    freezes = list(PreElectionPeriod.objects.not_over(on=today))
    return {"count": releases.count(), "items": [_release(each, freezes, today) for each in page.of(releases)]}


def _release(release: Release, freezes: list[PreElectionPeriod], today: date) -> dict[str, Any]:
    entry = make_entry(release, freezes, on=today)
    plans = [each.plan for each in release.released.all()]
    return {
        "title": release.title,
        "period_starts_on": release.period_starts_on,
        "period_ends_on": release.period_ends_on,
        "publish_on": release.publish_on,
        "stands": STANDS[ReleaseState(release.state)],
        "says": entry.words,
        "warning": entry.warning,
        "note": entry.note,
        "plans": [{"title": plan.title, "slug": plan.slug if plan.current_edition_id else None} for plan in plans],
    }
