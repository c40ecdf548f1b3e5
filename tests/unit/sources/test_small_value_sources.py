"""Vaccinations over residents of another year, and homelessness by quarter."""

from datetime import date

import pytest
from tests.factories.source_files import values_of, write_records

from goldenthread.sources import covid_vaccination, statutory_homelessness
from goldenthread.sources.source import IssueLog, SourceError

DOSES = {
    "MSOA_code": "E02000001",
    "under60": 700,
    "over60_64": 30,
    "over65_69": 50,
    "over70_74": 60,
    "over75_79": 50,
    "over80": 40,
}
RESIDENTS = {
    "MSOA Code": "E02000001",
    "pop0-49": 5000,
    "pop60-69": 100,
    "pop70-79": 100,
    "pop80-89": 40,
    "pop90+": 10,
}


def _read_doses(folder, doses=DOSES, residents=RESIDENTS):
    write_records(folder / "covid_vaccination_msoa11_2021_03_07.csv", [doses])
    write_records(folder / "population2019_msoa11.csv", [residents])
    issues = IssueLog("covid")
    return covid_vaccination.read(folder, issues), issues


def test_shares_above_100_are_kept_and_noted(tmp_path):
    tables, issues = _read_doses(tmp_path)
    assert values_of(tables.observations, "first_dose_60_to_69") == {"E02000001": 80.0}
    assert values_of(tables.observations, "first_dose_70_to_79") == pytest.approx({"E02000001": 110.0})
    assert values_of(tables.observations, "first_dose_80_and_over") == {"E02000001": 80.0}
    assert [row["field"] for row in issues.table().to_pylist()] == ["first_dose_70_to_79"]
    assert issues.sentences[0].startswith("In 1 of 1 MSOAs (100.0%) there are more first doses than residents")


def test_nobody_of_that_age_is_no_share(tmp_path):
    tables, _ = _read_doses(tmp_path, residents=RESIDENTS | {"pop60-69": 0})
    assert values_of(tables.observations, "first_dose_60_to_69") == {"E02000001": None}


def test_an_area_without_residents_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"row 2, column “MSOA_code”: “E02000001” has no residents in population2019"):
        _read_doses(tmp_path, residents=RESIDENTS | {"MSOA Code": "E02000002"})


def test_doses_without_residents_are_left_unread_and_said(tmp_path):
    write_records(tmp_path / "covid_vaccination_msoa11_2021_03_07.csv", [DOSES])
    issues = IssueLog("covid")
    assert covid_vaccination.read(tmp_path, issues).present() == {}
    assert issues.sentences == ["The file was left unread: population2019_msoa11.csv is not beside it."]


HOMELESS, TEMPORARY = (heading for _, heading, _, _ in statutory_homelessness.RATES)


def _read_homeless(folder, *rows):
    write_records(folder / "england_homelessness.csv.gz", rows)
    issues = IssueLog("homeless")
    return statutory_homelessness.read(folder, issues).observations.to_pylist(), issues


def test_a_flow_is_of_the_quarter_and_a_stock_of_its_last_day(tmp_path):
    rows, _ = _read_homeless(tmp_path, {"ltla23_code": "E07000223", HOMELESS: 1.15, TEMPORARY: 4.7})
    assert [(row["measure"], row["period"], row["period_start"], row["value"]) for row in rows] == [
        ("homeless_households_rate", "October to December 2023", date(2023, 10, 1), 1.15),
        ("temporary_accommodation_rate", "31 December 2023", date(2023, 12, 31), 4.7),
    ]


def test_a_council_that_sent_nothing_is_missing_and_not_zero(tmp_path):
    rows, issues = _read_homeless(tmp_path, {"ltla23_code": "E07000223", HOMELESS: "", TEMPORARY: 0})
    assert [(row["value"], row["status"]) for row in rows] == [(None, "not published"), (0.0, None)]
    assert issues.sentences == ["1 districts have no figure; they are missing, not zero."]


def test_a_rate_that_cannot_be_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"row 2.*“1200” is above 1000"):
        _read_homeless(tmp_path, {"ltla23_code": "E07000223", HOMELESS: 1200, TEMPORARY: 1})
