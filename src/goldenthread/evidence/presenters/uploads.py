"""What an uploaded table holds, what is wrong with it, and what keeping it would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from goldenthread.engine.tables import AREA_KINDS
from goldenthread.publishing.figures import Cell, Column, Table
from goldenthread.publishing.numbers import format_plain
from goldenthread.sources.upload_definitions import UploadDefinition
from goldenthread.sources.upload_files import UploadedTable
from goldenthread.sources.uploads import Problem, UploadCheck

#: Rows of a preview: enough to see whether the columns were understood.
PREVIEWED = 8


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The dry run of an upload."""

    is_ready: bool
    summary: list[tuple[str, str]]
    wrong: Table | None
    doubts: Table | None
    preview: Table | None


def raw_preview(table: UploadedTable) -> Table:
    """Return the first rows of the file as they are written in it."""
    columns = tuple(Column(heading) for heading in table.headings)
    rows = tuple(tuple(row[heading] for heading in table.headings) for row in table.preview(5))
    return Table(f"The first rows of {table.file}", columns, rows)


def make_check(
    check: UploadCheck, definition: UploadDefinition, names: Mapping[str, str], *, replaces: bool
) -> CheckPage:
    """Return what taking the table would do, and everything that stands in the way or is worth a look."""
    kinds = ", ".join(f"{format_plain(count)} × {AREA_KINDS[kind]}" for kind, count in check.areas_by_kind.items())
    summary = [
        ("File", f"{check.file}, {format_plain(check.rows)} rows"),
        ("Areas", kinds or "none that are known here"),
        ("Periods", ", ".join(check.periods) or "none"),
        ("Groups", ", ".join(check.groups) or "none"),
        *([("Values", _values(check))] if check.is_ready else []),
        ("Will be called", definition.plain_name),
        ("Replaces", "the figures of this name that were brought in before" if replaces else "nothing"),
    ]
    return CheckPage(
        is_ready=check.is_ready,
        summary=summary,
        wrong=_problems(check.fatal, "What must be put right first"),
        doubts=_problems(check.warnings, "Worth a look"),
        preview=_preview(check.observations, definition, names) if check.observations is not None else None,
    )


def _values(check: UploadCheck) -> str:
    missing = f", and {format_plain(check.missing)} given as missing" if check.missing else ""
    return f"{format_plain(check.values)}{missing}"


def _problems(problems: Sequence[Problem], caption: str) -> Table | None:
    if not problems:
        return None
    columns = (Column("Row"), Column("Column"), Column("What it is"))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        ("" if each.row is None else f"{each.row:,}", each.column, each.sentence) for each in problems
    )
    return Table(caption, columns, rows)


def _preview(observations: pa.Table, definition: UploadDefinition, names: Mapping[str, str]) -> Table:
    """Return the first observations; the limits only where the table gives any."""
    decimals = definition.decimals
    has_limits = observations["lower"].null_count < observations.num_rows
    columns = [Column("Area"), Column("Period"), Column("Group"), Column(f"Value ({definition.unit})", decimals)]
    parts = ["period", "group", "value"]
    if has_limits:
        columns += [Column("Lower limit", decimals), Column("Upper limit", decimals)]
        parts += ["lower", "upper"]
    rows: list[tuple[Cell, ...]] = []
    for row in observations.slice(0, PREVIEWED).to_pylist():
        code = row["area_code"]
        area = f"{names[code]} ({code})" if code in names else code
        rows.append((area, *(row[part] for part in parts)))
    return Table("How the first rows are understood", tuple(columns), tuple(rows))
