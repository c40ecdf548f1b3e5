"""Small areas (LSOA, 2021) to wards and districts of 2024, best fit."""

from pathlib import Path

import pyarrow as pa

from goldenthread.sources.areas import make_areas, make_links, single_parent
from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.reading import code, keep_england, read_csv, text
from goldenthread.sources.source import (
    OPEN_GOVERNMENT_LICENCE,
    OPEN_GOVERNMENT_LICENCE_URL,
    IssueLog,
    Progress,
    Source,
    SourceTables,
)

SOURCE = Source(
    id="lookup_lsoa21_ward24_ltla24",
    name="LSOA (2021) to electoral ward (2024) to local authority district (2024) best fit lookup",
    publisher="Office for National Statistics",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://geoportal.statistics.gov.uk/",
    layout="One row a 2021 LSOA: its name and code, and the name and code of its ward and district.",
    vintage="2024",
    geography=("lsoa21", "ward24", "district"),
    files=("lookup_lsoa21_ward24_ltla24.csv*",),
    notes=("A small area is placed whole in the ward where most of it lies; a ward may be made of one or two.",),
)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """English small areas, wards and districts, and which lies in which."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    path = files[0]
    columns = [
        code("lsoa21_code", "lsoa21"),
        text("lsoa21_name"),
        code("ward24_code", "ward24"),
        text("ward24_name"),
        code("ltla24_code", "district"),
        text("ltla24_name"),
    ]
    table = read_csv(path, columns, key=["lsoa21_code"])
    single_parent(path, table.column("ward24_code"), table.column("ltla24_code"), "ward24_code")
    english = keep_england(table, "lsoa21_code")
    if english.num_rows < table.num_rows:
        left_out = table.num_rows - english.num_rows
        issues.note(path, f"{left_out:,} small areas outside England were left out.", field="lsoa21_code")
    _note_small_wards(path, english, issues)
    small, ward, district = (english.column(name) for name in ("lsoa21_code", "ward24_code", "ltla24_code"))
    areas = [
        make_areas(small, english.column("lsoa21_name"), "lsoa21"),
        make_areas(ward, english.column("ward24_name"), "ward24"),
        make_areas(district, english.column("ltla24_name"), "district"),
    ]
    links = [
        make_links(small, "lsoa21", ward, "ward24", "best fit"),
        make_links(small, "lsoa21", district, "district"),
        make_links(ward, "ward24", district, "district"),
    ]
    return SourceTables(areas=pa.concat_tables(areas), area_links=pa.concat_tables(links), files=(path,))


def _note_small_wards(path: Path, table: pa.Table, issues: IssueLog) -> None:
    """Say how many wards are made of one or two small areas: their figures are those of very few people."""
    sizes = table.group_by("ward24_code").aggregate([("lsoa21_code", "count")]).column("lsoa21_code_count").to_numpy()
    few = int((sizes <= 2).sum())
    if few:
        issues.note(
            path,
            f"{few:,} wards are made of one or two small areas by best fit; their figures rest on few people.",
            field="ward24_code",
        )
