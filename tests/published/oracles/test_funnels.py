"""Funnel limits and labels as PHEindicatormethods 2.1.0 publishes them."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from tests.published.oracles.columns import numbers

from goldenthread.core.statistics.funnels import (
    ALARM_LEVEL,
    WARNING_LEVEL,
    Significance,
    funnel_limits_of_proportions,
    funnel_limits_of_rates,
    funnel_of_proportions,
    funnel_of_rates,
    funnel_populations,
)

LABELS = {
    "High (0.001)": Significance.HIGH_999,
    "High (0.025)": Significance.HIGH_975,
    "Not significant": Significance.NOT_SIGNIFICANT,
    "Low (0.025)": Significance.LOW_975,
    "Low (0.001)": Significance.LOW_999,
    "Not applicable for events less than 10 for dsrs": Significance.TOO_FEW,
}
SIDES = [(WARNING_LEVEL, "2s0025limit", "2s"), (ALARM_LEVEL, "3s0001limit", "3s")]


#: The reference draws the points of its crude rates at the population of each place where one is given; only for this
#: place does it differ from the population that the rate implies, so only there is the answer another.
OWN_POPULATION = {6883.0}


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("denominator_derived", 3),
        ("denominator_derived_crude", 3),
        ("denominator_derived_crude_with_denom", 5),
    ],
)
def test_where_on_a_funnel_of_rates_a_place_stands(oracle, name, years):
    rows = oracle("funnel_rate_inputs.csv")
    found = funnel_populations(numbers(rows, "ev"), numbers(rows, "rate"), years=years)
    expected, people = numbers(rows, name), numbers(rows, "pop")
    own = np.isin(people, list(OWN_POPULATION))
    assert own.sum() == 1
    assert_allclose(found[~own], expected[~own], rtol=1e-9)
    if name == "denominator_derived":
        assert np.isnan(expected[own]).all()  # that place is given no rate there, so the reference has no answer
    else:
        answer = people[own] / years if name.endswith("with_denom") else found[own]
        assert_allclose(answer, expected[own], rtol=1e-9)


@pytest.mark.parametrize("table", ["funnel_prop_limits_expected.csv", "funnel_prop_limits_axis_expected.csv"])
@pytest.mark.parametrize(("level", "name", "_"), SIDES)
def test_limits_of_proportions(oracle, table, level, name, _):
    rows = oracle(table)
    # The baseline is printed to six or eight places, so the limits can be met to as many.
    baseline = numbers(rows, "Baseline")[0] / 100
    lower, upper = funnel_limits_of_proportions(numbers(rows, "Population"), baseline, level)
    assert_allclose(100 * lower, numbers(rows, f"Lower{name}"), rtol=0, atol=2e-6)
    assert_allclose(100 * upper, numbers(rows, f"Upper{name}"), rtol=0, atol=2e-6)


def test_labels_of_proportions(oracle):
    rows = oracle("funnel_prop_inputs.csv")
    points = funnel_of_proportions(numbers(rows, "numerator"), numbers(rows, "denominator"))
    assert points.label.tolist() == [LABELS[row["significance"]] for row in rows]
    assert len(rows) == 303


@pytest.mark.parametrize("table", ["funnel_rate_limits_dsr_expected.csv", "funnel_rate_limits_crude_expected.csv"])
@pytest.mark.parametrize(("level", "_", "name"), SIDES)
def test_limits_of_rates(oracle, table, level, _, name):
    rows = oracle(table)
    baseline = numbers(rows, "baseline")[0]
    found = funnel_limits_of_rates(numbers(rows, "Events"), baseline, years=3, level=level)
    # The reference finds the exact Poisson limits by iteration and stops early: at one event its 99.8% limit is off in
    # the fifth figure.
    assert_allclose(found.lower, numbers(rows, f"lower_{name}_limit"), rtol=5e-5)
    assert_allclose(found.upper, numbers(rows, f"upper_{name}_limit"), rtol=5e-5)
    assert_allclose(found.lower_population, numbers(rows, f"lower_{name}_population_1_year"), rtol=5e-5)
    assert_allclose(found.upper_population, numbers(rows, f"upper_{name}_population_1_year"), rtol=5e-5)


@pytest.mark.parametrize("unit", [100_000, 100])
@pytest.mark.parametrize("has_zero", [True, False])
@pytest.mark.parametrize("kind", ["crude", "dsr"])
def test_labels_of_rates(oracle, unit, has_zero, kind):
    rows = oracle("funnel_rate_significance.csv")
    rows = rows if has_zero else [row for row in rows if float(row["count"]) > 0]
    counts, people = numbers(rows, "count"), numbers(rows, "pop")
    if kind == "dsr":
        people = counts / numbers(rows, "rate_dsr") * 100_000  # none where there are no events
    points = funnel_of_rates(counts, people, multiplier=unit, is_standardised=kind == "dsr")
    column = f"{kind}_per_{unit}_with{'' if has_zero else 'out'}_0"
    assert points.label.tolist() == [LABELS[row[column]] for row in rows]
