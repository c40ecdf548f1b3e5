"""Children's measures by council from the Department for Education's Local Authority Interactive Tool (LAIT)."""

import csv
import re
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.sources.dfe_measures import GROUPED
from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.observations import ALL, ALL_PEOPLE, make_observations
from goldenthread.sources.reading import check_unique, number, read_csv, text, whole_number
from goldenthread.sources.source import (
    OPEN_GOVERNMENT_LICENCE,
    OPEN_GOVERNMENT_LICENCE_URL,
    IssueLog,
    Progress,
    Source,
    SourceError,
    SourceTables,
)

LONG, DICTIONARY = "dfe_lait_long.csv*", "dfe_lait_dictionary.csv*"

#: The tool has one mark for every reason a figure is missing.
MARKS = {"-": "not published", "": "not published"}

#: What follows a year: outturn of spending, and how final a figure is.
SUFFIX = re.compile(r"\s*\((OT|Rev|Final|prov)\)$")
ONE_YEAR = re.compile(r"^(\d{4})$")
TWO_YEARS = re.compile(r"^(\d{4})[-/](\d{2})$")
THREE_SCHOOL_YEARS = re.compile(r"^(\d{4})/(\d{2})-(\d{2})/(\d{2})$")

#: The month a kind of year begins in. A year written "2025" is the one that ends in 2025.
FIRST_MONTH = {"Academic Year": 9, "Financial Year": 4}
#: Kinds of year that are one day: the month and day of it.
DAY = {"Annual": (3, 31), "Annual (end of Sept)": (9, 30), "Annual - January": (1, 31)}

SOURCE = Source(
    id="dfe_children",
    name="Local Authority Interactive Tool (LAIT): children's measures by council",
    publisher="Department for Education",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://www.gov.uk/government/publications/local-authority-interactive-tool-lait",
    layout=(
        "One row a measure, year and council, by the council's name and the department's number for it; a dictionary "
        "says what each measure is and what kind of year it is counted in."
    ),
    vintage="years 2015 to 2025, as each measure says",
    geography=("district", "county", "region", "country"),
    files=(LONG, DICTIONARY),
    notes=(
        "Councils are named, not coded: they are matched to codes by the department's number, and the name is checked.",
        "A hyphen stands for every reason a figure is missing; it is never read as zero.",
        "There are no intervals and no counts, so chance cannot be told from change, least so in small groups.",
        "Measures of groups of pupils are put together as one measure with its breakdown.",
    ),
)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """Every measure of every council, region and England; the tool's own measures of groups become breakdowns."""
    long_file = next(iter(sorted(folder.glob(LONG))), None)
    dictionary_file = next(iter(sorted(folder.glob(DICTIONARY))), None)
    if long_file is None:
        if dictionary_file is not None:
            issues.note(dictionary_file, "The dictionary was left unread: the long file it explains is not beside it.")
        return SourceTables()
    if dictionary_file is None:
        raise SourceError(
            long_file,
            "The dictionary (dfe_lait_dictionary.csv) is not beside it, and without it nobody can say what kind of "
            "year a figure is of; put it into the same folder.",
        )
    rows = read_csv(
        long_file,
        [
            text("Short Desc"),
            text("Years"),
            text("LA and Regions"),
            whole_number("LA Number", low=0),
            number("Values", missing=MARKS),
        ],
    )
    check_unique(long_file, rows, ("Short Desc", "Years", "LA Number"))
    codes = match_councils(long_file, rows, issues)
    rows = rows.append_column("code", codes).filter(pc.is_valid(codes))
    kinds = _kinds_of_year(dictionary_file)
    rows, periods = _with_periods(long_file, rows, kinds, issues)
    observations = _make_rows(rows, periods)
    missing = observations.num_rows - pc.count(observations.column("value")).as_py()
    issues.note(long_file, f"{missing:,} figures are a hyphen; they are missing, not zero.", field="Values", value="-")
    return SourceTables(observations=observations, files=(long_file, dictionary_file))


@cache
def councils() -> dict[int, tuple[str, str]]:
    """The department's number of each council, region and England, with its name there and its code."""
    with Path(__file__).with_name("dfe_local_authorities.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["number"]): (row["name"], row["code"]) for row in csv.DictReader(file)}


def match_councils(path: Path, rows: pa.Table, issues: IssueLog) -> pa.ChunkedArray:
    """The code of each row's council, null where its number is not known; those are listed in the issue log.

    Raises SourceError where number and name do not belong together, since one of them must be wrong.
    """
    register = councils()
    pairs = (
        rows.select(["LA Number", "LA and Regions"]).group_by(["LA Number", "LA and Regions"]).aggregate([]).to_pylist()
    )
    for pair in sorted(pairs, key=lambda pair: int(pair["LA Number"])):
        council, name = pair["LA Number"], pair["LA and Regions"]
        if council not in register:
            issues.note(
                path,
                "No code of the Office for National Statistics belongs to this name; its rows were left out.",
                field="LA and Regions",
                value=f"{name} ({council})",
            )
        elif _folded(register[council][0]) != _folded(name):
            row = pc.index(
                pc.and_(pc.equal(rows.column("LA Number"), council), pc.equal(rows.column("LA and Regions"), name)),
                True,
            ).as_py()
            raise SourceError(
                path,
                f"The number {council} belongs to {register[council][0]} and the row says {name}; correct the one that "
                "is wrong.",
                row=row + 2,
                column="LA Number",
            )
    index = pc.index_in(rows.column("LA Number"), value_set=pa.array(list(register), pa.int64()))
    return pa.chunked_array([pa.array([code for _, code in register.values()]).take(index.combine_chunks())])


def parse_year(years: str, kind: str) -> tuple[str, date, date] | None:
    """The label, first and last day of a year as the tool writes it; None where it is no year.

    >>> parse_year("2025 (Rev)", "Academic Year")
    ('2024/25', datetime.date(2024, 9, 1), datetime.date(2025, 8, 31))
    >>> parse_year("2020-22", "Calendar Year")[0], parse_year("2025", "Annual")[0]
    ('2020 to 2022', '31 March 2025')
    """
    text_of_year = SUFFIX.sub("", years.strip())
    month = FIRST_MONTH.get(kind, 1)
    if found := THREE_SCHOOL_YEARS.match(text_of_year):
        first, last = int(found[1]), int(found[1][:2] + found[4])
        label = f"{found[1]}/{found[2]} to {found[1][:2]}{found[3]}/{found[4]}"
        return label, *_span(first, last, month if month > 1 else 4)
    if found := TWO_YEARS.match(text_of_year):
        first, last = int(found[1]), int(found[1][:2] + found[2])
        if kind in FIRST_MONTH and last == first + 1:
            return f"{first}/{found[2]}", *_span(first, last, month)
        return (f"{first} to {last}", date(first, 1, 1), date(last, 12, 31)) if last > first else None
    if not (found := ONE_YEAR.match(text_of_year)):
        return None
    year = int(found[1])
    if kind in DAY:
        day = date(year, *DAY[kind])
        return f"{day.day} {day:%B %Y}", day, day
    if month == 1:
        return str(year), date(year, 1, 1), date(year, 12, 31)
    return f"{year - 1}/{year % 100:02}", *_span(year - 1, year, month)


def _span(first: int, last: int, month: int) -> tuple[date, date]:
    """First and last day of the years from `first` that begin in `month` and end in `last`."""
    day_before = {9: (8, 31), 4: (3, 31)}[month]
    return date(first, month, 1), date(last, *day_before)


def _kinds_of_year(path: Path) -> dict[str, str]:
    """The kind of year of each measure, from the dictionary."""
    known = {*FIRST_MONTH, *DAY, "Calendar Year"}
    table = read_csv(path, [text("Measure_short", may_be_blank=True), text("Year_Type", may_be_blank=True)])
    kinds: dict[str, str] = {}
    for measure, kind in zip(table.column(0).to_pylist(), table.column(1).to_pylist(), strict=True):
        if measure is None:
            continue
        if kind not in known:
            raise SourceError(
                path,
                f"“{kind}”, the year of {measure}, is not one of {', '.join(sorted(known))}; correct it.",
                column="Year_Type",
            )
        kinds[_folded(measure)] = kind
    return kinds


def _with_periods(
    path: Path, rows: pa.Table, kinds: dict[str, str], issues: IssueLog
) -> tuple[pa.Table, dict[tuple[str, str], tuple[str, date, date]]]:
    """The rows whose year can be read, and the period of each measure and year; the others are noted and left out."""
    columns = ["Short Desc", "Years"]
    periods: dict[tuple[str, str], tuple[str, date, date]] = {}
    unread: list[tuple[str, str]] = []
    for entry in rows.select(columns).group_by(columns).aggregate([]).to_pylist():
        measure, years = entry["Short Desc"], entry["Years"]
        kind = kinds.get(_folded(measure))
        if kind is None:
            raise SourceError(
                path,
                f"“{measure}” is not in the dictionary beside it; check that both are of one edition.",
                column="Short Desc",
            )
        period = parse_year(years, kind)
        if period is None:
            unread.append((measure, years))
        else:
            periods[measure, years] = period
    for measure, years in sorted(unread):
        issues.note(
            path, f"The year of these rows of {measure} cannot be read; they were left out.", field="Years", value=years
        )
    keys = pc.binary_join_element_wise(rows.column("Short Desc"), rows.column("Years"), "\x00")
    readable = pc.is_in(keys, value_set=pa.array([f"{measure}\x00{years}" for measure, years in periods]))
    return rows.filter(readable), periods


def _make_rows(rows: pa.Table, periods: dict[tuple[str, str], tuple[str, date, date]]) -> pa.Table:
    """The observations, the tool's measures of groups put under the measure they break down."""
    keys = pc.binary_join_element_wise(rows.column("Short Desc"), rows.column("Years"), "\x00")
    at = pc.index_in(keys, value_set=pa.array([f"{measure}\x00{years}" for measure, years in periods])).combine_chunks()
    labels, starts, ends = (pa.array([period[part] for period in periods.values()]) for part in range(3))
    shorts = pc.unique(rows.column("Short Desc")).to_pylist()
    places = [GROUPED.get(short, (short, ALL, ALL_PEOPLE)) for short in shorts]
    which = pc.index_in(rows.column("Short Desc"), value_set=pa.array(shorts)).combine_chunks()
    measures, characteristics, groups = (pa.array([place[part] for place in places]).take(which) for part in range(3))
    return make_observations(
        measure=measures,
        area_code=rows.column("code"),
        period=labels.take(at),
        period_start=starts.take(at),
        period_end=ends.take(at),
        characteristic=characteristics,
        group=groups,
        value=rows.column("Values"),
    )


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())
