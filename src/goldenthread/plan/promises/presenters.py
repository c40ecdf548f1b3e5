"""A promise as pages show it, and the part of the document that a sentence stands in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldenthread.checking.documents import Block, Document, Kind
from goldenthread.plan.models import HarvestedSentence, Promise, SourceReport
from goldenthread.plan.presenters import write_day
from goldenthread.plan.promises.register import COLOURS, Linked
from goldenthread.plan.promises.states import ANSWERS, PromiseState, SentenceState

#: Blocks shown before and after the sentence's own, within its section or beyond.
AROUND = 12

SENTENCE_COLOURS = {
    SentenceState.PROPOSED: "blue",
    SentenceState.PASSED_OVER: "grey",
    SentenceState.ACCEPTED: "green",
    SentenceState.REJECTED: "red",
}

#: Words that a list goes on from: "we will: open a hub" is "we will open a hub".
_GOES_ON = re.compile(r"\b(?:will|shall|to|by|target|include)\s*:$", re.IGNORECASE)


def suggest_words(sentence: HarvestedSentence) -> str:
    """The sentence so that it can be read alone: an item of a list with the words that it goes on from."""
    if not sentence.lead or not _GOES_ON.search(sentence.lead):
        return sentence.text
    words = sentence.text.rstrip(" ;,")
    return f"{sentence.lead.rstrip(' :')} {words}{'' if words.endswith(('.', '!')) else '.'}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A block of the document beside the sentence, parted where the sentence is marked."""

    kind: str
    level: int
    before: str
    marked: str
    after: str
    page: int | None
    starts_page: bool
    rows: tuple[tuple[str, ...], ...]


def make_surroundings(source: SourceReport, sentence: HarvestedSentence) -> tuple[Shown, ...]:
    """The part of the document that the sentence stands in, with the sentence marked."""
    document = Document.from_plain(
        {"name": source.file_name, "kind": source.kind, "pages": source.pages, "blocks": source.blocks}
    )
    first = max(sentence.block - AROUND, 1)
    shown: list[Shown] = []
    page: int | None = None
    for block in document.blocks[first - 1 : sentence.block + AROUND]:
        shown.append(_show(block, sentence, starts_page=block.page is not None and block.page != page))
        page = block.page
    return tuple(shown)


def _show(block: Block, sentence: HarvestedSentence, *, starts_page: bool) -> Shown:
    start, end = (sentence.start, sentence.start + len(sentence.text)) if block.number == sentence.block else (0, 0)
    return Shown(
        kind="heading" if block.kind is Kind.HEADING else block.kind.value.replace(" ", "-"),
        level=block.level,
        before=block.text[:start],
        marked=block.text[start:end],
        after=block.text[end:],
        page=block.page,
        starts_page=starts_page,
        # A table with the sentence in it is shown as its text, so that the sentence can be marked.
        rows=() if end else block.rows,
    )


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """An action or measure that keeps a promise."""

    kind: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise in a list."""

    number: int
    text: str
    href: str
    state: str
    colour: str
    due: str
    is_overdue: bool
    answered: str
    reason: str
    evidence_url: str
    role: str
    report: str
    section: str
    page: int | None
    sentence: str
    linked: tuple[LinkedLine, ...]


def make_line(promise: Promise, linked: Sequence[Linked], *, on: date) -> PromiseLine:
    """A promise with what became of it."""
    state = PromiseState(promise.state)
    return PromiseLine(
        number=promise.number,
        text=promise.text,
        href=promise.get_absolute_url(),
        state="Not answered yet" if state is PromiseState.OPEN else state.value.capitalize(),
        colour=COLOURS[state],
        due=write_day(promise.due_on),
        # “Late” says it already.
        is_overdue=state is PromiseState.OPEN and promise.is_overdue(on=on),
        answered=write_day(promise.answered_on),
        reason=promise.reason,
        evidence_url=promise.evidence_url,
        role=promise.owner_role,
        report=promise.source.title,
        section=promise.sentence.section.split(" › ")[-1],
        page=promise.sentence.page,
        sentence=promise.sentence.text,
        linked=tuple(
            LinkedLine(each.kind, each.title, reverse(f"plan:{each.kind}", args=[each.plan_slug, each.number]))
            for each in linked
        ),
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """How many promises came to one answer; every answer is as large as the others."""

    state: str
    words: str
    colour: str
    number: int


def make_counts(counts: Mapping[PromiseState, int]) -> tuple[Counted, ...]:
    """Kept, late, changed and dropped, then those not answered yet: all of them, also where there are none."""
    return tuple(
        Counted(
            state.value,
            "Not answered yet" if state is PromiseState.OPEN else state.value.capitalize(),
            COLOURS[state],
            counts[state],
        )
        for state in (*ANSWERS, PromiseState.OPEN)
    )


def count_sentence(counts: Mapping[PromiseState, int]) -> str:
    """The counts in a sentence: "Of 20 promises we kept 9; 4 are late, 3 changed and 2 dropped; 2 are not answered"."""
    total = sum(counts.values())
    noun = "promise" if total == 1 else "promises"
    of = {state: counts[state] for state in PromiseState}
    sentence = (
        f"Of {total} {noun}, {of[PromiseState.KEPT]} {_be(of[PromiseState.KEPT], 'was', 'were')} kept, "
        f"{of[PromiseState.LATE]} {_be(of[PromiseState.LATE], 'is', 'are')} late, "
        f"{of[PromiseState.CHANGED]} changed and {of[PromiseState.DROPPED]} "
        f"{_be(of[PromiseState.DROPPED], 'was', 'were')} dropped."
    )
    if waiting := of[PromiseState.OPEN]:
        sentence += f" {waiting} {_be(waiting, 'is', 'are')} not answered yet."
    return sentence


def _be(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
