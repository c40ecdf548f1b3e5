"""Standardised rates and life expectancy as PHEindicatormethods 2.1.0 publishes them."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from tests.published.oracles.columns import groups, numbers

from goldenthread.core.statistics.life_expectancy import life_expectancy
from goldenthread.core.statistics.standardisation import (
    EUROPEAN_STANDARD_POPULATION_1976,
    EUROPEAN_STANDARD_POPULATION_2013,
    directly_standardised_rate,
    indirectly_standardised,
    standard_weights,
)

LEVELS = [(0.95, "95_0cl"), (0.998, "99_8cl")]


def _expected(rows, area, statistic):
    return next(row for row in rows if row["area"] == area and row["statistic"].startswith(statistic))


@pytest.mark.parametrize("multiplier", [10_000, 100_000])
@pytest.mark.parametrize(("level", "name"), LEVELS)
def test_direct_standardisation(oracle, level, name, multiplier):
    expected = oracle("dsr_expected.csv")
    for (area,), rows in groups(oracle("dsr_input_multiarea.csv"), "area").items():
        counts = np.nan_to_num(numbers(rows, "count"))  # a blank in the reference's table stands for none
        found = directly_standardised_rate(
            counts, numbers(rows, "pop"), numbers(rows, "esp2013"), multiplier=multiplier, level=level
        )
        if area == "testdata_tiny":
            assert found.reason == "too few"
            assert np.isnan(found.rate).all()
            continue
        row = _expected(expected, area, f"dsr per {multiplier}")
        assert found.rate.value == pytest.approx(float(row["value"]), rel=1e-9)
        assert found.rate.lower == pytest.approx(float(row[f"lower{name}"]), rel=1e-9)
        assert found.rate.upper == pytest.approx(float(row[f"upper{name}"]), rel=1e-9)


@pytest.mark.parametrize(("level", "name"), LEVELS)
def test_direct_standardisation_to_the_1976_population_by_name_of_band(oracle, level, name):
    rows = oracle("dsr_input_esp1976.csv")
    # The reference's table misprints 55-59 as 55-69.
    bands = ["55-59" if row["Age Band"] == "55-69" else row["Age Band"] for row in rows]
    weights = standard_weights(bands, EUROPEAN_STANDARD_POPULATION_1976)
    assert_allclose(weights, numbers(rows, "esp1976"))
    found = directly_standardised_rate(numbers(rows, "count"), numbers(rows, "pop"), weights, level=level)
    row = _expected(oracle("dsr_expected.csv"), "testdata_1976", "dsr per 100000")
    # The reference's sheet holds the 99.8% limits of this one row multiplied by ten more than its value.
    slip = 10 if name == "99_8cl" else 1
    assert found.rate.value == pytest.approx(float(row["value"]), rel=1e-9)
    assert found.rate.lower * slip == pytest.approx(float(row[f"lower{name}"]), rel=1e-9)
    assert found.rate.upper * slip == pytest.approx(float(row[f"upper{name}"]), rel=1e-9)


def test_the_2013_population_by_name_of_band(oracle):
    rows = groups(oracle("dsr_input_multiarea.csv"), "area")[("testdata_big",)]
    bands = ["55-59" if row["ageband"] == "55-69" else row["ageband"] for row in rows]
    assert_allclose(standard_weights(bands, EUROPEAN_STANDARD_POPULATION_2013), numbers(rows, "esp2013"))


@pytest.mark.parametrize(("level", "name"), LEVELS)
def test_direct_standardisation_of_events_that_are_not_independent(oracle, level, name):
    expected = oracle("dsr_expected.csv")
    for (area,), rows in groups(oracle("dsr_input_nonindependent.csv"), "area").items():
        persons = np.nan_to_num([numbers(rows, f"f{k}") for k in (1, 2, 3, 4)]).T
        counts = (persons * [1, 2, 3, 4]).sum(axis=-1)
        found = directly_standardised_rate(
            counts, numbers(rows, "pop"), numbers(rows, "esp2013"), event_counts=persons, level=level
        )
        if area == "testdata_nonind_tiny":
            assert found.reason == "too few"
            continue
        row = _expected(expected, area, "dsr per 100000")
        # Eight decimal places are printed.
        assert found.rate.value == pytest.approx(float(row["value"]), abs=1e-8)
        assert found.rate.lower == pytest.approx(float(row[f"lower{name}"]), abs=1e-8)
        assert found.rate.upper == pytest.approx(float(row[f"upper{name}"]), abs=1e-8)


@pytest.mark.parametrize(("level", "name"), LEVELS)
def test_indirect_standardisation(oracle, level, name):
    reference, expected = oracle("isr_refdata.csv"), oracle("isr_expected.csv")
    observed_totals = {row["area"]: float(row["total_count"]) for row in oracle("isr_observed_totals.csv")}
    populations = numbers(groups(oracle("isr_input.csv"), "area")[("testdata_big",)], "pop")
    # "Area1" is the first place with a blank population at 5-9, which the reference takes for none.
    with_blank = np.where(np.arange(len(populations)) == 1, 0, populations)
    places = {area: (count, populations) for area, count in observed_totals.items()}
    places |= {"Area1": (895, with_blank), "Area2": (91, populations)}
    compared = 0
    for area, (observed, people) in places.items():
        for row in (row for row in expected if row["area"] == area and row[f"lower{name}"]):
            multiplier = float(row["statistic"].split()[-1])
            found = indirectly_standardised(
                observed,
                people,
                numbers(reference, "refcount"),
                numbers(reference, "refpop"),
                multiplier=multiplier,
                level=level,
            )
            is_rate = "rate" in row["statistic"]
            values = found.rate if is_rate else [part * multiplier for part in found.ratio]
            assert found.expected == pytest.approx(float(row["expected"]), rel=1e-9)
            if is_rate:
                assert found.reference_rate == pytest.approx(float(row["ref_rate"]), rel=1e-9)
            for number, column in zip(values, ("value", f"lower{name}", f"upper{name}"), strict=True):
                assert number == pytest.approx(float(row[column]), rel=1e-9)
            compared += 1
    assert compared == (16 if level == 0.95 else 12)


def test_life_expectancy_at_every_age(oracle):
    rows = oracle("life_expectancy.csv")
    tables = life_expectancy(numbers(rows, "startage"), numbers(rows, "deaths"), numbers(rows, "pops"))
    # The reference prints eight decimal places, and takes z for 1.96.
    value, z = tables.expectancy.value, 1.959963984540054
    assert_allclose(value, numbers(rows, "expected_le"), rtol=0, atol=1e-8)
    for limit, column in ((tables.expectancy.lower, "lower"), (tables.expectancy.upper, "upper")):
        at_196 = value + (limit - value) * 1.96 / z
        assert_allclose(at_196, numbers(rows, f"expected_{column}cl95"), rtol=0, atol=1e-8)
