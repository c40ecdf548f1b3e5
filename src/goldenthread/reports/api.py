"""The read API over published reports and their frozen figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from goldenthread.reports.models import AnnualReport, StoryPage
from goldenthread.reports.reading import latest_edition, shown_texts

router = Router()


class ReportOut(Schema):
    slug: str
    title: str
    plan_slug: str
    starts_on: date
    ends_on: date
    published_at: datetime
    edition: int
    snapshot: str


class ReportFigureOut(Schema):
    number: int
    kind: str
    key: str
    title: str
    indicator_slug: str
    statistic: str
    area_code: str
    snapshot: str
    value: float | None
    lower: float | None
    upper: float | None
    unit: str
    words: str
    no_interval: str
    missing: str
    period: str
    verdict: str
    verdict_why: str
    against_target: str
    target: str
    baseline: str
    source: str
    method: str
    files: list[dict[str, Any]]


class ReportTextOut(Schema):
    place: str
    text: str


class ReportDetailOut(ReportOut):
    texts: list[ReportTextOut]
    figures: list[ReportFigureOut]


class StoryOut(Schema):
    slug: str
    title: str
    summary: str
    told_on: date
    address: str
    is_name_changed: bool


@router.get("/stories", response=list[StoryOut], summary="Stories whose people agree to their being told here today")
def list_stories(request: HttpRequest) -> list[dict[str, Any]]:
    kept = ("slug", "title", "summary", "told_on", "is_name_changed")
    shown = StoryPage.objects.shown(on=timezone.localdate()).as_first_told()
    return [
        {**{name: getattr(story, name) for name in kept}, "address": story.get_url(request) or ""} for story in shown
    ]


@router.get("/reports", response=list[ReportOut], summary="Annual reports that are published")
def list_reports(request: HttpRequest) -> list[dict[str, Any]]:
    return [_report(each) for each in AnnualReport.objects.published().select_related("plan", "edition").newest_first()]


@router.get("/reports/{slug}", response=ReportDetailOut, summary="One report with its words and every figure")
def get_report(request: HttpRequest, slug: str) -> dict[str, Any]:
    report = AnnualReport.objects.published().select_related("plan", "edition").filter(slug=slug).first()
    if report is None:
        raise Http404("No report of this name is published.")
    return {
        **_report(report),
        "texts": _texts(report),
        "figures": [_figure(figure) for figure in report.figures.select_related("indicator")],
    }


def _report(report: AnnualReport) -> dict[str, Any]:
    return {
        "slug": report.slug,
        "title": report.title,
        "plan_slug": report.plan.slug,
        "starts_on": report.starts_on,
        "ends_on": report.ends_on,
        "published_at": report.published_at,
        "edition": report.edition.number if report.edition else 0,
        "snapshot": report.snapshot,
    }


def _texts(report: AnnualReport) -> list[dict[str, str]]:
    """The words as the public reads them, claims in their own syntax; the next edition's are nobody's yet."""
    edition = latest_edition(report)
    texts = shown_texts(edition) if edition else {each.place: each.text for each in report.texts.all() if each.text}
    return [{"place": place, "text": text} for place, text in sorted(texts.items())]


def _figure(figure: Any) -> dict[str, Any]:
    slug = figure.indicator.slug if figure.indicator else ""
    kept = {name: getattr(figure, name) for name in ReportFigureOut.model_fields if hasattr(figure, name)}
    return {**kept, "indicator_slug": slug}
