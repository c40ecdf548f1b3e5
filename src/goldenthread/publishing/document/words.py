"""A line of text: plain words, strong ones, links, claims bound to a fact, and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Where a link may lead: the web, a mailbox, a telephone, a place in this document or on this site.
_LINK = re.compile(r"(?:https?://|mailto:|tel:|#|/)\S", re.IGNORECASE)
#: Word keeps no tag of a content control that is longer than 64 characters, "claim:" included.
LONGEST_SLUG = 58
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """Some words of a line: plain, strong, or a link; an anchor makes them a place that links can lead to."""

    text: str
    is_strong: bool = False
    link: str = ""
    anchor: str = ""

    def __post_init__(self) -> None:
        if self.link and not _LINK.match(self.link):
            raise ValueError(
                f"The link of “{self.text}” leads to “{self.link}”. Give an address that begins with https://, "
                "mailto:, tel:, / or # for a place in this document."
            )


@dataclass(frozen=True, slots=True)
class ClaimSpan:
    """Words that promise a figure, the fact they are bound to, and what the check of the wording found."""

    text: str
    slug: str
    value: float | int | None = None  # the fact's, unrounded; None where the fact has none
    verdict: str = ""  # "TRUE", "LOOSE", …; empty: not checked yet

    def __post_init__(self) -> None:
        check_slug(self.slug)
        if not self.text.strip():
            raise ValueError(f"The claim “{self.slug}” has no words. Write what the fact says, as “almost 11 years”.")


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote at this place of the line."""

    words: str | tuple[Span | ClaimSpan | str, ...]

    def __post_init__(self) -> None:
        if not plain_text(self.words).strip():
            raise ValueError("A note needs words: say what it adds, or leave it out.")


Part = Span | ClaimSpan | Note | str
#: A line of text: plain words, or words of several kinds.
Words = str | tuple[Part, ...]


def check_slug(slug: str) -> None:
    """Raise a sentence about a name that a fact may not have."""
    if not _SLUG.match(slug):
        raise ValueError(
            f"“{slug}” cannot be the name of a fact. Use letters, digits, hyphens, dots and underscores, as in "
            "“life-expectancy-gap-wards”."
        )
    if len(slug) > LONGEST_SLUG:
        raise ValueError(
            f"The name of the fact “{slug}” has {len(slug)} characters. Use {LONGEST_SLUG} at most: "
            "Word keeps no longer mark on the words."
        )


def parts(words: Words) -> Iterator[Span | ClaimSpan | Note]:
    """Return the parts of a line, plain words as spans."""
    for part in (words,) if isinstance(words, str) else words:
        yield Span(part) if isinstance(part, str) else part


def plain_text(words: Words) -> str:
    """Return the words of a line without its notes."""
    return "".join(part.text for part in parts(words) if not isinstance(part, Note))


def notes_of(words: Words) -> Iterator[Note]:
    """Return the notes of a line in their order."""
    return (part for part in parts(words) if isinstance(part, Note))


def claims_of(words: Words) -> Iterator[ClaimSpan]:
    """Return the claims of a line in their order, those in its notes where the note stands."""
    for part in parts(words):
        if isinstance(part, ClaimSpan):
            yield part
        elif isinstance(part, Note):
            yield from claims_of(part.words)
