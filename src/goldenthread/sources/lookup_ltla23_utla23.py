"""Districts to the counties they lie in (2023, unchanged since)."""

from pathlib import Path

import pyarrow.compute as pc

from goldenthread.sources.areas import make_areas, make_links
from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.reading import code, read_csv, text
from goldenthread.sources.source import (
    OPEN_GOVERNMENT_LICENCE,
    OPEN_GOVERNMENT_LICENCE_URL,
    IssueLog,
    Progress,
    Source,
    SourceTables,
)

SOURCE = Source(
    id="lookup_ltla23_utla23",
    name="Lower tier local authority (2023) to upper tier local authority (2023) lookup",
    publisher="Office for National Statistics",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://geoportal.statistics.gov.uk/",
    layout="One row a district, with the name and code of its county or, where there is none, of itself.",
    vintage="2023",
    geography=("county",),
    files=("lookup_ltla23_utla23.csv*",),
)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """The counties (codes E10) and the districts in them; unitary councils are their own upper tier and have none."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    path = files[0]
    columns = [code("ltla23_code", "district"), code("utla23_code", "any"), text("utla23_name")]
    table = read_csv(path, columns, key=["ltla23_code"])
    table = table.filter(pc.starts_with(table.column("utla23_code"), "E10"))
    county = table.column("utla23_code")
    return SourceTables(
        areas=make_areas(county, table.column("utla23_name"), "county"),
        area_links=make_links(table.column("ltla23_code"), "district", county, "county"),
        files=(path,),
    )
