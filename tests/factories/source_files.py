"""Writes small made-up files in the layouts of the publishers, for the tests of what reads them."""

import csv
import gzip
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

Cell = str | int | float


def write_rows(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, bom: bool = False) -> Path:
    """Write a CSV file, gzipped where its name says so, with a byte-order mark where asked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(headings)
    writer.writerows(rows)
    content = written.getvalue().encode("utf-8-sig" if bom else "utf-8")
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def write_records(path: Path, records: Sequence[Mapping[str, Cell]], *, bom: bool = False) -> Path:
    """Write records with the same keys as a CSV file."""
    return write_rows(path, list(records[0]), [list(record.values()) for record in records], bom=bom)


def values_of(observations: pa.Table, measure: str) -> dict[str, float | None]:
    """The value of each area under one measure, for tables with one row an area."""
    rows = observations.to_pylist()
    return {row["area_code"]: row["value"] for row in rows if row["measure"] == measure}
