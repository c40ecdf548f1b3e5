"""Small areas drawn towards the mean: nearer to the truth on average, with limits that hold it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.statistics.shrinkage import shrink_proportions, shrink_rates


def _made_areas(seed):
    generator = np.random.default_rng(seed)
    people = generator.integers(20, 400, 3_000)
    return generator, people


def test_shrunk_shares_are_nearer_the_truth_and_their_limits_hold_it():
    generator, people = _made_areas(1)
    truth = generator.beta(12, 28, 3_000)
    counts = generator.binomial(people, truth)
    found = shrink_proportions(counts, people)
    assert ((found.value.value - truth) ** 2).mean() < 0.75 * ((found.raw - truth) ** 2).mean()
    assert ((found.value.lower <= truth) & (truth <= found.value.upper)).mean() == pytest.approx(0.95, abs=0.015)
    assert found.raw == pytest.approx(counts / people)


def test_shrunk_rates_are_nearer_the_truth_and_their_limits_hold_it():
    generator, people = _made_areas(2)
    expected = people / 20
    truth = generator.gamma(10, 0.1, 3_000)
    found = shrink_rates(generator.poisson(expected * truth), expected)
    assert ((found.value.value - truth) ** 2).mean() < 0.75 * ((found.raw - truth) ** 2).mean()
    assert ((found.value.lower <= truth) & (truth <= found.value.upper)).mean() == pytest.approx(0.95, abs=0.015)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(60, 900)), min_size=3, max_size=30))
def test_a_shrunk_value_lies_between_the_raw_one_and_the_mean(rows):
    counts, people = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    if counts.sum() in {0, people.sum()}:  # nobody, or everybody: there is nothing to draw towards
        return
    for shrink in (shrink_proportions, shrink_rates):
        found = shrink(counts, people)
        low, high = np.minimum(found.raw, found.mean), np.maximum(found.raw, found.mean)
        assert (found.value.value >= low - 1e-9).all()
        assert (found.value.value <= high + 1e-9).all()
        moved = found.mean + found.kept * (found.raw - found.mean)
        assert found.value.value == pytest.approx(moved, rel=1e-6)


def test_areas_that_differ_by_chance_alone_are_all_drawn_to_the_mean():
    found = shrink_proportions([30, 31, 29, 30], [100] * 4)
    assert found.value.value == pytest.approx([0.3] * 4, abs=1e-6)


def test_missing_areas_stay_missing_and_are_not_used():
    with_gap = shrink_proportions([10, 40, 25, None], [100, 100, 100, 100])
    without = shrink_proportions([10, 40, 25], [100, 100, 100])
    assert np.isnan(with_gap.value.value[3])
    assert with_gap.value.value[:3] == pytest.approx(without.value.value)


@pytest.mark.parametrize(
    ("counts", "sentence"), [([1, 2], "at least three areas; got 2"), ([0, 0, 0], "nothing to draw towards")]
)
def test_what_cannot_be_shrunk_is_refused(counts, sentence):
    with pytest.raises(ValueError, match=sentence):
        shrink_proportions(counts, [10] * len(counts))
    with pytest.raises(ValueError, match=sentence):
        shrink_rates(counts, [10] * len(counts))
