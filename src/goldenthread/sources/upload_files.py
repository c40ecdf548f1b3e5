"""Opens a spreadsheet or CSV file that someone uploads: limits, content checks, and every cell as text."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from goldenthread.sources.reading import unpack
from goldenthread.sources.source import SourceError

#: Largest upload; a table of every English small area with ten columns is under 5 MB.
LARGEST_BYTES = 20_000_000
#: Largest size of a spreadsheet once unpacked: a spreadsheet packs to about a tenth.
LARGEST_UNPACKED = 200_000_000
LARGEST_ROWS = 200_000
LARGEST_COLUMNS = 200
#: Titles and notes often stand above the headings of a published table.
ROWS_ABOVE_HEADINGS = 30

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
GZIP = b"\x1f\x8b"
ADVICE = "Save it as “CSV UTF-8” or as an Excel workbook (.xlsx)"


@dataclass(frozen=True, slots=True)
class UploadedTable:
    """The cells of an uploaded table as text, with the row of the spreadsheet that each row came from."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what was mended while opening it

    def column(self, heading: str) -> list[str]:
        """The cells under a heading."""
        position = self.headings.index(heading)
        return [row[position] for row in self.rows]

    def preview(self, rows: int = 10) -> list[dict[str, str]]:
        """The first rows, by heading."""
        return [dict(zip(self.headings, row, strict=True)) for row in self.rows[:rows]]


def open_upload(name: str, content: bytes, *, sheet: str = "", heading_row: int | None = None) -> UploadedTable:
    """The table in an uploaded file: CSV (comma, semicolon or tab; gzipped or not) or an Excel workbook.

    The kind is told from the content, not from the name. Raises SourceError with a sentence a person can act on.
    """
    file = PurePath(name.replace("\\", "/")).name or "upload"
    if not content:
        raise SourceError(file, "The file is empty; choose it again.")
    if len(content) > LARGEST_BYTES:
        limit = LARGEST_BYTES // 1_000_000
        raise SourceError(
            file, f"The file has {len(content) / 1e6:.0f} MB and the limit is {limit} MB; keep fewer columns."
        )
    if content.startswith(OLD_OFFICE):
        raise SourceError(file, f"The file is an old Excel workbook (.xls) or has a password. {ADVICE}, without one.")
    if content.startswith(ZIP):
        return _open_workbook(file, content, sheet, heading_row)
    if content.startswith(GZIP):
        content = unpack(file, content, LARGEST_UNPACKED)
    return _open_csv(file, content, heading_row)


def _open_csv(file: str, content: bytes, heading_row: int | None) -> UploadedTable:
    """The table in a CSV file."""
    notes: list[str] = []
    written = decode_text(file, content, notes)
    if written.lstrip()[:15].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise SourceError(file, "The file is a web page, not a table; download the CSV file itself.")
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=find_delimiter(written))
    try:
        return _make_table(file, reader, heading_row, notes)
    except csv.Error as error:
        raise SourceError(file, f"The file cannot be read as CSV ({error}). {ADVICE}.", row=reader.line_num) from None


def decode_text(file: str, content: bytes, notes: list[str]) -> str:
    """The content as text: UTF-8, else UTF-16 with its mark, else the encoding of Windows."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        notes.append("The file was in UTF-16 and was read as that.")
        return content.decode("utf-16", "replace")
    if b"\x00" in content:
        raise SourceError(file, f"The file is not a table of text. {ADVICE}.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append("The file was not in UTF-8 and was read as Windows text; check names with accents.")
        return content.decode("cp1252", "replace")


def find_delimiter(written: str) -> str:
    """What parts the cells: whichever of comma, tab and semicolon is on most of the first lines."""
    lines = [line for line in written.splitlines()[:ROWS_ABOVE_HEADINGS] if line.strip()]
    return max(",\t;", key=lambda mark: sum(mark in line for line in lines))


def _open_workbook(file: str, content: bytes, sheet: str, heading_row: int | None) -> UploadedTable:
    """The table in one sheet of an Excel workbook; formulas give the value that was last worked out."""
    check_package(file, content)
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise SourceError(
            file, "Excel workbooks need the package openpyxl: pip install openpyxl, or save as CSV."
        ) from None
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception:
        raise SourceError(file, f"The workbook is damaged. {ADVICE} again.") from None
    try:
        names = tuple(page.title for page in workbook.worksheets)
        if sheet and sheet not in names:
            raise SourceError(file, f"There is no sheet “{sheet}”; the workbook has {', '.join(names)}.")
        for name in [sheet] if sheet else names:
            cells = ([write_cell(cell) for cell in row] for row in workbook[name].iter_rows())
            try:
                return _make_table(file, cells, heading_row, [], name, names)
            except NoTable:
                continue
        raise NoTable(file)
    finally:
        workbook.close()


def check_package(file: str, content: bytes, largest: int | None = None) -> None:
    """Refuse a packed file that is not a plain workbook, is too large unpacked, or carries macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            names = {member.filename for member in members}
            if sum(member.file_size for member in members) > (largest or LARGEST_UNPACKED):
                raise SourceError(file, "The workbook unpacks to far more than a table needs; save the sheet as CSV.")
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise SourceError(file, f"The file is not an Excel workbook. {ADVICE}.")
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise SourceError(file, "The workbook carries macros, which are not accepted; save it as .xlsx or CSV.")
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    with package.open(member) as part:
                        if b"<!DOCTYPE" in part.read(4096):
                            raise SourceError(file, f"The workbook holds a definition that none needs. {ADVICE} again.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise SourceError(file, f"The workbook is damaged or cut short. {ADVICE} again.") from None


def write_cell(cell: Any) -> str:
    """A cell as a person would write it; a percentage keeps its sign."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        if "%" in str(cell.number_format or ""):
            return f"{value * 100:.12g}%"
        return f"{value:.15g}"
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value).strip()


class NoTable(SourceError):
    """No row looks like headings."""

    def __init__(self, file: str) -> None:
        super().__init__(
            file,
            "No row looks like column headings with rows beneath; say in which row the headings are, or tidy the file.",
        )


def _make_table(
    file: str,
    rows: Iterator[Sequence[str]],
    heading_row: int | None,
    notes: list[str],
    sheet: str = "",
    sheets: tuple[str, ...] = (),
) -> UploadedTable:
    """The headings and the rows beneath them; blank rows and blank columns are left out."""
    kept: list[tuple[int, list[str]]] = []
    for number, row in enumerate(rows, start=1):
        cells = [str(cell).strip() for cell in row]
        if any(cells):
            kept.append((number, cells))
        if len(kept) > LARGEST_ROWS + ROWS_ABOVE_HEADINGS:
            raise SourceError(file, f"The file has more than {LARGEST_ROWS:,} rows; split it.", row=number)
    start = _find_headings(file, kept, heading_row)
    headings = _clean_headings(file, kept[start])
    positions = [position for position, heading in enumerate(headings) if heading]
    beneath = kept[start + 1 :]
    if not beneath:
        raise SourceError(file, "There are headings but no rows beneath them; check the file.", row=kept[start][0])
    _refuse_longer_rows(file, beneath, len(headings))
    found = [(number, tuple(row[p] if p < len(row) else "" for p in positions)) for number, row in beneath]
    found = [(number, cells) for number, cells in found if any(cells)]
    return UploadedTable(
        file,
        tuple(headings[position] for position in positions),
        tuple(cells for _, cells in found),
        tuple(number for number, _ in found),
        sheet,
        sheets,
        tuple(notes),
    )


def _refuse_longer_rows(file: str, beneath: list[tuple[int, list[str]]], columns: int) -> None:
    """A row with more cells than there are headings has been cut at a comma that belongs to a number or a name."""
    for number, row in beneath:
        extra = [cell for cell in row[columns:] if cell]
        if extra:
            raise SourceError(
                file,
                f"The row has {len(row)} cells and there are {columns} headings: “{extra[0]}” has none. "
                "A comma inside a number or a name needs quotation marks around the whole cell.",
                row=number,
            )


def _find_headings(file: str, kept: list[tuple[int, list[str]]], heading_row: int | None) -> int:
    """Which of the rows holds the headings: the first with as many words as the rows beneath it have cells."""
    if heading_row is not None:
        for index, (number, _) in enumerate(kept):
            if number == heading_row:
                return index
        raise SourceError(file, "This row, which should hold the headings, is blank or not there.", row=heading_row)
    for index, (_, cells) in enumerate(kept[:ROWS_ABOVE_HEADINGS]):
        filled = sum(bool(cell) for cell in cells)
        beneath = [sum(bool(cell) for cell in row) for _, row in kept[index + 1 : index + 6]]
        if filled >= 2 and beneath and filled >= max(beneath) - 1 and max(beneath) >= 2:
            return index
    raise NoTable(file)


def _clean_headings(file: str, row: tuple[int, list[str]]) -> list[str]:
    """The headings on one line each; two that are the same are refused."""
    number, cells = row
    headings = [" ".join(cell.split()) for cell in cells]
    if len(headings) > LARGEST_COLUMNS:
        raise SourceError(file, f"The file has {len(headings)} columns and the limit is {LARGEST_COLUMNS}.", row=number)
    named = [heading for heading in headings if heading]
    for heading in named:
        if named.count(heading) > 1:
            raise SourceError(file, "The heading is there twice; rename one.", row=number, column=heading)
    return headings
