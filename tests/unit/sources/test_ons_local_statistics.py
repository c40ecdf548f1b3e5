"""Any file of the Office for National Statistics' local layout: units, periods, marks for missing values."""

from datetime import date

import pytest
from tests.factories.source_files import write_records

from goldenthread.sources import ons_local_statistics
from goldenthread.sources.source import IssueLog, SourceError


def _row(**changes):
    row = {
        "areacd": "E08000007",
        "areanm": "Stockport",
        "geography": "Local Authority District",
        "indicator": "Employment rate",
        "period": "2021-04-01/P1Y",
        "observation": "75.5",
        "measure": "Percentage",
        "unit": "%",
        "lci_95": "70",
        "uci_95": "80",
        "status": "",
        "notes": "",
    }
    return row | changes


def _read(folder, *rows, name="ons_els_made-up.csv.gz"):
    write_records(folder / name, rows, bom=True)
    issues = IssueLog("ons")
    return ons_local_statistics.read(folder, issues).observations.to_pylist(), issues


def test_a_row_is_read_with_its_limits_and_period(tmp_path):
    rows, issues = _read(tmp_path, _row())
    assert rows == [
        {
            "measure": "Employment rate [%]",
            "area_code": "E08000007",
            "period": "2021/22",
            "period_start": date(2021, 4, 1),
            "period_end": date(2022, 3, 31),
            "characteristic": "all",
            "group": "All people",
            "value": 75.5,
            "count": None,
            "denominator": None,
            "lower": 70.0,
            "upper": 80.0,
            "status": None,
        }
    ]
    assert len(issues) == 0


@pytest.mark.parametrize(
    ("written", "label", "end"),
    [
        ("2021-01-01/P1Y", "2021", date(2021, 12, 31)),
        ("2021-09-01/P1Y", "2021/22", date(2022, 8, 31)),
        ("2011-01-01/P3Y", "2011 to 2013", date(2013, 12, 31)),
        ("2025-04-30", "30 April 2025", date(2025, 4, 30)),
    ],
)
def test_periods_are_labelled_as_people_say_them(tmp_path, written, label, end):
    rows, _ = _read(tmp_path, _row(period=written))
    assert (rows[0]["period"], rows[0]["period_end"]) == (label, end)


def test_the_same_indicator_in_two_units_is_two_measures(tmp_path):
    rows, _ = _read(tmp_path, _row(), _row(measure="Count", unit="Persons", observation="90000", lci_95="", uci_95=""))
    assert [row["measure"] for row in rows] == ["Employment rate [%]", "Employment rate [Persons]"]


def test_two_measures_in_one_unit_are_told_apart_by_their_names(tmp_path):
    rows, _ = _read(tmp_path, _row(unit="£", measure="Mean"), _row(unit="£", measure="Median"))
    assert [row["measure"] for row in rows] == ["Employment rate [Mean, £]", "Employment rate [Median, £]"]


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        ("c", "suppressed"),
        ("[c]", "suppressed"),
        ("u", "unreliable"),
        ("x", "not published"),
        ("z", "not applicable"),
        (":", "not published"),
        ("", "not published"),
    ],
)
def test_a_missing_value_carries_the_publisher_s_reason(tmp_path, mark, reason):
    rows, issues = _read(tmp_path, _row(observation="", lci_95="", uci_95="", status=mark))
    assert (rows[0]["value"], rows[0]["status"]) == (None, reason)
    assert "marked as missing, not as zero" in issues.sentences[0]


def test_what_the_status_says_of_a_value_that_is_there_is_noted(tmp_path):
    rows, issues = _read(tmp_path, _row(status="Value for Hackney and City of London combined"))
    assert rows[0]["value"] == 75.5
    assert issues.table().to_pylist()[0]["value"] == "Value for Hackney and City of London combined"


def test_other_nations_and_groups_of_councils_are_left_out(tmp_path):
    rows, issues = _read(tmp_path, _row(), *(_row(areacd=code) for code in ("W06000001", "E47000001", "K02000001")))
    assert [row["area_code"] for row in rows] == ["E08000007"]
    assert issues.sentences == ["3 rows of other nations, combined authorities and groups of councils were left out."]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"observation": "", "status": "q"}, "missing under the mark “q”"),
        ({"period": "sometime"}, r"row 2, column “period”: “sometime” is not a period"),
        ({"lci_95": "90"}, r"row 2, column “lci_95”: The lower limit 90 is above the upper 80"),
        ({"areacd": "Stockport"}, r"column “areacd”: “Stockport” is not an area code"),
        ({"observation": "many"}, r"column “observation”: “many” is text where a number belongs"),
    ],
)
def test_what_cannot_be_right_is_refused(tmp_path, changes, sentence):
    with pytest.raises(SourceError, match=sentence):
        _read(tmp_path, _row(**changes))


def test_a_row_that_is_there_twice_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"row 3, column “areacd \+ period \+ indicator \+ measure \+ unit”"):
        _read(tmp_path, _row(), _row(observation="76"))


def test_files_of_the_layout_in_a_folder_of_their_own_are_found(tmp_path):
    rows, _ = _read(tmp_path, _row(), name="ons_local_statistics/anything.csv")
    assert len(rows) == 1
