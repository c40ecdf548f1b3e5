"""Residents by year of age: every age of every English small area, and totals that must agree."""

from pathlib import Path

import pytest

from goldenthread.sources.population20_lsoa11 import AGES, read
from goldenthread.sources.source import IssueLog, SourceError

HEADINGS = ["lsoa11_name", "lsoa11_code", "total_population", *map(str, AGES[:-1]), "90+"]


def write(folder: Path, *rows: tuple[str, list[int], int | None]) -> Path:
    path = folder / "population20_lsoa11.csv"
    lines = [",".join(HEADINGS)]
    for code, ages, total in rows:
        lines.append(",".join(["A name", code, str(sum(ages) if total is None else total), *map(str, ages)]))
    path.write_text("\n".join(lines) + "\n")
    return path


def test_every_area_and_age_is_a_row_and_wales_is_left_out(tmp_path: Path) -> None:
    first, second = list(range(91)), [2] * 91
    write(tmp_path, ("E01000002", first, None), ("W01000001", second, None), ("E01000001", second, None))
    issues = IssueLog("population20_lsoa11")
    table = read(tmp_path, issues).population
    assert table is not None
    rows = table.to_pylist()
    assert len(rows) == 2 * 91
    assert [(r["area_code"], r["age_from"], r["people"]) for r in rows] == [
        (code, age, ages[age]) for code, ages in (("E01000002", first), ("E01000001", second)) for age in range(91)
    ]
    assert {r["age_to"] for r in rows if r["age_from"] == 90} == {None}
    assert all(r["age_to"] == r["age_from"] for r in rows if r["age_from"] < 90)
    assert issues.sentences == ["1 small areas outside England were left out."]


def test_ages_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    write(tmp_path, ("E01000001", [1] * 91, None), ("E01000002", [1] * 91, 92))
    with pytest.raises(
        SourceError, match=r"row 3, column “total_population”: The ages add up to 91 and the total says 92"
    ):
        read(tmp_path, IssueLog("x"))


def test_a_file_without_the_oldest_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, ("E01000001", [1] * 91, None))
    path.write_text(path.read_text().replace("90+", "90"))
    with pytest.raises(SourceError, match="column “90\\+”: This column is missing"):
        read(tmp_path, IssueLog("x"))
