"""Which letters of a text stand within somebody's quoted words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

#: Fewer words in quotation marks are a name or a term, not something somebody said.
FEWEST_WORDS = 4
_OPENS_SINGLE = re.compile(r"(?<![\w)])['‘](?=[A-Za-z(])")
_CLOSES_SINGLE = re.compile(r"(?<=[\w.,!?…)])['’](?!\w)")
_DOUBLE = re.compile(r"[“\"](?P<said>[^“”\"]*)[”\"]")

Span = tuple[int, int]


def quoted_spans(text: str) -> tuple[Span, ...]:
    """From where to where the text quotes somebody: in double marks, or in single ones that open and close."""
    spans = [found.span() for found in _DOUBLE.finditer(text)]
    spans += _single(text)
    return tuple(sorted((start, end) for start, end in spans if len(text[start:end].split()) >= FEWEST_WORDS))


def spoken_spans(text: str) -> tuple[Span, ...]:
    """The same; where a paragraph opens with words that go on in the next one, all of it.

    >>> spoken_spans("“It was warm. I stayed"), spoken_spans("It was warm.")
    (((0, 22),), ())
    """
    is_open = text.startswith("“") and "”" not in text and text.count("“") == 1
    return quoted_spans(text) or (((0, len(text)),) if is_open else ())


def _single(text: str) -> Iterator[Span]:
    """Single marks: a closing one may be an apostrophe after a plural, so the last before the next opening counts."""
    depth, start = 0, 0
    marks = [(found.start(), 1) for found in _OPENS_SINGLE.finditer(text)]
    marks += [(found.start(), -1) for found in _CLOSES_SINGLE.finditer(text)]
    for at, step in sorted(marks):
        if step == 1:
            start = at if depth == 0 else start
            depth += 1
        elif depth and not _is_possessive(text, at):
            depth -= 1
            if depth == 0:
                yield start, at + 1


def _is_possessive(text: str, at: int) -> bool:
    """Is it the apostrophe of “residents’ waste”: after an s and before a word, with a closing mark still to come?"""
    follows = re.match(r"['’]\s+[a-z]", text[at:]) is not None
    return text[at - 1] == "s" and follows and _CLOSES_SINGLE.search(text, at + 1) is not None


def is_quoted(spans: Sequence[Span], at: int) -> bool:
    """Does the letter stand within one of the spans?"""
    return any(start <= at < end for start, end in spans)
