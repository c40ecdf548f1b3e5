"""The read API over published reports and their frozen figures."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from goldenthread.reports.blocks.placed import PlacedBlock, shown_blocks
from goldenthread.reports.models import AnnualReport, FigureKind, StoryPage
from goldenthread.reports.reading import latest_edition, shown_texts
from goldenthread.reports.stories.notices import NOTICE

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


class ReportBlockOut(Schema):
    place: str
    kind: str
    subject: str
    title: str
    words: str
    who: str
    told: list[dict[str, Any]]
    is_taken_out: bool


class ReportDetailOut(ReportOut):
    texts: list[ReportTextOut]
    blocks: list[ReportBlockOut]
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
        **_as_read(report),
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


def _as_read(report: AnnualReport) -> dict[str, Any]:
    """What the public reads, claims in their own syntax; the next edition's words and blocks are nobody's yet."""
    edition = latest_edition(report)
    texts = shown_texts(edition) if edition else {each.place: each.text for each in report.texts.all() if each.text}
    blocks = shown_blocks(edition) if edition else ()
    maps = {each.subject for each in blocks if each.kind == FigureKind.MAP}
    figures = report.figures.select_related("indicator")
    return {
        "texts": [{"place": place, "text": text} for place, text in sorted(texts.items())],
        "blocks": [_block(each) for each in blocks],
        "figures": [_figure(each) for each in figures if each.kind != FigureKind.MAP or each.key in maps],
    }


def _block(block: PlacedBlock) -> dict[str, Any]:
    kept = {name: getattr(block, name) for name in ReportBlockOut.model_fields}
    if block.is_taken_out:
        kept["words"] = NOTICE
    return {**kept, "told": [asdict(part) for part in block.told]}


def _figure(figure: Any) -> dict[str, Any]:
    slug = figure.indicator.slug if figure.indicator else ""
    kept = {name: getattr(figure, name) for name in ReportFigureOut.model_fields if hasattr(figure, name)}
    return {**kept, "indicator_slug": slug}
