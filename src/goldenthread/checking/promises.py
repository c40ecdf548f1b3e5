"""Finds the sentences of a report that promise something, each with the rule that found it, its place and its date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from goldenthread.checking.dates import Deadline, find_deadlines, resolve
from goldenthread.checking.documents.model import Block, Document, Kind
from goldenthread.checking.periods import ReportPeriod, guess_period
from goldenthread.checking.promise_rules import CONDITIONAL, EXCLUSIONS, PROMISES, PROMISING_HEADINGS, TOLD
from goldenthread.checking.quotations import Span, is_quoted, quoted_spans
from goldenthread.checking.sentences import Sentence, split_sentences

LISTED = "listed under words that promise"
BY_DATE = "by a date to come"
QUOTED = "somebody is quoted"
#: What a report says about itself or shows is not what it promises.
_READ = {Kind.PARAGRAPH, Kind.ITEM, Kind.TABLE, Kind.NOTE}
_BY = re.compile(r"^(?:by|before|no later than)\b", re.IGNORECASE)
_SAYS_BY = re.compile(r"\b(?:by|before|no later than)\b", re.IGNORECASE)
_DONE = re.compile(r"\b(?:was|were|had|has|have|did|reached|fell|rose|achieved|built|met)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence that a rule takes for a promise. The sentence is the document's, letter for letter."""

    sentence: str
    block: int  # the number of the block it stands in
    start: int  # where in the block's text it begins
    rule: str
    trigger: str  # the words that made the rule fire
    section: tuple[str, ...]
    page: int | None
    lead: str = ""  # the words its list stands under
    due: Deadline | None = None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A sentence with words that could promise, and why it was not taken for one."""

    sentence: str
    block: int
    start: int
    trigger: str
    reason: str
    section: tuple[str, ...]
    page: int | None


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a report promises, as far as rules can tell; a person decides."""

    period: ReportPeriod | None
    proposals: tuple[Proposal, ...]
    passed_over: tuple[PassedOver, ...]


def find_promises(document: Document, period: ReportPeriod | None = None) -> Harvest:
    """Every sentence of the document that a rule takes for a promise, and those passed over with the reason.

    Without a period, the one that the document names near its beginning is used.
    """
    period = period or guess_period(document)
    proposals: list[Proposal] = []
    passed: list[PassedOver] = []
    leads, leading = _leads(document)
    for block in document.blocks:
        if block.kind is Kind.QUOTE:
            passed += _quoted(block)
        if block.kind not in _READ:
            continue
        inside = (
            _in_table(block, period)
            if block.rows
            else _in_text(block, leads.get(block.number, ""), period, leads=block.number in leading)
        )
        for found in inside:
            if isinstance(found, Proposal):
                proposals.append(found)
            else:
                passed.append(found)
    return Harvest(period, tuple(proposals), tuple(passed))


def _leads(document: Document) -> tuple[dict[int, str], set[int]]:
    """For each item of a list under words that promise, those words; and the blocks that such words stand in."""
    leads: dict[int, str] = {}
    leading: set[int] = set()
    before: Block | None = None
    for block in document.blocks:
        if block.kind is Kind.ALTERNATIVE:
            continue
        if block.kind is not Kind.ITEM:
            before = block
        elif before is not None and (lead := _lead(before)):
            leads[block.number] = lead
            if before.kind is not Kind.HEADING:
                leading.add(before.number)
    return leads, leading


def _lead(block: Block) -> str:
    """The words of a block that promise what the list after it says; empty when they do not."""
    if block.kind is Kind.HEADING:
        return block.text if PROMISING_HEADINGS.match(block.text) else ""
    if block.kind is not Kind.PARAGRAPH or not block.text:
        return ""
    last = split_sentences(block.text)[-1]
    if PROMISING_HEADINGS.match(block.text):
        return block.text
    if last.text.endswith((".", "?", "!")) and not last.text.endswith("..."):
        return ""
    return last.text if _fired(last, quoted_spans(block.text))[0] else ""


def _in_text(block: Block, lead: str, period: ReportPeriod | None, *, leads: bool) -> Iterator[Proposal | PassedOver]:
    quoted = quoted_spans(block.text)
    sentences = split_sentences(block.text)
    for position, sentence in enumerate(sentences):
        fired, passed = _fired(sentence, quoted)
        if leads and position == len(sentences) - 1:
            continue
        if fired:
            yield _proposal(block, sentence, *fired, lead=lead, period=period)
        elif lead and position == 0 and not TOLD.match(sentence.text) and not sentence.text.endswith("?"):
            yield _proposal(block, sentence, LISTED, lead, lead=lead, period=period)
        elif by := _by_date(sentence, quoted, period):
            yield _proposal(block, sentence, BY_DATE, by, lead=lead, period=period)
        elif passed:
            yield PassedOver(sentence.text, block.number, sentence.start, *passed, block.section, block.page)


def _in_table(block: Block, period: ReportPeriod | None) -> Iterator[Proposal | PassedOver]:
    """Sentences in the cells; those under a heading that promises are promises."""
    at = 0
    headings = block.rows[0] if block.rows else ()
    for number, row in enumerate(block.rows):
        for column, cell in enumerate(row):
            if not cell:
                continue
            at = block.text.index(cell, at)
            heading = headings[column] if number and column < len(headings) else ""
            lead = heading if PROMISING_HEADINGS.match(heading) else ""
            inner = Block(block.kind, cell, block.number, section=block.section, page=block.page)
            for found in _in_text(inner, lead, period, leads=False):
                yield replace(found, start=found.start + at)
            at += len(cell)


def _quoted(block: Block) -> Iterator[PassedOver]:
    for sentence in split_sentences(block.text):
        found = next((match for rule in PROMISES if (match := rule.pattern.search(sentence.text))), None)
        if found:
            yield PassedOver(
                sentence.text, block.number, sentence.start, found[0].strip(), QUOTED, block.section, block.page
            )


def _proposal(
    block: Block, sentence: Sentence, rule: str, trigger: str, *, lead: str, period: ReportPeriod | None
) -> Proposal:
    due = resolve(sentence.text, period) or (resolve(lead, period) if lead else None)
    return Proposal(sentence.text, block.number, sentence.start, rule, trigger, block.section, block.page, lead, due)


def _fired(sentence: Sentence, quoted: Sequence[Span]) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """The rule that fires with the words it found, or else those words and why they do not promise."""
    passed: tuple[str, str] | None = None
    for rule in PROMISES:
        for found in rule.pattern.finditer(sentence.text):
            reason = _why_not(rule.name, sentence, found, quoted)
            if reason is None:
                return (rule.name, found[0].strip()), None
            passed = passed or (found[0].strip(), reason)
    return None, passed


def _why_not(rule: str, sentence: Sentence, found: re.Match[str], quoted: Sequence[Span]) -> str | None:
    if is_quoted(quoted, sentence.start + found.start()):
        return QUOTED
    if sentence.text.rstrip("\"'”’)").endswith("?"):
        return "it is a question"
    before, after = sentence.text[: found.start()], sentence.text[found.end() :]
    return next((each.name for each in EXCLUSIONS if each.holds(rule, before, after)), None)


def _by_date(sentence: Sentence, quoted: Sequence[Span], period: ReportPeriod | None) -> str | None:
    """The words “by 2026” where they speak of a day after the report's period and nothing tells that it is done."""
    if period is None or not _SAYS_BY.search(sentence.text):
        return None
    if _DONE.search(sentence.text) or CONDITIONAL.search(sentence.text):
        return None
    for deadline in find_deadlines(sentence.text, period):
        at = sentence.text.find(deadline.phrase)
        if at < 0 or is_quoted(quoted, sentence.start + at):
            continue
        if _BY.match(deadline.phrase) and deadline.due_on > period.ends_on:
            return deadline.phrase
    return None
