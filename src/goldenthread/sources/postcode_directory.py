"""Every live postcode with its small area, ward and district: the ONS Postcode Directory or the NSPL."""

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.engine.tables import POSTCODES
from goldenthread.sources.areas import check_area_codes, known_codes
from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.reading import check_unique, read_bytes, read_csv, read_headings, text
from goldenthread.sources.source import (
    OPEN_GOVERNMENT_LICENCE,
    OPEN_GOVERNMENT_LICENCE_URL,
    IssueLog,
    Progress,
    Source,
    SourceError,
    SourceTables,
)

SOURCE = Source(
    id="postcode_directory",
    name="ONS Postcode Directory or National Statistics Postcode Lookup",
    publisher="Office for National Statistics",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://geoportal.statistics.gov.uk/",
    layout="One row a postcode: pcds, doterm (blank while it is in use), and the codes of its LSOA, ward and district.",
    vintage="as downloaded",
    geography=("lsoa21", "ward24", "district"),
    files=("ONSPD*.csv*", "NSPL*.csv*", "onspd*.csv*", "nspl*.csv*"),
    notes=(
        "Contains OS data © Crown copyright and database right; contains Royal Mail data © Royal Mail copyright and "
        "database right.",
        "Postcodes that are no longer used, and those outside England, are left out.",
    ),
)

#: The headings each column has had, newest last; two digits stand for the vintage.
HEADINGS = {
    "postcode": r"pcds|pcd",
    "ended": r"doterm",
    "lsoa21": r"lsoa21(cd)?",
    "ward24": r"osward|ward|wd\d\dcd",
    "district": r"oslaua|laua|lad\d\dcd",
}
#: How a British postcode looks without its space (Royal Mail's programmers' guide, edition 7).
POSTCODE = r"^([A-Z]{1,2}[0-9][0-9A-Z]?)[0-9][A-Z]{2}$"
_OLD_SMALL_AREAS = re.compile(r"lsoa11(cd)?", re.IGNORECASE)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """The English postcodes in use, without spaces, each with its small area, ward and district."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    path = files[0]
    heading = _headings(path)
    columns = [text(name, to, may_be_blank=to != "postcode") for to, name in heading.items()]
    table = read_csv(path, columns)
    postcode = pc.replace_substring(pc.utf8_upper(table.column("postcode")), " ", "")
    _check_postcodes(path, postcode, heading["postcode"])
    table = table.set_column(0, "postcode", postcode)
    check_unique(path, table, ["postcode"])
    _check_codes(path, table, heading, folder)
    in_use = pc.is_null(table.column("ended"))
    english = pc.fill_null(pc.starts_with(table.column("district"), "E"), False)
    kept = table.filter(pc.and_(in_use, english))
    if kept.num_rows == 0:
        raise SourceError(path, "The file has no English postcode in use; check that it is the right file.")
    left_out = table.num_rows - kept.num_rows
    issues.note(path, f"{left_out:,} postcodes were left out: no longer used, or outside England.")
    wards = _wards(path, kept.column("ward24"), folder, issues)
    rows = {
        "postcode": kept.column("postcode"),
        "lsoa21": _only(kept.column("lsoa21"), r"^E01\d{6}$"),
        "ward24": wards,
        "district": kept.column("district"),
    }
    return SourceTables(postcodes=pa.table(rows, schema=POSTCODES), files=(path,))


def _headings(path: Path) -> dict[str, str]:
    """Which heading of the file is which column."""
    headings = read_headings(path, read_bytes(path))
    found: dict[str, str] = {}
    for column, pattern in HEADINGS.items():
        for choice in pattern.split("|"):
            match = [name for name in headings if re.fullmatch(choice, name, re.IGNORECASE)]
            if match:
                found[column] = match[0]
                break
        else:
            raise SourceError(path, _missing(column, headings), row=1, column=column)
    return found


def _missing(column: str, headings: list[str]) -> str:
    """The sentence for a column that is not there."""
    if column == "lsoa21" and any(_OLD_SMALL_AREAS.fullmatch(name) for name in headings):
        return "The file has small areas of 2011 only: it is of another vintage; download a directory of 2023 or later."
    return (
        f"No heading is one of {HEADINGS[column].replace(chr(92) + 'd', '0')}; check that it is a postcode directory."
    )


def _check_postcodes(path: Path, postcode: pa.ChunkedArray, heading: str) -> None:
    """Refuse a cell that is not a postcode."""
    wrong = pc.index(pc.match_substring_regex(postcode, POSTCODE), False).as_py()
    if wrong >= 0:
        raise SourceError(
            path, f"“{postcode[wrong].as_py()}” is not a postcode; correct it.", row=wrong + 2, column=heading
        )


def _check_codes(path: Path, table: pa.Table, heading: dict[str, str], folder: Path) -> None:
    """Refuse small areas and districts that are not those of 2021 and 2024 in postcodes that are in use."""
    in_use = pc.is_null(table.column("ended"))
    for kind, pattern in (("lsoa21", r"^E01\d{6}$"), ("district", r"^E0[6-9]\d{6}$")):
        codes = table.column(kind)
        wanted = pc.and_(in_use, pc.fill_null(pc.match_substring_regex(codes, pattern), False))
        check_area_codes(path, pc.if_else(wanted, codes, pa.scalar(None, pa.string())), kind, folder, heading[kind])


def _only(codes: pa.ChunkedArray, pattern: str) -> pa.ChunkedArray:
    """The codes of the right layout; pseudo-codes (E99999999) become gaps."""
    return pc.if_else(pc.match_substring_regex(codes, pattern), codes, pa.scalar(None, pa.string()))


def _wards(path: Path, wards: pa.ChunkedArray, folder: Path, issues: IssueLog) -> pa.ChunkedArray:
    """The wards that are wards of 2024; a newer or older one becomes a gap, to be filled from the small area."""
    wards = _only(wards, r"^E05\d{6}$")
    known = known_codes(folder, "ward24")
    if known is None:
        return wards
    is_known = pc.is_in(wards, value_set=known)
    other = pc.sum(pc.and_(pc.is_valid(wards), pc.invert(is_known))).as_py() or 0
    if other:
        issues.note(path, f"The wards of {other:,} postcodes are not wards of 2024; their small area's ward is used.")
    return pc.if_else(is_known, wards, pa.scalar(None, pa.string()))
