"""Life expectancy at birth of neighbourhoods (MSOA, 2011), 2016 to 2020, with the publisher's intervals."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.observations import ALL, ALL_PEOPLE, make_observations
from goldenthread.sources.reading import code, keep_england, number, read_csv, text
from goldenthread.sources.source import (
    OPEN_GOVERNMENT_LICENCE,
    OPEN_GOVERNMENT_LICENCE_URL,
    IssueLog,
    Progress,
    Source,
    SourceError,
    SourceTables,
)

#: The file's word for a sex: its own measure, and its group where both sexes are shown under one measure.
SEXES = {
    "Males": ("life_expectancy_men", "Men"),
    "Females": ("life_expectancy_women", "Women"),
    "Persons": ("life_expectancy", ALL_PEOPLE),
}
BOTH = "life_expectancy"
PERIOD = r"^(?P<start>\d{4}) to (?P<end>\d{4})$"

#: No MSOA has lived longer or shorter on average; a figure outside is an error of the file.
LEAST_YEARS, MOST_YEARS = 50.0, 110.0

SOURCE = Source(
    id="msoa_life_expectancy",
    name="Life expectancy of neighbourhoods (MSOA), 2016 to 2020",
    publisher="Office for Health Improvement and Disparities",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://fingertips.phe.org.uk/profile/local-health",
    layout="One row a 2011 MSOA and sex: deaths, person-years, life expectancy with 95% limits, blank where withheld.",
    vintage="2016 to 2020",
    geography=("msoa11",),
    files=("msoa11_life_expectancy_*.csv*",),
    measures=("life_expectancy", "life_expectancy_men", "life_expectancy_women"),
    notes=(
        "Blank where the publisher withholds the figure because deaths or residents are few; blank is not zero.",
        "The five years include 2020, the first of the pandemic.",
    ),
)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """Life expectancy of each sex by itself, and of all people with the two sexes as groups."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    parts = [_read_file(path, issues) for path in files]
    return SourceTables(observations=pa.concat_tables(parts), files=tuple(files))


def _read_file(path: Path, issues: IssueLog) -> pa.Table:
    withheld = {"": "suppressed"}
    table = read_csv(
        path,
        [
            text("period"),
            code("code", "msoa11"),
            text("sex"),
            number("deaths", missing=withheld, low=0),
            number("population", missing=withheld, low=0),
            number("le", missing=withheld, status="status", low=LEAST_YEARS, high=MOST_YEARS),
            number("le_lci", missing=withheld),
            number("le_uci", missing=withheld),
        ],
        key=["period", "code", "sex"],
    )
    _check_words(path, table)
    _check_limits(path, table)
    english = keep_england(table, "code")
    if english.num_rows < table.num_rows:
        issues.note(path, f"{table.num_rows - english.num_rows:,} rows outside England were left out.", field="code")
    suppressed = pc.sum(pc.is_valid(english.column("status"))).as_py() or 0
    if suppressed:
        issues.note(
            path, f"{suppressed:,} life expectancies are blank; they are marked as suppressed, not as zero.", field="le"
        )
    parts = []
    for sex, (measure, group) in SEXES.items():
        rows = english.filter(pc.equal(english.column("sex"), sex))
        parts.append(_make_rows(rows, measure, ALL, ALL_PEOPLE))
        if measure != BOTH:
            parts.append(_make_rows(rows, BOTH, "sex", group))
    return pa.concat_tables(parts)


def _make_rows(rows: pa.Table, measure: str, characteristic: str, group: str) -> pa.Table:
    """Observations of one measure. `count` is deaths and `denominator` person-years."""
    years = pc.extract_regex(rows.column("period"), pattern=PERIOD)
    starts, ends = (pc.struct_field(years, name).to_pylist() for name in ("start", "end"))
    return make_observations(
        measure=measure,
        area_code=rows.column("code"),
        period=rows.column("period"),
        period_start=[date(int(year), 1, 1) for year in starts],
        period_end=[date(int(year), 12, 31) for year in ends],
        characteristic=characteristic,
        group=group,
        value=rows.column("le"),
        count=rows.column("deaths"),
        denominator=rows.column("population"),
        lower=rows.column("le_lci"),
        upper=rows.column("le_uci"),
        status=rows.column("status"),
    )


def _check_words(path: Path, table: pa.Table) -> None:
    """Refuse a sex or a period that is written in another way."""
    for column, right, expected in (
        ("sex", pc.is_in(table.column("sex"), value_set=pa.array(list(SEXES))), ", ".join(SEXES)),
        ("period", pc.match_substring_regex(table.column("period"), PERIOD), "two years such as “2016 to 2020”"),
    ):
        wrong = pc.index(right, False).as_py()
        if wrong >= 0:
            raise SourceError(
                path,
                f"“{table.column(column)[wrong].as_py()}” is not expected here; it should be {expected}.",
                row=wrong + 2,
                column=column,
            )


def _check_limits(path: Path, table: pa.Table) -> None:
    """Refuse a value outside its own limits."""
    value = table.column("le")
    inside = pc.and_(pc.less_equal(table.column("le_lci"), value), pc.greater_equal(table.column("le_uci"), value))
    wrong = pc.index(inside, False).as_py()
    if wrong >= 0:
        raise SourceError(
            path,
            f"{value[wrong].as_py():.1f} lies outside its own limits; check the columns “le_lci” and “le_uci”.",
            row=wrong + 2,
            column="le",
        )
