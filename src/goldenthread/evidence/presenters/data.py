"""Where the numbers come from: sources, files, what was mended, and tables to download."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldenthread.core.indicators import Indicator
from goldenthread.engine.questions.area_values import ALL, AreaValue
from goldenthread.engine.questions.provenance import Provenance
from goldenthread.engine.tables import AREA_KINDS
from goldenthread.publishing.figures import Cell, Column, Table
from goldenthread.publishing.numbers import format_plain
from goldenthread.publishing.spreadsheets import Cover


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source as the data page lists it."""

    id: str
    name: str
    publisher: str
    licence: str
    vintage: str
    retrieved: str
    rows: str
    files: int
    mended: int
    href: str


def sources(manifest: Sequence[dict[str, Any]], issues: Iterable[dict[str, Any]]) -> list[SourceLine]:
    """Return every source of the snapshot by name, with how many things were mended in it."""
    mended: dict[str, int] = {}
    for issue in issues:
        mended[issue["source"]] = mended.get(issue["source"], 0) + 1
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in manifest:
        found.setdefault(entry["source"], []).append(entry)
    lines = []
    for source, entries in found.items():
        first = entries[0]
        lines.append(
            SourceLine(
                id=source,
                name=str(first["name"]),
                publisher=str(first["publisher"]),
                licence=str(first["licence"]),
                vintage=str(first["vintage"]),
                retrieved=max(str(entry["retrieved"]) for entry in entries),
                rows=format_plain(sum(int(entry["rows"]) for entry in entries)),
                files=len(entries),
                mended=mended.get(source, 0),
                href=reverse("evidence:source", args=[source]),
            )
        )
    return sorted(lines, key=lambda line: line.name)


def issues_table(issues: Sequence[dict[str, Any]], caption: str) -> Table:
    """Return what was found wrong and what was done about it."""
    columns = (Column("File"), Column("Line"), Column("Field"), Column("What it said"), Column("What was done"))
    rows = tuple(
        (
            str(issue["file"]),
            "" if issue["line"] is None else str(issue["line"]),
            issue["field"] or "",
            issue["value"] or "",
            issue["what_was_done"],
        )
        for issue in issues
    )
    return Table(caption, columns, rows)


def provenance_table(provenance: Provenance) -> Table:
    """Return how the values for each kind of area came to be."""
    columns = (
        Column("Area"),
        Column("Where the values come from"),
        Column("Periods"),
        Column("Values", 0),
        Column("Without a value", 0),
        Column("Interval"),
    )
    rows: list[tuple[Cell, ...]] = []
    for kind in provenance.kinds:
        interval = "; ".join([*kind.interval_methods, *kind.interval_reasons]) or "none"
        periods = (
            kind.periods[0]
            if len(kind.periods) == 1
            else f"{kind.periods[0]} to {kind.periods[-1]} ({len(kind.periods)})"
        )
        rows.append((AREA_KINDS[kind.area_kind], kind.basis, periods, kind.values, kind.missing, interval))
    return Table("How the values came to be, by kind of area", columns, tuple(rows))


def for_a_spreadsheet(values: Sequence[AreaValue], neighbours: Collection[str]) -> list[AreaValue]:
    """Return the values about the place, its region and country, and for everyone in the councils most like it."""
    return [
        value
        for value in values
        if value.in_place
        or value.area_kind in {"region", "country"}
        or (value.area_code in neighbours and value.characteristic == ALL)
    ]


def values_table(definition: Indicator, values: Sequence[AreaValue]) -> Table:
    """Return every value of an indicator for download, with everything that is known about it."""
    decimals = max(definition.decimals, 2)
    columns = (
        Column("Area code"),
        Column("Area"),
        Column("Kind of area"),
        Column("Period"),
        Column("Characteristic"),
        Column("Group"),
        Column(f"Value ({definition.unit})", decimals),
        Column("Lower limit", decimals),
        Column("Upper limit", decimals),
        Column("Count", 0),
        Column("Denominator", 0),
        Column("Interval"),
        Column("Basis"),
        Column("Note"),
    )
    return Table(definition.name, columns, tuple(_value_row(value) for value in values))


def _value_row(value: AreaValue) -> tuple[Cell, ...]:
    estimate = value.estimate
    limits = estimate.limits if estimate else None
    return (
        value.area_code,
        value.area_name,
        AREA_KINDS[value.area_kind],
        value.period.label,
        value.characteristic,
        value.group,
        value.value,
        limits.lower if limits else None,
        limits.upper if limits else None,
        value.count,
        value.denominator,
        (estimate.method or estimate.reason or "") if estimate else "",
        value.basis,
        value.missing_reason or "",
    )


def cover_of(definition: Indicator, place: str, source: str, snapshot: str) -> Cover:
    """Return the first sheet of an indicator's spreadsheet."""
    return Cover(
        title=f"{definition.plain_name}: {place}",
        introduction=(definition.definition,),
        about=(
            f"Official name: {definition.name}",
            f"Unit: {definition.unit}",
            f"Numerator: {definition.numerator}",
            f"Denominator: {definition.denominator}",
            f"Method: {definition.method}",
            f"Source: {source}",
            f"Evidence snapshot: {snapshot}",
            *definition.caveats,
        ),
    )
