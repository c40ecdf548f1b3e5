"""How do we know this? The source, method, interval and mending behind one indicator's values."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.core.indicators import Indicator
from goldenthread.engine.questions.area_values import values_of
from goldenthread.engine.store import Snapshot
from goldenthread.engine.tables import MISSING

_BY = (
    *("area_kind", "basis", "source", "period", "period_end"),
    *("interval_method", "interval_reason", "missing_reason"),
)


@dataclass(frozen=True, slots=True)
class KindProvenance:
    """How the values for one kind of area came to be."""

    area_kind: str
    basis: str
    periods: tuple[str, ...]
    values: int
    missing: int
    interval_methods: tuple[str, ...]
    interval_reasons: tuple[str, ...]
    missing_reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Everything known about where one indicator's values come from."""

    definition: Indicator
    snapshot: str
    files: tuple[dict[str, Any], ...]  # manifest entries of the source
    kinds: tuple[KindProvenance, ...]
    issues: tuple[dict[str, Any], ...]  # what was mended in the source


def provenance(snapshot: Snapshot, slug: str) -> Provenance:
    """Where the values of one indicator come from, as recorded when the snapshot was written."""
    definition = snapshot.definition(slug)
    rows = _counts(values_of(snapshot, slug))
    sources = {definition.source, *(row["source"] for row in rows)}
    issues = snapshot.issues
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["area_kind"], row["basis"]), []).append(row)
    return Provenance(
        definition=definition,
        snapshot=snapshot.id,
        files=tuple(entry for entry in snapshot.manifest if entry["source"] in sources),
        kinds=tuple(_kind(kind, basis, found) for (kind, basis), found in sorted(groups.items())),
        issues=tuple(issues.filter(pc.is_in(issues["source"], pa.array(sorted(sources)))).to_pylist()),
    )


def _counts(values: pa.Table) -> list[dict[str, Any]]:
    """How many values there are for each kind of area, period and way of knowing."""
    counted = values.group_by(list(_BY)).aggregate([([], "count_all"), ("value", "count")])
    rows: list[dict[str, Any]] = counted.rename_columns([*_BY, "rows", "known"]).to_pylist()
    return rows


def _kind(kind: str, basis: str, rows: list[dict[str, Any]]) -> KindProvenance:
    def distinct(name: str) -> tuple[str, ...]:
        return tuple(sorted({row[name] for row in rows if row[name]}))

    periods = {row["period"]: row["period_end"] for row in rows}
    known = sum(row["known"] for row in rows)
    return KindProvenance(
        area_kind=kind,
        basis=basis,
        periods=tuple(sorted(periods, key=lambda period: (periods[period], period))),
        values=known,
        missing=sum(row["rows"] for row in rows) - known,
        interval_methods=distinct("interval_method"),
        interval_reasons=distinct("interval_reason"),
        missing_reasons=tuple(MISSING[reason] for reason in distinct("missing_reason")),
    )
