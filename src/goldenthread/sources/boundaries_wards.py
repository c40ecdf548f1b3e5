"""Outlines of wards: 2022 for all England, and the councils whose newer wards are there."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.sources.areas import known_codes
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
    id="boundaries_wards",
    name="Electoral wards, light outlines",
    publisher="Office for National Statistics",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://geoportal.statistics.gov.uk/",
    layout="One feature a ward, WGS84, with its code and name: all England in 2022, and single councils in 2025.",
    vintage="2022 and 2025",
    geography=("ward24",),
    files=("boundaries_wards22_england.geojson*", "wards24_*.geojson*"),
    notes=(
        "Contains OS data © Crown copyright and database right.",
        "A ward keeps its code while its border stays: an outline of 2022 or 2025 serves where that code is of 2024.",
        "Wards without an outline are drawn from their small areas by best fit and labelled so.",
    ),
)

CODE_OF_2022 = "ward22_code"
CODE_OF_2025 = "WD25CD"


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """The outlines of wards of 2024: the councils' own files first, then those of 2022 whose code is unchanged."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    own = [path for path in files if path.name.startswith("wards24_")]
    national = [path for path in files if path not in own]
    parts: list[pa.Table] = []
    seen = pa.array([], pa.string())
    for path in own + national:
        code_property = CODE_OF_2022 if path in national else CODE_OF_2025
        outlines = read_outlines(path, "ward24", code_property, issues, may_be_in_parts=True)
        outlines = _wards_of_2024(path, outlines, folder, issues)
        outlines = outlines.filter(pc.invert(pc.is_in(outlines.column("code"), value_set=seen)))
        parts.append(outlines)
        seen = pa.concat_arrays([seen, outlines.column("code").combine_chunks()])
    return SourceTables(outlines=pa.concat_tables(parts), files=tuple(files))


def _wards_of_2024(path: Path, outlines: pa.Table, folder: Path, issues: IssueLog) -> pa.Table:
    """The outlines whose code is a ward's of 2024; the others are left out and counted."""
    known = known_codes(folder, "ward24")
    if known is None:
        return outlines
    is_known = pc.is_in(outlines.column("code"), value_set=known)
    kept = outlines.filter(is_known)
    left_out = outlines.num_rows - kept.num_rows
    if left_out:
        example = outlines.filter(pc.invert(is_known)).column("code")[0].as_py()
        issues.note(
            path,
            f"{left_out:,} outlines were left out: their wards are not wards of 2024.",
            field="code",
            value=example,
        )
    return kept
