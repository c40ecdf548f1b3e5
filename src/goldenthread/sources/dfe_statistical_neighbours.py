"""The ten children's services authorities most like each, by the Department for Education's model (May 2025)."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from goldenthread.engine.tables import NEIGHBOURS
from goldenthread.sources.area_names import match_names, names_of
from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.reading import read_bytes
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
    id="dfe_statistical_neighbours",
    name="Children's services statistical neighbour benchmarking tool",
    publisher="Department for Education",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://www.gov.uk/government/publications/local-authority-interactive-tool-lait",
    layout=(
        "One row a council with children's services: its number and name, then ten pairs of a neighbour's number and "
        "how close it is (SN1, SNP … SN10, SNP). Councils are mapped to codes by name."
    ),
    vintage="May 2025",
    geography=("district", "county"),
    files=("dfe_statistical_neighbours*.csv*",),
    notes=("Councils that were abolished are listed at the foot of the file and are left out.",),
)

MODEL = "children"
NEAREST = 10
NUMBER, NAME = "LA num", "LA Name"
#: What separates the councils of today from those that were abolished.
FOOT = "Old SNs:"


@dataclass(frozen=True, slots=True)
class Council:
    """One row of the file: where it stands, the council's number and name, and its neighbours' numbers."""

    row: int
    number: str
    name: str
    neighbours: tuple[str, ...]


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """The ten neighbours of every upper-tier council of today."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    path = files[0]
    councils = _councils(path, issues)
    codes = _codes(path, councils, folder, issues)
    rows = [
        (codes[council.number], position, codes[neighbour])
        for council in councils
        if council.number in codes
        for position, neighbour in enumerate(council.neighbours, start=1)
        if neighbour in codes
    ]
    table = pa.table(
        {
            "area_code": pa.array([area for area, _, _ in rows], pa.string()),
            "model": pa.repeat(MODEL, len(rows)),
            "position": pa.array([position for _, position, _ in rows], pa.int32()),
            "neighbour_code": pa.array([neighbour for _, _, neighbour in rows], pa.string()),
        },
        schema=NEIGHBOURS,
    )
    return SourceTables(neighbours=table, files=(path,))


def _councils(path: Path, issues: IssueLog) -> list[Council]:
    """The rows between the headings and the foot. The file has 150 rows: it is read as a person would."""
    rows = list(csv.reader(io.StringIO(read_bytes(path).decode("utf-8", "replace"), newline="")))
    start = next((index for index, row in enumerate(rows[:5]) if row[:2] == [NUMBER, NAME]), None)
    if start is None:
        raise SourceError(
            path, f"None of the first rows begins with “{NUMBER}” and “{NAME}”; check that it is the right file.", row=1
        )
    places = [
        index for index, heading in enumerate(rows[start]) if heading in {f"SN{n}" for n in range(1, NEAREST + 1)}
    ]
    if len(places) != NEAREST:
        raise SourceError(path, f"There are {len(places)} columns SN1, SN2 …; expected {NEAREST}.", row=start + 1)
    councils: list[Council] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[start + 1 :], start=start + 2):
        if FOOT in row:
            old = sum(bool(later and later[0].strip()) for later in rows[number:])
            issues.note(path, f"{old} councils that were abolished were left out.", line=number)
            break
        if not any(cell.strip() for cell in row):
            continue
        if len(row) <= places[-1]:
            raise SourceError(path, f"This row has {len(row)} cells; the file may be cut short.", row=number)
        council = Council(number, row[0].strip(), row[1].strip(), tuple(row[place].strip() for place in places))
        _check(path, council, seen)
        councils.append(council)
    if not councils:
        raise SourceError(path, "The file has headings but no rows; download it again.")
    return councils


def _check(path: Path, council: Council, seen: dict[str, int]) -> None:
    """Refuse a number that is not one, or that was there before."""
    for column, cell in [(NUMBER, council.number), *((f"SN{n}", c) for n, c in enumerate(council.neighbours, start=1))]:
        if not (cell.isdigit() and len(cell) == 3):
            raise SourceError(path, f"“{cell}” is not a council's three-digit number.", row=council.row, column=column)
    if council.number in seen:
        raise SourceError(
            path,
            f"“{council.number}” is there twice, first in row {seen[council.number]}; remove one.",
            row=council.row,
            column=NUMBER,
        )
    seen[council.number] = council.row


def _codes(path: Path, councils: list[Council], folder: Path, issues: IssueLog) -> dict[str, str]:
    """The code of each council's number, found by its name; names that match nothing are listed."""
    known = names_of(folder, "district", "county")
    if not known:
        raise SourceError(
            path,
            "Councils are mapped to codes by name, and the lookups of names are missing; "
            "put lookup_ltla24_region24.csv and lookup_ltla23_utla23.csv beside this file.",
        )
    matched = match_names([council.name for council in councils], known)
    codes: dict[str, str] = {}
    for council, found in zip(councils, matched.codes, strict=True):
        if found is None:
            issues.note(
                path,
                "The council's name matched no code; it was left out.",
                line=council.row,
                field=NAME,
                value=council.name,
            )
        else:
            codes[council.number] = found
    unknown = sorted({n for council in councils for n in council.neighbours} - {council.number for council in councils})
    for number in unknown:
        issues.note(path, "The neighbour's number has no row of its own; it was left out.", field="SN", value=number)
    return codes
