"""Outlines of small areas (LSOA, 2021)."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

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
    id="boundaries_lsoa21",
    name="Lower layer super output areas (2021), light outlines",
    publisher="Office for National Statistics",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://geoportal.statistics.gov.uk/",
    layout="One feature a 2021 LSOA, WGS84, with its code and name; a file for all England, or one a council.",
    vintage="2021",
    geography=("lsoa21",),
    files=("boundaries_lsoa21_england.geojson*", "lsoa21_*.geojson*"),
    notes=("Contains OS data © Crown copyright and database right.",),
)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """The outlines of small areas: the national file's, else those of the councils whose files are there."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    national = [path for path in files if path.name.startswith("boundaries_")]
    if national:
        files = national[:1]
    parts: list[pa.Table] = []
    for path in files:
        outlines = read_outlines(path, "lsoa21", "lsoa21_code", issues)
        check_area_codes(path, outlines.column("code"), "lsoa21", folder, "lsoa21_code")
        for earlier in parts:
            repeated = pc.is_in(outlines.column("code"), value_set=earlier.column("code"))
            outlines = outlines.filter(pc.invert(repeated))
        parts.append(outlines)
    return SourceTables(outlines=pa.concat_tables(parts), files=tuple(files))
