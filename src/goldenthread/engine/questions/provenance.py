"""How do we know this? The source, method, interval and mending behind one indicator's values."""

from dataclasses import dataclass
from typing import Any

from goldenthread.core.indicators import Indicator
from goldenthread.engine.store import Snapshot
from goldenthread.engine.tables import MISSING


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
    rows = snapshot.ask(lambda table: kinds_of(table("values"), slug)).to_pylist()
    sources = {definition.source, *(row["source"] for row in rows)}
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["area_kind"], row["basis"]), []).append(row)
    return Provenance(
        definition=definition,
        snapshot=snapshot.id,
        files=tuple(entry for entry in snapshot.manifest if entry["source"] in sources),
        kinds=tuple(_kind(kind, basis, found) for (kind, basis), found in sorted(groups.items())),
        issues=tuple(row for row in snapshot.issues.to_pylist() if row["source"] in sources),
    )


def kinds_of(values: Any, slug: str) -> Any:
    """How many values there are for each kind of area, period and way of knowing: an Ibis expression."""
    mine = values.filter(values.indicator == slug)
    by = (
        "area_kind",
        "basis",
        "source",
        "period",
        "period_end",
        "interval_method",
        "interval_reason",
        "missing_reason",
    )
    return mine.group_by(list(by)).agg(rows=mine.count(), known=mine.value.count()).order_by(list(by))


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
