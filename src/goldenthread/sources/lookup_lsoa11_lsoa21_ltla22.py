"""Small areas of 2011 to those of 2021, with what changed: U unchanged, S split, M merged, X irregular."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.engine.tables import AREA_CHANGES
from goldenthread.sources.areas import district_now, make_areas, make_links
from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.reading import check_codes, code, keep_england, read_csv, text
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
    id="lookup_lsoa11_lsoa21_ltla22",
    name="LSOA (2011) to LSOA (2021) to local authority district (2022) exact fit lookup",
    publisher="Office for National Statistics",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://geoportal.statistics.gov.uk/",
    layout="One row a pair of a 2011 and a 2021 LSOA that overlap, with a change code and the district of 2022.",
    vintage="2011 to 2021",
    geography=("lsoa11",),
    files=("lookup_lsoa11_lsoa21_ltla22.csv*",),
    notes=("Districts of 2022 are brought forward to those of 2023 where nine counties became unitary.",),
)

CHANGES = ("U", "S", "M", "X")


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """The changes between the two vintages, the small areas of 2011 and their districts."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    path = files[0]
    columns = [
        code("lsoa11_code", "lsoa11"),
        text("lsoa11_name"),
        code("lsoa21_code", "lsoa21"),
        text("change_code"),
        code("ltla22_code", "district"),
        text("ltla22_name"),
    ]
    table = read_csv(path, columns, key=["lsoa11_code", "lsoa21_code"])
    check_codes(path, table.column("change_code"), pa.array(CHANGES), "change_code", "changes U, S, M and X")
    _check_unchanged(path, table)
    english = keep_england(table, "lsoa11_code")
    irregular = pc.sum(pc.equal(english.column("change_code"), "X")).as_py() or 0
    if irregular:
        issues.note(
            path,
            f"{irregular} pairs of small areas changed irregularly (X): figures of 2011 cannot be carried over there.",
            field="change_code",
            value="X",
        )
    changes = pa.table(
        {
            "old_code": english.column("lsoa11_code"),
            "new_code": english.column("lsoa21_code"),
            "change": english.column("change_code"),
        },
        schema=AREA_CHANGES,
    )
    return SourceTables(
        areas=make_areas(english.column("lsoa11_code"), english.column("lsoa11_name"), "lsoa11"),
        area_links=_links_to_districts(path, folder, english, issues),
        area_changes=changes,
        files=(path,),
    )


def _links_to_districts(path: Path, folder: Path, table: pa.Table, issues: IssueLog) -> pa.Table:
    """The district of each 2011 small area; of the few that now straddle a border, the district it is named after."""
    is_named_after = pc.equal(pc.utf8_slice_codeunits(table.column("lsoa11_name"), 0, -5), table.column("ltla22_name"))
    ordered = table.take(pc.sort_indices(pa.table({"first": is_named_after}), [("first", "descending")]))
    district = district_now(folder, ordered.column("ltla22_code"))
    links = make_links(ordered.column("lsoa11_code"), "lsoa11", district, "district")
    areas = pc.unique(table.column("lsoa11_code"))
    straddling = links.num_rows - len(areas)
    if straddling:
        issues.note(
            path,
            f"{straddling} small areas of 2011 now lie in two districts; each was kept in the one it is named after.",
            field="ltla22_code",
        )
    return links.take(pc.index_in(areas, value_set=links.column("child_code")))


def _check_unchanged(path: Path, table: pa.Table) -> None:
    """An area marked unchanged must keep its code."""
    unchanged = pc.equal(table.column("change_code"), "U")
    renamed = pc.not_equal(table.column("lsoa11_code"), table.column("lsoa21_code"))
    index = pc.index(pc.and_(unchanged, renamed), True).as_py()
    if index >= 0:
        old, new = (table.column(name)[index].as_py() for name in ("lsoa11_code", "lsoa21_code"))
        raise SourceError(
            path,
            f"{old} is marked U (unchanged) and becomes {new}; one of them is wrong.",
            row=index + 2,
            column="change_code",
        )
