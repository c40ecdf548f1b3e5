"""Where our slope index and life tables differ from PHEindicatormethods and healthequal: each shown to be right.

What the reference does is rebuilt from its own description; a simulation decides.
"""

import numpy as np
import pytest

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.life_expectancy import life_expectancy
from goldenthread.core.statistics.slope_index import ridit_ranks, slope_index_of_inequality, slope_indices
from goldenthread.core.statistics.slope_index_scales import slope_indices_on_scale
from goldenthread.core.statistics.trend_tests import Scale

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER
RATES = np.array([9.0, 7.0, 6.0, 5.5, 5.0])
ERRORS = np.array([0.08, 0.07, 0.09, 0.06, 0.05])  # of the logs
PEOPLE = np.array([3, 2, 4, 2, 3])


def _simulated_slopes(draws, seed):
    """The slope of a line through the logs, back on the scale of the rates, for each draw of the logs."""
    logs = np.log(RATES) + np.random.default_rng(seed).standard_normal((draws, 5)) * ERRORS
    rank, share = ridit_ranks(PEOPLE), PEOPLE / PEOPLE.sum()
    weights = share * (rank - (share * rank).sum()) / (share * (rank - (share * rank).sum()) ** 2).sum()
    slope = logs @ weights
    intercept = logs @ share - slope * (share * rank).sum()
    return np.exp(intercept + slope) - np.exp(intercept)


def test_a_multiplier_below_one_does_not_turn_our_limits_round():
    """The reference orders its limits by whether |multiplier| is above one, so a factor of 0.01 reverses them."""
    ours = slope_indices_on_scale(RATES, PEOPLE, ERRORS, errors_on=Scale.LOG, line_on=Scale.LOG, polarity=HIGHER).slope
    drawn = _simulated_slopes(200_000, seed=5)
    for multiplier in (0.01, 1.0, 100.0):
        low, high = np.quantile(multiplier * drawn, [0.025, 0.975])
        width = high - low
        assert low < high
        assert multiplier * float(ours.lower) == pytest.approx(low, abs=0.01 * width)
        assert multiplier * float(ours.upper) == pytest.approx(high, abs=0.01 * width)
        # A multiplier is a change of units: only a negative one may turn the limits round.
        scaled = slope_indices_on_scale(
            multiplier * RATES, PEOPLE, ERRORS, errors_on=Scale.LOG, line_on=Scale.LOG, polarity=HIGHER
        ).slope
        assert float(scaled.lower) == pytest.approx(multiplier * float(ours.lower), rel=1e-4)
        assert float(scaled.lower) < float(scaled.value) < float(scaled.upper)


def test_limits_that_are_simulated_scatter_about_the_exact_ones():
    """The mean of forty simulated limits is the exact one; a single one of 1,000 draws misses by some per cent."""
    values, errors = np.array([75.0, 77, 79, 80, 82]), np.array([0.5, 0.6, 0.4, 0.5, 0.7])
    exact = slope_index_of_inequality(values, PEOPLE, errors, polarity=HIGHER).slope.limits
    generator = np.random.default_rng(9)
    uppers = []
    for _ in range(40):
        draws = values + generator.standard_normal((1_000, 5)) * errors
        slopes = slope_indices(
            draws, np.broadcast_to(PEOPLE, draws.shape), np.broadcast_to(errors, draws.shape), polarity=HIGHER
        ).slope.value
        uppers.append(np.quantile(slopes, 0.975))
    width = exact.upper - exact.lower
    assert np.mean(uppers) == pytest.approx(exact.upper, abs=0.01 * width)
    assert np.max(np.abs(np.array(uppers) - exact.upper)) > 0.01 * width


def test_the_normal_shortcut_errs_by_a_good_part_of_the_interval_and_the_inversion_does_not():
    errors = np.array([0.6, 0.5, 0.5, 0.4, 0.4])
    ours = slope_indices_on_scale(RATES, PEOPLE, errors, errors_on=Scale.LOG, polarity=LOWER).slope
    draws = np.exp(np.log(RATES) + np.random.default_rng(2).standard_normal((400_000, 5)) * errors)
    ones = np.broadcast_to(np.ones(5), draws.shape)
    drawn = slope_indices(draws, np.broadcast_to(PEOPLE, draws.shape), ones, polarity=LOWER).slope.value
    low, high = np.quantile(drawn, [0.025, 0.975])
    width = high - low
    assert float(ours.lower) == pytest.approx(low, abs=0.01 * width)
    assert float(ours.upper) == pytest.approx(high, abs=0.01 * width)
    shortcut = slope_index_of_inequality(RATES, PEOPLE, RATES * errors, polarity=LOWER).slope.limits
    assert max(abs(shortcut.lower - low), abs(shortcut.upper - high)) > 0.08 * width


def test_rounding_people_up_moves_the_reference_and_not_the_truth():
    """In shares of a population (under one person a group) rounding up makes every group the same size."""
    shares, values = np.array([0.1, 0.2, 0.4, 0.2, 0.1]), np.array([70.0, 75, 79, 80, 88])
    ours = slope_index_of_inequality(values, shares, [1] * 5, polarity=HIGHER).slope.value
    in_people = slope_index_of_inequality(values, 1_000 * shares, [1] * 5, polarity=HIGHER).slope.value
    theirs = slope_index_of_inequality(values, np.ceil(shares), [1] * 5, polarity=HIGHER).slope.value
    assert ours == pytest.approx(in_people)
    assert abs(theirs - ours) > 0.5


@pytest.mark.parametrize("top", [80, 85, 90, 95])
def test_any_banding_has_a_life_expectancy_and_it_is_that_of_the_mortality_it_came_from(top):
    """The reference gives silent missing values for any banding but its twenty."""
    ages = np.array([0, 1, *range(5, top + 1, 5)])
    single = np.arange(0, 130)
    hazard = 0.00003 * np.exp(0.095 * single)
    alive = np.concatenate([[1.0], np.exp(-np.cumsum(hazard))])
    lived = (alive[:-1] + alive[1:]) / 2  # in each year of age, by 1 born
    band = np.searchsorted(ages, single, side="right") - 1
    people = np.bincount(band, 1e6 * lived)
    deaths = np.bincount(band, 1e6 * (alive[:-1] - alive[1:]))
    found = life_expectancy(ages, deaths, people)
    assert found.reason == ""
    assert float(found.expectancy.value[0]) == pytest.approx(lived.sum(), abs=0.1)
    assert np.isfinite(found.expectancy.value).all()
