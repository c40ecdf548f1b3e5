"""Outlines of districts (2024)."""

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
    id="boundaries_ltla24",
    name="Local authority districts (2024), light outlines",
    publisher="Office for National Statistics",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://geoportal.statistics.gov.uk/",
    layout="One feature a district, WGS84, with its code and name.",
    vintage="2024",
    geography=("district",),
    files=("boundaries_ltla24_england.geojson*",),
    notes=("Contains OS data © Crown copyright and database right.",),
)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """The outlines of all English districts."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    path = files[0]
    outlines = read_outlines(path, "district", "ltla24_code", issues)
    check_area_codes(path, outlines.column("code"), "district", folder, "ltla24_code")
    return SourceTables(outlines=outlines, files=(path,))
