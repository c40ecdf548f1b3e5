"""Outlines of neighbourhoods (MSOA, 2011)."""

from pathlib import Path

from goldenthread.sources.areas import check_area_codes
from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.outlines import read_outlines
from goldenthread.sources.source import (
    OPEN_GOVERNMENT_LICENCE,
    OPEN_GOVERNMENT_LICENCE_URL,
    IssueLog,
    Progress,
    Source,
    SourceTables,
)

SOURCE = Source(
    id="boundaries_msoa11",
    name="Middle layer super output areas (2011), light outlines",
    publisher="Office for National Statistics",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://geoportal.statistics.gov.uk/",
    layout="One feature a 2011 MSOA, WGS84, with its code and name.",
    vintage="2011",
    geography=("msoa11",),
    files=("boundaries_msoa11_england.geojson*",),
    notes=("Contains OS data © Crown copyright and database right.",),
)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """The outlines of all English neighbourhoods of 2011."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    path = files[0]
    outlines = read_outlines(path, "msoa11", "msoa11_code", issues)
    check_area_codes(path, outlines.column("code"), "msoa11", folder, "msoa11_code")
    return SourceTables(outlines=outlines, files=(path,))
