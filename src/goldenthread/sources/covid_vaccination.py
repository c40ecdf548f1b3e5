"""First doses of a COVID-19 vaccine by neighbourhood (MSOA, 2011) to 7 March 2021, over the residents of mid-2019."""

from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.observations import make_observations
from goldenthread.sources.reading import code, read_csv, whole_number
from goldenthread.sources.source import (
    OPEN_GOVERNMENT_LICENCE,
    OPEN_GOVERNMENT_LICENCE_URL,
    IssueLog,
    Progress,
    Source,
    SourceError,
    SourceTables,
)

#: The programme began on 8 December 2020; the file counts to 7 March 2021.
FIRST_DAY, LAST_DAY = date(2020, 12, 8), date(2021, 3, 7)

#: Age bands that both files share: measure, columns of doses, columns of residents.
BANDS = (
    ("first_dose_60_to_69", ("over60_64", "over65_69"), ("pop60-69",)),
    ("first_dose_70_to_79", ("over70_74", "over75_79"), ("pop70-79",)),
    ("first_dose_80_and_over", ("over80",), ("pop80-89", "pop90+")),
)
DOSES, RESIDENTS = "covid_vaccination_msoa11_*.csv*", "population2019_msoa11.csv*"

SOURCE = Source(
    id="covid_vaccination",
    name="COVID-19 vaccinations by MSOA, 8 December 2020 to 7 March 2021",
    publisher="NHS England; Office for National Statistics (residents)",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://www.england.nhs.uk/statistics/statistical-work-areas/covid-19-vaccinations/",
    layout="One row a 2011 MSOA: first doses by age band; and, in a second file, residents by age band, mid-2019.",
    vintage="7 March 2021",
    geography=("msoa11",),
    files=(DOSES, RESIDENTS),
    measures=tuple(band[0] for band in BANDS),
    notes=(
        "Doses of 2021 over residents of 2019: where more people of an age live than did then, the share passes 100%.",
        "Above 70 years of age that happens so often that only the share of people in their sixties is compared.",
    ),
)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """The share of each age band with a first dose; shares above 100% are kept and noted."""
    found = [next(iter(sorted(folder.glob(pattern))), None) for pattern in (DOSES, RESIDENTS)]
    doses_file, residents_file = found
    if doses_file is None or residents_file is None:
        for path, missing in ((doses_file, RESIDENTS), (residents_file, DOSES)):
            if path is not None:
                issues.note(path, f"The file was left unread: {missing.rstrip('*')} is not beside it.")
        return SourceTables()
    doses = read_csv(
        doses_file,
        [code("MSOA_code", "msoa11"), *(whole_number(name, low=0) for _, names, _ in BANDS for name in names)],
        key=["MSOA_code"],
    )
    residents = read_csv(
        residents_file,
        [code("MSOA Code", "msoa11"), *(whole_number(name, low=0) for _, _, names in BANDS for name in names)],
        key=["MSOA Code"],
    )
    index = pc.index_in(doses.column("MSOA_code"), value_set=residents.column("MSOA Code").combine_chunks())
    gap = pc.index(pc.is_null(index), True).as_py()
    if gap >= 0:
        raise SourceError(
            doses_file,
            f"“{doses.column('MSOA_code')[gap].as_py()}” has no residents in {residents_file.name}; check that both "
            "files are of the MSOAs of 2011.",
            row=gap + 2,
            column="MSOA_code",
        )
    residents = residents.take(index.combine_chunks())
    parts = []
    for measure, dose_columns, resident_columns in BANDS:
        count, people = _total(doses, dose_columns), _total(residents, resident_columns)
        _note_above_all(doses_file, measure, count, people, issues)
        parts.append(
            make_observations(
                measure=measure,
                area_code=doses.column("MSOA_code"),
                period="to 7 March 2021",
                period_start=FIRST_DAY,
                period_end=LAST_DAY,
                value=100.0 * count / np.where(people > 0, people, np.nan),
                count=count,
                denominator=people,
            )
        )
    return SourceTables(observations=pa.concat_tables(parts), files=(doses_file, residents_file))


def _total(table: pa.Table, columns: tuple[str, ...]) -> npt.NDArray[np.float64]:
    """The sum of some columns, row by row."""
    total: npt.NDArray[np.float64] = np.sum(
        [table.column(name).to_numpy() for name in columns], axis=0, dtype=np.float64
    )
    return total


def _note_above_all(
    path: Path, measure: str, count: npt.NDArray[np.float64], people: npt.NDArray[np.float64], issues: IssueLog
) -> None:
    above = int((count > people).sum())
    if above:
        issues.note(
            path,
            f"In {above:,} of {len(count):,} MSOAs ({100 * above / len(count):.1f}%) there are more first doses than "
            "residents of mid-2019; shares above 100% were kept as they are.",
            field=measure,
        )
