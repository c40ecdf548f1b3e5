"""Census tables: categories counted together, shares worked out from counts, and tables that do not add up refused."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.source_files import values_of, write_records

from goldenthread.sources import census_2021
from goldenthread.sources.census_2021 import ETHNIC_GROUPS, OCCUPANCY, TABLES
from goldenthread.sources.source import IssueLog, SourceError


def _ethnicity(folder, counts, *, total=None, code="E01000001", categories=ETHNIC_GROUPS):
    total = sum(counts) if total is None else total
    rows = [
        {"lsoa21_code": area, "total_residents": total, "ethnic_group": category, "n": n, "prop": 0.2}
        for area in (code, "W01000001")
        for category, n in zip(categories, counts, strict=True)
    ]
    return write_records(folder / "ethnicity21_lsoa21.csv.gz", rows)


def test_categories_are_counted_together_and_wales_is_left_out(tmp_path):
    _ethnicity(tmp_path, (30, 10, 5, 150, 5))
    issues = IssueLog("census")
    observations = census_2021.read(tmp_path, issues).observations
    assert values_of(observations, "minority_ethnic_residents") == {"E01000001": 25.0}
    assert values_of(observations, "white_residents") == {"E01000001": 75.0}
    row = observations.to_pylist()[0]
    assert (row["count"], row["denominator"]) == (50, 200)
    assert issues.sentences == ["1 areas outside England were left out."]


def test_an_area_without_anybody_has_no_share(tmp_path):
    _ethnicity(tmp_path, (0, 0, 0, 0, 0))
    row = census_2021.read(tmp_path, IssueLog("census")).observations.to_pylist()[0]
    assert (row["value"], row["status"], row["denominator"]) == (None, "not published", 0)


def test_categories_that_do_not_add_up_are_refused(tmp_path):
    _ethnicity(tmp_path, (30, 10, 5, 150, 5), total=210)
    with pytest.raises(SourceError, match=r"row 2, column “total_residents”.*add up to 200 and its total says 210"):
        census_2021.read(tmp_path, IssueLog("census"))


def test_a_category_of_another_classification_is_refused(tmp_path):
    _ethnicity(tmp_path, (1, 1, 1, 1, 1), categories=(*ETHNIC_GROUPS[:4], "Arab"))
    with pytest.raises(SourceError, match=r"row 6, column “ethnic_group”: “Arab” is not a category of this table"):
        census_2021.read(tmp_path, IssueLog("census"))


def test_an_area_that_lacks_a_category_is_refused(tmp_path):
    rows = [
        {"lsoa21_code": "E01000001", "total_residents": 4, "ethnic_group": category, "n": 1, "prop": 0.25}
        for category in ETHNIC_GROUPS[:4]
    ]
    write_records(tmp_path / "ethnicity21_lsoa21.csv", rows)
    with pytest.raises(SourceError, match="“E01000001” has not all 5 categories"):
        census_2021.read(tmp_path, IssueLog("census"))


def test_a_share_that_is_a_percentage_is_refused(tmp_path):
    path = _ethnicity(tmp_path, (30, 10, 5, 150, 5))
    path.unlink()
    rows = [
        {"lsoa21_code": "E01000001", "total_residents": 200, "ethnic_group": category, "n": 40, "prop": 20.0}
        for category in ETHNIC_GROUPS
    ]
    write_records(path, rows)
    with pytest.raises(SourceError, match=r"column “prop”: “20\.0” is above 1"):
        census_2021.read(tmp_path, IssueLog("census"))


def test_overcrowding_is_one_room_too_few_or_more(tmp_path):
    rows = [
        {"lsoa21_code": "E01000001", "total_households": 100, "occupancy_rating": category, "n": n, "prop": n / 100}
        for category, n in zip(OCCUPANCY, (40, 30, 20, 7, 3), strict=True)
    ]
    write_records(tmp_path / "household_overcrowding21_lsoa21.csv", rows)
    observations = census_2021.read(tmp_path, IssueLog("census")).observations
    assert values_of(observations, "overcrowded_households") == {"E01000001": 10.0}


def test_numbers_and_percentages_of_the_same_groups_are_not_mixed(tmp_path):
    rows = [
        {"ltla21_code": "E08000007", "ltla21_name": "Stockport", "ethnic_group": group, "value": value}
        for group, value in (
            ("White: Irish (number)", 40.0),
            ("White: Roma (number)", 160.0),
            ("White: Irish (percent)", 20.0),
            ("White: Roma (percent)", 80.0),
        )
    ]
    write_records(tmp_path / "ethnicity21_ltla21.csv", rows)
    issues = IssueLog("census")
    observations = census_2021.read(tmp_path, issues).observations
    assert observations.num_rows == 2
    assert values_of(observations, "residents: White: Irish") == {"E08000007": 20.0}
    assert observations.column("count").to_pylist() == [40.0, 160.0]
    assert issues.sentences[0].startswith("2 rows with percentages")


def test_a_group_whose_unit_is_not_said_is_refused(tmp_path):
    row = {"ltla21_code": "E08000007", "ltla21_name": "Stockport", "ethnic_group": "White: Irish", "value": 40.0}
    write_records(tmp_path / "ethnicity21_ltla21.csv", [row])
    with pytest.raises(SourceError, match="neither “\\(number\\)” nor “\\(percent\\)”"):
        census_2021.read(tmp_path, IssueLog("census"))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.category)
def test_every_measure_is_made_of_categories_of_its_table(table):
    assert [name for names in table.measures.values() for name in names if name not in table.categories] == []
    assert all(0 < len(names) < len(table.categories) for names in table.measures.values())


@given(
    st.lists(st.lists(st.integers(0, 5000), min_size=5, max_size=5), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_counts_agree_with_a_slow_count_whatever_the_order_of_rows(areas, shuffler):
    rows = [
        {
            "lsoa21_code": f"E0100000{area}",
            "total_residents": sum(counts),
            "ethnic_group": group,
            "n": n,
            "prop": 0.2,
        }
        for area, counts in enumerate(areas)
        for group, n in zip(ETHNIC_GROUPS, counts, strict=True)
    ]
    shuffler.shuffle(rows)
    with tempfile.TemporaryDirectory() as folder:
        write_records(Path(folder) / "ethnicity21_lsoa21.csv", rows)
        observations = census_2021.read(Path(folder), IssueLog("census")).observations
    for area, counts in enumerate(areas):
        expected = 100 * sum(n for n, group in zip(counts, ETHNIC_GROUPS, strict=True) if group != "White")
        share = pytest.approx(expected / sum(counts)) if sum(counts) else None
        assert values_of(observations, "minority_ethnic_residents")[f"E0100000{area}"] == share
