"""The register of consents: who let their words or story be used, from when, until when."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

#: The columns of a register; the first is needed.
COLUMNS = ("name", "words", "given_on", "until", "withdrawn_on")


class ConsentsRefused(ValueError):
    """The register cannot be read; the sentence says where and what to do."""


@dataclass(frozen=True, slots=True)
class Consent:
    """That somebody, under the name the report may use, lets their words or story be published."""

    name: str
    given_on: date
    words: str = ""  # the words that may be used; empty: their story as it is told with them
    until: date | None = None
    withdrawn_on: date | None = None

    def is_live(self, on: date) -> bool:
        """Does it hold on the day?"""
        has_ended = self.until is not None and self.until < on
        return self.given_on <= on and not has_ended and (self.withdrawn_on is None or self.withdrawn_on > on)


def why_not(given: Sequence[Consent], on: date) -> str:
    """Why none of these consents holds on a day; empty where one does."""
    if any(each.is_live(on) for each in given):
        return ""
    for each in given:
        if each.withdrawn_on and each.withdrawn_on <= on:
            return f"consent was withdrawn on {each.withdrawn_on:%-d %B %Y}"
        if each.until and each.until < on:
            return f"consent ended on {each.until:%-d %B %Y}"
        return f"consent begins only on {each.given_on:%-d %B %Y}"
    return "the register has no consent for them"


def names_them(known: str, said: str) -> bool:
    """Is the name of the register the one that the report begins with?

    >>> names_them("Carol", "Carol, a tenant"), names_them("visitor", "a visitor"), names_them("Carol", "Caroline")
    (True, True, False)
    """
    return re.match(rf"(?:the\s+|a\s+|an\s+)?{re.escape(known)}\b", said, re.IGNORECASE) is not None


def read_consents(name: str, content: bytes) -> tuple[Consent, ...]:
    """The consents in a CSV file. Raises :class:`ConsentsRefused`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConsentsRefused(f"{name} is not in UTF-8: byte {error.start + 1:,}. Save it as CSV UTF-8.") from None
    rows = csv.DictReader(io.StringIO(text))
    known = [each.strip().lower().replace(" ", "_") for each in rows.fieldnames or ()]
    missing = [each for each in ("name", "given_on") if each not in known]
    if missing:
        raise ConsentsRefused(
            f"{name} has no column {' and no column '.join(missing)}. Its columns are: {', '.join(COLUMNS)}."
        )
    rows.fieldnames = known
    return tuple(_consents(name, rows))


def _consents(name: str, rows: csv.DictReader[str]) -> Iterator[Consent]:
    for number, row in enumerate(rows, 2):
        cells = {key: (row.get(key) or "").strip() for key in COLUMNS}
        if not any(cells.values()):
            continue
        if not cells["name"]:
            raise ConsentsRefused(f"{name}, row {number}, column name: it is empty. Write the name the report uses.")
        days = {key: _day(name, number, key, cells[key]) for key in ("given_on", "until", "withdrawn_on")}
        given = days["given_on"]
        if given is None:
            raise ConsentsRefused(f"{name}, row {number}, column given_on: it is empty. Write the day, as 2024-05-31.")
        yield Consent(cells["name"], given, cells["words"], days["until"], days["withdrawn_on"])


def _day(name: str, number: int, column: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConsentsRefused(
            f"{name}, row {number}, column {column}: “{text}” is not a day. Write it as 2024-05-31."
        ) from None
