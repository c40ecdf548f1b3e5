"""Put case studies, quotations and maps into a report, order them, and take them out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from goldenthread.accounts.models import Person
from goldenthread.evidence.models import Indicator
from goldenthread.plan.editions import read_edition
from goldenthread.plan.states import NotPossible
from goldenthread.reports import outline, permissions
from goldenthread.reports.actions.keeping import keep, lock_draft, write_down
from goldenthread.reports.actions.quoting import index_claims
from goldenthread.reports.blocks.placed import IN_BLOCK, read_placed
from goldenthread.reports.gathering import Gathered, gather_map, mappable
from goldenthread.reports.models import (
    AnnualReport,
    BlockKind,
    Consent,
    ReportBlock,
    ReportFigure,
    StoryPage,
)
from goldenthread.reports.stories.agreement import why_quote_not, why_story_not
from goldenthread.reports.stories.consenting import is_name


@transaction.atomic
def place_case_study(*, report: AnnualReport, place: str, story: StoryPage, by: Person, at: datetime) -> ReportBlock:
    """Tell an approved story in a report, if those in it agree to that."""
    permissions.check_can_write_reports(by)
    lock_draft(report)
    why_not = why_story_not(story, on=timezone.localdate(at))
    if why_not:
        raise NotPossible(f"“{story.title}” cannot stand in a report. {' '.join(why_not)}")
    return _place(report, place, BlockKind.CASE_STUDY, story.slug, story.title, by=by, at=at)


@transaction.atomic
def place_quotation(
    *, report: AnnualReport, place: str, consent: Consent, words: str, who: str, by: Person, at: datetime
) -> ReportBlock:
    """Quote somebody in a report, if they agree to these words being quoted there."""
    permissions.check_can_write_reports(by)
    lock_draft(report)
    words, who = " ".join(words.split()).strip('“”"'), " ".join(who.split())
    if not words:
        raise NotPossible("Write what they said.")
    if who and not is_name(consent.alias.name, who):
        raise NotPossible(
            f"“{who}” does not begin with their alias, “{consent.alias.name}”. Nobody agreed to that name."
        )
    why_not = why_quote_not(consent, words, on=timezone.localdate(at))
    if why_not:
        raise NotPossible(f"These words cannot stand in a report. {why_not}")
    of = f"{consent.alias.name} ({consent.reference})"
    return _place(report, place, BlockKind.QUOTATION, consent.reference, of, words=words, who=who, by=by, at=at)


@transaction.atomic
def place_map(*, report: AnnualReport, place: str, indicator: Indicator, by: Person, at: datetime) -> ReportBlock:
    """Draw an indicator by ward in a report: a figure of the report, bound to the evidence of today."""
    permissions.check_can_write_reports(by)
    lock_draft(report)
    if report.is_corrected_now:
        raise NotPossible("A correction changes words. The figures of a published report stay as they were.")
    if indicator.slug not in mappable():
        raise NotPossible(f"There are no figures of wards, or no outlines, to draw “{indicator.plain_name}” with.")
    gathered = gather_map(indicator.slug)
    if gathered.missing:
        raise NotPossible(f"“{indicator.plain_name}” cannot be drawn. {gathered.missing}")
    block = _place(report, place, BlockKind.MAP, indicator.slug, indicator.plain_name, by=by, at=at)
    latest = report.figures.order_by("-number").values_list("number", flat=True).first() or 0
    ReportFigure.objects.bulk_create(figure_rows(report, [gathered], {indicator.slug: indicator.pk}, after=latest))
    return block


@transaction.atomic
def move_block(*, block: ReportBlock, up: bool, by: Person, at: datetime) -> ReportBlock:
    """Let a block change places with the one before or after it, of those among which it can stand."""
    permissions.check_can_write_reports(by)
    lock_draft(block.report)
    beside = neighbours_of(block)
    index = next(number for number, each in enumerate(beside) if each.pk == block.pk)
    to = index - 1 if up else index + 1
    if not 0 <= to < len(beside):
        raise NotPossible("It is the first there already." if up else "It is the last there already.")
    other, mine = beside[to], beside[index]
    mine.position, other.position = other.position, mine.position
    for each in (mine, other):
        keep(each, by=by, at=at)
    keep(block.report, by=by, at=at)
    after = {
        block.place: f"{mine.kind} {mine.subject} is now {'before' if up else 'after'} {other.kind} {other.subject}"
    }
    write_down("moved a block of", block.report, by=by, at=at, after=after)
    return mine


@transaction.atomic
def take_out_block(*, block: ReportBlock, by: Person, at: datetime) -> AnnualReport:
    """Take a case study, a quotation or a map out of a report."""
    permissions.check_can_write_reports(by)
    report = block.report
    lock_draft(report)
    if block.kind == BlockKind.MAP and not report.is_corrected_now:
        # Of a correction the figure stays: an edition that was published shows it.
        report.figures.maps().filter(key=block.subject).delete()
    report.claims.filter(place=claims_place(block)).delete()
    before = {block.place: f"{block.kind} {block.subject}"}
    block._history_user, block._history_date = by, at  # type: ignore[attr-defined]
    block.delete()
    keep(report, by=by, at=at)
    write_down("took a block out of", report, by=by, at=at, before=before)
    return report


def neighbours_of(block: ReportBlock) -> list[ReportBlock]:
    """The blocks among which one is ordered: a case study has a heading of its own, so it follows what has none."""
    is_told = block.kind == BlockKind.CASE_STUDY
    beside = ReportBlock.objects.filter(report=block.report_id).of_place(block.place).in_order()
    return [each for each in beside if (each.kind == BlockKind.CASE_STUDY) == is_told]


def claims_place(block: ReportBlock) -> str:
    """Under which place the claims of a case study are indexed: that of the report, and which block there."""
    return f"{block.place}{IN_BLOCK}{block.pk}"


def index_blocks(report: AnnualReport, *, at: datetime) -> None:
    """Keep which facts the case studies quote, as the stories are told today."""
    told = {each.key: each.text for each in read_placed(report, on=timezone.localdate(at))}
    for row in report.blocks.filter(kind=BlockKind.CASE_STUDY):
        index_claims(report, claims_place(row), told.get(row.pk, ""), at=at)


def figure_rows(
    report: AnnualReport, gathered: Sequence[Gathered], indicators: dict[str, int], *, after: int = 0
) -> list[ReportFigure]:
    """Gathered figures as rows, numbered in their order."""
    rows = []
    for number, figure in enumerate(gathered, after + 1):
        fields = asdict(figure)
        indicator = indicators.get(fields.pop("indicator_slug"))
        rows.append(ReportFigure(report=report, number=number, indicator_id=indicator, **fields))
    return rows


def gather_placed_maps(report: AnnualReport) -> tuple[list[Gathered], tuple[str, ...]]:
    """The maps that stand in a report, of the evidence of today; and which of them can no longer be drawn."""
    placed = report.blocks.filter(kind=BlockKind.MAP).in_order().values_list("subject", flat=True)
    known = set(mappable())
    gathered = [gather_map(slug) for slug in placed if slug in known]
    drawn = [each for each in gathered if not each.missing]
    there = {each.key for each in drawn}
    return drawn, tuple(slug for slug in placed if slug not in there)


def _place(
    report: AnnualReport,
    place: str,
    kind: BlockKind,
    subject: str,
    name: str,
    *,
    words: str = "",
    who: str = "",
    by: Person,
    at: datetime,
) -> ReportBlock:
    known = {
        each.key: each.heading
        for each in outline.places_of(read_edition(report.edition) if report.edition else None)
        if each.takes_blocks
    }
    if place not in known:
        raise NotPossible(f"“{report.title}” has no place called {place} for case studies, quotations and maps.")
    if kind is not BlockKind.QUOTATION:
        there = report.blocks.filter(kind=kind, subject=subject).first()
        if there is not None:
            raise NotPossible(f"“{name}” stands in this report already, under “{known.get(there.place, there.place)}”.")
    latest = report.blocks.of_place(place).order_by("-position").values_list("position", flat=True).first() or 0
    block = ReportBlock(
        report=report, place=place, position=latest + 1, kind=kind.value, subject=subject, words=words, who=who
    )
    keep(block, by=by, at=at)
    keep(report, by=by, at=at)
    if kind is BlockKind.CASE_STUDY:
        index_blocks(report, at=at)
    write_down("placed in", report, by=by, at=at, after={place: f"{kind.value}: {name}"})
    return block
