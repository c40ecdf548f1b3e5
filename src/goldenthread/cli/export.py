"""goldenthread export CODE --to FILE."""

import json
from pathlib import Path
from typing import Annotated

import typer

from goldenthread.cli.export_tables import gaps_as_table, values_as_table
from goldenthread.cli.options import Code, Quantiles, StoreFolder, open_store
from goldenthread.cli.printing import as_plain, say
from goldenthread.engine.errors import QuestionError
from goldenthread.engine.questions import gap_table, provenance
from goldenthread.publishing.csv_files import table_to_csv_bytes
from goldenthread.publishing.figures import Table
from goldenthread.publishing.spreadsheets import Cover, tables_to_xlsx

FORMATS = (".csv", ".json", ".xlsx")


def export(
    code: Code,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="File to write: .csv, .xlsx or .json.")],
    indicator: Annotated[str, typer.Option("--indicator", metavar="SLUG", help="One indicator's values.")] = "",
    quantiles: Quantiles = "place",
    store: StoreFolder = None,
) -> None:
    """Write every gap, or all values of one indicator, to a CSV, an accessible spreadsheet or JSON."""
    if to.suffix not in FORMATS:
        raise QuestionError(f"{to.name} should end in .csv, .xlsx or .json.")
    snapshot = open_store(store).place(code).current()
    if indicator:
        table = values_as_table(snapshot, indicator)
        entries = provenance(snapshot, indicator).files
    else:
        table = gaps_as_table(snapshot, gap_table(snapshot, quantiles=quantiles), quantiles)
        entries = tuple(snapshot.manifest)
    about = sorted({f"{entry['name']}, {entry['publisher']}, {entry['licence']}" for entry in entries})
    cover = Cover(
        title=table.caption,
        introduction=(f"Evidence of {snapshot.place.name}, snapshot {snapshot.id}.", *table.notes),
        about=tuple(about),
    )
    try:
        to.write_bytes(_content(to.suffix, table, cover))
    except OSError as error:
        raise QuestionError(f"{to} cannot be written ({error.strerror}). Choose another place for it.") from None
    say(f"{len(table.rows):,} rows were written to {to}.")


def _content(suffix: str, table: Table, cover: Cover) -> bytes:
    if suffix == ".xlsx":
        return tables_to_xlsx([table], cover)
    if suffix == ".csv":
        return table_to_csv_bytes(table)
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    return as_json_bytes({"title": table.caption, "notes": table.notes, "sources": cover.about, "rows": rows})


def as_json_bytes(content: object) -> bytes:
    """The content as JSON with a final line break."""
    return (json.dumps(as_plain(content), ensure_ascii=False, indent=2) + "\n").encode()
