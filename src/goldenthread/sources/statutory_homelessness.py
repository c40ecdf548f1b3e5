"""Households assessed as homeless and households in temporary accommodation, by district, one quarter."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.observations import make_observations
from goldenthread.sources.reading import code, number, read_csv
from goldenthread.sources.source import (
    OPEN_GOVERNMENT_LICENCE,
    OPEN_GOVERNMENT_LICENCE_URL,
    IssueLog,
    Progress,
    Source,
    SourceTables,
)

#: Neither file nor heading says so: these are the live tables of October to December 2023 (Detailed_LA_202312).
QUARTER, FIRST_DAY, LAST_DAY = "October to December 2023", date(2023, 10, 1), date(2023, 12, 31)

#: Measure, heading, label and first day: one is a flow over the quarter, the other a stock on its last day.
RATES = (
    ("homeless_households_rate", "Households assessed as homeless per (000s)", QUARTER, FIRST_DAY),
    ("temporary_accommodation_rate", "Households in temporary accommodation per 1,000", "31 December 2023", LAST_DAY),
)
MARKS = {"": "not published", "NA": "not published", "..": "not published", "-": "not published", "*": "suppressed"}

SOURCE = Source(
    id="statutory_homelessness",
    name="Statutory homelessness live tables, October to December 2023",
    publisher="Ministry of Housing, Communities and Local Government",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://www.gov.uk/government/statistical-data-sets/live-tables-on-homelessness",
    layout="One row a district (2023): homeless households and those in temporary homes, per 1,000 households.",
    vintage=QUARTER,
    geography=("district",),
    files=("england_homelessness.csv*",),
    measures=tuple(rate[0] for rate in RATES),
    notes=("Blank where a council sent no figures or they were not good enough to publish; blank is not zero.",),
)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """The two rates of every district; a blank is missing."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    path = files[0]
    headings = [heading for _, heading, _, _ in RATES]
    table = read_csv(
        path,
        [
            code("ltla23_code", "district"),
            *(number(heading, missing=MARKS, status=f"{heading} status", low=0, high=1000) for heading in headings),
        ],
        key=["ltla23_code"],
    )
    parts = []
    for measure, heading, period, first_day in RATES:
        status = table.column(f"{heading} status")
        missing = pc.sum(pc.is_valid(status)).as_py() or 0
        if missing:
            issues.note(path, f"{missing:,} districts have no figure; they are missing, not zero.", field=heading)
        parts.append(
            make_observations(
                measure=measure,
                area_code=table.column("ltla23_code"),
                period=period,
                period_start=first_day,
                period_end=LAST_DAY,
                value=table.column(heading),
                status=status,
            )
        )
    return SourceTables(observations=pa.concat_tables(parts), files=(path,))
