"""Several confidence levels in one call give what one call a level gives, whatever the statistic."""

import numpy as np
import pytest

from goldenthread.core import statistics as gs

HIGHER = gs.Polarity.HIGHER_IS_BETTER
LEVELS = np.array([0.9, 0.95, 0.998])
TWO = [[75.0, 82, 90], [70, 85, 91]]
ONES = np.ones((2, 3))


def _for_ages(level):
    """A column of levels for places with ages behind them."""
    return level[..., None] if np.ndim(level) else level


def _standardised(level, events):
    counts = np.broadcast_to(np.asarray(events)[..., None], (2, 2))
    return gs.directly_standardised_rate(counts, np.full((2, 2), 1_000), [1, 1], level=level).rate


def _tables(level):
    ages = [0, 1, *range(5, 95, 5)]
    return gs.life_expectancy(ages, np.full((2, 20), [[40.0], [60]]), np.full((2, 20), 5_000), level=_for_ages(level))


#: Each takes levels: a column of them gives a row of places for each level.
CALLS = {
    "proportion": lambda level: gs.proportion([1, 5], [10, 10], level),
    "wilson_interval": lambda level: gs.wilson_interval([1, 5], [10, 10], level),
    "crude_rate": lambda level: gs.crude_rate([3, 50], [100, 100], level=level),
    "byar_interval": lambda level: gs.byar_interval([12, 50], level),
    "exact_poisson_interval": lambda level: gs.exact_poisson_interval([3, 50], level),
    "poisson_interval": lambda level: gs.poisson_interval([3, 50], level),
    "mean_interval": lambda level: gs.mean_interval([1, 2], [1, 1], [5, 9], level),
    "difference_of_proportions": lambda level: gs.difference_of_proportions([5, 6], 10, 4, 10, level),
    "ratio_of_proportions": lambda level: gs.ratio_of_proportions([5, 6], 10, 4, 10, level),
    "difference_of_rates": lambda level: gs.difference_of_rates([50, 40], 100, 40, 100, level=level),
    "rate_ratio": lambda level: gs.rate_ratio([50, 40], 100, 40, 100, level=level),
    "fieller_ratio": lambda level: gs.fieller_ratio([8, 9], 5, 0.5, 0.1, level=level),
    "directly_standardised_rate": lambda level: (
        gs.directly_standardised_rate([[90, 90], [60, 60]], [[1000, 900]] * 2, [1, 1], level=level).rate
    ),
    "indirectly_standardised": lambda level: (
        gs.indirectly_standardised([12, 3], [[1000, 500]] * 2, [20, 40], [10_000, 5_000], level=level).ratio
    ),
    "slope_indices": lambda level: gs.slope_indices(TWO, ONES, ONES, polarity=HIGHER, level=level).slope,
    "relative index": lambda level: gs.slope_indices(TWO, ONES, ONES, polarity=HIGHER, level=level).ratio,
    "concentration_indices": lambda level: (
        gs.concentration_indices(TWO, ONES, ONES, polarity=HIGHER, level=level).absolute
    ),
    "slope_indices_on_scale": lambda level: (
        gs.slope_indices_on_scale(TWO, ONES, ONES / 9, errors_on=gs.Scale.LOG, polarity=HIGHER, level=level).slope
    ),
    "a line on logs": lambda level: (
        gs.slope_indices_on_scale(
            TWO, ONES, ONES / 9, errors_on=gs.Scale.LOG, line_on=gs.Scale.LOG, polarity=HIGHER, level=level
        ).ratio
    ),
    "slope_indices_by_scatter": lambda level: (
        gs.slope_indices_by_scatter(TWO, ONES, polarity=HIGHER, level=level).slope
    ),
    "slope_of_counts": lambda level: (
        gs.slope_of_counts([[30, 20, 10], [9, 8, 4]], [[50] * 3] * 2, polarity=HIGHER, level=level).difference
    ),
    "theil_index": lambda level: gs.theil_index(gs.Groups.of(TWO, ONES, ONES, level)),
    "ratio_of_groups": lambda level: gs.ratio_of_groups(gs.Groups.of(TWO, ONES, ONES, level), 2, 0),
    "between_group_standard_deviation": lambda level: gs.between_group_standard_deviation(
        gs.Groups.of(TWO, ONES, ONES, level)
    ),
    "attributable_risk_of_counts": lambda level: (
        gs.attributable_risk_of_counts([[30, 20, 10], [9, 8, 4]], [[50] * 3] * 2, polarity=HIGHER, level=level).risk
    ),
    "group_means": lambda level: gs.group_means([1, 2, 3, 5, 6, 7.5], [1, 1, 1, 2, 2, 2], level).mean,
    "age_adjusted_representation": lambda level: (
        gs.age_adjusted_representation([[20, 80], [9, 8]], [[4_000, 6_000], [5_000, 4_000]], level).ratio
    ),
    "shrink_proportions": lambda level: [
        part[..., :2] for part in gs.shrink_proportions([1, 9, 4], [10, 20, 9], level).value
    ],
    "shrink_rates": lambda level: [part[..., :2] for part in gs.shrink_rates([1, 9, 4], [10, 2, 5], level).value],
    "compare_rates": lambda level: gs.compare_rates(_standardised(level, [90, 60]), _standardised(level, 50), level),
    "funnel_limits_of_ratios": lambda level: gs.funnel_limits_of_ratios([20, 80], level),
    "life_expectancy": lambda level: [part[..., 0] for part in _tables(level).expectancy],
    "healthy_life_expectancy": lambda level: [
        part[..., 0]
        for part in gs.healthy_life_expectancy(
            _tables(0.95), np.full((2, 20), 0.8), np.full((2, 20), 200), _for_ages(level)
        )
    ],
    "representation": lambda level: gs.representation([20, 80], [4_000, 6_000], level=level).index,
}


@pytest.mark.parametrize("name", CALLS)
def test_every_level_at_once(name):
    lower, upper = CALLS[name](LEVELS[:, None])[-2:]
    assert lower.shape == upper.shape == (3, 2)
    for i, level in enumerate(LEVELS):
        one = CALLS[name](float(level))
        np.testing.assert_allclose(lower[i], one[-2], rtol=1e-12)
        np.testing.assert_allclose(upper[i], one[-1], rtol=1e-12)
    assert (np.diff(lower, axis=0) < 0).all()
    assert (np.diff(upper, axis=0) > 0).all()


def test_people_needed_at_every_level():
    found = gs.people_needed([450, 400], 1_000, 0.5, polarity=HIGHER, level=LEVELS[:, None])
    assert found.most.shape == (3, 2)
    assert (np.diff(found.most, axis=0) >= 0).all()
    assert found.people.tolist() == [[50, 100]] * 3
