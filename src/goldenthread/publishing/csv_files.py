"""A table as a CSV file: numbers unrounded, a missing one empty, safe to open in a spreadsheet."""

import csv
import io

from goldenthread.publishing.figures import Cell, Table


def table_to_csv(table: Table) -> str:
    """Return the table with its heading row; lines end as RFC 4180 asks."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow([_safe(cell) for cell in row])
    return written.getvalue()


def table_to_csv_bytes(table: Table) -> bytes:
    """Return the CSV with a byte order mark, so that Excel reads “£” and “é” as they are."""
    return table_to_csv(table).encode("utf-8-sig")


def _safe(cell: Cell) -> str:
    """Return a cell as text; a text that a spreadsheet would run as a formula is kept a text by an apostrophe."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
    if isinstance(cell, int):
        return str(cell)
    return str(int(cell)) if cell.is_integer() else repr(float(cell))
