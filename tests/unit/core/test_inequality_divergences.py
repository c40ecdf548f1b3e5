"""Where our intervals differ from those of WHO's healthequal and HEAT: each shown by simulation to be the right one.

The reference's interval is rebuilt from what it does; a simulation of the sampling distribution decides between the
two. These are the listed exclusions of tests/published/oracles/test_inequality.py.
"""

import numpy as np
import pytest

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.count_slopes import slope_of_counts
from goldenthread.core.statistics.inequality import (
    Groups,
    attributable_risk_of_counts,
    mean_log_deviation,
    theil_index,
)
from goldenthread.core.statistics.slope_index import ridit_ranks

VALUES = np.array([64.0, 75, 82, 88, 93, 97])
PEOPLE = np.array([300, 200, 250, 100, 150, 200])
ERRORS = np.array([3.0, 2.5, 2, 2.2, 1.5, 1])
HIGHER = Polarity.HIGHER_IS_BETTER


@pytest.mark.parametrize("measure", [theil_index, mean_log_deviation])
def test_the_references_interval_of_entropy_is_a_thousand_times_too_narrow(measure):
    ours = measure(Groups.of(VALUES, PEOPLE, ERRORS))
    draws = VALUES + np.random.default_rng(1).standard_normal((50_000, 6)) * ERRORS
    scatter = measure(
        Groups.of(draws, np.broadcast_to(PEOPLE, draws.shape), np.broadcast_to(ERRORS, draws.shape))
    ).value
    half = float(ours.upper - ours.value)
    assert half / 1.96 == pytest.approx(scatter.std(), rel=0.05)
    theirs = half / 1_000  # the estimate is multiplied by 1,000, its standard error is not
    assert (np.abs(scatter - ours.value) < theirs).mean() < 0.01


def test_the_references_interval_of_the_attributable_fraction_is_a_hundred_times_too_narrow():
    share, people = VALUES / 100, PEOPLE * 10
    ours = attributable_risk_of_counts(np.round(share * people), people, polarity=HIGHER).fraction
    draws = np.random.default_rng(2).binomial(people, share, (20_000, 6)) / people
    # The best group stays the best one in the reference: compare with the last.
    mean = (draws * people).sum(axis=1) / people.sum()
    scatter = 100 * (draws[:, -1] - mean) / mean
    half = float(ours.upper - ours.value)
    assert half / 1.96 == pytest.approx(scatter.std(), rel=0.25)
    theirs = half / 100  # the estimate is in per cent, its standard error a fraction
    assert (np.abs(scatter - scatter.mean()) < theirs).mean() < 0.05


def test_weighting_by_population_squared_wastes_what_the_smaller_groups_say():
    # The model holds exactly, so both are right on average; the better weights scatter less about the truth.
    people = np.array([500, 4_000, 500, 500, 2_000])
    share = 1 / (1 + np.exp(-(-0.5 + 1.5 * ridit_ranks(people))))
    draws = np.random.default_rng(6).binomial(people, share, (600, 5))
    ours, theirs = (
        np.array([float(slope_of_counts(x, people, polarity=HIGHER, weights=w).difference.value) for x in draws])
        for w in (people, people**2)
    )
    truth = float(slope_of_counts(share * people, people, polarity=HIGHER).difference.value)
    assert ours.mean() == pytest.approx(truth, abs=0.003)
    assert theirs.mean() == pytest.approx(truth, abs=0.003)
    assert theirs.std() > 1.05 * ours.std()
