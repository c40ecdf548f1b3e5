"""Neighbourhood life expectancy: suppressed is not zero, limits are the publisher's."""

from datetime import date

import pytest
from tests.factories.source_files import write_records

from goldenthread.sources import msoa_life_expectancy
from goldenthread.sources.source import IssueLog, SourceError


def _row(sex, le, /, **changes):
    row = {
        "period": "2016 to 2020",
        "code": "E02000001",
        "name": "City 001",
        "sex": sex,
        "deaths": 97,
        "population": 24214,
        "le": le,
        "le_lci": le and float(le) - 1,
        "le_uci": le and float(le) + 1,
    }
    return row | changes


def _read(folder, *rows):
    write_records(folder / "msoa11_life_expectancy_2016_20.csv.gz", rows)
    issues = IssueLog("le")
    return msoa_life_expectancy.read(folder, issues).observations.to_pylist(), issues


def test_each_sex_is_a_measure_and_a_group(tmp_path):
    rows, _ = _read(tmp_path, _row("Males", "78.5"), _row("Females", "83"), _row("Persons", "81"))
    found = {(row["measure"], row["characteristic"], row["group"]): row["value"] for row in rows}
    assert found == {
        ("life_expectancy_men", "all", "All people"): 78.5,
        ("life_expectancy_women", "all", "All people"): 83.0,
        ("life_expectancy", "all", "All people"): 81.0,
        ("life_expectancy", "sex", "Men"): 78.5,
        ("life_expectancy", "sex", "Women"): 83.0,
    }
    assert (rows[0]["lower"], rows[0]["upper"], rows[0]["count"]) == (77.5, 79.5, 97)
    assert (rows[0]["period_start"], rows[0]["period_end"]) == (date(2016, 1, 1), date(2020, 12, 31))


def test_a_blank_is_suppressed_and_not_zero(tmp_path):
    rows, issues = _read(tmp_path, _row("Persons", ""))
    assert [(row["value"], row["status"], row["lower"]) for row in rows] == [(None, "suppressed", None)]
    assert "1 life expectancies are blank" in issues.sentences[0]


def test_wales_is_left_out(tmp_path):
    rows, issues = _read(tmp_path, _row("Persons", "81"), _row("Persons", "80", code="W02000001"))
    assert [row["area_code"] for row in rows] == ["E02000001"]
    assert issues.sentences == ["1 rows outside England were left out."]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sex": "Both"}, r"row 2, column “sex”: “Both” is not expected here; it should be Males, Females, Persons"),
        ({"period": "2016-20"}, r"column “period”: “2016-20” is not expected here"),
        ({"le_lci": 90}, r"column “le”: 81\.0 lies outside its own limits"),
        ({"le": "n/a"}, r"column “le”: “n/a” is text where a number belongs"),
        ({"le": "8.1"}, r"column “le”: “8\.1” is below 50"),
        ({"code": "E01000001"}, r"column “code”: “E01000001” is not an area code"),
    ],
)
def test_what_cannot_be_right_is_refused(tmp_path, changes, sentence):
    with pytest.raises(SourceError, match=sentence):
        _read(tmp_path, _row("Persons", "81", **changes))
