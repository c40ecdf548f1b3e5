"""Any indicator of the Office for National Statistics' *Explore Local Statistics*, in its tidy layout."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.observations import make_observations
from goldenthread.sources.periods import Period, parse_period
from goldenthread.sources.reading import check_unique, code, number, read_csv, text
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

#: The marks of the Government Statistical Service in the column "status", and the reason each stands for.
MARKS = {
    "": "not published",
    "c": "suppressed",
    "e": "not published",
    "k": "too few",
    "low": "too few",
    "u": "unreliable",
    "x": "not published",
    "z": "not applicable",
    ":": "not published",
    "-": "not published",
}

#: English districts, counties, regions and England itself; the file has the other nations and combined authorities too.
ENGLISH = r"^(E0[6-9]|E10|E12|E92)\d{6}$"

#: The indicators that definitions use, by their folder in the publisher's own repository of data.
OFFERED = (
    "children-in-relative-poverty",
    "claimant-count",
    "early-years",
    "employment-rate",
    "gcses-in-english-and-maths",
    "gross-median-weekly-pay",
    "healthy-life-expectancy",
    "persistent-absences-for-all-pupils",
    "persistent-absences-for-pupils-eligible-for-free-school-meals",
    "persistent-absences-for-pupils-looked-after-by-local-authorities",
    "personal-wellbeing-estimates",
    "preventable-cardiovascular-mortality-england",
    "pupils-at-expected-standards-by-end-of-primary-school",
)
REPOSITORY = "https://raw.githubusercontent.com/ONSdigital/explore-local-statistics-data/main"

SOURCE = Source(
    id="ons_local_statistics",
    name="Explore Local Statistics",
    publisher="Office for National Statistics",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://www.ons.gov.uk/explore-local-statistics/",
    layout=(
        "One row an area, period, indicator and unit: areacd, indicator, period (ISO 8601), observation, measure, "
        "unit, lci_95, uci_95, status, notes."
    ),
    vintage="as each file says",
    geography=("district", "county", "region", "country"),
    files=("ons_els_*.csv*", "ons_local_statistics/*.csv*"),
    downloads=tuple(Download(f"{REPOSITORY}/{name}/{name}.csv", f"ons_els_{name}.csv") for name in OFFERED),
    notes=(
        "A measure is named by its indicator and unit, because one file can give the same indicator in several units.",
        "A missing figure carries the publisher's reason; it is never read as zero.",
        "Districts that were merged or renamed keep the figures published under their old codes.",
    ),
)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """Every observation for England in the files of this layout."""
    files = SOURCE.files_in(folder)
    if not files:
        return SourceTables()
    parts = [read_file(path, issues) for path in files]
    observations = pa.concat_tables(parts)
    check_unique(files[0] if len(files) == 1 else folder, observations, ("measure", "area_code", "period"))
    return SourceTables(observations=observations, files=tuple(files))


def read_file(path: Path, issues: IssueLog) -> pa.Table:
    """The observations of one file."""
    rows = read_csv(
        path,
        [
            code("areacd", "any"),
            text("indicator"),
            text("period"),
            text("measure"),
            text("unit"),
            number("observation", missing={"": "not published"}),
            number("lci_95", missing={"": "not published"}),
            number("uci_95", missing={"": "not published"}),
            text("status", may_be_blank=True),
            text("notes", may_be_blank=True),
        ],
        key=["areacd", "period", "indicator", "measure", "unit"],
    )
    named = rows.append_column("name", name_measures(rows))
    spans = {written: _period(path, rows, written) for written in pc.unique(rows.column("period")).to_pylist()}
    _check_limits(path, rows)
    english = named.filter(pc.match_substring_regex(named.column("areacd"), ENGLISH))
    if english.num_rows < rows.num_rows:
        issues.note(
            path,
            f"{rows.num_rows - english.num_rows:,} rows of other nations, combined authorities and groups of councils "
            "were left out.",
            field="areacd",
        )
    reasons = _reasons(path, english, issues)
    position = pc.index_in(english.column("period"), value_set=pa.array(list(spans)))
    labels = pa.array([span.label for span in spans.values()])
    starts, ends = pa.array([span.start for span in spans.values()]), pa.array([span.end for span in spans.values()])
    return make_observations(
        measure=english.column("name"),
        area_code=english.column("areacd"),
        period=labels.take(position),
        period_start=starts.take(position),
        period_end=ends.take(position),
        value=english.column("observation"),
        lower=english.column("lci_95"),
        upper=english.column("uci_95"),
        status=reasons,
    )


def name_measures(rows: pa.Table) -> pa.ChunkedArray:
    """The key of each row's measure: "indicator [unit]".

    Where one file gives an indicator in the same unit by several measures (a mean and a median, say), the measure is
    named too: "indicator [measure, unit]".
    """
    columns = ["indicator", "unit", "measure"]
    kinds = rows.select(columns).group_by(columns).aggregate([]).to_pylist()
    times: dict[tuple[str, str], int] = {}
    for kind in kinds:
        pair = (kind["indicator"], kind["unit"])
        times[pair] = times.get(pair, 0) + 1
    ambiguous = pa.array(
        [f"{indicator}\x00{unit}" for (indicator, unit), count in times.items() if count > 1], pa.string()
    )
    pair = pc.binary_join_element_wise(rows.column("indicator"), rows.column("unit"), "\x00")
    short = pc.binary_join_element_wise(rows.column("indicator"), " [", rows.column("unit"), "]", "")
    full = pc.binary_join_element_wise(
        rows.column("indicator"), " [", rows.column("measure"), ", ", rows.column("unit"), "]", ""
    )
    return pc.if_else(pc.is_in(pair, value_set=ambiguous), full, short)


def _period(path: Path, rows: pa.Table, written: str) -> Period:
    """The period of a cell such as "2021-04-01/P1Y"; SourceError, with its row, where it is none."""
    period = parse_period(written)
    if period is None:
        raise SourceError(
            path,
            f"“{written}” is not a period of the form 2021-04-01/P1Y or 2025-04-30; correct it.",
            row=pc.index(rows.column("period"), written).as_py() + 2,
            column="period",
        )
    return period


def _reasons(path: Path, rows: pa.Table, issues: IssueLog) -> pa.ChunkedArray:
    """Why each missing value is missing, from the column "status"; notes what it says of those that are there.

    Raises SourceError where a value is missing under a mark that is not known.
    """
    mark = pc.utf8_lower(pc.utf8_trim(pc.coalesce(rows.column("status"), ""), characters="[] "))
    value = rows.column("observation")
    index = pc.index_in(mark, value_set=pa.array(list(MARKS)))
    unknown = pc.index(pc.and_(pc.is_null(value), pc.is_null(index)), True).as_py()
    if unknown >= 0:
        raise SourceError(
            path,
            f"The value of {rows.column('areacd')[unknown].as_py()} is missing under the mark "
            f"“{mark[unknown].as_py()}”, which is not one of {', '.join(sorted(MARKS)[1:])}.",
            column="status",
        )
    for what, there in (("kept", pc.is_valid(value)), ("marked as missing, not as zero", pc.is_null(value))):
        said = rows.filter(pc.and_(there, pc.or_(pc.is_valid(rows.column("status")), pc.is_null(value))))
        said = said.set_column(said.column_names.index("status"), "status", pc.coalesce(said.column("status"), "blank"))
        for entry in said.group_by("status").aggregate([("areacd", "count")]).sort_by("status").to_pylist():
            issues.note(
                path,
                f"{entry['areacd_count']:,} values with this status were {what}.",
                field="status",
                value=entry["status"],
            )
    return pa.chunked_array([pa.array(list(MARKS.values())).take(index.combine_chunks())])


def _check_limits(path: Path, rows: pa.Table) -> None:
    """Refuse limits in the wrong order."""
    wrong = pc.index(pc.greater(rows.column("lci_95"), rows.column("uci_95")), True).as_py()
    if wrong >= 0:
        raise SourceError(
            path,
            f"The lower limit {rows.column('lci_95')[wrong].as_py():g} is above the upper "
            f"{rows.column('uci_95')[wrong].as_py():g}; check that the two columns are not exchanged.",
            row=wrong + 2,
            column="lci_95",
        )
