"""Five English councils, built from the published files: what is known of them comes out again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pytest

from goldenthread.core.statistics.trends import Direction
from goldenthread.engine import questions
from goldenthread.engine.store import Snapshot, Store
from goldenthread.sources.building.errors import BuildError
from goldenthread.sources.place_build import Country, Reading, build_from, build_place

Build = Callable[[str], Snapshot]

STOCKPORT = "E08000007"
COVENTRY = "E08000026"
WOKINGHAM = "E06000041"
KENSINGTON_AND_CHELSEA = "E09000020"
BARKING_AND_DAGENHAM = "E09000002"
ALL = (STOCKPORT, COVENTRY, WOKINGHAM, KENSINGTON_AND_CHELSEA, BARKING_AND_DAGENHAM)


@pytest.mark.parametrize(
    ("code", "name", "small_areas", "wards"),
    [
        (STOCKPORT, "Stockport", 191, 21),
        (COVENTRY, "Coventry", 203, 18),
        (WOKINGHAM, "Wokingham", 103, 18),
        (KENSINGTON_AND_CHELSEA, "Kensington and Chelsea", 101, 18),
        (BARKING_AND_DAGENHAM, "Barking and Dagenham", 115, 19),
    ],
)
def test_a_council_has_its_small_areas_and_wards_each_with_an_outline(
    build: Build, code: str, name: str, small_areas: int, wards: int
) -> None:
    snapshot = build(code)
    summary = questions.place_summary(snapshot)
    assert summary.name == name
    assert (summary.areas["lsoa21"], summary.areas["ward24"]) == (small_areas, wards)
    assert len(questions.outlines(snapshot, "lsoa21")) == small_areas
    assert len(questions.outlines(snapshot, "ward24")) == wards


def test_stockport_ranks_158_of_296_by_its_average_deprivation_score(build: Build) -> None:
    rank = questions.rank(build(STOCKPORT), "deprivation-score")
    assert rank is not None
    assert (rank.position, rank.of) == (158, 296)
    assert rank.value.basis == "published"


def test_men_in_stockport_live_from_73_to_87_years(build: Build) -> None:
    values = questions.area_values(build(STOCKPORT), "life-expectancy-men", kind="msoa11")
    known = [value.value for value in values if value.value is not None]
    assert len(known) == 42
    assert round(min(known), 1) == 73.1
    assert round(max(known), 1) == 86.8
    assert all(value.estimate and value.estimate.limits and value.estimate.method == "published" for value in values)


@pytest.mark.parametrize(
    ("code", "missing"),
    [(STOCKPORT, ()), (BARKING_AND_DAGENHAM, (8, 9, 10)), (WOKINGHAM, (1, 2))],
)
def test_the_national_tenths_a_council_has_none_of_are_named(build: Build, code: str, missing: tuple[int, ...]) -> None:
    spread = questions.polarisation(build(code))
    assert spread is not None
    assert spread.missing_tenths == missing
    assert bool(spread.notes) == bool(missing)


@pytest.mark.parametrize(("code", "end"), [(BARKING_AND_DAGENHAM, "least"), (WOKINGHAM, "most")])
def test_without_both_national_ends_there_is_no_national_gap_but_one_within_the_council(
    build: Build, code: str, end: str
) -> None:
    snapshot = build(code)
    national = questions.gap(snapshot, "overcrowded-homes", quantiles="national")
    assert national.absolute is None
    assert national.reason == f"No small area here lies in England's {end} deprived fifth."
    within = questions.gap(snapshot, "overcrowded-homes")
    assert within.absolute is not None
    assert within.absolute.limits is not None


@pytest.mark.parametrize("code", ALL)
def test_every_indicator_has_a_gap_or_says_why_and_one_period_tells_no_trend(build: Build, code: str) -> None:
    snapshot = build(code)
    table = questions.gap_table(snapshot)
    assert len(table) == len(snapshot.definitions) >= 60
    measured = [gap for gap in table if gap.absolute]
    assert len(measured) >= 35
    assert all(gap.reason for gap in table if not gap.absolute)
    assert {gap.verdict.direction for gap in measured} == {Direction.CANNOT_TELL}
    assert all("one period only" in gap.verdict.why for gap in measured)


@pytest.mark.parametrize("code", ALL)
def test_no_value_is_without_an_interval_or_the_reason_and_nothing_missing_is_zero(build: Build, code: str) -> None:
    values = build(code).table("values")
    known, reason = pc.is_valid(values["value"]), pc.not_equal(pc.fill_null(values["interval_reason"], ""), "")
    assert values.num_rows > 100_000
    assert 0 < pc.sum(known).as_py() < values.num_rows
    assert values.filter(pc.and_(known, pc.equal(pc.is_null(values["lower"]), pc.invert(reason)))).num_rows == 0
    missing = values.filter(pc.invert(known))
    assert pc.all(pc.is_valid(missing["missing_reason"])).as_py()
    assert missing["lower"].null_count == missing.num_rows


def test_the_wards_of_a_council_add_up_to_it(build: Build) -> None:
    snapshot = build(STOCKPORT)
    wards = questions.area_values(snapshot, "overcrowded-homes", kind="ward24")
    small = questions.area_values(snapshot, "overcrowded-homes", kind="lsoa21")
    whole = questions.latest_value(snapshot, "overcrowded-homes")
    assert whole is not None
    counted = [sum(value.count or 0 for value in values if value.in_place) for values in (wards, small)]
    assert counted == [whole.count, whole.count]
    assert {value.basis for value in wards} == {"summed from small areas"}


def test_a_life_expectancy_is_never_given_for_a_ward_and_the_reason_is(build: Build) -> None:
    snapshot = build(STOCKPORT)
    assert questions.area_values(snapshot, "life-expectancy-men", kind="ward24") == []
    assert "cannot be added" in (questions.ward_gap(snapshot, "life-expectancy-men").reason or "")


def test_every_file_is_in_the_manifest_with_its_checksum_and_rows(build: Build) -> None:
    manifest = build(STOCKPORT).manifest
    files = {entry["file"]: entry for entry in manifest}
    assert files["imd2025_ltla24.csv"]["rows"] == 296
    assert files["boundaries_ltla24_england.geojson.gz"]["rows"] == 296
    assert all(len(entry["sha256"]) == 64 and entry["licence"] and entry["publisher"] for entry in manifest)


def test_a_county_has_its_districts_and_they_show_its_healthy_life_expectancy(build: Build) -> None:
    surrey = build("E10000030")
    summary = questions.place_summary(surrey)
    assert (summary.name, len(summary.districts)) == ("Surrey", 11)
    borrowed = questions.latest_value(surrey, "healthy-life-expectancy-men", summary.districts[0])
    own = questions.latest_value(surrey, "healthy-life-expectancy-men")
    assert borrowed is not None
    assert own is not None
    assert borrowed.value == own.value
    assert borrowed.basis == "the figure of the county it lies in"
    assert questions.rank(surrey, "healthy-life-expectancy-men", summary.districts[0]) is None


def test_wards_without_an_outline_are_drawn_from_their_small_areas_and_labelled(build: Build) -> None:
    # Liverpool's wards were drawn anew in 2023; the outlines of 2022 do not serve.
    drawn = questions.outlines(build("E08000012"), "ward24")
    assert len(drawn) == 63
    assert {outline.basis for outline in drawn} == {"dissolved from small areas (best fit)"}


@pytest.mark.parametrize("code", ["W06000015", "E05000001"])
def test_what_is_no_code_of_an_english_council_is_refused(shared: Path, tmp_path: Path, code: str) -> None:
    with pytest.raises(BuildError, match="not the code of an English district"):
        build_place(code, shared / "data", Store(tmp_path), retrieved=date(2026, 1, 1))
    assert list(tmp_path.iterdir()) == []


def test_a_council_that_was_abolished_is_refused_and_nothing_is_written(
    read: Callable[[], Reading], country: Callable[[], Country], tmp_path: Path
) -> None:
    with pytest.raises(BuildError, match="E07000026 is not among England's 317 districts and counties of 2024"):
        build_from(read(), "E07000026", Store(tmp_path), country())
    assert list(tmp_path.iterdir()) == []
