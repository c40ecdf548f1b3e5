"""Census 2021: who lives in each small area (LSOA and MSOA, 2021) and in what homes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.sources.fetching import fetch_source
from goldenthread.sources.observations import make_observations
from goldenthread.sources.reading import code, keep_england, number, read_csv, text, whole_number
from goldenthread.sources.source import (
    OPEN_GOVERNMENT_LICENCE,
    OPEN_GOVERNMENT_LICENCE_URL,
    IssueLog,
    Progress,
    Source,
    SourceError,
    SourceTables,
)

CENSUS_DAY = date(2021, 3, 21)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the Census: one row an area and category, with the count and the area's total.

    `measures` says which categories are counted together for each measure; every category of the file must be one of
    `categories`, so that a table of another classification is not read as this one.
    """

    pattern: str
    area_kind: str
    category: str  # heading of the column with the categories
    total: str  # heading of the column with the area's total
    categories: tuple[str, ...]
    measures: Mapping[str, tuple[str, ...]]

    @property
    def area(self) -> str:
        """The heading of the column with the area's code."""
        return f"{self.area_kind}_code"


ETHNIC_GROUPS = (
    "Asian, Asian British or Asian Welsh",
    "Black, Black British, Black Welsh, Caribbean or African",
    "Mixed or Multiple ethnic groups",
    "White",
    "Other ethnic group",
)
ASIAN, BLACK, MIXED, WHITE, OTHER = ETHNIC_GROUPS

RELIGIONS = (
    "No religion",
    "Christian",
    "Buddhist",
    "Hindu",
    "Jewish",
    "Muslim",
    "Sikh",
    "Other religion",
    "Not answered",
)

TENURES = (
    "Owned: Owns outright",
    "Owned: Owns with a mortgage or loan",
    "Shared ownership: Shared ownership",
    "Social rented: Rents from council or Local Authority",
    "Social rented: Other social rented",
    "Private rented: Private landlord or letting agency",
    "Private rented: Other private rented",
    "Lives rent free",
)

OCCUPANCY = (
    "+2 or more (under-occupied)",
    "+1 (under-occupied)",
    "0 (ideal)",
    "-1 (overcrowded)",
    "-2 or less (overcrowded)",
)

DIMENSIONS = (
    "Household is not deprived in any dimension",
    "Household is deprived in one dimension",
    "Household is deprived in two dimensions",
    "Household is deprived in three dimensions",
    "Household is deprived in four dimensions",
)

ORIENTATIONS = (
    "Straight or Heterosexual",
    "Gay or Lesbian",
    "Bisexual",
    "All other sexual orientations",
    "Not answered",
)

TABLES = (
    Table(
        "ethnicity21_lsoa21.csv*",
        "lsoa21",
        "ethnic_group",
        "total_residents",
        ETHNIC_GROUPS,
        {
            "minority_ethnic_residents": (ASIAN, BLACK, MIXED, OTHER),
            "asian_residents": (ASIAN,),
            "black_residents": (BLACK,),
            "mixed_residents": (MIXED,),
            "white_residents": (WHITE,),
            "other_ethnic_residents": (OTHER,),
        },
    ),
    Table(
        "religion21_lsoa21.csv*",
        "lsoa21",
        "religion",
        "total_residents",
        RELIGIONS,
        {
            "no_religion_residents": ("No religion",),
            "christian_residents": ("Christian",),
            "hindu_residents": ("Hindu",),
            "jewish_residents": ("Jewish",),
            "muslim_residents": ("Muslim",),
            "sikh_residents": ("Sikh",),
        },
    ),
    Table(
        "disability21_lsoa21*.csv*",
        "lsoa21",
        "disability",
        "total_residents",
        ("Disabled under the Equality Act", "Not disabled under the Equality Act"),
        {"disabled_residents": ("Disabled under the Equality Act",)},
    ),
    Table(
        "household_tenure21_lsoa21.csv*",
        "lsoa21",
        "tenure",
        "total_households",
        TENURES,
        {
            "owner_households": TENURES[:2],
            "social_rented_households": TENURES[3:5],
            "private_rented_households": TENURES[5:7],
        },
    ),
    Table(
        "household_overcrowding21_lsoa21.csv*",
        "lsoa21",
        "occupancy_rating",
        "total_households",
        OCCUPANCY,
        {"overcrowded_households": OCCUPANCY[3:]},
    ),
    Table(
        "household_deprivation21_lsoa21.csv*",
        "lsoa21",
        "deprivation_dimensions",
        "total_households",
        DIMENSIONS,
        {"households_deprived_any": DIMENSIONS[1:], "households_deprived_two_or_more": DIMENSIONS[2:]},
    ),
    Table(
        "sexualorientation21_msoa21*.csv*",
        "msoa21",
        "sexual_orientation",
        "total_residents",
        ORIENTATIONS,
        {
            "minority_sexual_orientation_residents": ORIENTATIONS[1:4],
            "gay_or_lesbian_residents": ORIENTATIONS[1:2],
            "bisexual_residents": ORIENTATIONS[2:3],
        },
    ),
)

#: Ethnic groups of districts in full detail; the file has each group twice, as a number and as a percentage.
DETAILED_ETHNICITY = "ethnicity21_ltla21.csv*"
NUMBER, PERCENTAGE = " (number)", " (percent)"

SOURCE = Source(
    id="census_2021",
    name="Census 2021, England",
    publisher="Office for National Statistics",
    licence=OPEN_GOVERNMENT_LICENCE,
    licence_url=OPEN_GOVERNMENT_LICENCE_URL,
    address="https://www.ons.gov.uk/census",
    layout="One row an area and category: the area's code, its total, the category, the count and the share of 1.",
    vintage="21 March 2021",
    geography=("lsoa21", "msoa21", "district"),
    files=(*(table.pattern for table in TABLES), DETAILED_ETHNICITY),
    measures=tuple(measure for table in TABLES for measure in table.measures),
    notes=(
        "The Census was taken during the pandemic: students were at their parents' and many worked from home.",
        "Small counts are altered a little by the publisher, so that nobody can be recognised; sums differ slightly.",
        "Shares are worked out from the counts; the file's own shares (0 to 1) are checked and not used.",
    ),
)


def fetch(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch the source's files into `folder`, or say where to find them."""
    return fetch_source(SOURCE, folder, progress)


def read(folder: Path, issues: IssueLog) -> SourceTables:
    """Counts, totals and percentages of each measure in every English area of the tables that are there."""
    parts: list[pa.Table] = []
    used: list[Path] = []
    for table in TABLES:
        for path in sorted(folder.glob(table.pattern)):
            parts.append(_read_table(path, table, issues))
            used.append(path)
    for path in sorted(folder.glob(DETAILED_ETHNICITY)):
        parts.append(_read_detailed_ethnicity(path, issues))
        used.append(path)
    return SourceTables(observations=pa.concat_tables(parts) if parts else None, files=tuple(used))


def _read_table(path: Path, table: Table, issues: IssueLog) -> pa.Table:
    """The observations of one table."""
    columns = [
        code(table.area, table.area_kind),
        text(table.category),
        whole_number("n", low=0),
        whole_number(table.total, low=0),
        number("prop", low=0.0, high=1.0, is_optional=True),
    ]
    rows = read_csv(path, columns, key=[table.area, table.category])
    areas, counts = _counts(path, rows, table)
    english = np.asarray(pc.starts_with(areas, "E").to_numpy(zero_copy_only=False), dtype=bool)
    if not english.all():
        issues.note(path, f"{int((~english).sum()):,} areas outside England were left out.", field=table.area)
    totals = counts.sum(axis=1)
    whole = np.where(totals > 0, totals, np.nan)
    parts = []
    for measure, categories in table.measures.items():
        count = counts[:, [table.categories.index(category) for category in categories]].sum(axis=1)
        parts.append(
            make_observations(
                measure=measure,
                area_code=areas.filter(pa.array(english)),
                period="2021",
                period_start=CENSUS_DAY,
                period_end=CENSUS_DAY,
                value=(100.0 * count / whole)[english],
                count=count[english],
                denominator=totals[english],
            )
        )
    return pa.concat_tables(parts)


def _counts(path: Path, rows: pa.Table, table: Table) -> tuple[pa.Array, npt.NDArray[np.float64]]:
    """The areas of a table and the count of each category (columns in the order of `table.categories`) in each.

    Raises SourceError for an unknown category, an area that lacks one, or categories that do not add up to the total.
    """
    category = pc.index_in(rows.column(table.category), value_set=pa.array(table.categories))
    strange = pc.index(pc.is_null(category), True).as_py()
    if strange >= 0:
        raise SourceError(
            path,
            f"“{rows.column(table.category)[strange].as_py()}” is not a category of this table; expected "
            f"{', '.join(f'“{name}”' for name in table.categories)}.",
            row=strange + 2,
            column=table.category,
        )
    encoded = rows.column(table.area).combine_chunks().dictionary_encode()
    areas, area = encoded.dictionary, encoded.indices.to_numpy()
    counts = np.full((len(areas), len(table.categories)), np.nan)
    counts[area, category.to_numpy()] = rows.column("n").to_numpy()
    gaps = np.flatnonzero(np.isnan(counts).any(axis=1))
    if gaps.size:
        raise SourceError(
            path,
            f"“{areas[int(gaps[0])].as_py()}” has not all {len(table.categories)} categories; download the file again.",
            column=table.category,
        )
    total = rows.column(table.total).to_numpy()
    wrong = np.flatnonzero(counts.sum(axis=1)[area] != total)
    if wrong.size:
        row = int(wrong[0])
        raise SourceError(
            path,
            f"The categories of “{areas[int(area[row])].as_py()}” add up to {int(counts[area[row]].sum()):,} "
            f"and its total says {int(total[row]):,}; download the file again.",
            row=row + 2,
            column=table.total,
        )
    return areas, counts


def _read_detailed_ethnicity(path: Path, issues: IssueLog) -> pa.Table:
    """Residents of districts by ethnic group in full detail, from the rows that hold numbers.

    The rows that hold percentages of the same groups are left out: read together they would double every group under
    two units.
    """
    rows = read_csv(
        path,
        [code("ltla21_code", "district"), text("ethnic_group"), number("value", low=0)],
        key=["ltla21_code", "ethnic_group"],
    )
    rows = keep_england(rows, "ltla21_code")
    groups = rows.column("ethnic_group")
    is_number = pc.ends_with(groups, NUMBER)
    is_percentage = pc.ends_with(groups, PERCENTAGE)
    strange = pc.index(pc.or_(is_number, is_percentage), False).as_py()
    if strange >= 0:
        raise SourceError(
            path,
            f"“{groups[strange].as_py()}” says neither “(number)” nor “(percent)”, so its unit is not known.",
            column="ethnic_group",
        )
    numbers = rows.filter(is_number)
    names = pc.utf8_slice_codeunits(numbers.column("ethnic_group"), 0, -len(NUMBER))
    encoded = numbers.column("ltla21_code").combine_chunks().dictionary_encode()
    area = encoded.indices.to_numpy()
    count = cast(npt.NDArray[np.float64], numbers.column("value").to_numpy())
    total = np.bincount(area, weights=count)[area]
    issues.note(
        path,
        f"{int(pc.sum(is_percentage).as_py() or 0):,} rows with percentages of groups whose numbers are there too were "
        "left out, and percentages worked out from the numbers.",
        field="ethnic_group",
    )
    return make_observations(
        measure=pc.binary_join_element_wise("residents", names, ": "),
        area_code=numbers.column("ltla21_code"),
        period="2021",
        period_start=CENSUS_DAY,
        period_end=CENSUS_DAY,
        value=100.0 * count / total,
        count=count,
        denominator=total,
    )
