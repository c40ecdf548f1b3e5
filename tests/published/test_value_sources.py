"""The value sources read from the published files: every indicator has its values, and known figures come out."""

import csv
import gzip
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pytest

from goldenthread.definitions import load_characteristics, load_indicators
from goldenthread.sources import all_sources
from goldenthread.sources.source import IssueLog, SourceTables

INDICATORS = load_indicators()
IDS = sorted({indicator.source for indicator in INDICATORS.values()})

#: How the codes of each kind of area begin.
PREFIXES = {
    "lsoa21": ("E01",),
    "lsoa11": ("E01",),
    "msoa21": ("E02",),
    "msoa11": ("E02",),
    "district": ("E06", "E07", "E08", "E09"),
    "county": ("E10",),
    "region": ("E12",),
    "country": ("E92",),
}


@cache
def _read(identifier: str, folder: Path) -> tuple[SourceTables, IssueLog]:
    issues = IssueLog(identifier)
    return all_sources()[identifier].read(folder, issues), issues


@pytest.fixture(params=IDS)
def source(request, shared):
    return request.param, *_read(request.param, shared / "data")


def _values(shared: Path, source: str, measure: str) -> pa.Table:
    observations = _read(source, shared / "data")[0].observations
    return observations.filter(pc.equal(observations.column("measure"), measure))


def test_every_indicator_of_a_source_has_values_of_the_areas_and_groups_it_names(source):
    identifier, tables, _ = source
    observations = tables.observations
    kinds = observations.append_column("prefix", pc.utf8_slice_codeunits(observations.column("area_code"), 0, 3))
    found: dict[str, tuple[set[str], set[str]]] = {}
    columns = ["measure", "prefix", "characteristic"]
    for row in kinds.filter(pc.is_valid(kinds.column("value"))).group_by(columns).aggregate([]).to_pylist():
        prefixes, characteristics = found.setdefault(row["measure"], (set(), set()))
        prefixes.add(row["prefix"])
        characteristics.add(row["characteristic"])
    for indicator in (indicator for indicator in INDICATORS.values() if indicator.source == identifier):
        assert indicator.measure in found, indicator.slug
        prefixes, characteristics = found[indicator.measure]
        assert characteristics == {"all", *indicator.breakdowns}, indicator.slug
        lacking = [kind for kind in indicator.geography if not prefixes & set(PREFIXES[kind])]
        assert lacking == [], indicator.slug


def test_values_are_missing_with_a_reason_or_there_without_one(source):
    observations = source[1].observations
    has_value, has_reason = pc.is_valid(observations.column("value")), pc.is_valid(observations.column("status"))
    assert pc.all(pc.xor(has_value, has_reason)).as_py()


def test_no_observation_is_there_twice(source):
    observations = source[1].observations
    key = ["measure", "area_code", "period", "characteristic", "group"]
    assert observations.group_by(key).aggregate([]).num_rows == observations.num_rows


def test_groups_have_the_names_of_the_definitions(source):
    characteristics = load_characteristics()
    observations = source[1].observations
    for row in observations.group_by(["characteristic", "group"]).aggregate([]).to_pylist():
        if row["characteristic"] == "all":
            assert row["group"] == "All people"
        else:
            names = [group.name for group in characteristics[row["characteristic"]].groups]
            assert row["group"] in names


@pytest.mark.parametrize("slug", [found.slug for found in INDICATORS.values() if found.unit == "%"])
def test_percentages_are_of_100_and_not_of_1(shared, slug):
    values = _values(shared, INDICATORS[slug].source, INDICATORS[slug].measure).column("value")
    assert pc.max(values).as_py() > 1.5


def test_stockport_life_expectancy_of_men_spans_13_years(shared):
    men = _values(shared, "msoa_life_expectancy", "life_expectancy_men")
    lookup = arrow_csv.read_csv(shared / "data" / "lookup_msoa11_msoa21_ltla22.csv")
    inside = lookup.filter(pc.equal(lookup.column("ltla22_code"), "E08000007")).column("msoa11_code").combine_chunks()
    values = men.filter(pc.is_in(men.column("area_code"), value_set=inside)).column("value").to_numpy()
    assert (round(float(np.nanmin(values)), 1), round(float(np.nanmax(values)), 1)) == (73.1, 86.8)


def test_stockport_is_158th_of_296_by_average_deprivation(shared):
    scores = _values(shared, "indices_of_deprivation_2025", "imd_score")
    districts = scores.filter(pc.match_substring_regex(scores.column("area_code"), "^E0[6-9]"))
    values = dict(zip(districts.column("area_code").to_pylist(), districts.column("value").to_pylist(), strict=True))
    assert len(values) == 296
    assert 1 + sum(value > values["E08000007"] for value in values.values()) == 158


def test_the_publisher_s_own_layout_and_the_short_one_hold_the_same(shared, tmp_path):
    for name in ("imd2025_lsoa21.csv.gz", "disability21_lsoa21_ew.csv.gz"):
        (tmp_path / name).symlink_to(shared / "data" / name)
    module = all_sources()["indices_of_deprivation_2025"]
    short = module.read(tmp_path, IssueLog("short"))
    official = _read("indices_of_deprivation_2025", shared / "data")[0]
    order = [("area_code", "ascending")]
    assert short.deprivation.sort_by(order).equals(official.deprivation.sort_by(order))
    order = [("measure", "ascending"), ("area_code", "ascending")]
    areas = short.observations.column("area_code").combine_chunks()
    measures = pc.unique(short.observations.column("measure"))
    same = official.observations.filter(
        pc.and_(
            pc.is_in(official.observations.column("area_code"), value_set=areas),
            pc.is_in(official.observations.column("measure"), value_set=measures),
        )
    )
    assert short.observations.sort_by(order).equals(same.sort_by(order))


@pytest.mark.parametrize(
    ("identifier", "edition", "areas"),
    [("indices_of_deprivation_2025", "IMD 2025", 33_755), ("indices_of_deprivation_2019", "IMD 2019", 32_844)],
)
def test_every_small_area_is_ranked_once_and_has_residents(shared, identifier, edition, areas):
    ranking = _read(identifier, shared / "data")[0].deprivation
    assert ranking.num_rows == areas
    assert pc.unique(ranking.column("edition")).to_pylist() == [edition]
    ranks = ranking.column("national_rank").to_numpy()
    assert (ranks.min(), ranks.max()) == (1, areas)
    assert len(np.unique(ranks)) > 0.999 * areas  # a few areas share a rank in 2019
    assert pc.min(ranking.column("population")).as_py() > 0


def test_average_scores_of_districts_are_the_small_areas_weighted_by_residents(shared):
    scores = _values(shared, "indices_of_deprivation_2025", "imd_score")
    ranking = _read("indices_of_deprivation_2025", shared / "data")[0].deprivation
    lookup = arrow_csv.read_csv(shared / "data" / "lookup_lsoa21_ward24_ltla24.csv.gz")
    inside = lookup.filter(pc.equal(lookup.column("ltla24_code"), "E08000007")).column("lsoa21_code").combine_chunks()
    areas = ranking.filter(pc.is_in(ranking.column("area_code"), value_set=inside))
    worked_out = np.average(areas.column("score").to_numpy(), weights=areas.column("population").to_numpy())
    published = scores.filter(pc.equal(scores.column("area_code"), "E08000007")).column("value")[0].as_py()
    assert worked_out == pytest.approx(published, rel=0.01)  # the publisher weighs by a later population


@pytest.mark.parametrize(
    ("measure", "share"), [("first_dose_70_to_79", 37), ("first_dose_80_and_over", 28), ("first_dose_60_to_69", 0)]
)
def test_vaccinations_above_all_residents_are_kept_and_noted(shared, measure, share):
    doses = _values(shared, "covid_vaccination", measure)
    above = doses.filter(pc.greater(doses.column("value"), 100.0))
    assert round(100 * above.num_rows / doses.num_rows) == share
    issues = _read("covid_vaccination", shared / "data")[1].table()
    noted = issues.filter(pc.equal(issues.column("field"), measure)).column("what_was_done").to_pylist()
    assert [sentence.startswith(f"In {above.num_rows:,} of 6,791 MSOAs") for sentence in noted] == [True]


def test_names_of_councils_that_have_no_code_are_listed(shared):
    issues = _read("dfe_children", shared / "data")[1].table()
    names = issues.filter(pc.equal(issues.column("field"), "LA and Regions")).column("value").to_pylist()
    assert names == ["London (Inner) (987)", "London (Outer) (988)"]


def test_every_english_council_with_children_s_services_has_a_code(shared):
    scores = _values(shared, "dfe_children", "attainment_8")
    latest = scores.filter(pc.equal(scores.column("period"), "2024/25"))
    codes = set(latest.column("area_code").to_pylist())
    lookup = arrow_csv.read_csv(shared / "data" / "lookup_ltla23_utla23.csv")
    english = {code for code in lookup.column("utla23_code").to_pylist() if code.startswith("E")}
    assert english <= codes


def test_the_census_agrees_with_itself_between_small_areas_and_districts(shared):
    white = _values(shared, "census_2021", "white_residents")
    detailed = _read("census_2021", shared / "data")[0].observations
    detailed = detailed.filter(pc.starts_with(detailed.column("measure"), "residents: White"))
    small, district = (pc.sum(found.column("count")).as_py() for found in (white, detailed))
    assert small == pytest.approx(district, rel=1e-4)


def _rows(shared: Path, name: str) -> list[dict[str, str]]:
    """A published file, read the slow and obvious way."""
    with gzip.open(shared / "data" / name, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_census_shares_are_those_counted_row_by_row(shared):
    expected = {
        row["lsoa21_code"]: 100 * int(row["n"]) / int(row["total_residents"])
        for row in _rows(shared, "disability21_lsoa21_ew.csv.gz")
        if row["disability"] == "Disabled under the Equality Act" and row["lsoa21_code"].startswith("E")
    }
    found = _values(shared, "census_2021", "disabled_residents")
    assert dict(zip(found["area_code"].to_pylist(), found["value"].to_pylist(), strict=True)) == pytest.approx(expected)


def test_children_s_figures_are_those_of_the_file_row_by_row(shared):
    expected = [
        float(row["Values"])
        for row in _rows(shared, "dfe_lait_long.csv.gz")
        if row["LA and Regions"] == "Stockport"
        and row["Short Desc"] == "AVG_Attain8_Score_Asian"
        and row["Values"] != "-"
    ]
    found = _values(shared, "dfe_children", "attainment_8")
    mine = found.filter(
        pc.and_(
            pc.and_(pc.equal(found["area_code"], "E08000007"), pc.equal(found["group"], "Asian or Asian British")),
            pc.is_valid(found["value"]),
        )
    )
    assert mine.sort_by("period_end")["value"].to_pylist() == expected
    assert len(expected) >= 8


def test_local_statistics_are_those_of_the_file_row_by_row(shared):
    expected = {
        (row["areacd"], int(row["period"][:4])): (float(row["observation"]), float(row["lci_95"]), float(row["uci_95"]))
        for row in _rows(shared, "ons_els_healthy-life-expectancy.csv.gz")
        if row["indicator"] == "Female healthy life expectancy" and row["areacd"][:3] in ("E06", "E08", "E09")
    }
    found = _values(shared, "ons_local_statistics", "Female healthy life expectancy [yrs]").to_pylist()
    mine = {
        (row["area_code"], row["period_start"].year): (row["value"], row["lower"], row["upper"])
        for row in found
        if row["area_code"][:3] in ("E06", "E08", "E09")
    }
    assert mine == expected
