"""Intervals at their boundaries: none and all, one person, other levels and several, limits that touch the value."""

import math

import numpy as np
import pytest
from scipy import stats

from goldenthread.core.estimates import Limits
from goldenthread.core.statistics.intervals import difference, fieller_ratio, ratio
from goldenthread.core.statistics.means import group_means, mean_interval
from goldenthread.core.statistics.proportions import difference_of_proportions, proportion, ratio_of_proportions
from goldenthread.core.statistics.rates import (
    byar_interval,
    crude_rate,
    difference_of_rates,
    exact_poisson_interval,
    poisson_interval,
    rate_ratio,
)

LEVELS = [0.8, 0.95, 0.998]


def poisson_limits(count, level):
    """Garwood's limits by SciPy's χ², not by the gamma functions the core uses."""
    tail = (1 - level) / 2
    low = stats.chi2.ppf(tail, 2 * count) / 2 if count else 0.0
    return low, stats.chi2.ppf(1 - tail, 2 * count + 2) / 2


def numbers(found):
    return [float(part) for part in found]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("count", [0, 0.5, 1, 2, 9])
def test_few_events_have_exact_limits_at_every_level(count, level):
    expected = pytest.approx(poisson_limits(count, level), rel=1e-9)
    assert numbers(exact_poisson_interval(count, level)) == expected
    assert numbers(poisson_interval(count, level)) == expected


@pytest.mark.parametrize("level", LEVELS)
def test_ten_events_have_byars_limits_at_every_level(level):
    z = stats.norm.ppf((1 + level) / 2)
    low = 10 * (1 - 1 / 90 - z / (3 * math.sqrt(10))) ** 3
    high = 11 * (1 - 1 / 99 + z / (3 * math.sqrt(11))) ** 3
    assert numbers(byar_interval(10, level)) == pytest.approx([low, high])
    assert numbers(poisson_interval(10, level)) == pytest.approx([low, high])


def test_few_and_many_side_by_side_keep_their_own_limits():
    lower, upper = poisson_interval([3, 10, 1_000], 0.998)
    for at, alone in enumerate([poisson_interval(3, 0.998), byar_interval(10, 0.998), byar_interval(1_000, 0.998)]):
        assert [lower[at], upper[at]] == pytest.approx(numbers(alone))


def test_byars_lower_limit_of_none_is_none_and_where_it_would_be_negative_missing():
    lower, upper = byar_interval([0, 1, 2], 0.998)
    assert lower[0] == 0
    assert np.isnan(lower[1])
    assert np.isfinite(upper).all()
    assert 0 < float(byar_interval(1)[0]) < 1


@pytest.mark.parametrize("last", [2.5, 9_999, 10_000, 12_345.0])
def test_many_counts_at_once_have_the_limits_of_each_alone_whole_or_weighted(last):
    counts = np.append(np.arange(1_100) % 40, last)
    fast = exact_poisson_interval(counts, 0.9)
    expected = [poisson_limits(count, 0.9) for count in (39, last)]
    assert [(float(fast[0][at]), float(fast[1][at])) for at in (1_079, -1)] == [pytest.approx(e) for e in expected]


def test_many_counts_at_several_levels_have_a_column_for_each():
    counts = (np.arange(1_100) % 40)[:, None]
    lower, upper = exact_poisson_interval(counts, LEVELS)
    assert lower.shape == upper.shape == (1_100, 3)
    for column, level in enumerate(LEVELS):
        assert (lower[37, column], upper[37, column]) == pytest.approx(poisson_limits(37, level))


RATES = {
    "a proportion": lambda level: proportion(4, 10, level),
    "a difference of proportions": lambda level: difference_of_proportions(4, 10, 2, 10, level),
    "a ratio of proportions": lambda level: ratio_of_proportions(4, 10, 2, 10, level),
    "a crude rate": lambda level: crude_rate(4, 10, 1, level),
    "a difference of rates": lambda level: difference_of_rates(4, 10, 2, 10, 1, level),
    "a ratio of rates": lambda level: rate_ratio(4, 10, 2, 10, level),
}


@pytest.mark.parametrize("what", RATES)
def test_several_levels_in_one_call_are_what_each_gives_alone_and_the_value_fits_them(what):
    together = RATES[what](LEVELS)
    assert [part.shape for part in together] == [(3,)] * 3
    for at, level in enumerate(LEVELS):
        assert [part[at] for part in together] == pytest.approx(numbers(RATES[what](level)))
    assert (np.diff(together.lower) < 0).all()
    assert (np.diff(together.upper) > 0).all()


def test_the_limits_of_a_crude_rate_are_those_of_its_events_at_the_level_asked_for():
    assert numbers(crude_rate(5, 100, 1_000, 0.8)[1:]) == pytest.approx([x * 10 for x in poisson_limits(5, 0.8)])


def test_a_difference_of_rates_joins_both_at_the_level_asked_for():
    one, other = crude_rate(12, 100, 100, 0.8), crude_rate(30, 100, 100, 0.8)
    found = difference_of_rates(12, 100, 30, 100, 100, 0.8)
    assert numbers(found) == pytest.approx(numbers(difference(one.value, one[1:], other.value, other[1:])))


def test_a_rate_can_be_per_one_person_or_per_part_of_one():
    assert float(crude_rate(5, 100, 1).value) == pytest.approx(0.05)
    assert float(crude_rate(5, 100, 0.5).value) == pytest.approx(0.025)
    with pytest.raises(ValueError, match=r"^The multipliers must be numbers; number 1 is 'x'\.$"):
        crude_rate(5, 100, "x")


def test_limits_may_touch_their_value_and_each_other():
    assert numbers(difference(5, (5, 6), 2, (1, 2))) == pytest.approx([3, 3, 3 + math.sqrt(2)])
    assert numbers(difference(5, (4, 5), 2, (2, 3))) == pytest.approx([3, 3 - math.sqrt(2), 3])
    assert numbers(difference(5, (5, 5), 2, (2, 2))) == [3, 3, 3]
    assert numbers(ratio(6, (6, 6), 2, (2, 2))) == pytest.approx([3, 3, 3])


@pytest.mark.parametrize("size", [0.5, 1.5, 1e6])
@pytest.mark.parametrize("side", [-1, 1])
def test_a_value_may_leave_its_limits_by_rounding_only(size, side):
    within, beyond = size * (1 + side * 5e-10), size + side * 3e-9 * max(size, 1)
    limits = (size, 2 * size) if side < 0 else (0, size)
    difference(within, limits, 0, (0, 0))
    with pytest.raises(ValueError, match="lies outside its limits"):
        difference(beyond, limits, 0, (0, 0))


def test_intervals_may_be_given_as_limits_or_as_pairs_or_one_of_each():
    pair = numbers(difference(5, (4, 7), 2, (1, 3)))
    assert numbers(difference(5, Limits(4, 7, 0.9), 2, Limits(1, 3, 0.9))) == pair
    assert numbers(difference(5, Limits(4, 7, 0.9), 2, (1, 3))) == pair
    assert numbers(difference(5, (4, 7), 2, Limits(1, 3, 0.99))) == pair


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (("4", 7), "The lower limits of the first values must be numbers; number 1 is '4'."),
        ((4, "7"), "The upper limits of the first values must be numbers; number 1 is '7'."),
    ],
)
def test_limits_that_are_text_are_refused_as_values_are(limits, sentence):
    for join in (difference, ratio):
        with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared below
            join(5, limits, 2, (1, 3))
        assert str(refused.value) == sentence


def test_limits_may_be_missing_or_infinite():
    found = difference([5, 5], ([None, -math.inf], [7, math.inf]), 2, (1, 3))
    assert np.isnan(found.lower).tolist() == [True, False]
    assert found.lower[1] == -math.inf
    assert found.upper[1] == math.inf


def test_ratios_of_different_levels_are_not_joined():
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared below
        ratio(1.0, Limits(0, 2, 0.95), 1.0, Limits(0, 2, 0.99))
    assert str(refused.value) == "The two intervals hold at different levels, 0.95 and 0.99."


def test_fieller_with_numbers_that_are_known_exactly_is_the_ratio():
    assert numbers(fieller_ratio(6, 2, 0, 0)) == [3, 3, 3]
    # Only the numerator is uncertain: its interval, divided.
    assert numbers(fieller_ratio(6, 2, 1, 0, quantile=2)) == pytest.approx([3, 2, 4])


@pytest.mark.parametrize(
    ("denominator", "bounded"), [(2.0, False), (2.0000001, True), (2.1, True), (-2.1, True), (-2.0, False)]
)
def test_fieller_is_bounded_where_the_denominator_is_clearly_not_zero(denominator, bounded):
    found = fieller_ratio(1, denominator, 1, 1, quantile=2)
    assert np.isfinite([found.lower, found.upper]).tolist() == [bounded, bounded]


def test_one_measurement_has_a_mean_and_no_interval():
    lower, upper = mean_interval([5, 5], [0, 1], [1, 2])
    assert np.isnan([lower[0], upper[0]]).all()
    # Student's t with one degree of freedom is 12.706.
    assert [lower[1], upper[1]] == pytest.approx([5 - 12.7062 / math.sqrt(2), 5 + 12.7062 / math.sqrt(2)], rel=1e-5)


def test_measurements_without_groups_are_one_group_called_all():
    found = group_means([1, 2, None, 6])
    assert found.groups == ("all",)
    assert found.count.tolist() == [3]
    assert numbers(part[0] for part in found.mean)[0] == 3


def test_a_group_of_one_has_no_deviation_and_disturbs_no_other():
    found = group_means([1, 3, 9, 9.5, None], ["b", "b", "c", "a", "a"])
    assert found.groups == ("a", "b", "c")
    assert found.count.tolist() == [1, 2, 1]
    np.testing.assert_allclose(found.standard_deviation, [np.nan, math.sqrt(2), np.nan])
    assert np.isnan(found.mean.lower).tolist() == [True, False, True]


def test_a_group_mean_has_the_interval_of_its_level():
    found = group_means([1, 2, 3, 4], level=0.8)
    lower, upper = mean_interval(2.5, math.sqrt(5 / 3), 4, 0.8)
    assert [found.mean.lower[0], found.mean.upper[0]] == pytest.approx([float(lower), float(upper)])
