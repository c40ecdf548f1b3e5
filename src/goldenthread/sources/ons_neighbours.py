"""The twenty districts most like each district, by three models of the Office for National Statistics."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.engine.tables import NEIGHBOURS
from goldenthread.sources.areas import known_codes
from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.reading import code, read_csv, text
from goldenthread.sources.source import (
    OPEN_GOVERNMENT_LICENCE,
    OPEN_GOVERNMENT_LICENCE_URL,
    Download,
    IssueLog,
    Progress,
    Source,
    SourceError,
    SourceTables,
)

MODELS = ("demographic", "economic", "global")
NEAREST = 20
#: Where the publisher keeps the files, at the revision that was read.
_CLUSTERS = "https://raw.githubusercontent.com/ONSdigital/explore-local-statistics-app/ca9faecc/scripts/config/clusters"

SOURCE = Source(
    id="ons_neighbours",
    name="Nearest neighbours of local authorities, Explore local statistics",
    publisher="Office for National Statistics",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://www.ons.gov.uk/explore-local-statistics/",
    layout="One row an area: its code (AREACD) and the codes of its 20 nearest neighbours, nearest first.",
    vintage="2025",
    geography=("district", "county"),
    files=tuple(f"ons_{model}_neighbours.csv*" for model in MODELS),
    downloads=tuple(Download(f"{_CLUSTERS}/{model}-neighbours.csv", f"ons_{model}_neighbours.csv") for model in MODELS),
    notes=(
        "Neighbours outside England are left out, so the places are those among English neighbours.",
        "The codes are those of April 2025; Barnsley and Sheffield are brought back to their codes of 2024.",
    ),
)

#: Codes that changed on 1 April 2025, when a border between Barnsley and Sheffield moved: new code to that of 2024.
CODES_OF_2024 = {"E08000038": "E08000016", "E08000039": "E08000019"}


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """The English neighbours of every English district and county, by each model whose file is there."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    parts = [_read_model(path, path.name.split("_")[1], folder, issues) for path in files]
    return SourceTables(neighbours=pa.concat_tables(parts), files=tuple(files))


def _read_model(path: Path, model: str, folder: Path, issues: IssueLog) -> pa.Table:
    """The neighbours by one model, as many rows as there are neighbours."""
    places = [str(position) for position in range(1, NEAREST + 1)]
    columns = [code("AREACD", "any"), *(text(place, may_be_blank=True) for place in places)]
    table = read_csv(path, columns, key=["AREACD"])
    areas = table.num_rows
    cells = pa.chunked_array([table.column(place).combine_chunks() for place in places])
    order = np.arange(areas * NEAREST).reshape(NEAREST, areas).T.ravel()
    neighbour = _codes_of_2024(cells.take(pa.array(order)))
    area = _codes_of_2024(table.column("AREACD").take(pa.array(np.repeat(np.arange(areas), NEAREST))))
    _check_layout(path, neighbour)
    english = pc.and_(pc.starts_with(area, "E"), pc.starts_with(neighbour, "E"))
    for kind in ("E47", "E11", "E13"):  # combined authorities and groups of boroughs are not councils of their own
        english = pc.and_(english, pc.invert(pc.starts_with(area, kind)))
    english = pc.fill_null(english, False)
    left_out = pc.sum(pc.and_(pc.is_valid(neighbour), pc.invert(english))).as_py() or 0
    issues.note(path, f"{left_out:,} pairs with an area outside England or a combined authority were left out.")
    area, neighbour = area.filter(english), neighbour.filter(english)
    _check_known(path, pa.chunked_array([*area.chunks, *neighbour.chunks]), folder)
    return pa.table(
        {
            "area_code": area,
            "model": pa.repeat(model, len(area)),
            "position": _positions(area),
            "neighbour_code": neighbour,
        },
        schema=NEIGHBOURS,
    )


def _codes_of_2024(codes: pa.ChunkedArray) -> pa.ChunkedArray:
    """Codes brought back to those of 2024."""
    index = pc.index_in(codes, value_set=pa.array(list(CODES_OF_2024)))
    return pc.coalesce(pc.take(pa.chunked_array([list(CODES_OF_2024.values())]), index), codes)


def _check_layout(path: Path, neighbour: pa.ChunkedArray) -> None:
    """Refuse a cell that is not an area code; blanks at the end of a row are allowed."""
    wrong = pc.index(pc.match_substring_regex(neighbour, r"^[ENSW]\d{8}$"), False).as_py()
    if wrong >= 0:
        row, place = divmod(wrong, NEAREST)
        raise SourceError(
            path, f"“{neighbour[wrong].as_py()}” is not an area code.", row=row + 2, column=str(place + 1)
        )


def _check_known(path: Path, codes: pa.ChunkedArray, folder: Path) -> None:
    """Refuse the code of a district that is not one of 2024."""
    districts = known_codes(folder, "district")
    if districts is None:
        return
    is_district = pc.match_substring_regex(codes, r"^E0[6-9]")
    unknown = pc.and_(is_district, pc.invert(pc.is_in(codes, value_set=districts)))
    index = pc.index(unknown, True).as_py()
    if index >= 0:
        raise SourceError(
            path, f"“{codes[index].as_py()}” is not a district of 2024; download the edition that uses those codes."
        )


def _positions(areas: pa.ChunkedArray) -> pa.Array:
    """1, 2, 3 … within each area, in the order of the rows."""
    codes = areas.to_numpy()
    starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
    counts = np.diff(np.append(starts, len(codes)))
    return pa.array(np.arange(len(codes)) - np.repeat(starts, counts) + 1, pa.int32())
