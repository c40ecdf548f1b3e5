"""A Fingertips download, in the publisher's layout (made rows, no published figures)."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from goldenthread.sources import fingertips
from goldenthread.sources.fingertips import indicator_names, read
from goldenthread.sources.source import Download, IssueLog, SourceError

HEADINGS = [
    "Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name", "Area Type", "Sex", "Age",
    "Category Type", "Category", "Time period", "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit",
    "Lower CI 99.8 limit", "Upper CI 99.8 limit", "Count", "Denominator", "Value note", "Recent Trend",
    "Compared to England value or percentiles", "Compared to percentiles", "Time period Sortable", "New data",
    "Compared to goal", "Time period range",
]  # fmt: skip
ROW = {
    "Indicator ID": "92443", "Indicator Name": "Smoking, adults", "Parent Code": "E92000001", "Parent Name": "England",
    "Area Code": "E08000007", "Area Name": "Stockport", "Area Type": "Districts & UAs", "Sex": "Persons",
    "Age": "18+ yrs", "Time period": "2021", "Value": "12.5", "Lower CI 95.0 limit": "10.1",
    "Upper CI 95.0 limit": "15.3", "Count": "125", "Denominator": "1000", "Time period Sortable": "20210000",
}  # fmt: skip


def write(folder: Path, *changes: dict[str, str], headings: list[str] | None = None) -> Path:
    path = folder / "fingertips_smoking.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, headings or HEADINGS, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows([ROW | change for change in changes])
    return path


def rows_of(folder: Path, *changes: dict[str, str], issues: IssueLog | None = None) -> list[dict[str, Any]]:
    write(folder, *changes)
    observations = read(folder, issues or IssueLog("fingertips")).observations
    assert observations is not None
    rows: list[dict[str, Any]] = observations.to_pylist()
    return rows


def test_a_row_becomes_an_observation_with_its_interval_count_and_period(tmp_path: Path) -> None:
    assert rows_of(tmp_path, {"Time period": "2019/20 - 21/22"}) == [
        {
            "measure": "92443 18+ yrs",
            "area_code": "E08000007",
            "period": "2019/20 to 2021/22",
            "period_start": date(2019, 4, 1),
            "period_end": date(2022, 3, 31),
            "characteristic": "all",
            "group": "All people",
            "value": 12.5,
            "count": 125.0,
            "denominator": 1000.0,
            "lower": 10.1,
            "upper": 15.3,
            "status": None,
        }
    ]


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("", "not published"),
        ("Value suppressed for disclosure control due to small count", "suppressed"),
        ("Value not published for data quality reasons", "unreliable"),
        ("Not applicable", "not applicable"),
    ],
)
def test_a_missing_value_has_its_reason_and_is_never_zero(tmp_path: Path, note: str, reason: str) -> None:
    blank = {"Value": "", "Lower CI 95.0 limit": "", "Upper CI 95.0 limit": "", "Count": "-1", "Value note": note}
    row = rows_of(tmp_path, blank)[0]
    assert (row["value"], row["count"], row["status"]) == (None, None, reason)


def test_sexes_and_ethnic_groups_are_groups_and_crossings_are_left_out(tmp_path: Path) -> None:
    issues = IssueLog("fingertips")
    rows = rows_of(
        tmp_path,
        {},
        {"Sex": "Male"},
        {"Sex": "Female"},
        {"Category Type": "Ethnic groups", "Category": "Asian / Asian British"},
        {"Category Type": "Ethnic groups", "Category": "White"},
        {"Category Type": "Ethnic groups", "Category": "White", "Sex": "Female"},
        {"Category Type": "Deprivation deciles in England (IMD2019)", "Category": "Most deprived decile"},
        issues=issues,
    )
    assert [(row["characteristic"], row["group"]) for row in rows] == [
        ("all", "All people"),
        ("sex", "Men"),
        ("sex", "Women"),
        ("ethnicity", "Asian or Asian British"),
        ("ethnicity", "White"),
    ]
    assert issues.sentences == ["2 rows were left out: categories that are not kept here."]


def test_a_measure_of_one_sex_is_of_everyone_it_concerns(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, {"Sex": "Female", "Indicator ID": "22001", "Age": "53-70 yrs"}, {})
    assert [(row["measure"], row["characteristic"]) for row in rows] == [
        ("22001 53-70 yrs", "all"),
        ("92443 18+ yrs", "all"),
    ]


def test_an_area_under_two_parents_is_one_area(tmp_path: Path) -> None:
    assert len(rows_of(tmp_path, {}, {"Parent Code": "E12000002", "Parent Name": "North West region"})) == 1


def test_an_area_with_two_values_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {}, {"Value": "13"})
    with pytest.raises(SourceError, match=r"row 3, column “Value”: “E08000007” has two values .* first in row 2"):
        read(tmp_path, IssueLog("fingertips"))


def test_practices_are_left_out_and_said(tmp_path: Path) -> None:
    issues = IssueLog("fingertips")
    assert len(rows_of(tmp_path, {}, {"Area Code": "P88001", "Area Type": "GPs"}, issues=issues)) == 1
    assert issues.sentences == ["1 rows were left out: their areas are not councils, regions or England."]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"Value": "about 12"}, "row 2, column “Value”: “about 12” is text where a number belongs"),
        ({"Time period": "lately"}, "row 2, column “Time period”: “lately” is not a period"),
        ({"Indicator ID": "x"}, "row 2, column “Indicator ID”"),
        ({"Area Code": "P88001"}, "No row is left"),
        ({"Sex": ""}, "row 2, column “Sex”: The cell is blank"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, change: dict[str, str], sentence: str) -> None:
    write(tmp_path, change)
    with pytest.raises(SourceError, match=sentence):
        read(tmp_path, IssueLog("fingertips"))


def test_another_layout_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {}, headings=[heading for heading in HEADINGS if heading != "Time period Sortable"])
    with pytest.raises(SourceError, match="column “Time period Sortable”: This column is missing"):
        read(tmp_path, IssueLog("fingertips"))


def test_a_district_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lookup_ltla24_region24.csv").write_text(
        "ltla24_name,ltla24_code,region24_name,region24_code\nStockport,E08000007,North West,E12000002\n"
    )
    write(tmp_path, {}, {"Area Code": "E08000099"})
    with pytest.raises(SourceError, match="“E08000099” is not a code of the 2024 districts"):
        read(tmp_path, IssueLog("fingertips"))


def test_the_measures_of_a_file_can_be_listed(tmp_path: Path) -> None:
    path = write(tmp_path, {}, {"Sex": "Male"}, {"Indicator ID": "1", "Indicator Name": "Walking", "Age": "16+ yrs"})
    assert indicator_names(path) == {"92443 18+ yrs": "Smoking, adults", "1 16+ yrs": "Walking"}


def test_chosen_indicators_are_asked_for_by_their_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Download] = []

    def fetch_file(download: Download, folder: Path, progress: object) -> Path:
        asked.append(download)
        return folder / download.file

    monkeypatch.setattr(fingertips, "fetch_file", fetch_file)
    path = fingertips.fetch_indicators([92443, 93014], tmp_path)
    assert path.name == "fingertips_92443_93014.csv"
    assert any(path.match(pattern) for pattern in fingertips.SOURCE.files)
    assert asked[0].address.startswith("https://fingertips.phe.org.uk/api/all_data/csv/by_indicator_id?")
    assert "indicator_ids=92443,93014&child_area_type_id=502&" in asked[0].address


def test_no_indicators_are_not_asked_for(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Give the numbers of the indicators"):
        fingertips.fetch_indicators([], tmp_path)
