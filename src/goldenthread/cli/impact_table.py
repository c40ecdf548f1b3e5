"""A CSV file of units, periods, values and treatment, as columns."""

import csv
from dataclasses import dataclass
from pathlib import Path

from goldenthread.sources.source import SourceError

#: What the file must have, and what it may have.
NEEDED, OPTIONAL = ("unit", "period", "value", "treated"), ("cluster", "reason")


@dataclass(frozen=True, slots=True)
class ImpactTable:
    """The columns of the file; `clusters` and `reasons` are None where it has no such column."""

    units: list[str]
    periods: list[int] | list[str]
    values: list[float | None]
    treated: list[int]
    clusters: list[str] | None
    reasons: list[str | None] | None


def read_impact_table(file: Path) -> ImpactTable:
    """The table in a CSV file, or the row and column of what is wrong with it."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SourceError(file, f"The file cannot be read ({why}). Check its name.") from None
    reader = csv.DictReader(text.splitlines())
    names = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise SourceError(
            file,
            f"There is no column {' or '.join(missing)}. The columns are {', '.join(NEEDED)}, and may be cluster "
            "and reason.",
        )
    rows = [
        {name: (row[names[name]] or "").strip() for name in (*NEEDED, *OPTIONAL) if name in names} for row in reader
    ]
    periods = [row["period"] for row in rows]
    return ImpactTable(
        units=[row["unit"] for row in rows],
        periods=[int(period) for period in periods] if all(each.isdecimal() for each in periods) else periods,
        values=[_value(file, number, row["value"]) for number, row in enumerate(rows, start=2)],
        treated=[_treated(file, number, row["treated"]) for number, row in enumerate(rows, start=2)],
        clusters=[row["cluster"] for row in rows] if "cluster" in names else None,
        reasons=[row["reason"] or None for row in rows] if "reason" in names else None,
    )


def _value(file: Path, row: int, cell: str) -> float | None:
    if not cell:
        return None
    try:
        return float(cell.replace(",", ""))
    except ValueError:
        sentence = f"“{cell}” is not a number. Leave it blank and say why in a column “reason” if it is missing."
        raise SourceError(file, sentence, row=row, column="value") from None


def _treated(file: Path, row: int, cell: str) -> int:
    if cell not in {"0", "1"}:
        sentence = f"“{cell}” is neither 1 (from the period the action reached the unit) nor 0."
        raise SourceError(file, sentence, row=row, column="treated")
    return int(cell)
