"""The table in a spreadsheet that somebody took away."""

import io

from openpyxl import load_workbook


def read_table(content: bytes, first_heading: str) -> list[list[str]]:
    """The rows of the workbook's last sheet from the headings on, as text; no cell of it may be a formula."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[-1]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    rows = [[str(cell or "") for cell in row] for row in sheet.values]
    headings = next(at for at, row in enumerate(rows) if row[0] == first_heading)
    return rows[headings:]
