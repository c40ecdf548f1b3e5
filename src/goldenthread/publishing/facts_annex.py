"""A document's facts as files: an accessible spreadsheet, and JSON with fingerprints that anyone can check."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from goldenthread.publishing.document import Document, Fact
from goldenthread.publishing.figures import Cell, Column, Table
from goldenthread.publishing.spreadsheets import NOT_APPLICABLE, NOT_AVAILABLE, Cover, tables_to_xlsx

FORMAT = "golden-thread-facts"
VERSION = 1


class FactsAltered(ValueError):
    """The file of facts is not as it was published; the sentence says where."""


def facts_to_xlsx(document: Document, contact: tuple[str, ...] = ()) -> bytes:
    """Return the evidence annex as a workbook: a cover, one sheet of facts, one of the claims bound to them."""
    if not document.facts:
        raise ValueError(f"“{document.title}” stands on no facts: there is nothing to put into a spreadsheet.")
    published = f"Published on {_day(document.published)}." if document.published else "Not published yet."
    cover = Cover(
        f"{document.title}: every figure and what it stands on",
        (f"These are the facts that “{document.title}” is bound to, as they stood when it was made. {published}",),
        (
            "Values are not rounded: the document rounds each once, where it is printed.",
            "The fingerprint (SHA-256) is that of the evidence that a figure was worked out from. If the evidence is "
            "changed, its fingerprint is another.",
        ),
        contact or ((f"{document.author}.",) if document.author else ()),
    )
    tables = [facts_table(document)]
    claims = _claims_table(document)
    return tables_to_xlsx([*tables, claims] if claims.rows else tables, cover)


_FACT_COLUMNS = (
    ("What it is about", "title"),
    ("Name", "slug"),
    ("Kind of figure", "kind"),
    ("Value", "value"),
    ("Unit", "unit"),
    ("95% interval, lower end", "lower"),
    ("95% interval, upper end", "upper"),
    ("Numerator", "numerator"),
    ("Denominator", "denominator"),
    ("Place", "place"),
    ("Group", "group"),
    ("Period", "period"),
    ("As at", "as_at"),
    ("Valid until", "valid_until"),
    ("Source", "source"),
    ("Method", "method"),
    ("Evidence", "dataset"),
    ("Fingerprint of the evidence (SHA-256)", "sha256"),
    ("Caveat", "caveat"),
    ("Why there is no value", "missing"),
    ("Page that proves it", "link"),
)


def facts_table(document: Document) -> Table:
    """Return the facts as a table, a row for each."""
    rows = tuple(tuple(_fact_cell(fact, name) for _, name in _FACT_COLUMNS) for fact in document.used_facts())
    columns = tuple(Column(heading) for heading, _ in _FACT_COLUMNS)
    return Table("Facts: one row for each figure", columns, rows)


def _fact_cell(fact: Fact, name: str) -> Cell:
    cell = getattr(fact, name)
    if name == "value" and cell is None:
        return NOT_AVAILABLE
    if isinstance(cell, date):
        return _day(cell)
    return NOT_APPLICABLE if cell is None or cell == "" else cell


def _claims_table(document: Document) -> Table:
    columns = tuple(Column(name) for name in ("Under the heading", "Words", "Name of the fact", "Value", "Verdict"))
    rows = tuple(
        (
            place[-1] if place else NOT_APPLICABLE,
            claim.text,
            claim.slug,
            NOT_AVAILABLE if claim.value is None else claim.value,
            claim.verdict or NOT_APPLICABLE,
        )
        for place, claim in document.claims()
    )
    return Table("Claims: one row for each wording that is bound to a fact", columns, rows)


def facts_to_json(document: Document, edition: Mapping[str, Any] | None = None) -> str:
    """Return the facts and claims as JSON by :func:`facts_schema`; the same document gives the same text.

    With the edition that it was published as, the file says which it is and what was published with a reason.
    """
    facts = [_plain_fact(fact) for fact in document.used_facts()]
    claims = [
        {
            "words": claim.text,
            "fact": claim.slug,
            "value": claim.value,
            "verdict": claim.verdict,
            "under": list(place),
        }
        for place, claim in document.claims()
    ]
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "document": {
            "title": document.title,
            "language": document.language,
            "author": document.author,
            "published": document.published.isoformat() if document.published else None,
        },
        "facts": [{**fact, "fingerprint": fingerprint(fact)} for fact in facts],
        "claims": claims,
        **({"edition": dict(edition)} if edition else {}),
    }
    return json.dumps({**content, "fingerprint": fingerprint(content)}, ensure_ascii=False, indent=2) + "\n"


def read_facts_json(content: str) -> tuple[Fact, ...]:
    """Return the facts of a file written by :func:`facts_to_json`. Raises :class:`FactsAltered`."""
    try:
        whole = json.loads(content)
        stated, facts = whole.pop("fingerprint"), whole["facts"]
        is_ours = whole["format"] == FORMAT and whole["version"] == VERSION
    except (ValueError, KeyError, TypeError, AttributeError):
        is_ours = False
    if not is_ours:
        raise FactsAltered("This is no file of facts that a report was published with. Download it again.")
    read = []
    for number, each in enumerate(facts, start=1):
        fact = dict(each)
        if fact.pop("fingerprint", "") != fingerprint(fact):
            raise FactsAltered(f"Fact {number}, “{fact.get('slug', '')}”, is not as it was published.")
        read.append(_make_fact(fact))
    if stated != fingerprint(whole):
        raise FactsAltered("The file as a whole is not as it was published: its claims or its title were altered.")
    return tuple(read)


@cache
def facts_schema() -> dict[str, Any]:
    """Return the JSON Schema of the file of facts."""
    schema: dict[str, Any] = json.loads(
        files("goldenthread.publishing").joinpath("facts.schema.json").read_text(encoding="utf-8")
    )
    return schema


def fingerprint(content: Any) -> str:
    """Return the SHA-256 of a value as JSON: keys sorted, no spaces, UTF-8."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain_fact(fact: Fact) -> dict[str, Any]:
    plain = {each.name: getattr(fact, each.name) for each in fields(Fact)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in plain.items()}


def _make_fact(plain: dict[str, Any]) -> Fact:
    given: dict[str, Any] = {
        name: date.fromisoformat(value) if name in {"as_at", "valid_until"} and value else value
        for name, value in plain.items()
    }
    return Fact(**given)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
