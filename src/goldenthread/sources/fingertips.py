"""Public health indicators as Fingertips hands them out: one CSV file for any choice of indicators and areas."""

import re
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.sources.areas import check_area_codes
from goldenthread.sources.fetching import fetch_file, fetch_source
from goldenthread.sources.observations import ALL, ALL_PEOPLE, make_observations
from goldenthread.sources.periods import Period, parse_period
from goldenthread.sources.reading import Column, number, read_csv, text, whole_number
from goldenthread.sources.source import (
    OPEN_GOVERNMENT_LICENCE,
    OPEN_GOVERNMENT_LICENCE_URL,
    Download,
    IssueLog,
    Progress,
    Source,
    SourceError,
    SourceTables,
)

SOURCE = Source(
    id="fingertips",
    name="Fingertips, public health profiles",
    publisher="Office for Health Improvement and Disparities",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://fingertips.phe.org.uk/",
    layout=(
        "One row an indicator, area, sex, age, category and time period, with its value, 95% limits, count and "
        "denominator; the measure is the indicator's number and its age, such as “92443 18+ yrs”."
    ),
    vintage="as downloaded",
    geography=("district", "county", "region", "country"),
    files=("fingertips*.csv*", "*.data.csv"),
    notes=(
        "Rows of practices, parts of the health service and areas outside England's councils are left out.",
        "Rows that cross a sex with another characteristic are left out.",
    ),
)

API = "https://fingertips.phe.org.uk/api"
#: The publisher's numbers of kinds of area: upper-tier councils as they are since April 2023, and England.
UPPER_TIER, COUNTRY = 502, 15
#: Kinds of category in the file, and the characteristic each is here.
CHARACTERISTICS = {
    "ethnic groups": "ethnicity",
    "ethnicity": "ethnicity",
    "religion": "religion",
    "sexuality": "sexual-orientation",
    "sexual orientation": "sexual-orientation",
    "disability": "disability",
}
#: The publisher's words for groups, and ours (definitions/characteristics.yaml).
GROUPS = {
    "Male": "Men",
    "Female": "Women",
    "Asian": "Asian or Asian British",
    "Asian / Asian British": "Asian or Asian British",
    "Asian or Asian British": "Asian or Asian British",
    "Black": "Black or Black British",
    "Black / Black British": "Black or Black British",
    "Mixed": "Mixed or multiple ethnic groups",
    "Mixed / Multiple ethnic groups": "Mixed or multiple ethnic groups",
    "Other": "Other ethnic group",
    "Any other ethnic group": "Other ethnic group",
}
#: Phrases of the publisher's notes that say why a value is missing.
REASONS = (
    ("suppress|disclosure|small number", "suppressed"),
    ("not applicable", "not applicable"),
    ("too few|insufficient", "too few"),
    ("data quality|unreliable|not reliable", "unreliable"),
)
DISTRICT, COUNTY = r"^E0[6-9]\d{6}$", r"^E10\d{6}$"
COUNCILS = r"^(E0[6-9]|E10|E12|E92)\d{6}$"
#: The file has blank cells, never zeroes, where there is no value; older ones have -1 in the limits and the count.
BLANK = {"": "not published"}

COLUMNS: tuple[Column, ...] = (
    whole_number("Indicator ID", low=1),
    text("Indicator Name"),
    text("Area Code"),
    text("Area Type"),
    text("Sex"),
    text("Age"),
    text("Category Type", may_be_blank=True),
    text("Category", may_be_blank=True),
    text("Time period"),
    number("Value", missing=BLANK),
    number("Lower CI 95.0 limit", missing=BLANK),
    number("Upper CI 95.0 limit", missing=BLANK),
    number("Count", missing=BLANK),
    number("Denominator", missing=BLANK),
    text("Value note", may_be_blank=True),
    text("Time period Sortable"),
)
#: What together may not repeat. Parents are not read: a district is listed under each of its parents alike.
KEY = ("Indicator ID", "Area Code", "Sex", "Age", "Category Type", "Category", "Time period")


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def fetch_indicators(
    indicators: Sequence[int],
    folder: Path,
    progress: Progress | None = None,
    *,
    child_area_type: int = UPPER_TIER,
    parent_area_type: int = COUNTRY,
) -> Path:
    """Fetch one CSV file of some indicators into `folder`, named after them; returns where it is."""
    if not indicators or any(indicator < 1 for indicator in indicators):
        raise SourceError(SOURCE.files[0], "Give the numbers of the indicators, such as 92443.")
    numbers = ",".join(str(indicator) for indicator in indicators)
    address = (
        f"{API}/all_data/csv/by_indicator_id?indicator_ids={numbers}"
        f"&child_area_type_id={child_area_type}&parent_area_type_id={parent_area_type}"
    )
    return fetch_file(Download(address, f"fingertips_{numbers.replace(',', '_')}.csv"), folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """The observations of every Fingertips file in the folder."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    parts = [_read_file(path, folder, issues) for path in files]
    return SourceTables(observations=pa.concat_tables(parts), files=tuple(files))


def indicator_names(path: Path) -> dict[str, str]:
    """The measures in a file and the publisher's name of each, so that someone can choose."""
    columns = [whole_number("Indicator ID", low=1), text("Indicator Name"), text("Age")]
    table = read_csv(path, columns)
    pairs = pa.table({"measure": _measure(table), "name": table.column("Indicator Name")})
    return {row["measure"]: row["name"] for row in pairs.group_by(["measure", "name"]).aggregate([]).to_pylist()}


def _read_file(path: Path, folder: Path, issues: IssueLog) -> pa.Table:
    """The observations of one file."""
    table = read_csv(path, COLUMNS)
    periods = _periods(path, table)
    table = _once(path, table)
    is_council = pc.match_substring_regex(table.column("Area Code"), COUNCILS)
    table = _keep(
        path, table, is_council, "rows were left out: their areas are not councils, regions or England.", issues
    )
    for kind, pattern in (("district", DISTRICT), ("county", COUNTY)):
        codes = table.column("Area Code")
        of_kind = pc.match_substring_regex(codes, pattern)
        check_area_codes(path, pc.if_else(of_kind, codes, pa.scalar(None, pa.string())), kind, folder, "Area Code")
    table, characteristic, group = _groups(path, table, issues)
    index = pc.index_in(table.column("Time period"), value_set=pa.array(list(periods)))
    found = list(periods.values())
    return make_observations(
        measure=_measure(table),
        area_code=table.column("Area Code"),
        period=pa.array([p.label for p in found], pa.string()).take(index.combine_chunks()),
        period_start=pa.array([p.start for p in found], pa.date32()).take(index.combine_chunks()),
        period_end=pa.array([p.end for p in found], pa.date32()).take(index.combine_chunks()),
        characteristic=characteristic,
        group=group,
        value=table.column("Value"),
        count=_positive(table.column("Count")),
        denominator=_positive(table.column("Denominator")),
        lower=table.column("Lower CI 95.0 limit"),
        upper=table.column("Upper CI 95.0 limit"),
        status=_reasons(table.column("Value note")),
    )


def _measure(table: pa.Table) -> pa.ChunkedArray:
    """The key of a measure: the indicator's number and its age."""
    identifier = pc.cast(table.column("Indicator ID"), pa.string())
    return pc.binary_join_element_wise(identifier, table.column("Age"), " ")


def _periods(path: Path, table: pa.Table) -> dict[str, Period]:
    """What each written period means."""
    written = table.column("Time period")
    found: dict[str, Period] = {}
    for label in pc.unique(written).to_pylist():
        period = parse_period(label)
        if period is None:
            row = pc.index(written, label).as_py() + 2
            raise SourceError(
                path, f"“{label}” is not a period such as 2021, 2021/22 or 2019 - 21.", row=row, column="Time period"
            )
        found[label] = period
    return found


def _once(path: Path, table: pa.Table) -> pa.Table:
    """Each row once; the file repeats an area under each parent. The same row with two values is refused."""
    filled = table.set_column(
        table.schema.get_field_index("Category Type"), "Category Type", pc.fill_null(table.column("Category Type"), "")
    )
    filled = filled.set_column(
        filled.schema.get_field_index("Category"), "Category", pc.fill_null(filled.column("Category"), "")
    )
    numbered = filled.append_column("row", pa.array(range(table.num_rows), pa.int64()))
    grouped = numbered.group_by(list(KEY), use_threads=False).aggregate(
        [("row", "min"), ("row", "max"), ("Value", "min"), ("Value", "max")]
    )
    differs = pc.not_equal(grouped.column("Value_min"), grouped.column("Value_max"))
    index = pc.index(differs, True).as_py()
    if index >= 0:
        area, row = grouped.column("Area Code")[index].as_py(), grouped.column("row_max")[index].as_py() + 2
        raise SourceError(
            path,
            f"“{area}” has two values for one indicator, group and period, first in row "
            f"{grouped.column('row_min')[index].as_py() + 2:,}; remove one.",
            row=row,
            column="Value",
        )
    return filled.take(grouped.column("row_min").combine_chunks().sort())


def _keep(path: Path, table: pa.Table, wanted: pa.ChunkedArray, sentence: str, issues: IssueLog) -> pa.Table:
    """The wanted rows; how many were not is noted."""
    kept = table.filter(wanted)
    if kept.num_rows < table.num_rows:
        issues.note(path, f"{table.num_rows - kept.num_rows:,} {sentence}")
    if kept.num_rows == 0:
        raise SourceError(path, "No row is left: the file has no councils, regions or England; choose those areas.")
    return kept


def _groups(path: Path, table: pa.Table, issues: IssueLog) -> tuple[pa.Table, pa.ChunkedArray, pa.ChunkedArray]:
    """The rows whose group can be told, with the characteristic and group of each."""
    kinds = pc.utf8_lower(table.column("Category Type"))
    is_everyone = pc.is_in(table.column("Sex"), value_set=pa.array(["Persons", "Not applicable"]))
    is_single_sex = _is_single_sex(table)
    has_category = pc.not_equal(kinds, "")
    known = pc.is_in(kinds, value_set=pa.array(list(CHARACTERISTICS)))
    whole_sex = pc.or_(is_everyone, is_single_sex)
    wanted = pc.or_(pc.invert(has_category), pc.and_(known, whole_sex))
    table = _keep(path, table, wanted, "rows were left out: categories that are not kept here.", issues)
    kinds, has_category, whole_sex = (column.filter(wanted) for column in (kinds, has_category, whole_sex))
    slot = pc.index_in(kinds, value_set=pa.array(list(CHARACTERISTICS))).combine_chunks()
    of_category = pa.array(list(CHARACTERISTICS.values())).take(slot)
    characteristic = pc.if_else(has_category, of_category, pc.if_else(whole_sex, ALL, "sex"))
    written = pc.if_else(has_category, table.column("Category"), table.column("Sex"))
    index = pc.index_in(written, value_set=pa.array(list(GROUPS))).combine_chunks()
    ours = pc.coalesce(pa.chunked_array([pa.array(list(GROUPS.values())).take(index)]), written)
    return table, characteristic, pc.if_else(pc.equal(characteristic, ALL), ALL_PEOPLE, ours)


def _is_single_sex(table: pa.Table) -> pa.ChunkedArray:
    """Whether the measure of each row is given for one sex only (breast screening, for one)."""
    measure = _measure(table)
    sexes = pa.table({"measure": measure, "sex": table.column("Sex")}).group_by("measure")
    counted = sexes.aggregate([("sex", "count_distinct")])
    single = counted.filter(pc.equal(counted.column("sex_count_distinct"), 1)).column("measure")
    return pc.is_in(measure, value_set=single)


def _positive(numbers: pa.ChunkedArray) -> pa.ChunkedArray:
    """Counts, without the -1 that older files have for "none"."""
    return pc.if_else(pc.less(numbers, 0), pa.scalar(None, pa.float64()), numbers)


def _reasons(notes: pa.ChunkedArray) -> list[str | None]:
    """Why a value is missing, as far as the publisher's note says."""
    written = pc.unique(notes).to_pylist()
    meaning = {note: _reason(note) for note in written}
    return [meaning[note] for note in notes.to_pylist()]


def _reason(note: str | None) -> str | None:
    for pattern, reason in REASONS:
        if note and re.search(pattern, note, re.IGNORECASE):
            return reason
    return None
