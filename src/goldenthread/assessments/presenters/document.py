"""An assessment as a document for paper and for Word: the same words and order as its page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from goldenthread.assessments.presenters.page import (
    AssessmentPage,
    EvidenceView,
    ImpactLine,
    MitigationLine,
)
from goldenthread.plan.presenters import Block as Words
from goldenthread.plan.presenters import write_day
from goldenthread.publishing.document import (
    Block,
    Document,
    Facts,
    FigureBlock,
    Inset,
    ItemList,
    Paragraph,
    Section,
    Span,
    TableBlock,
)
from goldenthread.publishing.figures import Column, Table


def make_document(
    page: AssessmentPage, *, council: str, address: str, published: date | None, notice: str = ""
) -> Document:
    """The whole assessment. Links are whole addresses under `address`, because paper stands on no site."""
    writer = _Writer(address.rstrip("/"))
    opening: list[Block] = [Inset(notice)] if notice else []
    opening += [Paragraph(sentence, is_lede=True) for sentence in page.findings]
    opening += [Inset(words) for words in page.notices]
    if page.override:
        opening.append(Inset(f"{page.override.sentence} The reason given: {page.override.reason}"))
    opening.append(Facts(page.facts))
    return Document(
        title=page.title,
        language="en-GB",
        author=council,
        subtitle=f"Equality impact assessment {page.reference}. {council}",
        published=published,
        opening=tuple(opening),
        sections=tuple(writer.sections(page)),
        footer=f"{page.reference}: {page.title} – {council}",
    )


class _Writer:
    """Writes the sections of one assessment."""

    def __init__(self, address: str) -> None:
        self.address = address

    def sections(self, page: AssessmentPage) -> Iterable[Section]:
        yield Section("What is to be decided", _words(page.proposal, "Nobody has said yet."))
        yield Section("Who is affected", _words(page.affected, "Nobody has said yet."))
        yield self.impacts(page)
        yield (
            Section("What we know", (), tuple(self.evidence(each) for each in page.evidence))
            if page.evidence
            else (Section("What we know", (Paragraph("The assessment rests on no evidence."),)))
        )
        yield self.engagement(page)
        yield self.cumulative(page)
        yield self.mitigations(page)
        yield Section("What the assessment advises", self.advice(page))
        yield Section("How we will watch what happens", self.monitoring(page))
        if page.gaps:
            yield Section("What this assessment lacks", (ItemList(page.gaps),))
        yield Section("How it came about", (TableBlock(_steps(page)),))

    def impacts(self, page: AssessmentPage) -> Section:
        blocks: list[Block] = []
        if page.impacts:
            blocks.append(
                TableBlock(_impact_table("What it would do to people who share a characteristic", page.impacts))
            )
        else:
            blocks.append(Paragraph("Nobody has said yet."))
        inner: tuple[Section, ...] = ()
        if page.intersections:
            table = _impact_table("What it would do where two characteristics meet", page.intersections)
            inner = (Section("Where two characteristics meet", (TableBlock(table),)),)
        return Section("What it would do to whom", tuple(blocks), inner)

    def evidence(self, evidence: EvidenceView) -> Section:
        blocks: list[Block] = [Paragraph(evidence.shows)]
        if evidence.picture:
            blocks.append(FigureBlock(evidence.picture))
        if evidence.table:
            blocks.append(TableBlock(evidence.table))
        if evidence.no_shares:
            blocks.append(Paragraph(evidence.no_shares))
        if evidence.where:
            blocks.append(Paragraph(f"Where to find it: {evidence.where}"))
        if evidence.href:
            link = Span("How do we know this?", link=f"{self.address}{evidence.href}")
            blocks.append(Paragraph((f"{evidence.proof} ", link)))
        elif evidence.proof:
            blocks.append(Paragraph(evidence.proof))
        return Section(evidence.title, tuple(blocks))

    def engagement(self, page: AssessmentPage) -> Section:
        if not page.engagements:
            return Section("Whom we spoke with", (Paragraph("Nobody who is affected has been asked."),))
        blocks: list[Block] = []
        for each in page.engagements:
            when = f", {write_day(each.held_on)}" if each.held_on else ""
            people = f", {each.people:,} people" if each.people else ""
            blocks.append(Paragraph((Span(f"{each.reference}{when}{people}. ", is_strong=True), each.summary)))
        return Section("Whom we spoke with", tuple(blocks))

    def cumulative(self, page: AssessmentPage) -> Section:
        blocks: list[Block] = [*_words(page.cumulative, "" if page.similar else "No other assessment was looked at.")]
        if page.similar:
            rows = tuple((each.title, each.name, each.effect.words, each.decide_by) for each in page.similar)
            columns = (
                Column("Assessment", width=5),
                Column("Who", width=4),
                Column("What it finds", width=2),
                Column("Decision by", width=3),
            )
            blocks.append(
                TableBlock(Table("Other assessments that affect the same people within a year", columns, rows))
            )
        return Section("What it adds up to with other decisions", tuple(blocks))

    def mitigations(self, page: AssessmentPage) -> Section:
        if not page.mitigations:
            return Section("What we will do about it", (Paragraph("No action has been named."),))
        return Section("What we will do about it", (), tuple(self.mitigation(each) for each in page.mitigations))

    def mitigation(self, line: MitigationLine) -> Section:
        pairs: list[tuple[str, str | tuple[Span | str, ...]]] = []
        if line.for_whom:
            pairs.append(("For", line.for_whom))
        pairs += [("Led by", line.lead), ("Due", line.due)]
        if line.status:
            pairs.append(("How it is going", line.status.words))
        where = (Span(line.label, link=f"{self.address}{line.href}"),) if line.href else line.label
        pairs.append(("In the plan as", where))
        return Section(line.title, (Paragraph(line.how), Facts(tuple(pairs))))

    def advice(self, page: AssessmentPage) -> tuple[Block, ...]:
        if not page.option:
            return (Paragraph("It does not say yet."),)
        lead = Paragraph((Span(f"{page.option}. ", is_strong=True), page.option_sentence))
        return (lead, *_words(page.option_reason))

    def monitoring(self, page: AssessmentPage) -> tuple[Block, ...]:
        review = (Paragraph(f"It is to be looked at again by {page.review}."),) if page.review else ()
        return (*_words(page.monitoring, "Nobody has said yet."), *review)


def _impact_table(caption: str, lines: Iterable[ImpactLine]) -> Table:
    rows = tuple(
        (f"{line.name}: {line.groups}" if line.groups else line.name, line.effect.words, line.why) for line in lines
    )
    return Table(caption, (Column("Who", width=4), Column("Effect", width=2), Column("Why", width=6)), rows)


def _steps(page: AssessmentPage) -> Table:
    rows = tuple(
        (f"{step.words}{f': {step.reason}' if step.reason else ''}", write_day(step.on), step.by) for step in page.steps
    )
    return Table(
        "Every step of the assessment", (Column("Step", width=6), Column("When", width=3), Column("Who", width=4)), rows
    )


def _words(blocks: Iterable[Words], otherwise: str = "") -> tuple[Block, ...]:
    found = tuple(ItemList(block.items) if block.items else Paragraph(block.text) for block in blocks)
    return found or ((Paragraph(otherwise),) if otherwise else ())
