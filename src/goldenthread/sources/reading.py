"""Reads CSV files, plain or gzipped, losslessly and all or nothing; anything wrong is one sentence with its row."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from goldenthread.sources.source import SourceError

Kind = Literal["text", "number", "whole number"]

#: How the codes of each kind of area look (the Office for National Statistics' nine-character codes).
#: England, Wales, Scotland and Northern Ireland share the layout; X is kept for invented places.
CODE_PATTERNS: Mapping[str, str] = {
    "lsoa21": r"[EWX]01\d{6}",
    "lsoa11": r"[EWX]01\d{6}",
    "msoa21": r"[EWX]02\d{6}",
    "msoa11": r"[EWX]02\d{6}",
    "ward24": r"[ENSWX](05|08|13)\d{6}",
    "district": r"E0[6-9]\d{6}|W06\d{6}|S12\d{6}|N09\d{6}|X06\d{6}",
    "county": r"E(10|11|47)\d{6}",
    "region": r"E12\d{6}",
    "country": r"[EKNSW]\d{8}",
    "any": r"[EKNSWX]\d{8}",
}

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_YEAR = re.compile(r"\d+")
#: Beyond this, floating-point numbers skip whole numbers.
LARGEST_WHOLE = 2.0**53
#: A spreadsheet of all England unpacks to well under this; more is a mistake or an attack.
LARGEST_UNPACKED = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a file must have: its heading, what its cells hold, and which marks mean "no value".

    `missing` maps a mark ("z", "c", "") to a key of goldenthread.engine.tables.MISSING. Where `status` is set, the
    table gets a further column of that name with the reason, null where there is a value. A number or text that may not
    be blank and is, is an error. `area` names the kind of area whose codes it holds. `to` renames it.
    `low` and `high` are the least and greatest number that can be right.
    """

    name: str
    kind: Kind = "text"
    to: str = ""
    area: str = ""
    missing: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    low: float | None = None
    high: float | None = None
    is_optional: bool = False

    @property
    def result(self) -> str:
        """The name of the column in the table that is read."""
        return self.to or self.name


def text(name: str, to: str = "", *, may_be_blank: bool = False, is_optional: bool = False) -> Column:
    """A column of words."""
    blank = {"": "not published"} if may_be_blank else {}
    return Column(name, "text", to, missing=blank, is_optional=is_optional)


def code(name: str, area: str, to: str = "") -> Column:
    """A column of area codes of one kind (a key of CODE_PATTERNS)."""
    return Column(name, "text", to, area=area)


def number(
    name: str,
    to: str = "",
    *,
    missing: Mapping[str, str] | None = None,
    status: str = "",
    low: float | None = None,
    high: float | None = None,
    is_optional: bool = False,
) -> Column:
    """A column of numbers."""
    return Column(name, "number", to, missing=missing or {}, status=status, low=low, high=high, is_optional=is_optional)


def whole_number(
    name: str,
    to: str = "",
    *,
    missing: Mapping[str, str] | None = None,
    low: float | None = None,
    high: float | None = None,
) -> Column:
    """A column of whole numbers."""
    return Column(name, "whole number", to, missing=missing or {}, low=low, high=high)


def read_csv(path: Path, columns: Sequence[Column], *, key: Sequence[str] = ()) -> pa.Table:
    """The named columns of a CSV file, checked and typed, in the order given and under the names asked for.

    Other columns are left unread. `key` names (as in the file) the columns that together may not repeat.
    A blank line is left out. Rows are counted as a spreadsheet shows them: the heading is row 1.
    Codes of areas are held to the lookups that lie in the same folder (see goldenthread.sources.areas.is_checked).

    Raises SourceError with the file, row and column for anything that is not as it should be.
    """
    content = read_bytes(path)
    headings = read_headings(path, content)
    _check_headings(path, headings, columns)
    wanted = [column for column in columns if column.name in headings]
    raw = _parse(path, content, headings, [column.name for column in wanted])
    if raw.num_rows == 0:
        raise SourceError(path, "The file has headings but no rows; download it again.")
    named: dict[str, pa.ChunkedArray] = {}
    try:
        for column in wanted:
            cells = pc.utf8_trim_whitespace(raw.column(column.name))
            values, status = _convert(path, column, cells)
            if column.area:
                _check_known(path, column, values)
            named[column.result] = values
            if column.status:
                named[column.status] = status
        if key:
            check_unique(path, raw, key)
    except SourceError as error:
        raise _counting_blank_lines(content, error) from None
    return pa.table(named)


def read_bytes(path: Path) -> bytes:
    """The content of a file, unpacked where it is gzipped, without a byte-order mark."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(path, f"The file is not in {path.parent}; put it there or fetch it.") from None
    except OSError as error:
        raise SourceError(
            path, f"The file cannot be read ({error.strerror or error}); check that you may open it."
        ) from None
    if content[:2] == b"\x1f\x8b" or path.suffix == ".gz":
        content = unpack(path, content)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise SourceError(path, "The file is in UTF-16, not UTF-8; save it as “CSV UTF-8”.", row=1)
    content = content.removeprefix(b"\xef\xbb\xbf")
    if not content.strip():
        raise SourceError(path, "The file is empty; download it again.")
    return content


def unpack(path: str | Path, content: bytes, largest: int = LARGEST_UNPACKED) -> bytes:
    """Gzipped content unpacked; refused when it is cut short, damaged, not gzip at all or unreasonably large."""
    if not content:
        raise SourceError(path, "The file is empty; download it again.")
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            unpacked = packed.read(largest + 1)
    except EOFError:
        raise SourceError(
            path, "The compressed file is cut short: it ends before its content does; download it again."
        ) from None
    except gzip.BadGzipFile:
        raise SourceError(path, "The file is not a gzip file, or is damaged; download it again.") from None
    except zlib.error:
        raise SourceError(path, "The compressed file is damaged; download it again.") from None
    if len(unpacked) > largest:
        raise SourceError(path, f"The file unpacks to more than {largest:,} bytes, which no table here does; check it.")
    return unpacked


def read_headings(path: Path, content: bytes) -> list[str]:
    """The column headings: the first row of the file."""
    end = content.find(b"\n")
    while end != -1 and content[:end].count(b'"') % 2:  # a heading with a line break inside quotation marks
        end = content.find(b"\n", end + 1)
    line = content if end == -1 else content[:end]
    try:
        row = next(csv.reader(io.StringIO(line.decode("utf-8"), newline="")), [])
    except UnicodeDecodeError:
        raise SourceError(
            path, "The headings hold a character that is not UTF-8; save the file as “CSV UTF-8”.", row=1
        ) from None
    headings = [heading.strip() for heading in row]
    if len(set(headings) - {""}) < 1:
        raise SourceError(path, "The first row has no column headings.", row=1)
    return headings


def check_unique(path: Path, table: pa.Table, key: Sequence[str], *, first_row: int = 2) -> None:
    """Refuse a table in which the cells of the `key` columns repeat together; naming both rows of the first pair."""
    columns = table.select(list(key))
    if columns.group_by(list(key)).aggregate([]).num_rows == table.num_rows:
        return
    numbered = columns.append_column("_row", pa.array(range(table.num_rows), pa.int64()))
    counted = numbered.group_by(list(key), use_threads=False).aggregate([("_row", "count"), ("_row", "min")])
    repeated = counted.filter(pc.greater(counted.column("_row_count"), 1))
    first = repeated.sort_by("_row_min").slice(0, 1).to_pylist()[0]
    cells = {name: first[name] for name in key}
    mask = None
    for name, cell in cells.items():
        same = pc.equal(numbered.column(name), pa.scalar(cell, numbered.column(name).type))
        mask = same if mask is None else pc.and_(mask, same)
    rows = numbered.filter(mask).column("_row").to_pylist()
    shown = ", ".join(f"“{cell}”" for cell in cells.values())
    raise SourceError(
        path,
        f"{shown} is there twice, first in row {rows[0] + first_row:,}; each must be there once, so remove one.",
        row=rows[1] + first_row,
        column=" + ".join(key),
    )


def check_codes(
    path: Path,
    codes: pa.ChunkedArray,
    known: pa.Array,
    column: str,
    what: str,
    *,
    other: pa.Array | None = None,
    other_what: str = "",
    first_row: int = 2,
) -> None:
    """Refuse a code that is not one of the `known` codes, gaps aside; says so when it is of the `other` vintage."""
    is_known = pc.or_(pc.is_null(codes), pc.is_in(codes, value_set=known))
    index = pc.index(is_known, False).as_py()
    if index < 0:
        return
    unknown = codes[index].as_py()
    if other is not None and pc.is_in(pa.scalar(unknown), value_set=other).as_py():
        sentence = (
            f"“{unknown}” is one of the {other_what}, not of the {what}: the file is of another vintage; "
            f"download the edition for {what}."
        )
    else:
        sentence = (
            f"“{unknown}” is not a code of the {what}; correct it, or check that the file is of the right vintage."
        )
    raise SourceError(path, sentence, row=index + first_row, column=column)


def keep_england(table: pa.Table, column: str) -> pa.Table:
    """The rows whose code begins with E: England, its regions, counties, districts, wards and small areas."""
    return table.filter(pc.starts_with(table.column(column), "E"))


def _check_headings(path: Path, headings: list[str], columns: Sequence[Column]) -> None:
    """Refuse headings that lack a column or repeat one; says so when the column is there in another vintage."""
    for column in columns:
        if headings.count(column.name) > 1:
            raise SourceError(
                path, "The heading is there twice; remove one of the two columns.", row=1, column=column.name
            )
        if column.name in headings or column.is_optional:
            continue
        same = [name for name in headings if name and _YEAR.sub("#", name) == _YEAR.sub("#", column.name)]
        if same and _YEAR.search(column.name):
            sentence = (
                f"This column is missing, and “{same[0]}” is there instead: the file is of another vintage; "
                f"download the one with “{column.name}”."
            )
        else:
            shown = ", ".join(headings[:8]) + (", …" if len(headings) > 8 else "")
            sentence = f"This column is missing; the file has {shown}. Check that it is the right file."
        raise SourceError(path, sentence, row=1, column=column.name)


def _parse(path: Path, content: bytes, headings: list[str], names: list[str]) -> pa.Table:
    """The wanted columns as text, exactly as they are in the file."""
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(column_names=_unique(headings), skip_rows=_lines_of_heading(content)),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=b'"' in content),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=names,
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                check_utf8=True,
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise _explain(path, content, headings, error) from None


def _unique(headings: list[str]) -> list[str]:
    """Headings with a number after those that are blank or repeat, so that each names one column."""
    seen: set[str] = set()
    result = []
    for position, heading in enumerate(headings):
        name = heading if heading and heading not in seen else f"{heading}\x00{position}"
        seen.add(name)
        result.append(name)
    return result


def _lines_of_heading(content: bytes) -> int:
    """How many lines the heading takes: more than one when a heading holds a line break."""
    end = content.find(b"\n")
    while end != -1 and content[:end].count(b'"') % 2:
        end = content.find(b"\n", end + 1)
    return 1 if end == -1 else content.count(b"\n", 0, end) + 1


def _explain(path: Path, content: bytes, headings: list[str], error: Exception) -> SourceError:
    """The sentence for a file that cannot be parsed: reads it again, row by row, up to the row that is wrong."""
    try:
        decoded = content.decode("utf-8")
    except UnicodeDecodeError as bad:
        row = content.count(b"\n", 0, bad.start) + 1
        return SourceError(path, "There is a character that is not UTF-8; save the file as “CSV UTF-8”.", row=row)
    for row, cells in enumerate(csv.reader(io.StringIO(decoded, newline="")), start=1):
        if cells and len(cells) != len(headings):
            return SourceError(
                path,
                f"This row has {len(cells)} cells and the heading {len(headings)}; "
                "the file may be cut short or hold a stray comma.",
                row=row,
            )
    return SourceError(path, f"The file cannot be read as CSV ({error}); save it again as “CSV UTF-8”.")


def _counting_blank_lines(content: bytes, error: SourceError) -> SourceError:
    """The same error with its row as a spreadsheet counts it, blank lines included (they were left out in reading)."""
    if error.row is None:
        return error
    full = 0
    for row, cells in enumerate(csv.reader(io.StringIO(content.decode("utf-8"), newline="")), start=1):
        full += bool(cells)
        if full == error.row:
            return SourceError(error.file, error.sentence, row=row, column=error.column)
    return error


def _convert(path: Path, column: Column, cells: pa.ChunkedArray) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """The cells as what they should be, and why a value is missing."""
    status = pa.chunked_array([pa.nulls(len(cells), pa.string())])
    if column.missing:
        marks = pa.array(list(column.missing))
        index = pc.index_in(cells, value_set=marks)
        status = pa.chunked_array([pc.take(pa.array(list(column.missing.values())), index.combine_chunks())])
        cells = pc.if_else(pc.is_valid(index), pa.scalar(None, pa.string()), cells)
    _refuse(
        path, column, cells, pc.equal(cells, ""), "The cell is blank where {what} belongs; fill it or remove the row."
    )
    if column.area:
        wrong = _unlike(cells, f"^({CODE_PATTERNS[column.area]})$")
        _refuse(
            path, column, cells, wrong, f"“{{cell}}” is not an area code of the kind expected here ({column.area})."
        )
    if column.kind == "text":
        return cells, status
    values = _numbers(path, column, cells)
    if column.kind == "whole number":
        too_large = pc.greater(pc.abs(values), LARGEST_WHOLE)
        _refuse(path, column, cells, too_large, "“{cell}” is too large to be a number here.")
        uneven = pc.not_equal(values, pc.floor(values))
        _refuse(path, column, cells, uneven, "“{cell}” is not a whole number, and only those belong here.")
        values = pc.cast(values, pa.int64())
    if column.low is not None:
        below = pc.less(values, column.low)
        _refuse(path, column, cells, below, f"“{{cell}}” is below {column.low:g}, the least that can be right.")
    if column.high is not None:
        above = pc.greater(values, column.high)
        _refuse(path, column, cells, above, f"“{{cell}}” is above {column.high:g}, the most that can be right.")
    return values, status


def _check_known(path: Path, column: Column, codes: pa.ChunkedArray) -> None:
    """Refuse a code that the lookups beside the file do not have, naming the vintage it is of where it is another's."""
    from goldenthread.sources.areas import check_area_codes, is_checked  # it reads the lookups with this file

    if is_checked(path, column.area, column.name):
        check_area_codes(path, codes, column.area, path.parent, column.name)


def _unlike(cells: pa.ChunkedArray, pattern: str) -> pa.ChunkedArray:
    """Which cells do not match; a pattern is tried once on cells that repeat, as codes do."""
    different = pc.unique(cells)
    unlike = different.filter(pc.invert(pc.match_substring_regex(different, pattern)))
    return pc.and_(pc.is_valid(cells), pc.is_in(cells, value_set=unlike))


def _numbers(path: Path, column: Column, cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """The cells as numbers. Arrow reads "nan" and "inf" too, so what is not finite is looked at again as text."""
    try:
        values = pc.cast(cells, pa.float64())
        is_wrong = pc.any(pc.invert(pc.is_finite(values))).as_py()
    except pa.ArrowInvalid:
        is_wrong = True
    if not is_wrong:
        return values
    wrong = pc.invert(pc.match_substring_regex(cells, _NUMBER))
    _refuse(path, column, cells, wrong, "“{cell}” is text where a number belongs; correct it, or leave the row out.")
    values = pc.cast(cells, pa.float64())
    _refuse(path, column, cells, pc.invert(pc.is_finite(values)), "“{cell}” is too large to be a number here.")
    return values


def _refuse(path: Path, column: Column, cells: pa.ChunkedArray, wrong: pa.ChunkedArray, sentence: str) -> None:
    """Raise the sentence for the first cell that is `wrong`."""
    index = pc.index(wrong, True).as_py()
    if index < 0:
        return
    what = "an area code" if column.area else {"text": "text"}.get(column.kind, f"a {column.kind}")
    raise SourceError(path, sentence.format(cell=cells[index].as_py(), what=what), row=index + 2, column=column.name)
