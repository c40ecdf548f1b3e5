"""The Indices of Deprivation: both editions, both layouts, and what is refused."""

import pyarrow.compute as pc
import pytest
from tests.factories.source_files import values_of, write_records

from goldenthread.definitions import load_indicators
from goldenthread.sources import indices_of_deprivation_2019 as edition_2019
from goldenthread.sources import indices_of_deprivation_2025 as edition_2025
from goldenthread.sources.deprivation_files import OFFICIAL_RANK, OFFICIAL_SCORES, OFFICIAL_TENTH
from goldenthread.sources.source import IssueLog, SourceError

#: The most deprived, a middling and the least deprived small area of 33,755.
RANKED = (("E01000001", 1, 1, 80.5), ("E01000002", 17_000, 6, 20.25), ("E01000003", 33_755, 10, 1.5))


def _official(folder, rows=RANKED, area="LSOA code (2021)", **changes):
    """File 7 as the publisher lays it out, with a byte-order mark."""
    records = []
    for code, rank, tenth, score in rows:
        record = {area: code, "LSOA name (2021)": code, OFFICIAL_RANK: rank, OFFICIAL_TENTH: tenth}
        record |= {found.heading: 0.279 if found.factor == 100.0 else score for found in OFFICIAL_SCORES}
        records.append(record | changes)
    return write_records(folder / "official" / "File_7_IoD2025_All.csv", records, bom=True)


def _residents(folder, codes=("E01000001", "E01000002", "E01000003")):
    rows = [
        {"lsoa21_code": code, "disability": kind, "n": 800, "total_residents": 1600, "prop": 0.5}
        for code in codes
        for kind in ("Disabled under the Equality Act", "Not disabled under the Equality Act")
    ]
    return write_records(folder / "disability21_lsoa21_ew.csv.gz", rows)


def test_the_official_layout_gives_scores_rates_as_percentages_and_the_ranking(tmp_path):
    _official(tmp_path)
    _residents(tmp_path)
    tables = edition_2025.read(tmp_path, IssueLog("iod"))
    assert values_of(tables.observations, "imd_score")["E01000001"] == 80.5
    assert values_of(tables.observations, "income_rate") == dict.fromkeys([row[0] for row in RANKED], 27.9)
    ranking = tables.deprivation.to_pylist()
    assert [row["national_tenth"] for row in ranking] == [1, 6, 10]
    assert {(row["edition"], row["area_kind"], row["population"]) for row in ranking} == {("IMD 2025", "lsoa21", 1600)}


def test_nothing_there_is_nothing_read(tmp_path):
    assert edition_2025.read(tmp_path, IssueLog("iod")).present() == {}
    assert edition_2019.read(tmp_path, IssueLog("iod")).present() == {}


def test_a_ranking_without_residents_is_left_out_and_said(tmp_path):
    _official(tmp_path)
    issues = IssueLog("iod")
    tables = edition_2025.read(tmp_path, issues)
    assert tables.deprivation is None
    assert "no population to weigh areas by" in issues.sentences[0]


def test_the_publisher_s_own_denominators_come_before_the_census(tmp_path):
    _official(tmp_path, **{edition_2025.TOTAL_POPULATION: 1523})
    _residents(tmp_path)
    tables = edition_2025.read(tmp_path, IssueLog("iod"))
    assert tables.deprivation.column("population").to_pylist() == [1523, 1523, 1523]


def test_an_area_without_residents_is_refused(tmp_path):
    _official(tmp_path)
    _residents(tmp_path, codes=("E01000001", "E01000003"))
    with pytest.raises(SourceError, match=r"disability21.*no population for “E01000002”.*same vintage"):
        edition_2025.read(tmp_path, IssueLog("iod"))


def test_the_short_copy_is_left_unread_beside_the_official_file(tmp_path):
    _official(tmp_path)
    _residents(tmp_path)
    (tmp_path / "imd2025_lsoa21.csv").write_text("not,a,table\n", encoding="utf-8")
    issues = IssueLog("iod")
    edition_2025.read(tmp_path, issues)
    assert issues.table().column("file").to_pylist() == ["imd2025_lsoa21.csv"]


def test_small_areas_of_2011_are_another_vintage(tmp_path):
    _official(tmp_path, area="LSOA code (2011)")
    with pytest.raises(SourceError, match=r"File_7_IoD2025_All\.csv, row 1, column “lsoa21_code”"):
        edition_2025.read(tmp_path, IssueLog("iod"))


def test_a_tenth_that_counts_from_the_other_end_is_refused(tmp_path):
    _official(tmp_path, rows=(("E01000001", 1, 10, 80.5), ("E01000003", 33_755, 1, 1.5)))
    _residents(tmp_path)
    with pytest.raises(SourceError, match=r"row 2.*The tenth is 10 and the rank 1 of 33,755.*1 should be the most"):
        edition_2025.read(tmp_path, IssueLog("iod"))


def test_a_rate_that_is_a_percentage_already_is_refused(tmp_path):
    _official(tmp_path, **{"Income Score (rate)": 27.9})
    with pytest.raises(SourceError, match=r"row 2, column “Income Score \(rate\)”: “27\.9” is above 1"):
        edition_2025.read(tmp_path, IssueLog("iod"))


def test_an_area_that_is_there_twice_is_refused(tmp_path):
    _official(tmp_path, rows=(RANKED[0], RANKED[0]))
    with pytest.raises(SourceError, match=r"row 3, column “LSOA code \(2021\)”"):
        edition_2025.read(tmp_path, IssueLog("iod"))


def _indicators_2019(folder, **changes):
    record = {"lsoa11_code": "E01000001"}
    record |= {found.heading: 0.25 for found in edition_2019.INDICATOR_SCORES}
    record |= {count: 40 for _, count, _ in edition_2019.RATES}
    return write_records(folder / "imd2019_lsoa11_indicators.csv", [record | changes])


def _denominators_2019(folder, people=160):
    record = {"LSOA code (2011)": "E01000001"} | {denominator: people for _, _, denominator in edition_2019.RATES}
    return write_records(folder / "iod2019_population_denominators_lsoa11.csv", [record])


IDACI = "income_deprivation_affecting_children_index_idaci_numerator"


def _children(tables):
    (row,) = tables.observations.filter(
        pc.equal(tables.observations.column("measure"), "income_deprived_children_rate")
    ).to_pylist()
    return {name: row[name] for name in ("value", "count", "denominator", "status")}


def test_counts_over_denominators_of_another_file_are_rates(tmp_path):
    _indicators_2019(tmp_path)
    _denominators_2019(tmp_path)
    tables = edition_2019.read(tmp_path, IssueLog("iod"))
    assert _children(tables) == {"value": 25.0, "count": 40, "denominator": 160, "status": None}


def test_a_count_that_is_blank_is_suppressed_and_not_zero(tmp_path):
    _indicators_2019(tmp_path, **{IDACI: ""})
    _denominators_2019(tmp_path)
    issues = IssueLog("iod")
    tables = edition_2019.read(tmp_path, issues)
    assert _children(tables) == {"value": None, "count": None, "denominator": 160, "status": "suppressed"}
    assert "1 small areas are blank; they are marked as suppressed, not as zero." in issues.sentences


def test_a_count_above_its_population_is_unreliable(tmp_path):
    _indicators_2019(tmp_path, **{IDACI: 200})
    _denominators_2019(tmp_path)
    issues = IssueLog("iod")
    tables = edition_2019.read(tmp_path, issues)
    assert _children(tables)["status"] == "unreliable"
    assert _children(tables)["value"] is None
    assert any("which cannot be a rate" in sentence for sentence in issues.sentences)


def test_rates_without_denominators_are_left_out_and_said(tmp_path):
    _indicators_2019(tmp_path)
    issues = IssueLog("iod")
    tables = edition_2019.read(tmp_path, issues)
    assert "income_deprived_children_rate" not in tables.observations.column("measure").to_pylist()
    assert "denominators" in issues.sentences[0]


def test_the_official_layout_of_2019_brings_its_own_population(tmp_path):
    record = {"LSOA code (2011)": "E01000001", OFFICIAL_RANK: 32_844, OFFICIAL_TENTH: 10}
    record |= {found.heading: 0.2 for found in OFFICIAL_SCORES}
    record |= {edition_2019.TOTAL_POPULATION: 1700}
    write_records(tmp_path / "File_7_-_All_IoD2019_Scores.csv", [record])
    tables = edition_2019.read(tmp_path, IssueLog("iod"))
    (row,) = tables.deprivation.to_pylist()
    assert (row["edition"], row["score"], row["population"]) == ("IMD 2019", 0.2, 1700)
    assert values_of(tables.observations, "income_rate") == {"E01000001": 20.0}


def test_counts_of_2025_without_denominators_stay_counts_and_give_no_rate(tmp_path):
    record = {"lsoa21_code": "E01000001"} | {score.heading: 0.5 for score in edition_2025.INDICATOR_SCORES}
    write_records(tmp_path / "imd2025_lsoa21_indicators.csv", [record | {IDACI: 120}])
    found = edition_2025.read(tmp_path, IssueLog("iod")).observations
    (row,) = found.filter(pc.equal(found["measure"], "income_deprived_children")).to_pylist()
    assert (row["value"], row["denominator"]) == (120.0, None)
    assert any("come without denominators, so they give no rate" in note for note in edition_2025.SOURCE.notes)
    defined = [each for each in load_indicators().values() if each.source == edition_2025.SOURCE.id]
    assert defined
    assert not [each.slug for each in defined if each.measure.startswith("income_deprived_")]
