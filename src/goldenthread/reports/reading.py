"""Reads a report whole: its edition of the plan, its words, its figures, and which of them newer figures exist for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from goldenthread.evidence import numbers
from goldenthread.plan.documents import EditionNote, PlanContent
from goldenthread.plan.editions import make_edition_note, read_edition
from goldenthread.plan.figures import figure_of
from goldenthread.plan.kinds import Statistic
from goldenthread.reports import outline
from goldenthread.reports.blocks.placed import PlacedBlock, read_shown, shown_blocks, with_told
from goldenthread.reports.claims import find_claims
from goldenthread.reports.gathering import gather_difference, gather_gap, gather_map
from goldenthread.reports.models import (
    AnnualReport,
    BlockKind,
    EditionWithdrawal,
    FigureKind,
    ReportEdition,
    ReportFigure,
)
from goldenthread.reports.models.report import AnnualReportQuerySet
from goldenthread.reports.quoting import QuotedFact, find_quoted, quote, unfreeze
from goldenthread.reports.stories.notices import take_out

#: What is said beside a frozen figure, by the figure's number.
Newer = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report and everything it says."""

    report: AnnualReport
    content: PlanContent
    edition: EditionNote
    texts: Mapping[str, str]
    figures: tuple[ReportFigure, ...]
    newer: Newer
    quoted: Mapping[str, QuotedFact] = field(default_factory=dict)
    answered_for: tuple[Mapping[str, Any], ...] = ()
    printed: ReportEdition | None = None
    is_superseded: bool = False
    blocks: tuple[PlacedBlock, ...] = ()


def find_published(slug: str) -> AnnualReport | None:
    """The published report of this name; None for a draft as for no report at all."""
    return _reports().published().filter(slug=slug).first()


def find_any(slug: str) -> AnnualReport | None:
    """The report of this name, whatever its status: for staff pages only."""
    return _reports().filter(slug=slug).first()


def latest_edition(report: AnnualReport) -> ReportEdition | None:
    """What everybody reads of a report; None before it was published."""
    return report.editions.newest_first().prefetch_related("withdrawals").first()


def list_published(most: int | None = None) -> list[tuple[AnnualReport, bool]]:
    """The reports that everybody can read, the latest first, each with whether its files may be given out."""
    latest = ReportEdition.objects.filter(report=OuterRef("pk")).order_by("-number").values("pk")[:1]
    taken_out = EditionWithdrawal.objects.filter(edition=OuterRef("latest_edition_key"))
    published: Any = AnnualReport.objects.published().newest_first()
    found = published.annotate(latest_edition_key=Subquery(latest)).annotate(is_taken_from=Exists(taken_out))
    return [(report, not report.is_taken_from) for report in found[:most]]


def shown_texts(edition: ReportEdition) -> dict[str, str]:
    """The words of an edition as everybody may read them: a notice stands where somebody took theirs back."""
    taken_out = {mark for each in edition.withdrawals.all() for mark in each.marks}
    return {place: take_out(text, taken_out) for place, text in edition.texts.items()}


def is_whole(edition: ReportEdition) -> bool:
    """Whether nobody took back anything of an edition, so that its files may be given out as they were made."""
    return not edition.withdrawals.exists()


def read_edition_of(
    report: AnnualReport, edition: ReportEdition | None, *, today: date | None, is_superseded: bool = False
) -> ReadReport | None:
    """A published report as one edition of it froze it. Without one it was published before there were editions."""
    read = _read(report, today=today)
    if read is None or edition is None:
        return read
    texts, blocks = shown_texts(edition), shown_blocks(edition)
    return replace(
        _with_blocks(read, blocks),
        texts=texts,
        quoted=_in_order(read.content, with_told(texts, blocks), unfreeze(edition.facts)),
        answered_for=tuple(edition.clearances),
        printed=edition,
        is_superseded=is_superseded,
    )


def read_report(report: AnnualReport, *, today: date | None = None, on: date | None = None) -> ReadReport | None:
    """The draft whole, and with a day also what is known today beyond it; None before it was put together.

    Of its case studies and quotations those are in it that may be shown on a day, which is today unless said otherwise.
    """
    read = _read(report, today=today)
    if read is None:
        return None
    places = {place.key for place in outline.places_of(read.content) if place.takes_blocks}
    blocks = tuple(each for each in read_shown(report, on=on or today or timezone.localdate()) if each.place in places)
    said = with_told(read.texts, blocks)
    return replace(_with_blocks(read, blocks), quoted=_in_order(read.content, said, quote(find_quoted(said).values())))


def _with_blocks(read: ReadReport, blocks: tuple[PlacedBlock, ...]) -> ReadReport:
    """The report with its blocks, and of the maps that were ever gathered for it those alone that stand in it."""
    placed = {each.subject for each in blocks if each.kind == BlockKind.MAP}
    figures = tuple(each for each in read.figures if each.kind != FigureKind.MAP or each.key in placed)
    return replace(read, blocks=blocks, figures=figures)


def _read(report: AnnualReport, *, today: date | None) -> ReadReport | None:
    """The report’s words, figures and edition of the plan; what it quotes and what is placed in it is read apart."""
    if report.edition is None:
        return None
    content = read_edition(report.edition)
    figures = tuple(report.figures.select_related("indicator"))
    texts = {text.place: text.text for text in report.texts.all() if text.text.strip()}
    newer: Newer = {}
    if today is not None:
        current = report.plan.current_edition
        is_same = current is None or current.pk == report.edition.pk
        newer = find_newer(figures, content if is_same or current is None else read_edition(current), today=today)
    return ReadReport(report, content, make_edition_note(report.edition), texts, figures, newer)


def _in_order(
    content: PlanContent, texts: Mapping[str, str], quoted: Mapping[str, QuotedFact]
) -> dict[str, QuotedFact]:
    """The facts in the order in which a reader meets them."""
    ordered = [texts.get(place.key, "") for place in outline.places_of(content)]
    named = (mark.slug for text in ordered for mark in find_claims(text))
    return {slug: quoted[slug] for slug in dict.fromkeys(named) if slug in quoted}


def find_newer(figures: Sequence[ReportFigure], now: PlanContent, *, today: date) -> Newer:
    """For which figures of a report the plan or the evidence says something newer today, and what."""
    evidence = _snapshot()
    measures = {measure.number: measure for measure in now.measures}
    differences = {difference.number: difference for difference in now.differences}
    found: dict[int, str] = {}
    for figure in figures:
        words, period, is_known = "", "", False
        if figure.kind == FigureKind.MEASURE:
            measure = measures.get(figure.key)
            if measure is None or measure.indicator_slug != (figure.indicator.slug if figure.indicator else ""):
                continue
            if evidence and figure.snapshot == evidence and not _has_later_period(figure):
                continue  # the same evidence gives the same figure
            answer = figure_of(measure, on=today)
            words, period, is_known = answer.words, answer.period, answer.value is not None
        elif not evidence or figure.snapshot == evidence:
            continue  # the same evidence gives the same figure
        elif figure.kind in {FigureKind.GAP, FigureKind.MAP}:
            words, period, is_known = _indicator_now(figure)
        elif figure.key in differences:
            gathered = gather_difference(differences[figure.key], on=today)
            words, period, is_known = gathered.words, gathered.period, gathered.value is not None
        if is_known and (words, period) != (figure.words, figure.period):
            found[figure.number] = f"{words}{f', {period}' if period else ''}"
    return found


def _indicator_now(figure: ReportFigure) -> tuple[str, str, bool]:
    """What the evidence says today of a gap or a map, and whether it says anything."""
    try:
        gathered = gather_map(figure.key) if figure.kind == FigureKind.MAP else gather_gap(figure.key, place="")
    except numbers.QuestionError:
        return "", "", False
    return gathered.words, gathered.period, not gathered.missing


def _has_later_period(figure: ReportFigure) -> bool:
    """Whether evidence that was there at the time has a period after the one the report could tell of.

    Only values are asked for as they were known on a day; every other statistic is of the latest period.
    """
    if figure.statistic != Statistic.VALUE or figure.indicator is None:
        return False
    latest = numbers.latest(figure.indicator.slug, figure.area_code)
    return latest is not None and latest.period.label != figure.period


def _snapshot() -> str:
    try:
        return numbers.current().id
    except numbers.NoEvidence:
        return ""


def _reports() -> AnnualReportQuerySet:
    found: AnnualReportQuerySet = AnnualReport.objects.select_related("edition", "plan__current_edition")
    return found
