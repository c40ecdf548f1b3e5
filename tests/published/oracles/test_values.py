"""Proportions, rates and means as PHEindicatormethods 2.1.0 publishes them."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from tests.published.oracles.columns import groups, numbers

from goldenthread.core.statistics.means import group_means
from goldenthread.core.statistics.proportions import proportion, wilson_interval
from goldenthread.core.statistics.rates import byar_interval, crude_rate

EXACT = {"rtol": 1e-9, "equal_nan": True}


def test_wilson_limits(oracle):
    rows = oracle("wilson.csv")
    level = [float(row["confidence"].strip("%")) / 100 for row in rows]
    lower, upper = wilson_interval(numbers(rows, "x"), numbers(rows, "n"), level)
    assert_allclose(lower, numbers(rows, "lowercl"), **EXACT)
    assert_allclose(upper, numbers(rows, "uppercl"), **EXACT)


def test_byar_limits_and_where_byar_breaks_down(oracle):
    rows = oracle("byars.csv")
    level = [float(row["confidence"].strip("%")) / 100 for row in rows]
    lower, upper = byar_interval(numbers(rows, "x"), level)
    assert_allclose(lower, numbers(rows, "lowercl"), **EXACT)
    assert_allclose(upper, numbers(rows, "uppercl"), **EXACT)
    assert np.isnan(lower).sum() == 1


@pytest.mark.parametrize(("level", "name"), [(0.95, "95_0cl"), (0.998, "99_8cl")])
def test_proportions(oracle, level, name):
    # A blank in the reference's own table, or a count above its denominator, has no value there.
    rows = [row for row in oracle("phe_proportion.csv") if row["value"]]
    found = proportion(numbers(rows, "Numerator"), numbers(rows, "Denominator"), level)
    scale = numbers(rows, "multiplier")
    assert len(rows) >= 10
    assert_allclose(found.value * scale, numbers(rows, "value"), **EXACT)
    assert_allclose(found.lower * scale, numbers(rows, f"lower{name}"), rtol=1e-9, atol=1e-12)
    assert_allclose(found.upper * scale, numbers(rows, f"upper{name}"), **EXACT)


@pytest.mark.parametrize(("level", "name"), [(0.95, "95_0cl"), (0.998, "99_8cl")])
def test_crude_rates(oracle, level, name):
    rows = oracle("phe_rate.csv")
    for (multiplier,), some in groups(rows, "multiplier").items():
        given = [row for row in some if row["value"]]
        found = crude_rate(numbers(given, "Numerator"), numbers(given, "Denominator"), float(multiplier), level)
        assert_allclose(found.value, numbers(given, "value"), **EXACT)
        assert_allclose(found.lower, numbers(given, f"lower{name}"), **EXACT)
        assert_allclose(found.upper, numbers(given, f"upper{name}"), **EXACT)


def test_a_missing_count_or_denominator_gives_a_missing_value(oracle):
    rows = [row for row in oracle("phe_rate.csv") if not row["value"]]
    found = crude_rate(numbers(rows, "Numerator"), numbers(rows, "Denominator"))
    assert np.isnan(found).all()
    assert rows


@pytest.mark.parametrize(("level", "name"), [(0.95, "95_0cl"), (0.998, "99_8cl")])
def test_means(oracle, level, name):
    rows = oracle("phe_mean_input.csv")
    values, areas = numbers(rows, "values"), [row["area"] for row in rows]
    expected = {row["area"]: row for row in oracle("phe_mean_expected.csv")}
    by_area, together = group_means(values, areas, level), group_means(values, level=level)
    for found, keys in ((by_area, by_area.groups), (together, ["No grouping"])):
        for i, key in enumerate(keys):
            assert found.mean.value[i] == pytest.approx(float(expected[key]["value"]), rel=1e-9)
            assert found.standard_deviation[i] == pytest.approx(float(expected[key]["stdev"]), rel=1e-9)
            assert found.mean.lower[i] == pytest.approx(float(expected[key][f"lower{name}"]), rel=1e-9)
            assert found.mean.upper[i] == pytest.approx(float(expected[key][f"upper{name}"]), rel=1e-9)
            assert found.count[i] == int(expected[key]["value_count"])
