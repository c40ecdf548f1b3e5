"""The tests behind trends by hand: scales, markers in both directions, what cannot be calculated and why."""

import math

import numpy as np
import pytest
from scipy import stats

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.trend_tests import (
    Scale,
    TrendMarker,
    cochran_armitage,
    mann_kendall,
    recent_trend,
    recent_trend_of_counts,
    weighted_trend,
)

HIGHER, LOWER, NEITHER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER, Polarity.NEITHER
YEARS = np.array([2018.0, 2019, 2020, 2022, 2023])
VALUES = np.array([50.0, 52, 55, 56, 60])
BIG = "the change over five points is larger than chance would make it"
SMALL = "the change is no larger than chance would often make it"


def test_a_weighted_line_by_hand():
    errors = np.array([1.0, 2, 1, 0.5, 1])
    found = weighted_trend(YEARS, VALUES, errors)
    w = 1 / errors**2
    design = np.column_stack([np.ones(5), YEARS])
    covariance = np.linalg.inv(design.T @ (design * w[:, None]))
    line = covariance @ design.T @ (w * VALUES)
    assert found.slope == pytest.approx(line[1])
    assert found.standard_error == pytest.approx(math.sqrt(covariance[1, 1]))
    assert found.chi_square == pytest.approx(line[1] ** 2 / covariance[1, 1])
    assert found.scatter_chi_square == pytest.approx((w * (VALUES - design @ line) ** 2).sum(), rel=1e-6)


def test_armitage_by_hand():
    counts, people = np.array([10, 15, 30]), np.array([100, 90, 120])
    times = np.array([0, 1, 3])
    found = cochran_armitage(times, counts, people)
    p, mean = counts.sum() / people.sum(), (people * times).sum() / people.sum()
    score = ((counts - people * p) * (times - mean)).sum()
    squares = (people * (times - mean) ** 2).sum()
    assert found.slope == pytest.approx(score / squares)
    assert found.chi_square == pytest.approx(score**2 / (p * (1 - p) * squares))
    assert found.p == pytest.approx(stats.chi2.sf(found.chi_square, 1))


@pytest.mark.parametrize("counts", [[0, 0, 0], [9, 9, 9]])
def test_where_nobody_or_everybody_has_it_there_is_no_trend(counts):
    found = cochran_armitage([1, 2, 3], counts, [9, 9, 9])
    assert (found.slope, found.chi_square, found.p) == (0, 0, 1)


@pytest.mark.parametrize("size", [4, 9, 10, 11, 14])
def test_kendall_against_another_program(size):
    times, values = np.arange(size), np.random.default_rng(size).permutation(size)
    found = mann_kendall(times, values)
    pairs = [(i, j) for i in range(size) for j in range(i + 1, size)]
    assert found.score == sum(int(np.sign(values[j] - values[i])) for i, j in pairs)
    assert found.slope == pytest.approx(np.median([(values[j] - values[i]) / (j - i) for i, j in pairs]))
    exact = stats.kendalltau(times, values, method="exact").pvalue
    assert found.p == pytest.approx(exact, rel=1e-6 if size <= 10 else 0.2)


def test_kendall_with_ties_is_normal_with_their_variance():
    values = [3, 1, 1, 2, 5, 5, 5, 8]
    found = mann_kendall(range(8), values)
    variance = (8 * 7 * 21 - 2 * 1 * 9 - 3 * 2 * 11) / 18
    assert found.score == 18
    assert found.p == pytest.approx(2 * stats.norm.sf((18 - 1) / math.sqrt(variance)))
    assert mann_kendall([1, 2, 3], [4, 4, 4]).p == 1
    assert mann_kendall([1, 2, 3, 4], [1, 2, 2, 1]).p == 1


def test_the_order_of_points_and_those_without_value_change_nothing():
    assert mann_kendall([3, 1, 2, 4], [13, 10, 11, None]) == mann_kendall([1, 2, 3], [10, 11, 13])


def marker(values, half=1.0, **options):
    values = np.array(values, dtype=float)
    return recent_trend(YEARS, values, values - half, values + half, **options)


@pytest.mark.parametrize(
    ("polarity", "rising", "falling"), [(HIGHER, True, False), (LOWER, False, True), (NEITHER, None, None)]
)
def test_a_marker_says_the_direction_and_whether_it_is_good(polarity, rising, falling):
    up, down = marker(VALUES, polarity=polarity), marker(VALUES[::-1], polarity=polarity)
    assert (up.marker, up.is_better, up.why) == (TrendMarker.INCREASING, rising, BIG)
    assert (down.marker, down.is_better, down.why) == (TrendMarker.DECREASING, falling, BIG)
    half = 1 / stats.norm.ppf(0.975)
    assert up.chi_square == pytest.approx(weighted_trend(YEARS, VALUES, [half] * 5).chi_square)


def test_a_small_change_and_one_that_hangs_on_a_point_are_none():
    small = marker(VALUES, half=40)
    assert (small.marker, small.is_better, small.why) == (TrendMarker.NO_CHANGE, None, SMALL)
    lone = marker([50, 49, 48, 47, 70], polarity=HIGHER)
    assert (lone.marker, lone.is_better) == (TrendMarker.NO_CHANGE, None)
    assert lone.why == "the change hangs on a single point"
    assert lone.chi_square > small.chi_square


def test_only_the_last_five_points_with_a_value_count():
    values = np.array([90, *VALUES, np.nan])
    found = recent_trend([2010, *YEARS, 2024], values, values - 1, values + 1)
    assert found == marker(VALUES)
    four = recent_trend([1, 2, 3, 4, 5], [1, 2, None, 4, 5], [0] * 5, [9] * 5)
    assert (four.marker, four.is_better) == (TrendMarker.CANNOT_BE_CALCULATED, None)
    assert four.why == "only 4 of the five points it needs have a value"
    assert math.isnan(four.chi_square)


@pytest.mark.parametrize("half", [0, None])
def test_a_point_without_width_stops_the_marker(half):
    width = np.array([1, 1, np.nan if half is None else half, 1, 1])
    found = recent_trend(YEARS, VALUES, VALUES - width, VALUES + width)
    assert found.why == "a point has no interval, or one of no width"


def test_on_the_scale_of_logs_or_logits_the_line_is_through_those():
    low, high = VALUES - 3, VALUES + 3
    z = 2 * stats.norm.ppf(0.975)
    logs = recent_trend(YEARS, VALUES, low, high, scale=Scale.LOG)
    expected = weighted_trend(YEARS, np.log(VALUES), (np.log(high) - np.log(low)) / z)
    assert logs.chi_square == pytest.approx(expected.chi_square)
    for maximum in (100.0, 80.0):
        y, bottom, top = (np.log(part / (maximum - part)) for part in (VALUES, low, high))
        found = recent_trend(YEARS, VALUES, low, high, scale=Scale.LOGIT, maximum=maximum)
        assert found.chi_square == pytest.approx(weighted_trend(YEARS, y, (top - bottom) / z).chi_square)


@pytest.mark.parametrize(("scale", "value"), [(Scale.LOG, 0.0), (Scale.LOGIT, 100.0)])
def test_what_has_no_log_or_logit_cannot_be_put_on_that_scale(scale, value):
    values = np.array([50, 52, 55, 56, value])
    found = recent_trend(YEARS, values, values - 1, values + 1, scale=scale)
    assert found.marker is TrendMarker.CANNOT_BE_CALCULATED
    assert found.why == f"a value or limit cannot be put on the {scale} scale"


def test_a_marker_of_counts_by_armitage():
    counts, people = np.array([10, 20, 30, 40, 55]), np.full(5, 100)
    found = recent_trend_of_counts(YEARS, counts, people, polarity=LOWER)
    assert (found.marker, found.is_better, found.why) == (TrendMarker.INCREASING, False, BIG)
    assert found.chi_square == pytest.approx(cochran_armitage(YEARS, counts, people).chi_square)
    more = recent_trend_of_counts([2000, *YEARS, 2030], [99, *counts, None], [100, *people, 100], polarity=LOWER)
    assert more == found


@pytest.mark.parametrize(("people", "is_enough"), [(10, True), (9, False)])
def test_a_marker_of_counts_needs_five_expected_of_either_kind(people, is_enough):
    counts = [people / 2] * 5
    found = recent_trend_of_counts(YEARS, counts, [people] * 5)
    assert (found.marker is TrendMarker.NO_CHANGE) is is_enough
    if not is_enough:
        assert found.why == "fewer than five people with or without it would be expected at a point"
    four = recent_trend_of_counts(YEARS, [None, 9, 9, 9, 9], [90] * 5)
    assert four.why == "only 4 of the five points it needs have a value"


@pytest.mark.parametrize("call", [recent_trend, recent_trend_of_counts])
def test_a_time_given_twice_is_refused(call):
    columns = ([1, 1], [1, 2], [2, 3]) if call is recent_trend_of_counts else ([1, 1], [1, 2], [0, 1], [2, 3])
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared below
        call(*columns)
    assert str(refused.value) == "A trend needs one value at each time; a time is given twice."
