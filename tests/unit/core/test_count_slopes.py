"""A line through counts: many places as one at a time, and limits that hold the truth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.count_slopes import slope_of_counts
from goldenthread.core.statistics.slope_index import ridit_ranks

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER


@st.composite
def places(draw):
    rows = draw(st.lists(st.tuples(st.integers(40, 900), st.floats(0.15, 0.85)), min_size=3, max_size=8))
    people = np.array([n for n, _ in rows])
    return np.array([round(n * share) for n, share in rows]), people


def fit_by_hand(counts, people, weights, is_proportion):
    """Iteratively reweighted least squares in matrices: coefficients, bread and filling of the sandwich."""
    rank = ridit_ranks(people)
    design = np.column_stack([np.ones(len(rank)), rank])
    share, at = counts / people, np.array([0.0 if is_proportion else np.log(counts.sum() / people.sum()), 0.0])
    for _ in range(60):
        mean = 1 / (1 + np.exp(-design @ at)) if is_proportion else np.exp(design @ at)
        variance = mean * (1 - mean) if is_proportion else mean
        bread = np.linalg.inv(design.T @ np.diag(weights * variance) @ design)
        at = at + bread @ design.T @ (weights * (share - mean))
    filling = design.T @ np.diag((weights * (share - mean)) ** 2) @ design
    dispersion = (weights * (share - mean) ** 2 / variance).sum() / (len(rank) - 2)
    return at, bread, filling, dispersion


@given(places(), st.booleans(), st.booleans(), st.sampled_from([HIGHER, LOWER]))
def test_it_is_the_fit_by_matrices(place, is_proportion, is_robust, polarity):
    counts, people = place
    found = slope_of_counts(counts, people, polarity=polarity, is_proportion=is_proportion, is_robust=is_robust)
    at, bread, filling, dispersion = fit_by_hand(counts, people, people, is_proportion)
    groups = len(people)
    covariance = bread @ filling @ bread * groups / (groups - 2) if is_robust else bread * max(dispersion, 1)
    ends = np.array([at[0], at.sum()])
    ends = 1 / (1 + np.exp(-ends)) if is_proportion else np.exp(ends)
    steep = ends * (1 - ends) if is_proportion else ends
    gradients = np.array([[steep[0], 0], [steep[1], steep[1]]])
    worst, best = (1, 0) if polarity is HIGHER else (0, 1)
    along, in_logs = gradients[worst] - gradients[best], gradients[worst] / ends[worst] - gradients[best] / ends[best]
    z = 1.959963984540054
    assert float(found.fitted_most_deprived) == pytest.approx(ends[0], rel=1e-8)
    assert float(found.fitted_least_deprived) == pytest.approx(ends[1], rel=1e-8)
    assert float(found.difference.value) == pytest.approx(ends[worst] - ends[best], abs=1e-9)
    half = z * np.sqrt(max(along @ covariance @ along, 0))
    assert float(found.difference.upper - found.difference.value) == pytest.approx(half, rel=1e-5, abs=1e-8)
    assert float(found.difference.value - found.difference.lower) == pytest.approx(half, rel=1e-5, abs=1e-8)
    factor = np.exp(z * np.sqrt(max(in_logs @ covariance @ in_logs, 0)))
    assert float(found.ratio.upper / found.ratio.value) == pytest.approx(factor, rel=1e-5)
    assert float(found.ratio.value / found.ratio.lower) == pytest.approx(factor, rel=1e-5)
    assert float(found.dispersion) == pytest.approx(dispersion, rel=1e-6, abs=1e-9)


def test_many_places_at_once_give_what_one_at_a_time_gives():
    generator = np.random.default_rng(3)
    people = generator.integers(50, 900, (40, 5))
    counts = generator.binomial(people, generator.uniform(0.2, 0.8, (40, 5)))
    many = slope_of_counts(counts, people, polarity=LOWER)
    for i in range(40):
        one = slope_of_counts(counts[i], people[i], polarity=LOWER)
        for ours, alone in ((many.difference, one.difference), (many.ratio, one.ratio)):
            assert [float(part[i]) for part in ours] == pytest.approx([float(part) for part in alone], rel=1e-9)


def test_among_many_a_place_without_a_line_is_missing_and_stops_nobody():
    people = np.full((3, 4), 100)
    counts = np.array([[0, 0, 0, 0], [10, 20, 30, 40], [0, 0, 100, 100]])
    found = slope_of_counts(counts, people, polarity=LOWER)
    assert np.isnan(found.difference.value).tolist() == [True, False, True]
    assert np.isnan(found.ratio.upper).tolist() == [True, False, True]
    assert np.isnan(found.dispersion).tolist() == [True, False, True]
    alone = slope_of_counts(counts[1], people[1], polarity=LOWER)
    assert float(found.difference.value[1]) == pytest.approx(float(alone.difference.value))
    assert np.isnan(slope_of_counts([people[0]], [people[0]], polarity=LOWER).difference.value).all()
    # For events there is nothing special about as many events as people.
    assert float(slope_of_counts(people[0], people[0], polarity=LOWER, is_proportion=False).ratio.value) == 1


def test_groups_parted_cleanly_have_no_line():
    with pytest.raises(ValueError, match="No line fits"):
        slope_of_counts([0, 0, 100, 100], [100] * 4, polarity=HIGHER)


@pytest.mark.parametrize("is_proportion", [True, False])
@pytest.mark.parametrize("polarity", [HIGHER, LOWER])
def test_nineteen_intervals_in_twenty_hold_the_truth(is_proportion, polarity):
    generator = np.random.default_rng(17)
    people = np.array([600, 900, 500, 700, 800, 650])
    line = -1.2 + 0.9 * ridit_ranks(people)
    share = 1 / (1 + np.exp(-line)) if is_proportion else np.exp(line)
    draws = (
        generator.binomial(people, share, (8_000, 6))
        if is_proportion
        else generator.poisson(share * people, (8_000, 6))
    )
    found = slope_of_counts(draws, np.broadcast_to(people, draws.shape), polarity=polarity, is_proportion=is_proportion)
    ends = np.array([-1.2, -0.3])
    ends = 1 / (1 + np.exp(-ends)) if is_proportion else np.exp(ends)
    worst, best = (1, 0) if polarity is HIGHER else (0, 1)
    for interval, truth in ((found.difference, ends[worst] - ends[best]), (found.ratio, ends[worst] / ends[best])):
        held = ((interval.lower <= truth) & (truth <= interval.upper)).mean()
        # Widening by the dispersion, when chance makes it exceed 1, errs on the safe side.
        assert 0.945 < held < 0.985
