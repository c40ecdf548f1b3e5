"""What the evidence of the place was made from, and what was found wrong with it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from goldenthread.engine.store import Snapshot


@dataclass(frozen=True, slots=True)
class SourceQuality:
    """One source: its files, what came of them, what was mended."""

    source: str
    name: str
    publisher: str
    files: tuple[str, ...]
    rows: int  # in the files
    indicators: tuple[str, ...]
    values: int  # in the snapshot, for all areas
    missing: int  # of those, the ones that are withheld or not given
    issues: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class DataQuality:
    """Every source of the snapshot, what the build itself noted, and the indicators that have no value here."""

    snapshot: str
    sources: tuple[SourceQuality, ...]
    other_issues: tuple[dict[str, Any], ...]
    without_values: tuple[str, ...]
    values_by_basis: dict[str, int]


def data_quality(snapshot: Snapshot) -> DataQuality:
    """The data-quality report of a snapshot."""
    rows = snapshot.ask(counts_of).to_pylist()
    issues = snapshot.issues.to_pylist()
    entries: dict[str, list[dict[str, Any]]] = {}
    for entry in snapshot.manifest:
        entries.setdefault(entry["source"], []).append(entry)
    with_values = {row["indicator"] for row in rows if row["known"]}
    by_basis: Counter[str] = Counter()
    for row in rows:
        by_basis[row["basis"]] += row["known"]
    return DataQuality(
        snapshot=snapshot.id,
        sources=tuple(_source(source, files, rows, issues) for source, files in sorted(entries.items())),
        other_issues=tuple(issue for issue in issues if issue["source"] not in entries),
        without_values=tuple(slug for slug in snapshot.definitions if slug not in with_values),
        values_by_basis=dict(sorted(by_basis.items())),
    )


def counts_of(table: Callable[[str], Any]) -> Any:
    """How many values each source gives for each indicator, and how many of them are known: an Ibis expression."""
    values = table("values")
    by = ["source", "indicator", "basis"]
    return values.group_by(by).agg(rows=values.count(), known=values.value.count()).order_by(by)


def _source(
    source: str, files: list[dict[str, Any]], rows: list[dict[str, Any]], issues: list[dict[str, Any]]
) -> SourceQuality:
    mine = [row for row in rows if row["source"] == source]
    known = sum(row["known"] for row in mine)
    return SourceQuality(
        source=source,
        name=files[0]["name"],
        publisher=files[0]["publisher"],
        files=tuple(entry.get("file", "") for entry in files),
        rows=sum(entry["rows"] for entry in files),
        indicators=tuple(sorted({row["indicator"] for row in mine})),
        values=known,
        missing=sum(row["rows"] for row in mine) - known,
        issues=tuple(issue for issue in issues if issue["source"] == source),
    )
