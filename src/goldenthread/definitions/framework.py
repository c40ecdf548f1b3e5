"""Frameworks of principles that indicators and actions are sorted under."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from goldenthread.definitions.reading import DefinitionError, check_keys, read_date, read_mapping, read_text

FOLDER = Path(__file__).parent / "frameworks"


@dataclass(frozen=True, slots=True)
class Principle:
    """One principle of a framework."""

    number: int
    name: str  # as the authors say it
    plain_name: str  # as a resident would say it


@dataclass(frozen=True, slots=True)
class Framework:
    """A published set of principles for making a place fairer."""

    slug: str
    name: str
    authors: str
    reference: str
    reviewed: date
    principles: tuple[Principle, ...]

    def principle(self, number: int) -> Principle:
        """Return the principle of that number, or raise KeyError."""
        for principle in self.principles:
            if principle.number == number:
                return principle
        raise KeyError(f"{self.name} has no principle {number}; it has 1 to {len(self.principles)}.")


@cache
def framework_slugs() -> tuple[str, ...]:
    """Return the short names of all frameworks kept, in order."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


@cache
def load_framework(slug: str) -> Framework:
    """Return the framework kept in ``frameworks/<slug>.yaml``."""
    return read_framework_file(FOLDER / f"{slug}.yaml")


def read_framework_file(file: Path) -> Framework:
    """Return the framework of one file, or raise a DefinitionError that names it."""
    content = read_mapping(file, {"name", "authors", "reference", "reviewed", "principles"})
    entries = content["principles"]
    if not isinstance(entries, list) or not entries:
        raise DefinitionError(file, "'principles' should be a list of principles and is not.")
    principles = []
    for position, entry in enumerate(entries, start=1):
        where = f"principle {position}"
        if not isinstance(entry, dict):
            raise DefinitionError(file, f"In {where}, there should be a number, a name and a plain name.")
        check_keys(file, where, entry, {"number", "name", "plain_name"}, set())
        if entry["number"] != position:
            raise DefinitionError(file, f"Principles are numbered from 1 in order; {where} says {entry['number']!r}.")
        principles.append(
            Principle(position, read_text(file, where, entry, "name"), read_text(file, where, entry, "plain_name"))
        )
    return Framework(
        slug=file.stem,
        name=read_text(file, "the file", content, "name"),
        authors=read_text(file, "the file", content, "authors"),
        reference=read_text(file, "the file", content, "reference"),
        reviewed=read_date(file, "the file", content, "reviewed"),
        principles=tuple(principles),
    )
