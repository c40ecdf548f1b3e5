"""Regression to the mean: against places made up by the hundred thousand, and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.estimates import Polarity
from goldenthread.impact import ImpactError, regression_to_the_mean, reliability

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER


def measured_twice(seed, places, correlation, mean=50.0, spread=8.0):
    generator = np.random.default_rng(seed)
    lasting = generator.normal(0, correlation**0.5, places)
    rest = (1 - correlation) ** 0.5
    first, second = (lasting + rest * generator.normal(0, 1, places) for _ in range(2))
    return mean + spread * first, mean + spread * second


@pytest.mark.parametrize("correlation", [0.2, 0.5, 0.9])
def test_the_worst_tenth_of_many_places_get_better_by_what_is_expected(correlation):
    before, after = measured_twice(1, 200_000, correlation)
    chosen = before <= np.quantile(before, 0.1)
    found = regression_to_the_mean(before, chosen.astype(int), correlation=correlation, polarity=HIGHER, after=after)
    assert found.observed_change == pytest.approx(float((after - before)[chosen].mean()))
    assert found.expected_change.value == pytest.approx(found.observed_change, abs=0.15)
    assert found.were_worst
    assert found.expected_change.value > 0


def test_the_worst_of_a_normal_by_the_formula_of_davis():
    """(1 - r) s phi(z) / Phi(z) for those below the cut-off, z its distance from the mean."""
    from scipy.stats import norm

    before, _ = measured_twice(2, 400_000, 0.6)
    chosen = before < 42.0  # one standard deviation below
    found = regression_to_the_mean(before, chosen.astype(int), correlation=0.6, polarity=HIGHER)
    assert found.expected_change.value == pytest.approx(0.4 * 8 * norm.pdf(-1) / norm.cdf(-1), abs=0.05)


def test_chance_alone_stays_within_the_interval_nineteen_times_of_twenty():
    held = 0
    for seed in range(400):
        before, after = measured_twice(seed, 150, 0.7)
        chosen = before <= np.sort(before)[14]
        found = regression_to_the_mean(before, chosen.astype(int), correlation=0.7, polarity=HIGHER, after=after)
        held += found.beyond.limits.contains(0.0)
    assert 0.92 <= held / 400 <= 0.98


def test_a_true_improvement_is_what_is_beyond():
    before, after = measured_twice(3, 300, 0.8)
    chosen = before <= np.sort(before)[29]
    after[chosen] += 6.0
    found = regression_to_the_mean(before, chosen.astype(int), correlation=0.8, polarity=HIGHER, after=after)
    assert found.beyond.value == pytest.approx(6.0, abs=2.0)
    assert found.check.passed is True
    assert "were chosen for being worst" in str(found)
    assert "something else than that" in str(found)


def test_what_only_regressed_is_said_to():
    before, after = measured_twice(5, 300, 0.5)
    chosen = before >= np.sort(before)[-30]
    found = regression_to_the_mean(before, chosen.astype(int), correlation=0.5, polarity=LOWER, after=after)
    assert found.observed_change < -2
    assert found.check.passed is False
    assert "no more than that" in str(found)


@given(
    st.lists(st.integers(0, 100), min_size=3, max_size=30).filter(lambda values: len(set(values)) > 1),
    st.floats(0, 1),
    st.data(),
)
def test_by_hand(values, correlation, data):
    picked = data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values)))
    if all(picked) or not any(picked):
        picked[0] = not picked[0]
    found = regression_to_the_mean(values, [int(p) for p in picked], correlation=correlation, polarity=HIGHER)
    own = [value for value, is_in in zip(values, picked, strict=True) if is_in]
    mean, mine = sum(values) / len(values), sum(own) / len(own)
    assert found.expected_change.value == pytest.approx((1 - correlation) * (mean - mine), abs=1e-9)
    assert found.were_worst == (mine < mean) or abs(mine - mean) < 1e-9
    assert found.check.passed is None


def test_those_not_chosen_need_no_later_value():
    found = regression_to_the_mean([1, 2, 9], [1, 0, 0], correlation=0.5, polarity=HIGHER, after=[4, None, None])
    assert found.observed_change == 3.0
    assert found.as_columns()["name"].tolist() == ["expected change", "observed change", "beyond"]


def test_where_neither_direction_is_good_nobody_is_worst():
    found = regression_to_the_mean([1, 2, 9], [1, 0, 0], correlation=0.5, polarity=Polarity.NEITHER)
    assert found.were_worst is None
    assert "were chosen for what they were" in str(found)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=4, max_size=20))
def test_reliability_by_hand(pairs):
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    if len(set(first)) == 1 or len(set(second)) == 1:
        return
    n = len(pairs)
    sums = n * sum(a * b for a, b in pairs) - sum(first) * sum(second)
    spreads = [n * sum(x * x for x in column) - sum(column) ** 2 for column in (first, second)]
    found = reliability(first, second)
    assert found.value == pytest.approx(sums / (spreads[0] * spreads[1]) ** 0.5, abs=1e-9)
    if found.limits:
        assert found.limits.lower <= found.value <= found.limits.upper


def test_reliability_is_covered():
    held = sum(reliability(*measured_twice(seed, 40, 0.6)).limits.contains(0.6) for seed in range(300))
    assert 0.92 <= held / 300 <= 0.98


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"correlation": 1.2}, "The correlation must lie between 0 and 1"),
        ({"correlation": float("nan")}, "The correlation must lie between 0 and 1"),
        ({"chosen": [1, 0]}, "differ in length: before 3, chosen 2"),
        ({"chosen": [1, 1, 1]}, "All of the 3 places were chosen"),
        ({"chosen": [0, 0, 0]}, "None of the 3 places were chosen"),
        ({"chosen": [1, None, 0]}, "Write 1 for each place that was chosen"),
        ({"before": [1, None, 3]}, "Place 2 has no value in 'before'"),
        ({"before": [4, 4, 4]}, "All places are equal before"),
        ({"after": [1, 2]}, "differ in length: before 3, after 2"),
        ({"after": [None, 2, 3]}, "Place 1 has no value in 'after'"),
    ],
)
def test_what_says_nothing_is_refused(arguments, sentence):
    given = {"before": [1, 2, 3], "chosen": [1, 0, 0], "correlation": 0.5, "polarity": HIGHER} | arguments
    with pytest.raises(ImpactError, match=sentence):
        regression_to_the_mean(given.pop("before"), given.pop("chosen"), **given)


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ([1, 2, 3], [1, 2, 3], "3 places are too few"),
        ([1, 2, 3, 4], [5, 5, 5, 5], "All places are equal in one measurement"),
        ([1, 2, 3, 4], [1, 2, None, 4], "Place 3 has no value in 'second'"),
        ([1, 2, 3, 4], [1, 2], "differ in length"),
    ],
)
def test_what_has_no_correlation_is_refused(first, second, sentence):
    with pytest.raises(ImpactError, match=sentence):
        reliability(first, second)
