"""A document as what it says: sections within sections, so that no heading level can be skipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from goldenthread.publishing.document.blocks import Block, Facts, Grid, lines_of
from goldenthread.publishing.document.facts import Fact
from goldenthread.publishing.document.labels import ENGLISH, Labels
from goldenthread.publishing.document.words import ClaimSpan, Note, Span, Words, claims_of, parts
from goldenthread.publishing.figures import Column

#: Under the title, a web page and Markdown have room for five levels of headings.
DEEPEST = 5


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """A story with a heading of its own. It stands among sections, so that its heading takes nothing else under it."""

    heading: str
    blocks: tuple[Block, ...]
    about: tuple[tuple[str, Words], ...] = ()  # where, when, who: pairs under the heading
    anchor: str = ""
    sections: tuple[Section, ...] = ()  # where the story has headings within it

    def __post_init__(self) -> None:
        if not self.heading.strip():
            raise ValueError("A case study needs a heading that says what happened.")
        if not self.blocks and not self.sections:
            raise ValueError(f"The case study “{self.heading}” tells nothing yet.")

    def as_section(self, labels: Labels) -> Section:
        """Return the section that renderers draw."""
        about: tuple[Block, ...] = (Facts(self.about),) if self.about else ()
        heading = f"{labels.case_study}: {self.heading}"
        return Section(heading, (*about, *self.blocks), self.sections, anchor=self.anchor, is_set_apart=True)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what is under it, and its own sections."""

    heading: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section | CaseStudy, ...] = ()
    starts_page: bool = False
    anchor: str = ""  # a name that links to “#name” lead to
    is_set_apart: bool = False  # drawn beside the text that surrounds it: a case study

    def __post_init__(self) -> None:
        if not self.heading.strip():
            raise ValueError("A section needs a heading: readers who listen move by headings.")


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document, ready to be rendered."""

    title: str
    language: str  # "en-GB", "cy"
    sections: tuple[Section | CaseStudy, ...]
    author: str = ""
    subtitle: str = ""
    published: date | None = None
    opening: tuple[Block, ...] = field(default=())  # before the contents
    contents_heading: str = "Contents"  # empty: no list of contents
    footer: str = ""
    annexes: tuple[Section, ...] = ()  # lettered A, B, C in this order
    facts: tuple[Fact, ...] = ()  # what the claims are bound to; they make the last annex
    labels: Labels = ENGLISH

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A document needs a title.")
        if not self.language.strip():
            raise ValueError(f"Say in which language “{self.title}” is written, as “en-GB” or “cy”.")
        for place, section in self.every_section():
            if len(place) > DEEPEST:
                raise ValueError(
                    f"“{section.heading}” stands under {len(place) - 1} headings; a page has room for {DEEPEST - 1}. "
                    "Put it higher."
                )
        self._check_facts()
        self._check_links()

    def all_sections(self) -> tuple[Section, ...]:
        """Return the sections, then the annexes with their letters, then the evidence."""
        annexes = list(self.annexes)
        if self.facts:
            annexes.append(make_evidence(self.used_facts(), self.labels))
        lettered = (
            replace(annex, heading=f"{self.labels.annex} {_letter(index)}: {annex.heading}", starts_page=True)
            for index, annex in enumerate(annexes)
        )
        return (*(as_section(each, self.labels) for each in self.sections), *lettered)

    def every_section(self) -> Iterator[tuple[tuple[str, ...], Section]]:
        """Return every section of the author's with the headings it is reached by, itself the last."""
        for each in (*self.sections, *self.annexes):
            yield from _within(as_section(each, self.labels), (), self.labels)

    def blocks(self) -> Iterator[tuple[tuple[str, ...], Block]]:
        """Return every block of the author's with the headings it stands under."""
        yield from (((), block) for block in self.opening)
        for place, section in self.every_section():
            yield from ((place, block) for block in section.blocks)

    def lines(self) -> Iterator[tuple[tuple[str, ...], Words]]:
        """Return every line of words with the headings it stands under."""
        for place, block in self.blocks():
            yield from ((place, words) for words in lines_of(block))

    def claims(self) -> Iterator[tuple[tuple[str, ...], ClaimSpan]]:
        """Return every claim with the headings it stands under."""
        for place, words in self.lines():
            yield from ((place, claim) for claim in claims_of(words))

    def used_facts(self) -> tuple[Fact, ...]:
        """Return the facts in the order in which they are first claimed; those that no words claim come last."""
        order: dict[str, int] = {}
        for _, claim in self.claims():
            order.setdefault(claim.slug, len(order))
        return tuple(sorted(self.facts, key=lambda fact: order.get(fact.slug, len(order))))

    def _check_facts(self) -> None:
        known: set[str] = set()
        for fact in self.facts:
            if fact.slug in known:
                raise ValueError(f"Two facts of “{self.title}” have the name “{fact.slug}”.")
            known.add(fact.slug)
        for place, claim in self.claims():
            if claim.slug not in known:
                where = f" under “{place[-1]}”" if place else ""
                raise ValueError(
                    f"“{claim.text}”{where} is bound to the fact “{claim.slug}”, which “{self.title}” was not given. "
                    "Hand it over with the document’s facts, or take the binding off."
                )

    def _check_links(self) -> None:
        """A link within the document leads somewhere, and no place has the name of another."""
        names: set[str] = set()
        spans = [part for _, words in self.lines() for part in _all_parts(words) if isinstance(part, Span)]
        anchors = [section.anchor for _, section in self.every_section()]
        anchors += [span.anchor for span in spans]
        anchors += [fact.anchor for fact in self.facts]
        for name in filter(None, anchors):
            if name in names:
                raise ValueError(f"Two places of “{self.title}” have the name “{name}”: links could lead to either.")
            names.add(name)
        for span in spans:
            if span.link.startswith("#") and span.link[1:] not in names:
                raise ValueError(f"The link “{span.text}” leads to “{span.link}”, which “{self.title}” does not have.")


def as_section(each: Section | CaseStudy, labels: Labels) -> Section:
    """Return a case study as its section, and a section as it is."""
    return each.as_section(labels) if isinstance(each, CaseStudy) else each


def make_evidence(facts: tuple[Fact, ...], labels: Labels) -> Section:
    """Return the annex that every claim leads to: each fact with its value, period and source."""
    columns = (
        Column(labels.fact, width=5),
        Column(labels.value, width=4),
        Column(labels.period, width=2),
        Column(labels.source, width=4),
    )
    rows = tuple(
        (
            (Span(fact.title, link=fact.link, anchor=fact.anchor),),
            f"{fact.written()}. {fact.caveat}" if fact.caveat else fact.written(),
            fact.period,
            ". ".join(filter(None, (fact.source, fact.dataset))),
        )
        for fact in facts
    )
    return Section(labels.evidence, (Grid(labels.evidence_table, columns, rows),), anchor="evidence")


def _within(section: Section, above: tuple[str, ...], labels: Labels) -> Iterator[tuple[tuple[str, ...], Section]]:
    place = (*above, section.heading)
    yield place, section
    for inner in section.sections:
        yield from _within(as_section(inner, labels), place, labels)


def _all_parts(words: Words) -> Iterator[Span | ClaimSpan | Note]:
    for part in parts(words):
        yield part
        if isinstance(part, Note):
            yield from parts(part.words)


def _letter(index: int) -> str:
    """Return A, B, …, Z, AA, AB for 0, 1, …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
