"""What a rule is, and what it found in a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from goldenthread.checking.documents.model import Block
from goldenthread.checking.passages import Passage

if TYPE_CHECKING:
    from goldenthread.checking.subject import Subject


class Severity(StrEnum):
    """What has to happen before the report is published."""

    BLOCK = "block"
    REASON = "reason"
    WARN = "warn"

    @property
    def means(self) -> str:
        """In words."""
        return _MEANS[self]


_MEANS = {
    Severity.BLOCK: "must be put right before the report is published",
    Severity.REASON: "must be put right, or a named person gives a reason that is kept and shown",
    Severity.WARN: "is worth a look",
}


class Needs(StrEnum):
    """What a rule cannot do without besides the report."""

    FACTS = "facts"
    PERIOD = "the report’s period"
    CONSENTS = "a register of consents"


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that a rule stopped at, where it stands, and what to do about it."""

    rule: str
    severity: Severity
    sentence: str
    words: str  # what in the sentence it is about
    message: str
    fix: str
    block: int
    start: int  # where in its block the sentence begins
    section: tuple[str, ...] = ()
    page: int | None = None
    verdict: str = ""  # of a claim
    claim: str = ""  # the name of the fact that the words are bound to
    elsewhere: tuple[str, ...] = ()  # other sentences that it is about as well

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"page {self.page}" if self.page else f"paragraph {self.block}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A named check of what is about to be published.

    The message and the fix are sentences whose braces each finding fills with what it is about.
    """

    name: str
    looks_for: str
    severity: Severity
    message: str
    fix: str
    example: str
    find: Callable[[Subject], Iterable[Finding]]
    needs: tuple[Needs, ...] = ()

    def at(
        self,
        passage: Passage,
        start: int = 0,
        end: int | None = None,
        *,
        severity: Severity | None = None,
        verdict: str = "",
        claim: str = "",
        fix: str = "",
        elsewhere: Sequence[Passage | str] = (),
        **details: object,
    ) -> Finding:
        """What was found at these letters of a sentence; the details fill the message and the fix."""
        block, at = passage.flow.place_of(passage.start)
        words = passage.text[start : len(passage.text) if end is None else end]
        said = {"words": words, **details}
        return Finding(
            rule=self.name,
            severity=severity or self.severity,
            sentence=passage.text,
            words=words,
            message=self.message.format(**said),
            fix=fix or self.fix.format(**said),
            block=block.number,
            start=at,
            section=block.section,
            page=block.page,
            verdict=verdict,
            claim=claim,
            elsewhere=tuple(each if isinstance(each, str) else each.text for each in elsewhere),
        )

    def at_block(self, block: Block, words: str = "", **details: object) -> Finding:
        """What was found in a block that has no sentences: a picture, a comment, a heading."""
        said = {"words": words or block.text, **details}
        return Finding(
            rule=self.name,
            severity=self.severity,
            sentence=block.text,
            words=words or block.text,
            message=self.message.format(**said),
            fix=self.fix.format(**said),
            block=block.number,
            start=0,
            section=block.section,
            page=block.page,
        )
