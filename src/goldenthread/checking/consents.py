"""The register of consents: who let their words or story be used, from when, until when."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
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
