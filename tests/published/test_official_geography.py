"""The official lookups, outlines, populations and neighbours, read whole: what they are known to hold comes out."""

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import shapely

from goldenthread.sources import all_sources
from goldenthread.sources.area_names import match_names, names_of
from goldenthread.sources.outlines import dissolve
from goldenthread.sources.source import IssueLog, SourceTables

GEOGRAPHY = (
    "boundaries_lsoa21",
    "boundaries_ltla24",
    "boundaries_msoa11",
    "boundaries_wards",
    "dfe_statistical_neighbours",
    "lookup_lsoa11_lsoa21_ltla22",
    "lookup_lsoa21_ward24_ltla24",
    "lookup_ltla23_utla23",
    "lookup_ltla24_region24",
    "lookup_msoa11_msoa21_ltla22",
    "ons_neighbours",
    "population20_lsoa11",
)
#: Small areas (2021) and wards (2024) of the five councils; the ward outlines are the councils' own.
COUNCILS = {
    "E08000007": ("Stockport", 191, 21),
    "E08000026": ("Coventry", 203, 18),
    "E06000041": ("Wokingham", 103, 18),
    "E09000020": ("Kensington and Chelsea", 101, 18),
    "E09000002": ("Barking and Dagenham", 115, 19),
}


@cache
def _read(identifier: str, folder: Path) -> tuple[SourceTables, IssueLog]:
    issues = IssueLog(identifier)
    return all_sources()[identifier].read(folder, issues), issues


def table(shared: Path, identifier: str, name: str) -> pa.Table:
    return _read(identifier, shared / "data")[0].present()[name]


def where(found: pa.Table, **cells: str) -> pa.Table:
    for column, cell in cells.items():
        found = found.filter(pc.equal(found.column(column), cell))
    return found


def test_all_of_it_is_read(shared: Path) -> None:
    rows = sum(_read(identifier, shared / "data")[0].rows for identifier in GEOGRAPHY)
    assert rows > 3_200_000


@pytest.mark.parametrize(("code", "council"), COUNCILS.items())
def test_a_council_has_its_small_areas_and_wards(shared: Path, code: str, council: tuple[str, int, int]) -> None:
    name, small, wards = council
    links = where(table(shared, "lookup_lsoa21_ward24_ltla24", "area_links"), parent_code=code)
    assert where(links, child_kind="lsoa21").num_rows == small
    assert where(links, child_kind="ward24").num_rows == wards
    areas = where(table(shared, "lookup_lsoa21_ward24_ltla24", "areas"), code=code)
    assert areas.column("name").to_pylist() == [name]


def test_england_is_whole(shared: Path) -> None:
    areas = table(shared, "lookup_lsoa21_ward24_ltla24", "areas")
    counted = dict(
        zip(*(c.to_pylist() for c in areas.group_by("kind").aggregate([("code", "count")]).columns), strict=True)
    )
    assert counted == {"lsoa21": 33_755, "ward24": 6_784, "district": 296}
    assert where(table(shared, "lookup_ltla24_region24", "areas"), kind="region").num_rows == 9
    assert table(shared, "lookup_ltla23_utla23", "areas").num_rows == 21


def test_every_2021_area_comes_from_one_of_2011_and_one_for_one_where_unchanged(shared: Path) -> None:
    changes = table(shared, "lookup_lsoa11_lsoa21_ltla22", "area_changes")
    assert len(pc.unique(changes.column("new_code"))) == 33_755
    assert len(pc.unique(changes.column("old_code"))) == 32_844
    unchanged = where(changes, change="U")
    assert len(pc.unique(unchanged.column("new_code"))) == unchanged.num_rows


def test_every_small_area_lies_in_one_district_whichever_vintage(shared: Path) -> None:
    for identifier, kind, areas in (
        ("lookup_lsoa21_ward24_ltla24", "lsoa21", 33_755),
        ("lookup_lsoa11_lsoa21_ltla22", "lsoa11", 32_844),
        ("lookup_msoa11_msoa21_ltla22", "msoa11", 6_791),
    ):
        links = where(table(shared, identifier, "area_links"), child_kind=kind, parent_kind="district")
        assert links.num_rows == len(pc.unique(links.column("child_code"))) == areas
        districts = where(table(shared, "lookup_ltla24_region24", "area_links"), child_kind="district")
        assert pc.all(pc.is_in(links.column("parent_code"), value_set=districts.column("child_code"))).as_py()


def test_every_outline_is_valid_and_the_two_that_were_not_are_logged(shared: Path) -> None:
    mended = []
    for identifier in GEOGRAPHY[:4]:
        tables, issues = _read(identifier, shared / "data")
        assert tables.outlines is not None
        shapes = shapely.from_geojson(tables.outlines.column("geometry").to_pylist())
        assert shapely.is_valid(shapes).all()
        mended += [row["value"] for row in issues.table().to_pylist() if "was mended" in row["what_was_done"]]
    assert mended == ["E06000024", "E05001707"]


def test_the_wards_of_the_five_councils_have_published_outlines(shared: Path) -> None:
    drawn = set(table(shared, "boundaries_wards", "outlines").column("code").to_pylist())
    links = where(table(shared, "lookup_lsoa21_ward24_ltla24", "area_links"), child_kind="ward24")
    for code in COUNCILS:
        assert set(where(links, parent_code=code).column("child_code").to_pylist()) <= drawn


def test_wards_without_an_outline_are_dissolved_and_stay_within_their_district(shared: Path) -> None:
    links = table(shared, "lookup_lsoa21_ward24_ltla24", "area_links")
    drawn = table(shared, "boundaries_wards", "outlines").column("code")
    wards = where(links, child_kind="ward24")
    undrawn = wards.filter(pc.invert(pc.is_in(wards.column("child_code"), value_set=drawn)))
    assert len(pc.unique(undrawn.column("parent_code"))) > 80
    codes = undrawn.column("child_code").to_pylist()
    small = table(shared, "boundaries_lsoa21", "outlines")
    made = dissolve(small, links, "lsoa21", "ward24", codes)
    assert set(made.column("code").to_pylist()) == set(codes)
    shapes = shapely.from_geojson(made.column("geometry").to_pylist())
    assert shapely.is_valid(shapes).all()
    # A ward is as large as its small areas: nothing is lost and no sliver is filled that matters.
    areas = dict(
        zip(
            small.column("code").to_pylist(),
            shapely.area(shapely.from_geojson(small.column("geometry").to_pylist())),
            strict=True,
        )
    )
    sums = dict.fromkeys(codes, 0.0)
    for row in where(links, parent_kind="ward24").to_pylist():
        if row["parent_code"] in sums:
            sums[row["parent_code"]] += areas[row["child_code"]]
    ratios = shapely.area(shapes) / np.array([sums[code] for code in made.column("code").to_pylist()])
    assert np.quantile(ratios, [0.01, 0.99]) == pytest.approx([1, 1], abs=0.02)


def test_england_had_56_and_a_half_million_people_in_2020(shared: Path) -> None:
    population = table(shared, "population20_lsoa11", "population")
    assert pc.sum(population.column("people")).as_py() == pytest.approx(56_550_138)
    assert population.num_rows == 32_844 * 91


def test_every_district_has_neighbours_by_three_models_and_every_upper_tier_by_the_fourth(shared: Path) -> None:
    districts = where(table(shared, "lookup_ltla24_region24", "area_links"), child_kind="district").column("child_code")
    ons = table(shared, "ons_neighbours", "neighbours")
    for model in ("demographic", "economic", "global"):
        found = where(ons, model=model)
        assert pc.all(pc.is_in(districts, value_set=found.column("area_code"))).as_py()
        assert found.num_rows > 5_000
    children = table(shared, "dfe_statistical_neighbours", "neighbours")
    assert children.num_rows == 153 * 10
    nearest = where(children, area_code="E08000007").column("neighbour_code").to_pylist()
    assert nearest[:2] == ["E08000029", "E08000009"]  # Solihull and Trafford: 334 and 358 in the file


def test_names_in_the_education_file_are_all_found(shared: Path) -> None:
    with (shared / "data/dfe_statistical_neighbours_may2025.csv").open(encoding="utf-8") as file:
        names = [row[1] for row in list(csv.reader(file))[2:155]]
    matched = match_names(names, names_of(shared / "data", "district", "county"))
    assert matched.unmatched == ()
    assert matched.ambiguous == ()
    assert len(set(matched.codes)) == 153
