"""Inequality measures: plain definitions, what must hold, and how often their limits hold the truth."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics import inequality
from goldenthread.core.statistics.inequality import Groups
from goldenthread.core.statistics.ranges import range_expected_by_chance

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER


@st.composite
def any_groups(draw):
    size = draw(st.integers(2, 12))
    values = draw(st.lists(st.floats(1, 99), min_size=size, max_size=size))
    people = draw(st.lists(st.integers(1, 5_000), min_size=size, max_size=size))
    errors = draw(st.lists(st.floats(0.05, 3), min_size=size, max_size=size))
    return values, people, errors


@given(any_groups())
def test_estimates_by_their_definitions(given_groups):
    values, people, _ = given_groups
    groups, total = Groups.of(*given_groups), sum(people)
    p = [n / total for n in people]
    mean = sum(a * y for a, y in zip(p, values, strict=True))
    weighted = sum(a * abs(y - mean) for a, y in zip(p, values, strict=True))
    plain = sum(abs(y - mean) for y in values) / len(values)
    variance = sum(a * (y - mean) ** 2 for a, y in zip(p, values, strict=True))
    expected = {
        inequality.between_group_variance(groups): variance,
        inequality.between_group_standard_deviation(groups): math.sqrt(variance),
        inequality.coefficient_of_variation(groups): 100 * math.sqrt(variance) / mean,
        inequality.mean_difference_from_mean(groups, is_weighted=True): weighted,
        inequality.mean_difference_from_mean(groups, is_weighted=False): plain,
        inequality.index_of_disparity(groups, is_weighted=True): 100 * weighted / mean,
        inequality.index_of_disparity(groups, is_weighted=False): 100 * plain / mean,
        inequality.mean_difference_from_best(groups, polarity=HIGHER, is_weighted=True): sum(
            a * (max(values) - y) for a, y in zip(p, values, strict=True)
        ),
        inequality.mean_difference_from_best(groups, polarity=LOWER, is_weighted=False): sum(
            y - min(values) for y in values
        )
        / len(values),
        inequality.mean_difference_from_reference(groups, 1, is_weighted=False): sum(abs(y - values[1]) for y in values)
        / len(values),
        inequality.theil_index(groups): 1000
        * sum(a * y / mean * math.log(y / mean) for a, y in zip(p, values, strict=True)),
        inequality.mean_log_deviation(groups): -1000
        * sum(a * math.log(y / mean) for a, y in zip(p, values, strict=True)),
        inequality.difference_of_groups(groups, 0, 1): values[0] - values[1],
        inequality.ratio_of_groups(groups, 0, 1): values[0] / values[1],
    }.items()
    for found, number in expected:
        assert float(found.value) == pytest.approx(number, abs=1e-7)


@given(any_groups(), st.randoms(use_true_random=False))
def test_the_order_of_groups_does_not_matter(given_groups, shuffler):
    order = list(range(len(given_groups[0])))
    shuffler.shuffle(order)
    shuffled = [[column[i] for i in order] for column in given_groups]
    for name in ("between_group_variance", "between_group_standard_deviation", "theil_index", "mean_log_deviation"):
        measure = getattr(inequality, name)
        before, after = measure(Groups.of(*given_groups)), measure(Groups.of(*shuffled))
        assert [float(x) for x in after] == pytest.approx([float(x) for x in before], rel=1e-6, abs=1e-6)


@given(any_groups())
def test_the_fraction_is_the_risk_over_the_mean(given_groups):
    groups = Groups.of(*given_groups)
    found = inequality.population_attributable_risk(groups, polarity=HIGHER)
    assert float(found.fraction.value) == pytest.approx(100 * float(found.risk.value / groups.mean), abs=1e-9)
    assert float(found.risk.value) >= -1e-9
    assert float(inequality.population_attributable_risk(groups, polarity=LOWER).risk.value) <= 1e-9


@given(any_groups())
def test_entropy_is_zero_only_when_all_are_equal(given_groups):
    values, people, errors = given_groups
    assume(max(values) - min(values) > 0.01)
    assert float(inequality.theil_index(Groups.of(values, people, errors)).value) > 0
    assert float(inequality.mean_log_deviation(Groups.of(values, people, errors)).value) > 0
    equal = Groups.of([values[0]] * len(values), people, errors)
    assert float(inequality.theil_index(equal).value) == pytest.approx(0, abs=1e-9)


@given(any_groups(), st.integers(1, 3))
def test_splitting_a_group_in_two_equal_halves_changes_nothing_weighted(given_groups, times):
    values, people, errors = given_groups
    split = Groups.of([*values, values[0]], [people[0] / 2, *people[1:], people[0] / 2], [*errors, errors[0]])
    whole = Groups.of(values, [times * n for n in people], errors)
    for measure in (inequality.between_group_variance, inequality.theil_index):
        assert float(measure(split).value) == pytest.approx(float(measure(whole).value), abs=1e-7)


@given(any_groups(), st.lists(st.sampled_from("abc"), min_size=12, max_size=12))
def test_theil_splits_into_between_and_within(given_groups, places):
    values, people, errors = given_groups
    parts = inequality.decompose_theil(values, people, places[: len(values)])
    assert parts.total == pytest.approx(parts.between + parts.within)
    assert parts.total == pytest.approx(
        float(inequality.theil_index(Groups.of(values, people, errors)).value), abs=1e-7
    )
    assert parts.between >= -1e-9
    assert parts.within >= -1e-9


TRUTH = np.array([60.0, 66, 70, 75, 81, 88])
PEOPLE = np.array([30, 20, 25, 10, 15, 20])
ERRORS = np.array([1.0, 1.5, 0.8, 1.2, 0.9, 1.1])

COVERED = {
    "between_group_variance": inequality.between_group_variance,
    "theil_index": inequality.theil_index,
    "mean_log_deviation": inequality.mean_log_deviation,
    "difference": lambda groups: inequality.difference_of_groups(groups, 5, 0),
    "ratio": lambda groups: inequality.ratio_of_groups(groups, 5, 0),
    "attributable risk": lambda g: inequality.population_attributable_risk(g, polarity=HIGHER, reference=5).risk,
    "attributable fraction": lambda g: (
        inequality.population_attributable_risk(g, polarity=HIGHER, reference=5).fraction
    ),
}


def _draws(seed=20260103, size=20_000):
    values = TRUTH + np.random.default_rng(seed).standard_normal((size, 6)) * ERRORS
    return Groups.of(values, np.broadcast_to(PEOPLE, values.shape), np.broadcast_to(ERRORS, values.shape))


@pytest.mark.parametrize("name", COVERED)
def test_nineteen_intervals_in_twenty_hold_the_truth(name):
    measure = COVERED[name]
    truth = float(measure(Groups.of(TRUTH, PEOPLE, ERRORS)).value)
    found = measure(_draws())
    assert ((found.lower <= truth) & (truth <= found.upper)).mean() == pytest.approx(0.95, abs=0.01)


SAMPLED = {
    "between_group_standard_deviation": inequality.between_group_standard_deviation,
    "coefficient_of_variation": inequality.coefficient_of_variation,
    "mean_difference_from_mean": lambda g: inequality.mean_difference_from_mean(g, is_weighted=True),
    "mean_difference_from_reference": lambda g: inequality.mean_difference_from_reference(g, 2, is_weighted=False),
    "index_of_disparity": lambda g: inequality.index_of_disparity(g, is_weighted=True),
}


@pytest.mark.parametrize("name", SAMPLED)
def test_limits_without_simulation_are_those_a_simulation_gives(name):
    measure = SAMPLED[name]
    ours = measure(Groups.of(TRUTH, PEOPLE, ERRORS))
    lower, upper = np.quantile(measure(_draws(size=100_000)).value, [0.025, 0.975])
    assert float(ours.lower) == pytest.approx(lower, abs=0.03 * (upper - lower))
    assert float(ours.upper) == pytest.approx(upper, abs=0.03 * (upper - lower))


def test_the_null_band_is_what_equal_groups_show():
    errors = np.array([0.5, 1, 1.5, 2, 0.7, 0.2])
    median, upper = inequality.null_band(Groups.of([50.0] * 6, [1] * 6, errors))
    draws = np.random.default_rng(4).standard_normal((200_000, 6)) * errors
    ranges = draws.max(axis=1) - draws.min(axis=1)
    assert float(median) == pytest.approx(np.median(ranges), rel=0.01)
    assert float(upper) == pytest.approx(np.quantile(ranges, 0.95), rel=0.01)
    assert range_expected_by_chance(errors) == pytest.approx(ranges.mean(), rel=0.01)


@pytest.mark.parametrize(("errors", "sentence"), [([1.0], "at least two"), ([1.0, 0.0], "not above zero")])
def test_a_range_of_what_has_no_error_is_refused(errors, sentence):
    with pytest.raises(ValueError, match=sentence):
        range_expected_by_chance(errors)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(5, 95), st.integers(100, 900)), min_size=2, max_size=6))
def test_attributable_risk_of_counts_agrees_with_that_of_shares(rows):
    people = np.array([n for _, n in rows])
    counts = np.array([n * share // 100 for share, n in rows])
    found = inequality.attributable_risk_of_counts(counts, people, polarity=HIGHER)
    share = counts / people
    best, mean = share.max(), counts.sum() / people.sum()
    assert float(found.risk.value) == pytest.approx(100 * (best - mean))
    assert float(found.fraction.value) == pytest.approx(100 * (best - mean) / mean)
