"""Districts of 2024 to regions and to England."""

from pathlib import Path

import pyarrow as pa

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
    id="lookup_ltla24_region24",
    name="Local authority district (2024) to region (2024) lookup",
    publisher="Office for National Statistics",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://geoportal.statistics.gov.uk/",
    layout="One row a district: its name and code, and the name and code of its region.",
    vintage="2024",
    geography=("district", "region", "country"),
    files=("lookup_ltla24_region24.csv*",),
)

ENGLAND = "E92000001"


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """The nine regions, England, and which district lies in which region."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    path = files[0]
    columns = [code("ltla24_code", "district"), code("region24_code", "region"), text("region24_name")]
    table = read_csv(path, columns, key=["ltla24_code"])
    region = table.column("region24_code")
    england = pa.chunked_array([pa.repeat(ENGLAND, len(region))])
    areas = [
        make_areas(region, table.column("region24_name"), "region"),
        make_areas(pa.chunked_array([[ENGLAND]]), pa.chunked_array([["England"]]), "country"),
    ]
    links = [
        make_links(table.column("ltla24_code"), "district", region, "region"),
        make_links(region, "region", england, "country"),
    ]
    return SourceTables(areas=pa.concat_tables(areas), area_links=pa.concat_tables(links), files=(path,))
