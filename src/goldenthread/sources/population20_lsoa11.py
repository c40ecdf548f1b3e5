"""Residents of each small area (LSOA, 2011) by single year of age, mid-2020."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from goldenthread.engine.tables import POPULATION
from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.reading import code, keep_england, read_csv, whole_number
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
    id="population20_lsoa11",
    name="Mid-2020 population estimates of small areas by single year of age",
    publisher="Office for National Statistics",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates/datasets/lowersuperoutputareamidyearpopulationestimates",
    layout="One row a 2011 LSOA: its code, its total and one column for each year of age from 0 to 89, then 90+.",
    vintage="mid-2020",
    geography=("lsoa11",),
    files=("population20_lsoa11.csv*",),
    notes=("Persons only: there is no split by sex.",),
)

YEAR = 2020
OLDEST = 90
AGES = tuple(range(OLDEST + 1))

Numbers = np.ndarray[Any, Any]


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """The population of every English small area by year of age; ages must add up to the total."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    path = files[0]
    headings = [str(age) for age in AGES[:-1]] + [f"{OLDEST}+"]
    columns = [code("lsoa11_code", "lsoa11"), whole_number("total_population", low=0)]
    table = read_csv(path, columns + [whole_number(heading, low=0) for heading in headings], key=["lsoa11_code"])
    people = np.column_stack([table.column(heading).to_numpy() for heading in headings])
    _check_totals(path, people, table.column("total_population").to_numpy())
    english = keep_england(table, "lsoa11_code")
    left_out = table.num_rows - english.num_rows
    if left_out:
        issues.note(path, f"{left_out:,} small areas outside England were left out.", field="lsoa11_code")
    return SourceTables(population=_by_age(english, headings), files=(path,))


def _check_totals(path: Path, people: Numbers, total: Numbers) -> None:
    wrong = np.flatnonzero(people.sum(axis=1) != total)
    if wrong.size:
        row = int(wrong[0])
        raise SourceError(
            path,
            f"The ages add up to {int(people[row].sum()):,} and the total says {int(total[row]):,}; "
            "download the file again.",
            row=row + 2,
            column="total_population",
        )


def _by_age(table: pa.Table, headings: list[str]) -> pa.Table:
    """One row for each area and age, areas in the order of the file."""
    areas, ages = table.num_rows, len(AGES)
    codes = table.column("lsoa11_code").combine_chunks()
    people = np.column_stack([table.column(heading).to_numpy() for heading in headings]).astype(np.float64)
    age_to = pa.array([*AGES[:-1], None], pa.int32())
    return pa.table(
        {
            "area_code": codes.take(pa.array(np.repeat(np.arange(areas), ages))),
            "area_kind": pa.repeat("lsoa11", areas * ages),
            "year": pa.repeat(pa.scalar(YEAR, pa.int32()), areas * ages),
            "sex": pa.repeat("persons", areas * ages),
            "age_from": pa.array(np.tile(np.array(AGES, np.int32), areas)),
            "age_to": age_to.take(pa.array(np.tile(np.arange(ages), areas))),
            "people": people.ravel(),
        },
        schema=POPULATION,
    )
