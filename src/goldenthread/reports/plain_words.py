"""How hard the words of a report are to read: reading age, long sentences, words that residents do not use.

It is advice for whoever writes. Nothing is kept from the public by it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from goldenthread.checking.sentences import split_sentences
from goldenthread.definitions.word import Word, load_words
from goldenthread.reports.claims import paragraphs, plain

#: A sentence with more words is hard to follow: the limit that the Government's own style has.
LONGEST_SENTENCE = 25
#: What residents should be able to read a report at, as the design asks.
READING_AGE = 9
#: Of fewer words a reading age says nothing.
FEWEST_WORDS = 30
_VOWELS = re.compile("[aeiouy]+")
#: Endings that are written and not heard, save after consonants that need them: fixed, but wanted; gone, but people.
_SILENT = re.compile("(?:(?<![td])ed|(?<![aeiouylcgszx])es|(?<![lr])e|(?<=[aeiouy][lr])e)$")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Jargon:
    """A word that residents do not use as it stands in a text, and what the glossary says of it."""

    words: str
    of: Word

    @property
    def instead(self) -> str:
        """What to write."""
        return self.of.instead


@dataclass(frozen=True, slots=True)
class Reading:
    """How one text reads."""

    place: str
    words: int
    age: float | None  # None for a text too short to tell
    long_sentences: tuple[str, ...]
    jargon: tuple[Jargon, ...]

    @property
    def is_easy(self) -> bool:
        """Whether there is nothing to advise."""
        return not self.long_sentences and not self.jargon and (self.age is None or round(self.age) <= READING_AGE)


def read_texts(texts: Mapping[str, str]) -> tuple[Reading, ...]:
    """Return how each text reads."""
    return tuple(_read(place, text) for place, text in texts.items() if text.strip())


def reading_age(sentences: Sequence[str]) -> float | None:
    """Return the age at which a reader follows these sentences, by Flesch and Kincaid; None for too few words.

    Their grade counts school years from the age of five.
    """
    words = [word for sentence in sentences for word in _WORDS.findall(sentence)]
    if len(words) < FEWEST_WORDS:
        return None
    syllables = sum(count_syllables(word) for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return max(5.0, grade + 5)


def count_syllables(word: str) -> int:
    """Return in how many syllables a word is spoken: where it may be broken, or its groups of vowels if they are more.

    >>> [count_syllables(word) for word in ("gap", "fixed", "people", "create", "information")]
    [1, 1, 2, 2, 4]
    """
    word = word.lower()
    heard = len(_VOWELS.findall(_SILENT.sub("", word)))
    return max(1, heard, len(_hyphens().positions(word)) + 1)


@cache
def _hyphens() -> Any:
    import pyphen

    return pyphen.Pyphen(lang="en_US", left=1, right=2)  # which breaks by sound; the British ones go by origin


@cache
def _jargon() -> tuple[re.Pattern[str], Mapping[str, Word]]:
    known = {form.casefold(): word for word in load_words() if word.instead for form in word.forms}
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE), known


def find_jargon(text: str) -> tuple[Jargon, ...]:
    """Return each word of a text that the glossary has a plainer one for, once.

    >>> [(each.words, each.instead) for each in find_jargon("We utilise a holistic offer, and Utilise it well.")]
    [('utilise', 'use'), ('holistic', 'as a whole')]
    """
    pattern, known = _jargon()
    found = dict.fromkeys(each.group().casefold() for each in pattern.finditer(text))
    return tuple(Jargon(words, known[words]) for words in found)


def _sentences(paragraph: str) -> list[str]:
    return [each.text for each in split_sentences(paragraph)]


def _read(place: str, text: str) -> Reading:
    said = [plain(paragraph) for paragraph in paragraphs(text)]
    sentences = [sentence for paragraph in said for sentence in _sentences(paragraph)]
    return Reading(
        place=place,
        words=sum(len(_WORDS.findall(each)) for each in sentences),
        age=reading_age(sentences),
        long_sentences=tuple(each for each in sentences if len(each.split()) > LONGEST_SENTENCE),
        jargon=find_jargon(" ".join(said)),
    )
