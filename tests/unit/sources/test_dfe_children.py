"""The children's file: names and numbers to codes, the tool's years, and groups put under their measure."""

from datetime import date

import pytest
from tests.factories.source_files import write_records

from goldenthread.sources import dfe_children
from goldenthread.sources.dfe_children import councils, parse_year
from goldenthread.sources.dfe_measures import GROUPED, MEASURES
from goldenthread.sources.source import IssueLog, SourceError


def _row(**changes):
    row = {
        "Short Desc": "AVG_Attain8_Score",
        "Data item": "",
        "Years": "2024 (Rev)",
        "LA and Regions": "Stockport",
        "Values": "47.9",
        "LA Number": 356,
        "Region": "North West",
    }
    return row | changes


def _read(folder, *rows, kind="Academic Year", explained=None):
    write_records(folder / "dfe_lait_long.csv.gz", rows)
    explained = {row["Short Desc"] for row in rows} if explained is None else explained
    dictionary = [{"Measure_short": short, "Year_Type": kind, "Measure": short} for short in sorted(explained)]
    write_records(folder / "dfe_lait_dictionary.csv.gz", dictionary)
    issues = IssueLog("dfe")
    return dfe_children.read(folder, issues).observations.to_pylist(), issues


def test_a_council_s_number_becomes_its_code_and_the_year_a_school_year(tmp_path):
    rows, _ = _read(tmp_path, _row())
    found = rows[0]
    assert (found["measure"], found["area_code"], found["value"]) == ("attainment_8", "E08000007", 47.9)
    assert (found["period"], found["period_start"], found["period_end"]) == (
        "2023/24",
        date(2023, 9, 1),
        date(2024, 8, 31),
    )


def test_the_tool_s_measure_of_a_group_becomes_the_group(tmp_path):
    rows, _ = _read(tmp_path, _row(), _row(**{"Short Desc": "FSM_AVG_Attain8_Score"}))
    assert [(row["measure"], row["characteristic"], row["group"]) for row in rows] == [
        ("attainment_8", "all", "All people"),
        ("attainment_8", "free-school-meals", "Eligible for free school meals"),
    ]


def test_a_measure_that_is_not_listed_keeps_its_short_name(tmp_path):
    rows, _ = _read(tmp_path, _row(**{"Short Desc": "LACFinance", "Years": "2023-24 (OT)"}), kind="Financial Year")
    assert (rows[0]["measure"], rows[0]["period"]) == ("LACFinance", "2023/24")


def test_a_hyphen_is_missing_and_not_zero(tmp_path):
    rows, issues = _read(tmp_path, _row(Values="-"))
    assert (rows[0]["value"], rows[0]["status"]) == (None, "not published")
    assert issues.sentences == ["1 figures are a hyphen; they are missing, not zero."]


def test_names_without_a_code_are_listed_and_left_out(tmp_path):
    rows, issues = _read(tmp_path, _row(), _row(**{"LA and Regions": "London (Inner)", "LA Number": 987}))
    assert [row["area_code"] for row in rows] == ["E08000007"]
    (unmatched,) = [row for row in issues.table().to_pylist() if row["field"] == "LA and Regions"]
    assert unmatched["value"] == "London (Inner) (987)"


def test_a_name_that_does_not_belong_to_its_number_is_refused(tmp_path):
    with pytest.raises(
        SourceError, match=r"row 3, column “LA Number”: The number 356 belongs to Stockport.*says Wigan"
    ):
        _read(tmp_path, _row(), _row(**{"LA and Regions": "Wigan", "Years": "2023"}))


def test_a_year_that_cannot_be_read_is_left_out_and_said(tmp_path):
    rows, issues = _read(tmp_path, _row(), _row(Years="0"))
    assert len(rows) == 1
    assert "The year of these rows of AVG_Attain8_Score cannot be read; they were left out." in issues.sentences


def test_a_row_that_is_there_twice_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"row 3, column “Short Desc \+ Years \+ LA Number”"):
        _read(tmp_path, _row(), _row(Values="48"))


def test_without_its_dictionary_the_file_is_refused(tmp_path):
    write_records(tmp_path / "dfe_lait_long.csv", [_row()])
    with pytest.raises(SourceError, match=r"dfe_lait_long\.csv: The dictionary .* is not beside it"):
        dfe_children.read(tmp_path, IssueLog("dfe"))


def test_a_measure_the_dictionary_does_not_explain_is_refused(tmp_path):
    with pytest.raises(SourceError, match="“AVG_Attain8_Score” is not in the dictionary beside it"):
        _read(tmp_path, _row(), explained={"LAC"})


def test_a_kind_of_year_that_is_not_known_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"column “Year_Type”: “Lunar Year”, the year of AVG_Attain8_Score"):
        _read(tmp_path, _row(), kind="Lunar Year")


@pytest.mark.parametrize(
    ("written", "kind", "label", "start", "end"),
    [
        ("2025", "Academic Year", "2024/25", date(2024, 9, 1), date(2025, 8, 31)),
        ("2025", "Financial Year", "2024/25", date(2024, 4, 1), date(2025, 3, 31)),
        ("2025", "Calendar Year", "2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025", "Annual", "31 March 2025", date(2025, 3, 31), date(2025, 3, 31)),
        ("2025", "Annual - January", "31 January 2025", date(2025, 1, 31), date(2025, 1, 31)),
        ("2023/24", "Academic Year", "2023/24", date(2023, 9, 1), date(2024, 8, 31)),
        ("2016-17 (OT)", "Financial Year", "2016/17", date(2016, 4, 1), date(2017, 3, 31)),
        ("2020-22", "Calendar Year", "2020 to 2022", date(2020, 1, 1), date(2022, 12, 31)),
        ("2020/21-22/23", "Financial Year", "2020/21 to 2022/23", date(2020, 4, 1), date(2023, 3, 31)),
    ],
)
def test_years_are_read_by_their_kind(written, kind, label, start, end):
    assert parse_year(written, kind) == (label, start, end)


@pytest.mark.parametrize("written", ["0", "", "soon", "2022-20"])
def test_what_is_no_year_is_none(written):
    assert parse_year(written, "Academic Year") is None


def test_every_measure_has_one_row_for_all_and_no_group_twice():
    for measure, entries in MEASURES.items():
        places = [(characteristic, group) for _, characteristic, group in entries]
        assert places.count(("all", "All people")) == 1, measure
        assert len(places) == len(set(places)), measure
    assert len(GROUPED) == sum(map(len, MEASURES.values()))


def test_each_council_s_code_is_of_one_council():
    codes = [code for _, code in councils().values()]
    assert len(codes) == len(set(codes))
    assert councils()[356] == ("Stockport", "E08000007")
