"""Funnels, floors, targets and representation."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.funnels import (
    Comparison,
    Significance,
    compare_with_benchmark,
    funnel_limits_of_proportions,
    funnel_limits_of_rates,
    funnel_of_proportions,
    funnel_of_rates,
    funnel_of_ratios,
    overdispersion,
)
from goldenthread.core.statistics.proportions import wilson_interval
from goldenthread.core.statistics.rates import exact_poisson_interval, poisson_interval
from goldenthread.core.statistics.representation import age_adjusted_representation, representation
from goldenthread.core.statistics.targets import (
    FloorStatus,
    below_floor_probability,
    control_false_discoveries,
    floor_status,
    people_needed,
)

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER
OUTSIDE = {Significance.HIGH_975, Significance.HIGH_999, Significance.LOW_975, Significance.LOW_999}


@given(st.integers(1, 2_000), st.floats(0.02, 0.98), st.data())
def test_a_proportion_is_outside_the_funnel_when_the_baseline_is_outside_its_interval(n, baseline, data):
    count = data.draw(st.integers(0, n))
    label = funnel_of_proportions([count], [n], baseline).label[0]
    lower, upper = wilson_interval(count, n)
    if min(abs(float(lower) - baseline), abs(float(upper) - baseline)) > 1e-9:
        assert (label in OUTSIDE) is not (float(lower) < baseline < float(upper))
    low, high = funnel_limits_of_proportions(n, baseline)
    if low > 0 and high < 1 and label is Significance.NOT_SIGNIFICANT:
        assert low - 1e-9 <= count / n <= high + 1e-9


@given(st.integers(1, 500), st.floats(1, 500))
def test_on_the_line_of_a_funnel_of_rates_the_baseline_is_at_the_limit(events, baseline):
    found = funnel_limits_of_rates(events, baseline, years=3)
    low, high = exact_poisson_interval(events)
    people = float(found.lower_population) * 3
    assert baseline * people / 100_000 == pytest.approx(float(high))
    assert float(found.lower) == pytest.approx(events / people * 100_000)
    assert baseline * float(found.upper_population) * 3 / 100_000 == pytest.approx(float(low))


@given(st.integers(0, 300), st.floats(1, 300))
def test_a_ratio_is_outside_when_what_was_expected_is_outside_the_interval_of_what_was_seen(observed, expected):
    label = funnel_of_ratios([observed], [expected]).label[0]
    lower, upper = (float(limit) for limit in poisson_interval(observed))
    assert (label in OUTSIDE) is not (lower <= expected <= upper)
    same = funnel_of_rates([observed], [1_000], expected, multiplier=1_000)
    assert same.label[0] is label


def test_missing_places_and_few_events_are_labelled_so():
    assert funnel_of_proportions([1, None], [10, 10], 0.5).label[1] is Significance.MISSING
    points = funnel_of_rates([9, 0], [1_000, 100_000], 900.0, is_standardised=True)
    assert points.label.tolist() == [Significance.TOO_FEW] * 2


def test_wider_limits_for_places_that_scatter_more_than_chance():
    generator = np.random.default_rng(9)
    shares = np.clip(generator.normal(0.4, 0.05, 150), 0.05, 0.95)
    counts = generator.binomial(2_000, shares)
    plain = funnel_of_proportions(counts, [2_000] * 150)
    found = overdispersion(plain.z)
    assert found.is_clear
    adjusted = funnel_of_proportions(counts, [2_000] * 150, dispersion=found.multiplicative)
    outside = [sum(label in OUTSIDE for label in points.label) for points in (plain, adjusted)]
    assert outside[0] > 60
    assert outside[1] < 20
    assert not overdispersion(generator.standard_normal(500)).is_clear


def test_overlap_of_one_and_of_two_intervals():
    assert compare_with_benchmark(5.0, 7.0, 4.0) == np.array(Comparison.HIGHER, dtype=object)
    labels = compare_with_benchmark([5, 5, np.nan], [7, 7, 7], [4, 4, 4], [3, 3, 3], [4.5, 5.5, 5])
    assert labels.tolist() == [Comparison.HIGHER, Comparison.SIMILAR, Comparison.CANNOT_TELL]


@given(st.integers(1, 10_000), st.integers(0, 100), st.data())
def test_people_needed_are_the_fewest_that_reach_the_target(n, percent, data):
    count = data.draw(st.integers(0, n))
    found = people_needed(count, n, percent / 100, polarity=HIGHER)
    needed = next(k for k in range(n + 1) if 100 * (count + k) >= percent * n)
    assert int(found.people) == needed
    assert int(found.fewest) <= needed <= int(found.most)
    fewer = people_needed(n - count, n, 1 - percent / 100, polarity=LOWER)
    assert int(fewer.people) == needed


def test_a_floor_for_what_should_be_low_is_a_ceiling():
    status = floor_status([10, 18, 25], [15, 22, 30], 20, polarity=LOWER)
    assert status.tolist() == [FloorStatus.RELIABLY_MET, FloorStatus.UNCERTAIN, FloorStatus.RELIABLY_BELOW]
    assert floor_status([np.nan], [1.0], 0.5, polarity=LOWER)[0] is FloorStatus.CANNOT_TELL
    with pytest.raises(ValueError, match="direction that is good"):
        floor_status([1], [2], 1, polarity=Polarity.NEITHER)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.floats(0.01, 0.5))
def test_benjamini_hochberg_by_its_definition(p_values, rate):
    ordered = sorted(p_values)
    last = max((i for i, p in enumerate(ordered, 1) if p <= rate * i / len(ordered)), default=0)
    expected = [last > 0 and p <= ordered[last - 1] for p in p_values]
    assert control_false_discoveries(p_values, rate).tolist() == expected


def test_of_areas_that_all_meet_the_floor_hardly_any_set_raises_an_alarm():
    generator = np.random.default_rng(12)
    alarms = 0
    for _ in range(1_000):
        values = 80 + generator.standard_normal(200) * 2
        p = below_floor_probability(values, [2] * 200, 80, polarity=HIGHER)
        alarms += control_false_discoveries(p).any()
    assert alarms / 1_000 < 0.07


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 50_000)), min_size=2, max_size=8))
def test_representation_by_its_definition(rows):
    users, people = zip(*rows, strict=True)
    if sum(users) == 0:
        with pytest.raises(ValueError, match="nobody can be represented"):
            representation(users, people)
        return
    found = representation(users, people)
    for i, (u, n) in enumerate(rows):
        assert found.index.value[i] == pytest.approx((u / sum(users)) / (n / sum(people)))
        assert found.index.lower[i] <= found.index.value[i] <= found.index.upper[i]
        if u < sum(users):
            others = (sum(users) - u) / (sum(people) - n)
            assert found.rate_ratio.value[i] == pytest.approx(u / n / others)
        else:
            assert math.isinf(found.rate_ratio.value[i])
    assert (found.index.value * found.population_share).sum() == pytest.approx(1)


def test_a_young_group_is_not_under_represented_by_being_young():
    people = np.array([[9_000, 1_000], [1_000, 9_000]])
    users = people * [0.01, 0.10]  # everybody uses it as their age does
    crude, adjusted = representation(users.sum(axis=1), people.sum(axis=1)), age_adjusted_representation(users, people)
    assert crude.index.value[0] < 0.5
    assert adjusted.ratio.value == pytest.approx([1, 1])
    assert adjusted.expected.sum() == pytest.approx(users.sum())
