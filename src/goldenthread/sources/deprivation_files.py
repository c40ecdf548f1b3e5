"""Reads the files of the Indices of Deprivation, which each edition lays out alike: scores, ranks, tenths."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.engine.tables import DEPRIVATION
from goldenthread.sources.observations import make_observations
from goldenthread.sources.reading import Column, code, number, read_csv, read_headings, whole_number
from goldenthread.sources.reading import read_bytes as read_content
from goldenthread.sources.source import IssueLog, SourceError

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """One column of an edition: the measure it becomes, its heading, and what turns it into the measure's unit.

    `factor` is 100 where the file gives a share of 1 and the measure is a percentage. A share above 1 is refused, since
    it would be a percentage already.
    """

    measure: str
    heading: str
    factor: float = 1.0
    may_be_blank: bool = False

    @property
    def column(self) -> Column:
        """How the file's column is read."""
        is_share = self.factor == 100.0
        return number(
            self.heading,
            missing={"": "suppressed"} if self.may_be_blank else {},
            status=f"{self.heading} status" if self.may_be_blank else "",
            low=0.0 if is_share else None,
            high=1.0 if is_share else None,
        )


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the Indices of Deprivation: the year it is named after and its kind of small area."""

    year: int
    area_kind: str  # "lsoa21" or "lsoa11"
    areas: int  # how many small areas England has in that vintage

    @property
    def name(self) -> str:
        """What the edition is called in tables."""
        return f"IMD {self.year}"


#: The publisher's own headings (File 7) of the scores.
OFFICIAL_SCORES = (
    Score("imd_score", "Index of Multiple Deprivation (IMD) Score"),
    Score("income_rate", "Income Score (rate)", 100.0),
    Score("employment_rate", "Employment Score (rate)", 100.0),
    Score("education_score", "Education, Skills and Training Score"),
    Score("health_score", "Health Deprivation and Disability Score"),
    Score("crime_score", "Crime Score"),
    Score("housing_and_services_score", "Barriers to Housing and Services Score"),
    Score("environment_score", "Living Environment Score"),
)
OFFICIAL_RANK = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"
OFFICIAL_TENTH = "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)"


def read_scores(path: Path, edition: Edition, area: Column, scores: Sequence[Score]) -> pa.Table:
    """The observations of one file: a row for each score and area."""
    table = read_csv(path, [area, *(score.column for score in scores)], key=[area.name])
    parts = []
    for score in scores:
        values = table.column(score.heading)
        parts.append(
            make_observations(
                measure=score.measure,
                area_code=table.column(area.name),
                period=str(edition.year),
                period_start=date(edition.year, 1, 1),
                period_end=date(edition.year, 12, 31),
                value=_scaled(values, score.factor),
                status=table.column(f"{score.heading} status") if score.may_be_blank else None,
            )
        )
    return pa.concat_tables(parts)


def read_ranking(
    path: Path, edition: Edition, *, area: str, rank: str, tenth: str, score: str | None
) -> tuple[pa.ChunkedArray, pa.ChunkedArray, pa.ChunkedArray, pa.ChunkedArray | None]:
    """The areas of a file with rank, tenth and score (None where the file has no score).

    Raises SourceError where ranks are outside 1 to the number of areas, or the tenth is not the one of the rank.
    """
    columns = [
        code(area, edition.area_kind),
        whole_number(rank, low=1, high=edition.areas),
        whole_number(tenth, low=1, high=10),
        *([number(score)] if score else []),
    ]
    table = read_csv(path, columns, key=[area])
    _check_tenths(path, edition, table.column(rank), table.column(tenth), tenth)
    return table.column(area), table.column(rank), table.column(tenth), table.column(score) if score else None


def make_deprivation(
    edition: Edition,
    areas: pa.ChunkedArray,
    rank: pa.ChunkedArray,
    tenth: pa.ChunkedArray,
    score: pa.ChunkedArray | None,
    population: pa.ChunkedArray,
) -> pa.Table:
    """The ranking in the schema of the engine."""
    rows = len(areas)
    return pa.table(
        {
            "area_code": areas,
            "area_kind": pa.repeat(edition.area_kind, rows),
            "edition": pa.repeat(edition.name, rows),
            "score": score if score is not None else pa.nulls(rows, pa.float64()),
            "national_rank": rank.cast(pa.int32()),
            "national_tenth": tenth.cast(pa.int32()),
            "population": population.cast(pa.float64()),
        },
        schema=DEPRIVATION,
    )


def read_population(path: Path, area: Column, total: str) -> pa.Table:
    """Residents of each area (columns area_code, population) from a file that gives the total in every row."""
    table = read_csv(path, [area, number(total, low=0)])
    areas, residents = table.column(area.name).combine_chunks(), table.column(total).combine_chunks()
    return (
        pa.table({"area_code": areas, "population": residents}).group_by("area_code").aggregate([("population", "max")])
    )


def population_of(path: Path, areas: pa.ChunkedArray, residents: pa.Table, from_file: Path) -> pa.ChunkedArray:
    """The residents of `areas` in their order; raises SourceError where one of them has none."""
    index = pc.index_in(areas, value_set=residents.column("area_code").combine_chunks())
    gap = pc.index(pc.is_null(index), True).as_py()
    if gap >= 0:
        raise SourceError(
            from_file,
            f"There is no population for “{areas[gap].as_py()}”, which {path.name} ranks; check that both files are of "
            "the same vintage.",
        )
    return residents.column("population_max").take(index)


def note_unread(issues: IssueLog, read: Path, unread: Sequence[Path]) -> None:
    """Write down that the same table lies in the folder more than once and which one was read."""
    for path in unread:
        issues.note(
            path, f"The same table lies there as {read.name}, in the publisher's own layout; that one was read."
        )


def headings_of(path: Path) -> list[str]:
    """The headings of a file."""
    return read_headings(path, read_content(path))


def _scaled(values: pa.ChunkedArray, factor: float) -> pa.ChunkedArray:
    """The values times the factor, without the last binary digits that a decimal such as 0.279 would leave behind."""
    return values if factor == 1.0 else pc.round(pc.multiply(values, factor), ndigits=9)


def _check_tenths(path: Path, edition: Edition, rank: pa.ChunkedArray, tenth: pa.ChunkedArray, column: str) -> None:
    """Refuse a tenth further than one from that of its rank: the publisher's groups differ by a place at most."""
    ranks = cast(Numbers, rank.to_numpy())
    implied = np.ceil(ranks * 10 / edition.areas)
    wrong = np.flatnonzero(np.abs(implied - cast(Numbers, tenth.to_numpy())) > 1)
    if wrong.size:
        row = int(wrong[0])
        raise SourceError(
            path,
            f"The tenth is {tenth[row].as_py()} and the rank {rank[row].as_py():,} of {edition.areas:,} belongs to "
            f"tenth {int(implied[row])}; 1 should be the most deprived. Check that it is the right file.",
            row=row + 2,
            column=column,
        )
