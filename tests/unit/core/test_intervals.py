"""Intervals against slow, obvious answers: search, summation and plain arithmetic, on generated numbers."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.core.estimates import Limits
from goldenthread.core.statistics.intervals import difference, fieller_ratio, ratio, standard_error_from_limits
from goldenthread.core.statistics.means import group_means, mean_interval
from goldenthread.core.statistics.proportions import (
    difference_of_proportions,
    proportion,
    ratio_of_proportions,
    wilson_interval,
)
from goldenthread.core.statistics.rates import (
    byar_interval,
    crude_rate,
    difference_of_rates,
    exact_poisson_interval,
    poisson_interval,
    rate_ratio,
)

Z = 1.959963984540054


@st.composite
def counts_and_denominators(draw):
    denominator = draw(st.integers(1, 5_000))
    return draw(st.integers(0, denominator)), denominator


def bisect(function, low, high):
    """Where a rising function crosses zero, found the slow way."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) < 0 else (low, middle)
    return (low + high) / 2


@given(counts_and_denominators())
def test_wilson_limits_are_where_the_score_test_reaches_its_critical_value(pair):
    count, n = pair
    p = count / n

    def distance(candidate):
        return (candidate - p) ** 2 - Z**2 * candidate * (1 - candidate) / n

    lower, upper = (float(limit) for limit in wilson_interval(count, n))
    assert lower == pytest.approx(bisect(lambda c: -distance(c), 0, p), abs=1e-9)
    assert upper == pytest.approx(bisect(distance, p, 1), abs=1e-9)
    assert lower <= p <= upper


def poisson_at_most(x, mean):
    """P(X ≤ x), by adding up."""
    return sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(x + 1))


@settings(max_examples=30)
@given(st.integers(0, 150))
def test_exact_poisson_limits_are_where_the_tails_reach_a_fortieth(count):
    lower, upper = (float(limit) for limit in exact_poisson_interval(count))
    assert poisson_at_most(count, upper) == pytest.approx(0.025, rel=1e-8)
    if count:
        assert 1 - poisson_at_most(count - 1, lower) == pytest.approx(0.025, rel=1e-8)
    else:
        assert lower == 0


def test_the_table_of_exact_limits_gives_what_one_count_at_a_time_gives():
    counts = np.append(np.arange(1_500) % 700, np.nan)
    fast = exact_poisson_interval(counts)
    slow = [exact_poisson_interval(count) for count in counts]
    np.testing.assert_allclose(fast[0], [float(one[0]) for one in slow], rtol=1e-12)
    np.testing.assert_allclose(fast[1], [float(one[1]) for one in slow], rtol=1e-12)


@given(st.integers(10, 100_000))
def test_byar_is_close_to_exact_from_ten_events(count):
    for approximate, exact in zip(byar_interval(count), exact_poisson_interval(count), strict=True):
        assert float(approximate) == pytest.approx(float(exact), rel=0.005)
    assert [float(x) for x in poisson_interval(count)] == [float(x) for x in byar_interval(count)]


@given(counts_and_denominators(), st.sampled_from([100, 1_000, 100_000]))
def test_a_crude_rate_scales_the_limits_of_its_count(pair, multiplier):
    count, n = pair
    found = crude_rate(count, n, multiplier)
    assert float(found.value) == pytest.approx(count / n * multiplier)
    assert [float(found.lower), float(found.upper)] == pytest.approx(
        [float(limit) / n * multiplier for limit in poisson_interval(count)]
    )


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(0.01, 5), st.floats(0.01, 5))
def test_the_difference_of_symmetric_intervals_adds_variances(y1, y2, s1, s2):
    found = difference(y1, (y1 - Z * s1, y1 + Z * s1), y2, (y2 - Z * s2, y2 + Z * s2))
    half = Z * math.sqrt(s1**2 + s2**2)
    assert [float(x) for x in found] == pytest.approx([y1 - y2, y1 - y2 - half, y1 - y2 + half], abs=1e-9)


@given(counts_and_denominators(), counts_and_denominators())
def test_swapping_two_groups_turns_their_difference_round(first, second):
    there, back = difference_of_proportions(*first, *second), difference_of_proportions(*second, *first)
    assert [float(x) for x in there] == pytest.approx([-float(back.value), -float(back.upper), -float(back.lower)])
    assert -1 <= float(there.lower) <= float(there.value) <= float(there.upper) <= 1


def test_newcombe_on_his_own_example():
    # Newcombe 1998, table II (a): 56/70 against 48/80, method 10: 0.0524 to 0.3339.
    found = difference_of_proportions(56, 70, 48, 80)
    assert [round(float(x), 4) for x in found] == [0.2, 0.0524, 0.3339]


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1_000, 9_000), st.integers(1_000, 9_000))
def test_ratios_are_log_normal(x1, x2, n1, n2):
    value = (x1 / n1) / (x2 / n2)
    spreads = {
        ratio_of_proportions: math.sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2),
        rate_ratio: math.sqrt(1 / x1 + 1 / x2),
    }
    for function, spread in spreads.items():
        found = [float(x) for x in function(x1, n1, x2, n2)]
        assert found == pytest.approx([value, value * math.exp(-Z * spread), value * math.exp(Z * spread)])


@given(st.floats(1, 50), st.floats(1, 50), st.floats(0.01, 0.5), st.floats(0.01, 0.5))
def test_the_ratio_of_log_normal_intervals_adds_variances_of_logs(y1, y2, s1, s2):
    found = ratio(
        y1, (y1 * math.exp(-Z * s1), y1 * math.exp(Z * s1)), y2, (y2 * math.exp(-Z * s2), y2 * math.exp(Z * s2))
    )
    factor = math.exp(Z * math.sqrt(s1**2 + s2**2))
    assert [float(x) for x in found] == pytest.approx([y1 / y2, y1 / y2 / factor, y1 / y2 * factor])


def test_a_ratio_to_what_may_be_zero_has_no_upper_limit():
    found = ratio(2.0, (1.0, 3.0), 1.0, (0.0, 2.0))
    assert math.isinf(float(found.upper))
    assert 0 < float(found.lower) < 2


@settings(max_examples=50)
@given(st.floats(-20, 20), st.floats(5, 20), st.floats(0.1, 2), st.floats(0.1, 1), st.floats(-0.9, 0.9))
def test_fieller_limits_are_the_ratios_just_not_rejected(a, b, sa, sb, correlation):
    covariance = correlation * sa * sb
    found = fieller_ratio(a, b, sa**2, sb**2, covariance)

    def statistic(rho):
        return (a - rho * b) ** 2 - Z**2 * (sa**2 - 2 * rho * covariance + rho**2 * sb**2)

    middle = a / b
    assert float(found.upper) == pytest.approx(bisect(statistic, middle, middle + 1e3), rel=1e-6, abs=1e-6)
    assert float(found.lower) == pytest.approx(
        bisect(lambda r: -statistic(r), middle - 1e3, middle), rel=1e-6, abs=1e-6
    )


def test_fieller_has_no_limits_where_the_denominator_may_be_zero():
    assert np.isnan(fieller_ratio(1.0, 0.5, 1.0, 1.0).lower)


def test_differences_of_rates_are_those_of_their_limits():
    found = difference_of_rates(120, 10_000, 80, 10_000, multiplier=1_000)
    one, other = crude_rate(120, 10_000, 1_000), crude_rate(80, 10_000, 1_000)
    by_hand = difference(one.value, one[1:], other.value, other[1:])
    assert [float(x) for x in found] == [float(x) for x in by_hand]


@given(st.lists(st.floats(-1_000, 1_000), min_size=2, max_size=30))
def test_means_are_those_of_the_textbook(values):
    found = group_means(values)
    average = sum(values) / len(values)
    deviation = math.sqrt(sum((value - average) ** 2 for value in values) / (len(values) - 1))
    assert float(found.mean.value[0]) == pytest.approx(average, abs=1e-9)
    assert float(found.standard_deviation[0]) == pytest.approx(deviation, rel=1e-9, abs=1e-9)
    lower, upper = mean_interval(average, deviation, len(values))
    assert float(found.mean.lower[0]) == pytest.approx(float(lower), rel=1e-9, abs=1e-9)
    assert float(found.mean.upper[0]) == pytest.approx(float(upper), rel=1e-9, abs=1e-9)


def test_the_standard_error_behind_an_interval_gives_the_interval_back():
    assert float(standard_error_from_limits(10 - Z * 2, 10 + Z * 2)) == pytest.approx(2)


def test_several_levels_in_one_call():
    lower, upper = wilson_interval([[65], [20]], [[100], [100]], [0.95, 0.998])
    assert lower.shape == (2, 2)
    assert (lower[:, 1] < lower[:, 0]).all()
    assert (upper[:, 1] > upper[:, 0]).all()


def test_missing_travels_and_disturbs_nothing_else():
    found = proportion([1, None, 3], [10, 10, None])
    assert np.isnan(found.value).tolist() == [False, True, True]
    assert float(found.lower[0]) == float(wilson_interval(1, 10)[0])


COVERAGE = {
    "Wilson": (lambda g, p: g.binomial(100, p), lambda p: p, lambda x: wilson_interval(x, 100)),
    "Byar": (lambda g, p: g.poisson(100 * p), lambda p: 100 * p, byar_interval),
    "exact Poisson": (lambda g, p: g.poisson(1000 * p), lambda p: 1000 * p, exact_poisson_interval),
}


@pytest.mark.parametrize("name", COVERAGE)
def test_nineteen_intervals_in_twenty_hold_the_truth(name):
    # Over a range of truths: at a single one the coverage of a count jumps about, since counts are whole.
    draw, truth_of, interval = COVERAGE[name]
    generator = np.random.default_rng(20260101)
    shares = generator.uniform(0.1, 0.9, 40_000)
    truth = truth_of(shares)
    lower, upper = interval(draw(generator, shares))
    assert ((lower <= truth) & (truth <= upper)).mean() == pytest.approx(0.95, abs=0.01)


def test_intervals_of_different_levels_are_not_joined():
    with pytest.raises(ValueError, match="different levels"):
        difference(1.0, Limits(0, 2, 0.95), 1.0, Limits(0, 2, 0.99))
