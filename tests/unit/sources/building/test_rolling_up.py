"""Small areas add up to larger ones where the definition says how, and nowhere else."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from tests.factories.snapshots import make_indicator, year

from goldenthread.core.estimates import Polarity
from goldenthread.core.indicators import Aggregation, Indicator, IntervalMethod
from goldenthread.core.statistics.proportions import wilson_interval
from goldenthread.engine.tables import AREA_LINKS, AREAS, VALUES
from goldenthread.sources.building.borrowing import borrow_from_county
from goldenthread.sources.building.hierarchy import Hierarchy, make_hierarchy
from goldenthread.sources.building.rolling_up import roll_up
from goldenthread.sources.building.values import ABOVE_DENOMINATOR, make_table, read_rows
from goldenthread.sources.observations import make_observations

KINDS = {"L": "lsoa21", "W": "ward24", "D": "district", "C": "county", "R": "region", "E": "country"}
#: Two wards of two small areas in one district, one more small area in another; the first district in a county.
PARENTS = {
    "L1": ("W1", "D1"),
    "L2": ("W1", "D1"),
    "L3": ("W2", "D1"),
    "L4": ("W2", "D1"),
    "L5": ("W3", "D2"),
    "W1": ("D1",),
    "W2": ("D1",),
    "W3": ("D2",),
    "D1": ("C1", "R1"),
    "D2": ("R1",),
    "R1": ("E1",),
}
PEOPLE = {"L1": 1000.0, "L2": 3000.0, "L3": 2000.0, "L4": 100.0, "L5": 500.0}


@pytest.fixture(scope="module")
def hierarchy() -> Hierarchy:
    codes = ["L1", "L2", "L3", "L4", "L5", "W1", "W2", "W3", "D1", "D2", "C1", "R1", "E1"]
    areas = [
        {"code": c, "name": c, "kind": KINDS[c[0]], "in_place": True, "population": PEOPLE.get(c), "population_year": 1}
        for c in codes
    ]
    links = [
        {
            "child_code": child,
            "child_kind": KINDS[child[0]],
            "parent_code": parent,
            "parent_kind": KINDS[parent[0]],
            "basis": "exact",
        }
        for child, parents in PARENTS.items()
        for parent in parents
    ]
    return make_hierarchy(pa.Table.from_pylist(areas, schema=AREAS), pa.Table.from_pylist(links, schema=AREA_LINKS))


def built(hierarchy: Hierarchy, definition: Indicator, **columns: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """All values by area and group: those observed and those worked out."""
    observations = make_observations(measure=definition.measure, **(year(2021) | columns))
    rows = read_rows(definition, observations, hierarchy, ("lsoa21", "district", "county"))
    population = np.array([PEOPLE.get(code.as_py(), np.nan) for code in hierarchy.codes])
    rolled, _ = roll_up(rows, hierarchy, population)
    table = pa.concat_tables([make_table(each, hierarchy).cast(VALUES) for each in (rows, *rolled)])
    return {(row["area_code"], row["group"]): row for row in table.to_pylist()}


EVERYBODY = "All people"


def test_counts_are_summed_and_the_interval_is_worked_out_anew(hierarchy: Hierarchy) -> None:
    found = built(
        hierarchy,
        make_indicator("counted"),
        area_code=["L1", "L2", "L3", "L4", "L5"],
        value=[10.0, 20.0, 30.0, 40.0, 50.0],
        count=[10.0, 40.0, 30.0, 4.0, 5.0],
        denominator=[100.0, 200.0, 100.0, 10.0, 10.0],
    )
    ward = found["W1", EVERYBODY]
    assert (ward["count"], ward["denominator"]) == (50, 300)
    assert ward["value"] == pytest.approx(100 * 50 / 300)
    lower, upper = wilson_interval(50, 300)
    assert (ward["lower"], ward["upper"]) == (pytest.approx(100 * lower), pytest.approx(100 * upper))
    assert (ward["interval_method"], ward["basis"]) == ("Wilson score", "summed from small areas")
    assert found["D1", EVERYBODY]["count"] == 84
    assert found["R1", EVERYBODY]["count"] == found["E1", EVERYBODY]["count"] == 89
    assert found["C1", EVERYBODY]["count"] == 84


def test_an_average_is_weighted_by_residents_and_keeps_the_reason_for_no_interval(hierarchy: Hierarchy) -> None:
    score = make_indicator(
        "score",
        aggregation=Aggregation.POPULATION_WEIGHTED_MEAN,
        interval=IntervalMethod.NONE,
        interval_reason="It is a score.",
    )
    found = built(hierarchy, score, area_code=["L1", "L2", "L3", "L4"], value=[10.0, 20.0, 30.0, 40.0])
    ward = found["W1", EVERYBODY]
    assert ward["value"] == pytest.approx((1000 * 10 + 3000 * 20) / 4000)
    assert ward["basis"] == "population-weighted mean of small areas"
    assert (ward["lower"], ward["interval_reason"]) == (None, "It is a score.")


def test_a_refused_figure_is_given_for_the_areas_it_is_published_for_and_no_other(hierarchy: Hierarchy) -> None:
    refused = make_indicator("median", aggregation=Aggregation.REFUSED, aggregation_reason="Medians do not add up.")
    found = built(hierarchy, refused, area_code=["L1", "L2"], value=[10.0, 20.0])
    assert sorted(code for code, _ in found) == ["L1", "L2"]


def test_missing_is_not_zero_a_larger_area_needs_nine_tenths_of_its_residents(hierarchy: Hierarchy) -> None:
    found = built(
        hierarchy,
        make_indicator("counted"),
        area_code=["L1", "L2", "L3", "L4"],
        value=[None, 20.0, 30.0, None],
        count=[None, 40.0, 30.0, None],
        denominator=[None, 200.0, 100.0, None],
        status=["suppressed", None, None, "suppressed"],
    )
    assert found["L1", EVERYBODY]["missing_reason"] == "suppressed"
    # Ward 1 knows three quarters of its residents; ward 2 all but 100 of 2,100.
    assert (found["W1", EVERYBODY]["value"], found["W1", EVERYBODY]["missing_reason"]) == (None, "incomplete")
    assert (found["W2", EVERYBODY]["count"], found["W2", EVERYBODY]["denominator"]) == (30, 100)


def test_a_published_figure_of_the_larger_area_is_left_as_it_is(hierarchy: Hierarchy) -> None:
    found = built(
        hierarchy,
        make_indicator("counted"),
        area_code=["L1", "L2", "L3", "L4", "D1"],
        value=[10.0, 20.0, 30.0, 40.0, 17.0],
        count=[10.0, 40.0, 30.0, 4.0, 170.0],
        denominator=[100.0, 200.0, 100.0, 10.0, 1000.0],
    )
    assert (found["D1", EVERYBODY]["value"], found["D1", EVERYBODY]["basis"]) == (17, "published")
    assert found["W1", EVERYBODY]["count"] == 50


def test_groups_are_added_up_apart(hierarchy: Hierarchy) -> None:
    found = built(
        hierarchy,
        make_indicator("counted"),
        area_code=["L1", "L2", "L1", "L2"],
        characteristic="sex",
        group=["Women", "Women", "Men", "Men"],
        value=[10.0, 20.0, 1.0, 2.0],
        count=[10.0, 20.0, 1.0, 2.0],
        denominator=[100.0, 100.0, 100.0, 100.0],
    )
    assert (found["W1", "Women"]["count"], found["W1", "Men"]["count"]) == (30, 3)


def test_more_counted_than_there_are_keeps_its_value_and_says_why_it_has_no_interval(hierarchy: Hierarchy) -> None:
    found = built(
        hierarchy,
        make_indicator("doses"),
        area_code=["L1"],
        value=[120.0],
        count=[120.0],
        denominator=[100.0],
    )
    row = found["L1", EVERYBODY]
    assert (row["value"], row["lower"], row["interval_reason"]) == (120, None, ABOVE_DENOMINATOR)


def test_a_rate_of_events_has_byars_interval(hierarchy: Hierarchy) -> None:
    deaths = make_indicator(
        "deaths", interval=IntervalMethod.BYAR, multiplier=100_000.0, unit="per 100,000", polarity=Polarity.NEITHER
    )
    found = built(hierarchy, deaths, area_code=["L1"], value=[5000.0], count=[50.0], denominator=[1000.0])
    row = found["L1", EVERYBODY]
    assert row["interval_method"] == "Byar"
    assert row["lower"] < 5000 < row["upper"]


def test_a_district_without_a_figure_shows_its_countys_and_one_with_its_own_does_not(hierarchy: Hierarchy) -> None:
    definition = make_indicator("healthy", aggregation=Aggregation.REFUSED, aggregation_reason="No.")
    observations = make_observations(measure="healthy", area_code=["C1"], value=[62.5], **year(2021))
    rows = read_rows(definition, observations, hierarchy, ("district", "county"))
    borrowed = borrow_from_county(rows, hierarchy)
    assert borrowed is not None
    (row,) = make_table(borrowed, hierarchy).cast(VALUES).to_pylist()
    assert (row["area_code"], row["value"], row["basis"]) == ("D1", 62.5, "the figure of the county it lies in")
    own = make_observations(measure="healthy", area_code=["C1", "D1"], value=[62.5, 60.0], **year(2021))
    assert borrow_from_county(read_rows(definition, own, hierarchy, ("district", "county")), hierarchy) is None
