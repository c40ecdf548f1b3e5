"""Parts a text into its sentences without changing a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: After these a full stop does not end a sentence.
ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        "mr mrs ms miss dr prof rev hon sir cllr st messrs e.g eg i.e ie cf vs v viz approx c ca fig figs para paras "
        "sec art no nos vol p pp ed eds dept gov rt jan feb mar apr jun jul aug sept sep oct nov dec min max incl inc",
    )
)
#: Before a figure only: No. 10, p. 4; else the sentence ends.
_ONLY_BEFORE_FIGURES = frozenset({"no", "nos", "p", "pp", "c", "ca", "v", "fig", "figs", "para", "paras", "sec", "vol"})
_MONTHS = frozenset(("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec"))

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+)")
_STARTS = re.compile(r"\s+[\"'“‘(\[]*(?:[A-Z0-9£•–-]|[^\W\d_a-z])")
_WORD_BEFORE = re.compile(r"([\w.]+?)\.$")
_INITIAL = re.compile(r"(?:^|[\s.(])[A-Z]\.$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where in its text it stands: `text[start:end]` is the sentence, letter for letter."""

    text: str
    start: int
    end: int


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text.

    >>> [each.text for each in split_sentences("We spent £2.6m, e.g. on Dr. Lee's team. More will follow.")]
    ["We spent £2.6m, e.g. on Dr. Lee's team.", 'More will follow.']
    """
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    for found in _END.finditer(text):
        if _STARTS.match(text, found.end()) and not _is_within(text, found):
            yield from _sentence(text, start, found.end())
            start = found.end()
    yield from _sentence(text, start, len(text))


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Sentence(text[start:end], start, end)


def _is_within(text: str, found: re.Match[str]) -> bool:
    """Is the full stop part of an abbreviation or of initials?"""
    if found[0].strip("\"'”’)]") != ".":
        return False
    before = text[: found.start() + 1]
    if _INITIAL.search(before[-4:]) and not before[-4:].startswith("I."):
        return True
    word = _WORD_BEFORE.search(before[-20:])
    if word is None:
        return False
    name = word[1].lower()
    following = text[found.end() :].lstrip()[:1]
    if name in _ONLY_BEFORE_FIGURES:
        return following.isdigit()
    if name in _MONTHS:
        return following.isdigit()
    return name in ABBREVIATIONS
