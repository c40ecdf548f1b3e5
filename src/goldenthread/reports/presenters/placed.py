"""Case studies, quotations and maps of a report, as blocks of a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.plan.presenters import how_we_know_href, write_day
from goldenthread.publishing.document import (
    Block,
    CaseStudy,
    CellClaim,
    ClaimSpan,
    Fact,
    Inset,
    ItemList,
    MapBlock,
    Paragraph,
    Quote,
    Section,
    Span,
)
from goldenthread.publishing.document import Words as Line
from goldenthread.publishing.figures import Figure
from goldenthread.reports.blocks.placed import PlacedBlock
from goldenthread.reports.blocks.told import HEADING, QUOTE, Told
from goldenthread.reports.drawings import areas_of
from goldenthread.reports.gathering import BY_WARD
from goldenthread.reports.models import BlockKind, FigureKind, ReportFigure
from goldenthread.reports.presenters.figures import FigureView, area_fact_name, is_figure_fact
from goldenthread.reports.presenters.words import STORIES, Piece, make_words
from goldenthread.reports.quoting import QuotedFact
from goldenthread.reports.stories.notices import NOTICE


@dataclass(frozen=True, slots=True)
class PlacedView:
    """A block as a page and paper have it: one of a block of a document, a map, or a case study."""

    block: Block | None = None
    map: FigureView | None = None
    case_study: CaseStudy | None = None


def make_placed(
    blocks: Iterable[PlacedBlock],
    quoted: Mapping[str, QuotedFact],
    maps: Mapping[str, FigureView],
    *,
    address: str = "",
) -> dict[str, tuple[PlacedView, ...]]:
    """The blocks of each place in their order, case studies last: their headings would take what follows to them."""
    found: dict[str, list[PlacedView]] = {}
    for each in sorted(blocks, key=lambda each: each.kind == BlockKind.CASE_STUDY and not each.is_taken_out):
        view = _view(each, quoted, maps, address)
        if view is not None:
            found.setdefault(each.place, []).append(view)
    return {place: tuple(views) for place, views in found.items()}


def map_block(number: int, picture: Figure) -> MapBlock:
    """A map with its list, each area's value bound to its own fact."""
    table = picture.table
    codes = [column.name for column in table.columns].index("Code")
    value = next(index for index, column in enumerate(table.columns) if column.is_number)
    claims = tuple(
        CellClaim(row, value, area_fact_name(number, str(cells[codes])))
        for row, cells in enumerate(table.rows)
        if cells[value] is not None
    )
    return MapBlock(picture, claims)


def make_area_facts(figure: ReportFigure, *, address: str) -> tuple[Fact, ...]:
    """What a map says of each area, as facts that its list is bound to."""
    if figure.kind != FigureKind.MAP:
        return ()
    way = how_we_know_href(figure.indicator.slug) if figure.indicator else ""
    return tuple(
        Fact(
            slug=area_fact_name(figure.number, code),
            title=f"{figure.label}. {figure.title.removesuffix(BY_WARD)}: {name}",
            value=estimate.value,
            unit=figure.unit,
            decimals=figure.decimals,
            kind=figure.statistic,
            lower=estimate.limits.lower if estimate.limits else None,
            upper=estimate.limits.upper if estimate.limits else None,
            place=code,
            period=figure.period,
            source=figure.source,
            method=figure.method,
            dataset=figure.snapshot,
            caveat="" if estimate.limits else estimate.reason or "",
            link=f"{address}{way}" if way else "",
        )
        for code, name, estimate in areas_of(figure.drawing)
    )


def _view(
    each: PlacedBlock, quoted: Mapping[str, QuotedFact], maps: Mapping[str, FigureView], address: str
) -> PlacedView | None:
    if each.is_taken_out:
        return PlacedView(block=Inset(NOTICE))
    if each.kind == BlockKind.QUOTATION:
        return PlacedView(block=Quote(each.words, each.who))
    if each.kind == BlockKind.MAP:
        figure = maps.get(each.subject)
        return PlacedView(map=figure) if figure is not None and figure.picture is not None else None
    return PlacedView(case_study=_case_study(each, quoted, address)) if each.told else None


def _case_study(each: PlacedBlock, quoted: Mapping[str, QuotedFact], address: str) -> CaseStudy:
    told_on = f"{write_day(date.fromisoformat(each.told_on))}"
    about: list[tuple[str, Line]] = [
        ("Told on", f"{told_on}. Names have been changed." if each.is_name_changed else told_on),
        ("On our website", (Span(each.title, link=f"{address}{STORIES}{each.subject}/"),)),
    ]
    before, *within = _split_at_headings(each.told)
    return CaseStudy(
        each.title,
        tuple(_told(before[1], quoted)),
        tuple(about),
        anchor=f"story-{each.subject}",
        sections=tuple(Section(heading, tuple(_told(parts, quoted))) for heading, parts in within),
    )


def _split_at_headings(told: Sequence[Told]) -> list[tuple[str, list[Told]]]:
    found: list[tuple[str, list[Told]]] = [("", [])]
    for part in told:
        if part.kind == HEADING:
            found.append((part.text, []))
        else:
            found[-1][1].append(part)
    return found


def _told(parts: Iterable[Told], quoted: Mapping[str, QuotedFact]) -> Iterable[Block]:
    for part in parts:
        if part.kind == QUOTE:
            yield Quote(part.text, part.who)
            continue
        for block in make_words(part.text, quoted, anchored=True):
            lines = [tuple(_piece(piece) for piece in line) for line in block.lines]
            if block.is_list:
                yield ItemList(tuple(lines))
            else:
                yield from (Paragraph(line) for line in lines)


def _piece(piece: Piece) -> Span | ClaimSpan:
    if piece.is_claim and piece.text.strip() and not is_figure_fact(piece.slug):
        return ClaimSpan(piece.text, piece.slug, float(piece.value) if piece.value else None)
    return Span(piece.text)
