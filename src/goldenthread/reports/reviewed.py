"""The words of a report as the rules of publication read them: what was written, and what the plan says around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from goldenthread.checking.check import Outcome, check_report
from goldenthread.checking.consents import Consent as CheckedConsent
from goldenthread.checking.documents import Block, Document, Kind
from goldenthread.checking.documents.marks import CLAIM, NOT_A_CLAIM, QUOTE, Mark
from goldenthread.checking.documents.model import make_document, tidy
from goldenthread.checking.facts import Fact as CheckedFact
from goldenthread.checking.findings import Finding
from goldenthread.checking.periods import ReportPeriod
from goldenthread.checking.rules import RULES
from goldenthread.checking.subject import Settings, Subject
from goldenthread.core.claims import DEFAULT_BANDS, Bands
from goldenthread.evidence import facts
from goldenthread.evidence.bands import current_bands
from goldenthread.evidence.models import Fact
from goldenthread.plan.documents import PlanContent, SectionDocument
from goldenthread.plan.presenters import make_blocks
from goldenthread.reports import outline
from goldenthread.reports.claims import MarkKind, split
from goldenthread.reports.models import AnnualReport, Consent
from goldenthread.reports.stories.kinds import Channel
from goldenthread.reports.units import split_units

#: What the site asks by itself, with what only it knows: figures bound to nothing, consent to stories, their pictures.
ASKED_ELSEWHERE = frozenset({"unbound-number", "no-consent", "bare-picture"})
#: Where nobody wrote: what is put together from the plan.
FROM_THE_PLAN = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A report as the rules read it, and in which text each block stands."""

    document: Document
    places: tuple[str, ...]

    def place_of(self, finding: Finding) -> str:
        """The text that a finding is about; empty for what comes from the plan."""
        return self.places[finding.block - 1] if 0 < finding.block <= len(self.places) else FROM_THE_PLAN


def review(
    report: AnnualReport, content: PlanContent | None, texts: Mapping[str, str], known: Mapping[str, Fact], *, on: date
) -> tuple[Reviewed, Outcome]:
    """Ask the rules of publication about a report on a day, its words bound to the facts that are known."""
    bands = current_bands() if known else DEFAULT_BANDS
    reviewed = make_reviewed(report, content, texts, known, bands)
    subject = Subject(
        document=reviewed.document,
        today=on,
        period=ReportPeriod(report.starts_on, report.ends_on),
        facts=dict(_checked_facts(known.values())),
        consents=_agreed_words(),
        settings=Settings(bands=bands),
    )
    return reviewed, check_report(subject, [rule for name, rule in RULES.items() if name not in ASKED_ELSEWHERE])


def make_reviewed(
    report: AnnualReport,
    content: PlanContent | None,
    texts: Mapping[str, str],
    known: Mapping[str, Fact],
    bands: Bands = DEFAULT_BANDS,
) -> Reviewed:
    """Return the report in its order: under each heading what was written, then what the plan says."""
    pairs = [(Block(Kind.HEADING, report.title, level=1), FROM_THE_PLAN)]
    for place in outline.places_of(content):
        pairs.append((Block(Kind.HEADING, place.heading, level=2), FROM_THE_PLAN))
        pairs += [(block, place.key) for block in _written(texts.get(place.key, ""), known, bands)]
        if content is not None:
            pairs += [(block, FROM_THE_PLAN) for block in _planned(report, content, place.key)]
    said = [(block, place) for block, place in pairs if block.text]
    document = make_document(report.title, "report", (block for block, _ in said))
    return Reviewed(document, tuple(place for _, place in said))


def _written(text: str, known: Mapping[str, Fact], bands: Bands) -> Iterator[Block]:
    for unit in split_units(text):
        said = ""
        marks = []
        for piece in split(unit.markup):
            if isinstance(piece, str):
                said += piece
                continue
            words = piece.words
            if piece.kind is MarkKind.CLAIM:
                words = facts.words_of(piece.words, known.get(piece.slug), bands)
            marks.append(Mark(len(said), len(said) + len(words), _TARGETS[piece.kind].format(piece.slug)))
            said += words
        kind = Kind.ITEM if unit.is_item else Kind.QUOTE if said.startswith(">") else Kind.PARAGRAPH
        yield Block(kind, said, level=int(unit.is_item), marks=tuple(marks))


_TARGETS = {
    MarkKind.CLAIM: f"{CLAIM}{{}}",
    MarkKind.STORY: "/stories/{}/",
    MarkKind.QUOTE: f"{QUOTE}{{}}",
    MarkKind.NOT_A_CLAIM: NOT_A_CLAIM,
}


def _planned(report: AnnualReport, content: PlanContent, place: str) -> Iterator[Block]:
    """What the report prints under a heading of what the plan and its updates say."""
    if place == outline.INTRODUCTION and report.promises.get("lines"):
        yield Block(Kind.HEADING, "What we promised last year", level=2)
        for line in report.promises["lines"]:
            yield from _plain(f"{line['text']} {line['reason']}", Kind.ITEM)
    if place == outline.ACHIEVEMENTS:
        for achieved in content.achievements:
            yield from _plain(achieved.text, Kind.ITEM)
    for section in content.sections:
        if place == outline.place_of_aim(section.number):
            yield from _planned_aim(report, content, section)


def _planned_aim(report: AnnualReport, content: PlanContent, section: SectionDocument) -> Iterator[Block]:
    for block in make_blocks(section.text):
        yield from _plain(block.text, Kind.PARAGRAPH)
        for item in block.items:
            yield from _plain(item, Kind.ITEM)
    for action in content.actions:
        if action.section_number != section.number:
            continue
        yield Block(Kind.HEADING, tidy(action.title), level=3)
        yield from _plain(action.progress.status_reason, Kind.PARAGRAPH)
        for update in action.progress.updates:
            if report.starts_on <= update.written_on <= report.ends_on:
                yield from _plain(update.text, Kind.PARAGRAPH)


def _plain(text: str, kind: Kind) -> Iterator[Block]:
    words = tidy(text)
    if words:
        yield Block(kind, words, level=int(kind is Kind.ITEM))


def _agreed_words() -> tuple[CheckedConsent, ...]:
    """The very words that somebody agreed to in reports, those too that they took back.

    A consent for no particular words covers none that were typed in: nothing would lead from them to it on the day it
    is withdrawn.
    """
    kept = Consent.objects.for_channel(Channel.REPORT).filter(covers_quote=True).exclude(words="")
    return tuple(
        CheckedConsent(each.alias.name, each.given_on, each.words, each.until, each.withdrawn_on)
        for each in kept.select_related("alias")
    )


def _checked_facts(found: Iterable[Fact]) -> Iterator[tuple[str, CheckedFact]]:
    for fact in found:
        evidence = facts.evidence_of(fact)
        if evidence is None or fact.current is None:
            continue
        try:
            yield (
                fact.slug,
                CheckedFact(fact.slug, fact.subject, evidence, place=fact.current.place, period=fact.current.period),
            )
        except ValueError:
            continue  # its name is one that the rules do not know: the site judges it all the same
