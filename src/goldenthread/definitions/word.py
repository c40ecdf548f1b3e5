"""The site's glossary: words that residents may not know, what they mean, and what to write instead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from goldenthread.definitions.reading import DefinitionError, check_keys, read_date, read_mapping, read_text, read_texts

FILE = Path(__file__).parent / "words.yaml"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the glossary."""

    term: str
    meaning: str
    instead: str  # empty for a word that has no plainer one
    also: tuple[str, ...]  # its other forms

    @property
    def slug(self) -> str:
        """Where on the glossary's page it stands."""
        return re.sub(r"[^a-z0-9]+", "-", self.term.lower()).strip("-")

    @property
    def forms(self) -> tuple[str, ...]:
        """The word and its other forms."""
        return (self.term, *self.also)


@cache
def load_words() -> tuple[Word, ...]:
    """Return the glossary in the order of the alphabet."""
    return read_words_file(FILE)


def read_words_file(file: Path) -> tuple[Word, ...]:
    """Return the words of one file, or raise a DefinitionError that names it."""
    content = read_mapping(file, {"reviewed", "words"})
    read_date(file, "the file", content, "reviewed")
    entries = content["words"]
    if not isinstance(entries, dict):
        raise DefinitionError(file, "'words' should be a mapping of words to what they mean.")
    words = tuple(sorted((_word(file, str(term), entry) for term, entry in entries.items()), key=_as_sorted))
    _check_forms(file, words)
    return words


def _word(file: Path, term: str, entry: Any) -> Word:
    where = f"the word '{term}'"
    if not isinstance(entry, Mapping):
        raise DefinitionError(file, f"In {where}, its meaning is missing. Write: meaning: what it means.")
    check_keys(file, where, entry, {"meaning"}, {"instead", "also"})
    return Word(
        term=term,
        meaning=read_text(file, where, entry, "meaning"),
        instead=read_text(file, where, entry, "instead") if "instead" in entry else "",
        also=read_texts(file, where, entry, "also") if "also" in entry else (),
    )


def _as_sorted(word: Word) -> str:
    return word.term.casefold()


def _check_forms(file: Path, words: tuple[Word, ...]) -> None:
    seen: dict[str, str] = {}
    for word in words:
        for form in word.forms:
            if form.casefold() in seen:
                other = seen[form.casefold()]
                raise DefinitionError(file, f"'{form}' is a form of '{word.term}' and of '{other}'. Keep it in one.")
            seen[form.casefold()] = word.term
