"""An annual report as a document for paper: the same words, figures and order as its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from goldenthread.plan.presenters import Block as Words
from goldenthread.plan.presenters import how_we_know_href, write_day
from goldenthread.publishing.document import (
    ActionRow,
    ActionTable,
    Block,
    CaseStudy,
    CellClaim,
    ClaimSpan,
    Document,
    Fact,
    Facts,
    FigureBlock,
    Inset,
    ItemList,
    Labels,
    Paragraph,
    Section,
    Span,
    TableBlock,
    YouSaidWeDid,
)
from goldenthread.publishing.document import Words as Line
from goldenthread.publishing.figures import Table
from goldenthread.reports import outline
from goldenthread.reports.comparing import anchor_of
from goldenthread.reports.models import FigureKind, ReportFigure
from goldenthread.reports.presenters.figures import FigureView, GapGroup, fact_name, is_figure_fact
from goldenthread.reports.presenters.heard import HeardView, make_answer, waiting_words
from goldenthread.reports.presenters.placed import PlacedView, make_area_facts, make_placed, map_block
from goldenthread.reports.presenters.report import HEARD_HEADING, ActionView, AimView, ReportPage
from goldenthread.reports.presenters.words import Piece, WordsBlock
from goldenthread.reports.quoting import QuotedFact

HOW = "How do we know this?"


def make_document(
    page: ReportPage,
    *,
    council: str,
    address: str,
    published: date | None,
    notice: str = "",
    facts: tuple[Fact, ...] = (),
    is_for_comment: bool = False,
) -> Document:
    """The whole report. Links are whole addresses under `address`, because paper stands on no site.

    With its `facts` every figure is bound to its own, and the annex that proves them takes the place of the table.
    For comment, each paragraph that somebody wrote keeps which one it is.
    """
    writer = _Writer(address.rstrip("/"), facts, is_for_comment=is_for_comment)
    opening: list[Block] = [Inset(notice)] if notice else []
    opening += [Paragraph(sentence, is_lede=True) for sentence in page.findings]
    return Document(
        title=page.title,
        language="en-GB",
        author=council,
        subtitle=f"{council}. {page.period}",
        published=published,
        opening=tuple(opening),
        sections=tuple(section for section in writer.sections(page) if section is not None),
        footer=f"{page.title} – {council}",
        facts=facts,
        labels=Labels(evidence="Every figure and what it stands on"),
    )


def make_facts(figures: Iterable[ReportFigure], *, address: str) -> tuple[Fact, ...]:
    """The figures of a report as the facts that its words are bound to; of a map what it says of each area."""
    address = address.rstrip("/")
    return tuple(
        fact
        for figure in figures
        for fact in (
            make_area_facts(figure, address=address) if figure.kind == FigureKind.MAP else (_fact(figure, address),)
        )
    )


def make_quoted_facts(quoted: Iterable[QuotedFact], *, address: str) -> tuple[Fact, ...]:
    """The facts that the words of a report are bound to."""
    return tuple(
        Fact(
            slug=fact.slug,
            title=fact.subject,
            value=fact.value,
            place=fact.place,
            period=fact.period,
            source=fact.source,
            dataset=f"version {fact.version}{f' of {fact.snapshot}' if fact.snapshot else ''}",
            sha256=fact.sha256,
            caveat=fact.caveat,
            missing="" if fact.value is not None else fact.written or "The figure is withheld.",
            shown=f"{fact.written}{f' ({fact.interval})' if fact.interval else ''}" if fact.value is not None else "",
            link=f"{address.rstrip('/')}{fact.href}",
        )
        for fact in quoted
        if not is_figure_fact(fact.slug)
    )


def _fact(figure: ReportFigure, address: str) -> Fact:
    has_limits = figure.value is not None and figure.lower is not None and figure.upper is not None
    way = how_we_know_href(figure.indicator.slug) if figure.indicator and figure.value is not None else ""
    return Fact(
        slug=fact_name(figure.number),
        title=f"{figure.label}. {figure.title}",
        value=figure.value,
        unit=figure.unit,
        decimals=figure.decimals,
        kind=figure.statistic,
        lower=figure.lower if has_limits else None,
        upper=figure.upper if has_limits else None,
        place=figure.area_code,
        period=figure.period,
        source=figure.source,
        method=figure.method,
        dataset=figure.snapshot or ("recorded by the council" if figure.value is not None else ""),
        caveat=figure.no_interval,
        missing="" if figure.value is not None else figure.missing or figure.words or "There is no figure yet.",
        link=f"{address}{way}" if way else "",
    )


class _Writer:
    """Writes the sections of one report."""

    def __init__(self, address: str, facts: Iterable[Fact] = (), *, is_for_comment: bool = False) -> None:
        self.address = address
        self.is_for_comment = is_for_comment
        self.facts = {fact.slug: fact for fact in facts}
        self.drawn: set[str] = set()
        self.views: dict[str, tuple[PlacedView, ...]] = {}

    def sections(self, page: ReportPage) -> list[Section | None]:
        quoted = {fact.slug: fact for fact in page.facts}
        self.views = make_placed(page.blocks, quoted, page.maps, address=self.address)
        return [
            Section("In short", self.written(page.summary, outline.SUMMARY)) if page.summary else None,
            self.introduction(page),
            self.answered(page),
            self.changes(page),
            self.done(page),
            self.less_well(page),
            *(self.aim(aim) for aim in page.aims),
            Section(page.differences_heading, tuple(self.figure_list(page.differences))) if page.differences else None,
            Section(page.asks_heading, (ItemList(tuple(ask.text for ask in page.asks)),)) if page.asks else None,
            self.heard(page),
            Section("What we will do next", self.written(page.ahead, outline.AHEAD)) if page.ahead else None,
            self.how_we_know(page),
        ]

    def introduction(self, page: ReportPage) -> Section:
        blocks, told = self.placed(outline.INTRODUCTION)
        written = self.written(page.introduction, outline.INTRODUCTION)
        return Section("Introduction", (*written, *blocks, Paragraph(page.edition)), told)

    def placed(self, place: str) -> tuple[tuple[Block, ...], tuple[CaseStudy, ...]]:
        """What an editor put after the words of a place: quotations and maps, then case studies."""
        blocks: list[Block] = []
        told: list[CaseStudy] = []
        for each in self.views.get(place, ()):
            if each.block is not None:
                blocks.append(each.block)
            elif each.map is not None and each.map.picture is not None:
                blocks += [map_block(each.map.number, each.map.picture), Paragraph(self.proof(each.map))]
            elif each.case_study is not None:
                told.append(each.case_study)
        return tuple(blocks), tuple(told)

    def written(self, blocks: Iterable[WordsBlock], place: str) -> tuple[Block, ...]:
        """What somebody wrote in one place: words bound to facts, and for comment the place of every paragraph."""
        made: list[Block] = []
        number = 0
        for block in blocks:
            lines = []
            for line in block.lines:
                mark = (Span("", anchor=anchor_of(place, number)),) if self.is_for_comment else ()
                lines.append((*mark, *(self.piece(piece) for piece in line)))
                number += 1
            made += [ItemList(tuple(lines))] if block.is_list else [Paragraph(line) for line in lines]
        return tuple(made)

    def piece(self, piece: Piece) -> Span | ClaimSpan:
        if piece.is_claim and piece.slug in self.facts and piece.text.strip():
            return ClaimSpan(piece.text, piece.slug, self.facts[piece.slug].value)
        return Span(piece.text, link=f"{self.address}{piece.href}" if piece.href else "")

    def answered(self, page: ReportPage) -> Section | None:
        if page.answered is None:
            return None
        opening = (Paragraph(page.answered.sentence), Paragraph(f"These promises stood in “{page.answered.title}”."))
        groups = tuple(
            Section(
                f"{heading}: {len(lines)}",
                (ItemList(tuple((Span(f"{line.text} ", is_strong=True), line.reason) for line in lines)),),
            )
            for heading, lines in page.answered.groups
        )
        return Section("What we promised last year", opening, groups)

    def changes(self, page: ReportPage) -> Section | None:
        if not page.gaps and not page.has_blocks(outline.WHAT_CHANGED):
            return None
        placed, told = self.placed(outline.WHAT_CHANGED)
        blocks: list[Block] = [*self.written(page.what_changed, outline.WHAT_CHANGED), *placed]
        if page.gaps_table is not None:
            blocks.append(self.gaps_table(page.gaps_table, page.gaps))
        if page.picture:
            blocks.append(FigureBlock(page.picture))
        groups = tuple(
            Section(group.heading, (), tuple(self.gap(figure) for figure in group.figures)) for group in page.gaps
        )
        return Section("What changed", tuple(blocks), (*told, *groups))

    def gaps_table(self, table: Table, groups: Iterable[GapGroup]) -> TableBlock:
        """The gaps at a glance, each bound to its figure."""
        figures = (figure for group in groups for figure in group.figures)
        claims = tuple(
            CellClaim(row, 2, fact_name(figure.number))
            for row, figure in enumerate(figures)
            if figure.is_known and fact_name(figure.number) in self.facts
        )
        return TableBlock(table, claims)

    def gap(self, figure: FigureView) -> Section:
        blocks: list[Block] = [Paragraph(figure.sentence or figure.missing)]
        if figure.verdict:
            blocks.append(Paragraph((Span(f"{figure.verdict}. ", is_strong=True), figure.verdict_why)))
        if figure.picture:
            blocks.append(FigureBlock(figure.picture))
        blocks.append(Paragraph(self.proof(figure)))
        return Section(figure.title, tuple(blocks))

    def done(self, page: ReportPage) -> Section:
        blocks: list[Block] = [*self.written(page.done_words, outline.ACHIEVEMENTS)]
        items = tuple(_achieved(each.text, each.achieved_on, each.source) for each in page.achieved)
        blocks.append(ItemList(items) if items else Paragraph("Nothing was recorded as achieved in this year."))
        if page.achieved_since:
            since = tuple(_achieved(each.text, each.achieved_on, each.source) for each in page.achieved_since)
            blocks += [Paragraph("Since the year ended:"), ItemList(since)]
        return Section("What has been done", tuple(blocks), starts_page=True)

    def less_well(self, page: ReportPage) -> Section:
        placed, told = self.placed(outline.LESS_WELL)
        blocks: list[Block] = [*self.written(page.less_well_words, outline.LESS_WELL), *placed]
        items: tuple[Line, ...] = tuple(
            (Span(f"{action.title}. ", is_strong=True), f"{action.status.words}. {_ended(action.reason)}")
            for action in page.less_well
        )
        blocks.append(ItemList(items) if items else Paragraph("No action was missed, stopped, off track or at risk."))
        return Section("What went less well", tuple(blocks), told)

    def aim(self, aim: AimView) -> Section:
        placed, told = self.placed(aim.anchor)
        blocks: list[Block] = [Paragraph(aim.finding, is_lede=True)] if aim.finding else []
        blocks += [*_words(aim.text), *self.written(aim.words, aim.anchor), *placed]
        if aim.actions:
            rows = tuple(self.action_row(action) for action in aim.actions)
            blocks.append(ActionTable(f"The actions under {aim.label} and how each stands", rows))
        blocks += self.figure_list(aim.measures)
        return Section(
            f"{aim.label}: {aim.title}",
            tuple(blocks),
            (*told, *(self.action(action) for action in aim.actions)),
            starts_page=True,
        )

    def action_row(self, action: ActionView) -> ActionRow:
        return ActionRow(
            action.title,
            lead=action.lead,
            due=action.due,
            status=action.status.words,
            link=f"{self.address}{action.href}",
        )

    def action(self, action: ActionView) -> Section:
        facts: list[tuple[str, Line]] = [("Status", f"{action.status.words}. {_ended(action.reason)}".strip())]
        if action.lead:
            facts.append(("Led by", action.lead))
        blocks: list[Block] = [Facts(tuple(facts))]
        blocks += [Paragraph(f"{write_day(update.written_on)}: {update.text}") for update in action.in_the_year]
        blocks += [
            Paragraph(f"Since the year ended, on {write_day(update.written_on)}: {update.text}")
            for update in action.since
        ]
        blocks += self.figure_list(action.measures)
        return Section(f"{action.label}: {action.title}", tuple(blocks))

    def figure_list(self, figures: Iterable[FigureView]) -> list[Block]:
        blocks: list[Block] = []
        for figure in figures:
            blocks.append(Facts(((figure.title, self.measured(figure)),)))
            if figure.picture and figure.picture.title not in self.drawn:
                blocks.append(FigureBlock(figure.picture))
                self.drawn.add(figure.picture.title)
        return blocks

    def measured(self, figure: FigureView) -> Line:
        if figure.missing:
            return f"{figure.words}. {figure.missing} ({figure.label})"
        sure = f", likely between {figure.interval}" if figure.interval else ""
        period = f", {figure.period}" if figure.period else ""
        after = [_ended(figure.against_target)]
        if figure.verdict:
            after.append(f"{figure.verdict}.")
        if figure.baseline:
            after.append(f"It began at {figure.baseline}.")
        return (
            self.figure_words(figure),
            f"{period}{sure}. {' '.join(part for part in after if part)} ",
            *self.proof(figure),
        )

    def figure_words(self, figure: FigureView) -> Span | ClaimSpan:
        """A figure's words, bound to its fact where the report was handed it."""
        fact = self.facts.get(fact_name(figure.number))
        if fact is None or not figure.words.strip():
            return Span(figure.words, is_strong=True)
        return ClaimSpan(figure.words, fact.slug, fact.value)

    def proof(self, figure: FigureView) -> tuple[Span | str, ...]:
        parts: list[Span | str] = [f"{figure.label}. "]
        if figure.how_href:
            parts += [Span(HOW, link=f"{self.address}{figure.how_href}"), ". "]
        if figure.thread_href:
            parts += [Span("Follow the thread", link=f"{self.address}{figure.thread_href}"), "."]
        return tuple(parts)

    def heard(self, page: ReportPage) -> Section | None:
        placed, told = self.placed(outline.HEARD)
        if not page.heard and not page.heard_words and not placed and not told:
            return None
        blocks: list[Block] = [*self.written(page.heard_words, outline.HEARD), *placed]
        blocks += _heard([each for each in page.heard if not each.is_since])
        since = _heard([each for each in page.heard if each.is_since])
        sections = (Section("Asked since the year ended", since),) if since else ()
        return Section(HEARD_HEADING, tuple(blocks), (*sections, *told))

    def how_we_know(self, page: ReportPage) -> Section:
        # Six columns are too many for paper: the method of each figure follows the table as a list.
        table = page.evidence
        short = Table(table.caption, table.columns[:5], tuple(row[:5] for row in table.rows))
        methods = tuple((str(row[0]), str(row[5]) or "No method is recorded.") for row in table.rows)
        blocks = (*self.written(page.how_words, outline.HOW_WE_KNOW), *(() if self.facts else (TableBlock(short),)))
        return Section(
            "How we know", blocks, (Section("How each figure was worked out", (Facts(methods),)),), starts_page=True
        )


def _words(blocks: Iterable[Words]) -> tuple[Block, ...]:
    return tuple(ItemList(block.items) if block.items else Paragraph(block.text) for block in blocks)


def _heard(asks: Sequence[HeardView]) -> tuple[Block, ...]:
    answered = tuple(make_answer(each) for each in asks if each.label)
    waiting = tuple(waiting_words(each) for each in asks if not each.label)
    blocks: list[Block] = [YouSaidWeDid(answered)] if answered else []
    if waiting:
        blocks += [Paragraph("Still waiting for an answer:"), ItemList(waiting)]
    return tuple(blocks)


def _achieved(text: str, on: date | None, source: str) -> str:
    when = f" ({write_day(on)})" if on else ""
    return f"{text}{when}{f' Source: {source}.' if source else ''}"


def _ended(words: str) -> str:
    words = words.strip()
    return words if not words or words.endswith((".", "?", "!")) else f"{words}."
