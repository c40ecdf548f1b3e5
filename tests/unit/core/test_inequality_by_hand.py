"""Limits of the inequality measures by the delta method in numbers, in matrices or by simulation; and their edges."""

import math

import numpy as np
import pytest
from scipy import stats

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics import inequality
from goldenthread.core.statistics.inequality import Groups

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER
VALUES = np.array([62.0, 66.0, 70.0, 75.0, 88.0])
PEOPLE = np.array([30.0, 20, 25, 10, 15])
ERRORS = np.array([1.0, 1.5, 0.8, 1.2, 0.9])
SHARES = PEOPLE / PEOPLE.sum()
LEVELS = [0.8, 0.95, 0.99]


def z(level):
    return stats.norm.ppf((1 + level) / 2)


def delta(measure):
    """The standard error of a measure: its change with each value, found by moving the value a little."""
    changes = [(measure(VALUES + step) - measure(VALUES - step)) / 2e-5 for step in 1e-5 * np.eye(5)]
    return math.sqrt((np.array(changes) ** 2 * ERRORS**2).sum())


def theil(y):
    r = y / (SHARES * y).sum()
    return 1_000 * (SHARES * r * np.log(r)).sum()


def log_deviation(y):
    return -1_000 * (SHARES * np.log(y / (SHARES * y).sum())).sum()


def risk(y):
    return y[4] - (SHARES * y).sum()


def fraction(y):
    return 100 * risk(y) / (SHARES * y).sum()


BY_DELTA = {
    "theil_index": (theil, inequality.theil_index),
    "mean_log_deviation": (log_deviation, inequality.mean_log_deviation),
    "risk": (risk, lambda g: inequality.population_attributable_risk(g, polarity=HIGHER).risk),
    "fraction": (fraction, lambda g: inequality.population_attributable_risk(g, polarity=HIGHER).fraction),
    "risk against a reference": (
        lambda y: y[1] - (SHARES * y).sum(),
        lambda g: inequality.population_attributable_risk(g, polarity=HIGHER, reference=1).risk,
    ),
    "risk where lower is better": (
        lambda y: y[0] - (SHARES * y).sum(),
        lambda g: inequality.population_attributable_risk(g, polarity=LOWER).risk,
    ),
    "difference": (lambda y: y[3] - y[1], lambda g: inequality.difference_of_groups(g, 3, 1)),
}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", BY_DELTA)
def test_normal_limits_are_as_wide_as_the_measure_moves_with_its_values(name, level):
    plain, measure = BY_DELTA[name]
    found = measure(Groups.of(VALUES, PEOPLE, ERRORS, level))
    value, half = plain(VALUES), z(level) * delta(plain)
    assert [float(x) for x in found] == pytest.approx([value, value - half, value + half], rel=1e-6)


@pytest.mark.parametrize("level", LEVELS)
def test_a_ratio_of_groups_is_log_normal(level):
    found = inequality.ratio_of_groups(Groups.of(VALUES, PEOPLE, ERRORS, level), 4, 1)
    middle, half = math.log(88 / 66), z(level) * delta(lambda y: np.log(y[4] / y[1]))
    assert [float(x) for x in found] == pytest.approx(np.exp([middle, middle - half, middle + half]))


@pytest.mark.parametrize("level", LEVELS)
def test_the_between_group_variance_is_a_quadratic_form(level):
    found = inequality.between_group_variance(Groups.of(VALUES, PEOPLE, ERRORS, level))
    form, spread = np.diag(SHARES) - np.outer(SHARES, SHARES), np.diag(ERRORS**2)
    value = VALUES @ form @ VALUES
    pulled = form @ VALUES
    variance = 4 * pulled @ spread @ pulled + 2 * np.trace(form @ spread @ form @ spread)
    half = z(level) * math.sqrt(variance)
    assert [float(x) for x in found] == pytest.approx([value, value - half, value + half])


def plain_standard_deviation(y):
    mean = (SHARES * y).sum(axis=-1, keepdims=True)
    return np.sqrt((SHARES * (y - mean) ** 2).sum(axis=-1))


def mean_distance(weights, origin):
    return lambda y: (weights * np.abs(y - (origin * y).sum(axis=-1, keepdims=True))).sum(axis=-1)


EVEN = np.full(5, 0.2)
SECOND = np.array([0.0, 1, 0, 0, 0])
SIMULATED = {
    "between_group_standard_deviation": (plain_standard_deviation, inequality.between_group_standard_deviation),
    "mean_difference_from_mean": (
        mean_distance(SHARES, SHARES),
        lambda g: inequality.mean_difference_from_mean(g, is_weighted=True),
    ),
    "mean_difference_from_mean, not weighted": (
        mean_distance(EVEN, SHARES),
        lambda g: inequality.mean_difference_from_mean(g, is_weighted=False),
    ),
    "mean_difference_from_reference": (
        mean_distance(SHARES, SECOND),
        lambda g: inequality.mean_difference_from_reference(g, 1, is_weighted=True),
    ),
    "mean_difference_from_best": (
        mean_distance(EVEN, np.array([0.0, 0, 0, 0, 1])),
        lambda g: inequality.mean_difference_from_best(g, polarity=HIGHER, is_weighted=False),
    ),
    "mean_difference_from_lowest": (
        mean_distance(SHARES, np.array([1.0, 0, 0, 0, 0])),
        lambda g: inequality.mean_difference_from_best(g, polarity=LOWER, is_weighted=True),
    ),
}


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("errors", [ERRORS, 1.5 * ERRORS], ids=["narrow", "wide"])
@pytest.mark.parametrize("name", SIMULATED)
def test_limits_of_what_cannot_be_negative_are_those_of_a_simulation(name, errors, level):
    plain, measure = SIMULATED[name]
    found = measure(Groups.of(VALUES, PEOPLE, errors, level))
    assert float(found.value) == pytest.approx(float(plain(VALUES)))
    draws = plain(VALUES + np.random.default_rng(6).standard_normal((60_000, 5)) * errors)
    lower, upper = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    room = 0.05 * (upper - lower)
    assert [float(found.lower), float(found.upper)] == pytest.approx([lower, upper], abs=room)


@pytest.mark.parametrize("name", SIMULATED)
def test_without_errors_the_limits_are_the_value(name):
    _, measure = SIMULATED[name]
    assert [float(x) for x in measure(Groups.of(VALUES, PEOPLE, [0] * 5))] == pytest.approx(
        [float(SIMULATED[name][0](VALUES))] * 3
    )


def test_equal_groups_without_errors_have_no_distance():
    equal = Groups.of([70.0] * 3, [1, 2, 3], [0] * 3)
    for found in (
        inequality.between_group_standard_deviation(equal),
        inequality.mean_difference_from_mean(equal, is_weighted=True),
        inequality.coefficient_of_variation(equal),
    ):
        assert [float(x) for x in found] == pytest.approx([0, 0, 0], abs=1e-9)


def test_limits_of_a_distance_are_not_below_zero():
    near = Groups.of([70, 70.1, 70.2], [1, 1, 1], [3, 3, 3], 0.99)
    assert float(inequality.mean_difference_from_mean(near, is_weighted=True).lower) == 0
    assert float(inequality.between_group_standard_deviation(near).lower) >= 0


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_relative_to_the_mean_is_a_hundredth_of_it(level):
    groups = Groups.of(VALUES, PEOPLE, ERRORS, level)
    mean = float((SHARES * VALUES).sum())
    for relative, absolute in (
        (inequality.coefficient_of_variation(groups), inequality.between_group_standard_deviation(groups)),
        (
            inequality.index_of_disparity(groups, is_weighted=True),
            inequality.mean_difference_from_mean(groups, is_weighted=True),
        ),
        (
            inequality.index_of_disparity(groups, is_weighted=False),
            inequality.mean_difference_from_mean(groups, is_weighted=False),
        ),
    ):
        assert [float(x) for x in relative] == pytest.approx([100 * float(x) / mean for x in absolute])


EVERY_MEASURE = {
    **{name: measure for name, (_, measure) in (BY_DELTA | SIMULATED).items() if "reference" not in name},
    "between_group_variance": inequality.between_group_variance,
    "coefficient_of_variation": inequality.coefficient_of_variation,
    "null_band": inequality.null_band,
}


@pytest.mark.parametrize("name", EVERY_MEASURE)
def test_a_group_without_value_or_people_takes_no_part(name):
    measure = EVERY_MEASURE[name]
    whole = measure(Groups.of(VALUES, PEOPLE, ERRORS))
    padded = measure(Groups.of([*VALUES, None, 99, 50], [*PEOPLE, 40, 0, None], [*ERRORS, None, None, -1]))
    assert [float(x) for x in padded] == pytest.approx([float(x) for x in whole], rel=1e-6)


@pytest.mark.parametrize("name", EVERY_MEASURE)
def test_places_side_by_side_are_each_as_alone(name):
    measure = EVERY_MEASURE[name]
    values, errors = np.stack([VALUES, VALUES[::-1] + 3]), np.stack([ERRORS, 2 * ERRORS])
    people = np.stack([PEOPLE, [5.0, 0, 7, 8, 9]])
    both = measure(Groups.of(values, people, errors, 0.9))
    for place in range(2):
        alone = measure(Groups.of(values[place], people[place], errors[place], 0.9))
        assert [float(part[place]) for part in both] == pytest.approx([float(x) for x in alone], rel=1e-6)


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_the_null_band_is_the_range_of_equal_groups(level):
    errors = np.array([1.0, 2.0, 0.5, 0.0])
    median, upper = inequality.null_band(Groups.of([5.0] * 4, [1] * 4, errors, level))
    draws = np.random.default_rng(2).standard_normal((200_000, 4)) * errors
    expected = np.quantile(np.ptp(draws, axis=1), [0.5, level])
    assert [float(median), float(upper)] == pytest.approx(expected, rel=0.01)


def test_the_null_band_of_two_groups_is_a_folded_normal():
    median, upper = inequality.null_band(Groups.of([5.0, 9.0], [1, 1], [3.0, 4.0]))
    assert float(median) == pytest.approx(5 * stats.norm.ppf(0.75), rel=1e-6)
    assert float(upper) == pytest.approx(5 * stats.norm.ppf(0.975), rel=1e-6)


def test_the_null_band_of_groups_known_exactly_is_nought():
    assert [float(x) for x in inequality.null_band(Groups.of([5.0, 9.0], [1, 1], [0, 0]))] == pytest.approx([0, 0])


@pytest.mark.parametrize(("polarity", "best"), [(HIGHER, 2), (LOWER, 0)])
@pytest.mark.parametrize("level", LEVELS)
def test_walters_interval_by_hand(polarity, best, level):
    counts, people = [40, 60, 90], [100, 80, 100]
    found = inequality.attributable_risk_of_counts(counts, people, polarity=polarity, level=level)
    c, d = counts[best], people[best] - counts[best]
    a, b = sum(counts) - c, sum(people) - people[best] - (sum(counts) - c)
    total, mean = sum(people), sum(counts) / sum(people)
    value = (counts[best] / people[best] - mean) / mean
    half = z(level) * math.sqrt(c * total * (a * d * (total - c) + b * c**2) / ((a + c) ** 3 * (c + d) ** 3))
    expected = [100 * x for x in (value, value - half, value + half)]
    assert [float(x) for x in found.fraction] == pytest.approx(expected)
    assert [float(x) for x in found.risk] == pytest.approx([mean * x for x in expected])


def test_counts_of_several_places_and_of_a_best_group_in_which_all_have_it():
    both = inequality.attributable_risk_of_counts([[40, 90], [100, 20]], [[100, 100], [100, 50]], polarity=HIGHER)
    alone = inequality.attributable_risk_of_counts([100, 20], [100, 50], polarity=HIGHER)
    assert [float(part[1]) for part in both.risk] == pytest.approx([float(x) for x in alone.risk])


def test_theil_between_and_within_by_hand():
    parts = inequality.decompose_theil([10, 20, 30], [4, 2, 1], ["x", "x", "y"])
    total, amount = 7, 110
    mean = amount / total
    between = 80 / amount * math.log(80 / 6 / mean) + 30 / amount * math.log(30 / mean)
    within = 40 / amount * math.log(10 / (80 / 6)) + 40 / amount * math.log(20 / (80 / 6))
    assert (parts.between, parts.within) == pytest.approx((1_000 * between, 1_000 * within))
    assert parts.total == pytest.approx(1_000 * (between + within))


def test_theil_of_many_rows_is_split_as_each_row_alone():
    generator = np.random.default_rng(8)
    values, people = generator.uniform(1, 90, (40, 12)), generator.integers(1, 900, (40, 12)).astype(float)
    places = np.array(list("bacbacddadbb"))
    many = inequality.decompose_theil(values, people, places)
    for i in range(40):
        mean, within = (people[i] * values[i]).sum() / people[i].sum(), 0.0
        whole = (people[i] * values[i] * np.log(values[i] / mean)).sum() / (people[i] * values[i]).sum()
        for place in "abcd":
            at = places == place
            amount = people[i][at] * values[i][at]
            within += (amount * np.log(values[i][at] * people[i][at].sum() / amount.sum())).sum()
        within /= (people[i] * values[i]).sum()
        assert [float(part[i]) for part in (many.total, many.within, many.between)] == pytest.approx(
            [1_000 * whole, 1_000 * within, 1_000 * (whole - within)], abs=1e-9
        )
        alone = inequality.decompose_theil(values[i], people[i], places)
        assert float(many.between[i]) == pytest.approx(float(alone.between), abs=1e-9)


def test_what_groups_know_of_themselves():
    groups = Groups.of([5, None, 9, 7], [1, 9, 2, 0], [1, None, 0, 1], 0.9)
    assert groups.used.tolist() == [True, False, True, False]
    assert groups.shares == pytest.approx([1 / 3, 0, 2 / 3, 0])
    assert groups.variances.tolist() == [1, 0, 0, 0]
    assert groups.values.tolist() == [5, 0, 9, 0]
    assert groups.equal_weights.tolist() == [0.5, 0, 0.5, 0]
    assert (float(groups.count), float(groups.mean), groups.level) == (2, pytest.approx(23 / 3), 0.9)
    assert (int(groups.best(HIGHER)), int(groups.best(LOWER))) == (2, 0)
    assert Groups.of([-5, None, -9], [1, 9, 2], [1, None, 0]).best(HIGHER) == 0
