"""What the slope index says beside the slope: relative indices, scatter, lack of fit and words, each by hand."""

import numpy as np
import pytest
from scipy import stats

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.slope_index import (
    BELOW_ZERO,
    EXACT,
    FIELLER,
    RESIDUAL,
    ridit_ranks,
    slope_index_of_inequality,
    slope_indices,
)

HIGHER, LOWER, NEITHER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER, Polarity.NEITHER
VALUES = np.array([72.0, 75.0, 79.0, 78.0, 84.0])
PEOPLE = np.array([3.0, 2.0, 4.0, 1.0, 3.0])
ERRORS = np.array([1.0, 1.5, 0.8, 1.2, 0.9])
RANKS = (np.cumsum(PEOPLE) - PEOPLE / 2) / PEOPLE.sum()
SHARES = PEOPLE / PEOPLE.sum()


def line(values, weights):
    """Intercept and slope of the weighted line on rank, by the normal equations."""
    design = np.column_stack([np.ones(len(values)), RANKS[: len(values)]])
    return np.linalg.solve(design.T @ (design * weights[:, None]), design.T @ (weights * values))


def coefficients():
    """The intercept and the slope as combinations of the values: one row each."""
    design = np.column_stack([np.ones(5), RANKS])
    return np.linalg.solve(design.T @ (design * SHARES[:, None]), (design * SHARES[:, None]).T)


def is_fiellers_limit(limit, numerator, denominator, variances, times):
    """Whether a ratio is exactly so many standard errors away from what was found."""
    miss = numerator - limit * denominator
    assert abs((miss * VALUES).sum()) == pytest.approx(times * np.sqrt((miss**2 * variances).sum()), rel=1e-6)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@pytest.mark.parametrize("polarity", [HIGHER, LOWER, NEITHER])
def test_all_indices_by_hand_at_every_level_and_polarity(polarity, level):
    times = stats.norm.ppf((1 + level) / 2)
    sign = 1 if polarity is HIGHER else -1
    index = slope_index_of_inequality(VALUES, PEOPLE, ERRORS, polarity=polarity, level=level)
    intercept, slope = coefficients()
    half = times * np.sqrt((slope**2 * ERRORS**2).sum())
    value = sign * (slope * VALUES).sum()
    assert index.slope.value == pytest.approx(value)
    assert (index.slope.limits.lower, index.slope.limits.upper) == pytest.approx((value - half, value + half))
    assert index.slope.limits.level == level
    assert index.slope.method == EXACT
    top, bottom = (intercept + slope, intercept)[::sign]
    assert index.relative_ratio.value == pytest.approx((top * VALUES).sum() / (bottom * VALUES).sum())
    gap = np.array([-1.0, 0, 0, 0, 1])
    for found, above, below in (
        (index.relative_ratio, top, bottom),
        (index.relative_mean, sign * slope, SHARES),
        (index.relative_gap, sign * gap, SHARES),
    ):
        assert found.value == pytest.approx((above * VALUES).sum() / (below * VALUES).sum())
        assert found.limits.lower < found.value < found.limits.upper
        assert (found.limits.level, found.method, found.reason) == (level, FIELLER, None)
        for limit in (found.limits.lower, found.limits.upper):
            is_fiellers_limit(limit, above, below, ERRORS**2, times)


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("polarity", [HIGHER, LOWER])
def test_without_errors_all_limits_come_from_the_scatter_about_the_line(polarity, level):
    index = slope_index_of_inequality(VALUES, PEOPLE, polarity=polarity, level=level)
    intercept, slope = line(VALUES, SHARES)
    scatter = (SHARES * (VALUES - intercept - slope * RANKS) ** 2).sum() / 3
    variances = scatter / SHARES
    times = stats.t.ppf((1 + level) / 2, 3)
    half = times * np.sqrt((coefficients()[1] ** 2 * variances).sum())
    value = slope if polarity is HIGHER else -slope
    for limits in (index.slope.limits, index.residual_limits):
        assert (limits.lower, limits.upper, limits.level) == pytest.approx((value - half, value + half, level))
    assert index.slope.method == RESIDUAL
    is_fiellers_limit(
        index.relative_mean.limits.upper,
        coefficients()[1] * (1 if polarity is HIGHER else -1),
        SHARES,
        variances,
        times,
    )


def test_with_errors_the_scatter_is_shown_beside_them():
    with_errors = slope_index_of_inequality(VALUES, PEOPLE, ERRORS, polarity=HIGHER)
    without = slope_index_of_inequality(VALUES, PEOPLE, polarity=HIGHER)
    assert with_errors.residual_limits == without.residual_limits
    assert with_errors.slope.limits != with_errors.residual_limits


def test_the_line_is_drawn_as_it_was_fitted_whatever_the_polarity():
    intercept, slope = line(VALUES, SHARES)
    for polarity in (HIGHER, LOWER):
        index = slope_index_of_inequality(VALUES, PEOPLE, ERRORS, polarity=polarity)
        assert index.intercept == index.fitted_most_deprived == pytest.approx(intercept)
        assert index.ranks == pytest.approx(tuple(RANKS))
        assert index.fitted == pytest.approx(tuple(intercept + slope * RANKS))


def test_lack_of_fit_is_that_of_the_line_weighted_by_precision():
    index = slope_index_of_inequality(VALUES, PEOPLE, ERRORS, polarity=HIGHER)
    intercept, slope = line(VALUES, 1 / ERRORS**2)
    chi_square = (((VALUES - intercept - slope * RANKS) / ERRORS) ** 2).sum()
    assert index.lack_of_fit_p == pytest.approx(stats.chi2.sf(chi_square, 3))


def test_lack_of_fit_needs_three_groups_and_an_error_for_each():
    two = slope_indices([70, 80], [1, 1], [1, 1], polarity=HIGHER)
    assert np.isnan(two.lack_of_fit_p)
    exact = slope_indices([70, 75, 90], [1, 1, 1], [1, 0, 1], polarity=HIGHER)
    assert np.isnan(exact.lack_of_fit_p)
    three = slope_indices([70, 75, 90], [1, 1, 1], [1, 1, 1], polarity=HIGHER)
    # 70, 75, 90 misses its line by ten in the second difference, which has a variance of six.
    assert float(three.lack_of_fit_p) == pytest.approx(stats.chi2.sf(100 / 6, 1))
    padded = slope_indices([70, None, 75, 90], [1, 0, 1, 1], [1, None, 1, 1], polarity=HIGHER)
    assert float(padded.lack_of_fit_p) == pytest.approx(float(three.lack_of_fit_p))
    assert float(padded.groups_used) == 3


def test_places_with_one_group_or_none_are_missing_and_disturb_no_other():
    values = [[70, 80, 85], [70, None, None], [None, None, None], [70, None, 80]]
    people = [[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1]]
    found = slope_indices(values, people, polarity=HIGHER)
    assert np.isnan(found.slope.value).tolist() == [False, True, True, False]
    assert found.groups_used.tolist() == [3, 1, 0, 2]
    assert np.isnan(found.slope.upper).tolist() == [False, True, True, True]
    assert found.slope.value[3] == pytest.approx(10 / (2 / 3))
    assert found.ranks[2] == pytest.approx([1 / 6, 1 / 2, 5 / 6])


def test_a_place_whose_mean_or_line_is_zero_has_no_relative_index():
    found = slope_indices([[-1, 0, 1], [1, 2, 3]], [[1, 1, 1]] * 2, [[0.1] * 3] * 2, polarity=HIGHER)
    for relative in (found.mean_ratio, found.gap_ratio, found.ratio):
        assert np.isnan([relative.value[0], relative.lower[0], relative.upper[0]]).all()
        assert np.isfinite([relative.value[1], relative.lower[1], relative.upper[1]]).all()


@pytest.mark.parametrize(("values", "has_ratio"), [([1.0, 3.0], False), ([3.0, 1.0], False), ([1.1, 3.0], True)])
def test_a_line_that_touches_zero_has_no_ratio(values, has_ratio):
    # Two groups of equal size stand at a quarter and three quarters: 1 and 3 make a line from 0 to 4.
    found = slope_indices(values, [1, 1], [0.1, 0.1], polarity=HIGHER)
    assert bool(np.isfinite(found.ratio.value)) is has_ratio


def test_ridit_ranks_of_places_side_by_side_and_of_missing_people():
    found = ridit_ranks([[1, 1, 2], [4, None, 4]])
    np.testing.assert_allclose(found, [[0.125, 0.375, 0.75], [0.25, np.nan, 0.75]])


def test_an_index_reads_as_sentences():
    index = slope_index_of_inequality([72, 75, 79, None, 84], PEOPLE, [1, 1, 1, None, 1], polarity=HIGHER, level=0.9)
    lines = index.describe().splitlines()

    def words(estimate):
        limits = estimate.limits
        return f"{estimate.value:.4g} (90% interval {limits.lower:.4g} to {limits.upper:.4g})"

    assert lines == [
        f"Slope index of inequality {words(index.slope)}",
        f"Relative index, ratio of the ends of the line {words(index.relative_ratio)}",
        f"Relative index, slope index over mean {words(index.relative_mean)}",
        f"Relative index, gap between the end groups over mean {words(index.relative_gap)}",
        "Worked out without group 4 of 5, which have no people or no value.",
    ]
    assert index.missing_groups == (4,)


def test_two_missing_groups_are_groups():
    index = slope_index_of_inequality([72, None, 79, 78, 84], [3, 2, 4, 0, 3], [1] * 5, polarity=HIGHER)
    assert index.missing_groups == (2, 4)
    assert index.notes == ("Worked out without groups 2, 4 of 5, which have no people or no value.",)
    assert slope_index_of_inequality(VALUES, PEOPLE, ERRORS, polarity=HIGHER).notes == ()


def test_what_has_no_interval_says_why():
    index = slope_index_of_inequality([70, 80], [1, 1], polarity=HIGHER)
    reason = "with two groups and no standard errors nothing says how uncertain the line is"
    for estimate in (index.slope, index.relative_ratio, index.relative_mean, index.relative_gap):
        assert (estimate.limits, estimate.method, estimate.reason) == (None, None, reason)
    assert index.describe().splitlines()[0] == f"Slope index of inequality 20 (no interval: {reason})"


def test_a_ratio_to_what_may_be_zero_is_unbounded_and_says_so():
    index = slope_index_of_inequality([1, 2, 3], [1, 1, 1], [3, 3, 3], polarity=HIGHER)
    assert index.slope.reason is None
    for estimate in (index.relative_mean, index.relative_gap):
        assert estimate.limits is None
        assert estimate.reason == "what it is divided by is too close to zero for the ratio to be bounded"


@pytest.mark.parametrize(("least", "is_relative"), [(-0.5, False), (0.0, True)])
def test_a_measure_may_touch_zero_and_have_relative_indices_but_not_go_below(least, is_relative):
    index = slope_index_of_inequality([5, 3, 2, least], [1] * 4, [0.1] * 4, polarity=LOWER)
    assert (index.relative_mean is not None) is is_relative
    assert (index.relative_gap is not None) is is_relative
    assert (BELOW_ZERO in index.notes) is not is_relative


def test_errors_of_nought_are_exact():
    index = slope_index_of_inequality([70, 75, 80], [1, 1, 1], [0, 0, 0], polarity=HIGHER)
    limits = index.slope.limits
    assert (limits.lower, index.slope.value, limits.upper) == pytest.approx((15, 15, 15))


def test_group_numbers_given_out_of_order_are_refused_also_for_one_place():
    with pytest.raises(ValueError, match="out of order"):
        slope_index_of_inequality([1, 2], [1, 1], [1, 1], polarity=HIGHER, groups=[2, 1])


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_is_a_share(level):
    with pytest.raises(ValueError, match="confidence levels is not between 0 and 1"):
        slope_indices([1, 2, 3], [1, 1, 1], polarity=HIGHER, level=level)
