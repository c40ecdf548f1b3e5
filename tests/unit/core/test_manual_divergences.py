"""Where the manual says that other packages differ and no other file shows it: shown here, a simulation deciding."""

import numpy as np
import pytest

from goldenthread.core import statistics as gs

HIGHER = gs.Polarity.HIGHER_IS_BETTER


def test_fifths_of_people_are_not_fifths_of_areas():
    """One area of half the people: the most deprived half of areas has more than two thirds of them."""
    score, people = np.arange(8, 0, -1), np.array([700, 100, 100, 100, 100, 100, 100, 100])
    by_areas, by_people = gs.equal_count_quantiles(score, 2), gs.population_quantiles(score, people, 2)
    assert people[by_areas == 1].sum() == 1_000
    assert people[by_people == 1].sum() == 700 == people[by_people == 2].sum()


def test_taking_the_mean_for_known_misses_the_relative_index():
    """Where most people are in one group its error moves index and mean together: the reference's interval is wrong."""
    values, people = np.array([30.0, 40, 50]), np.array([8.0, 1, 1])
    errors = np.array([5.0, 1, 1])
    truth = float(gs.concentration_indices(values, people, errors, polarity=HIGHER).relative.value)
    drawn = np.random.default_rng(7).normal(values, errors, (20_000, 3))
    many = gs.concentration_indices(
        drawn, np.broadcast_to(people, drawn.shape), np.broadcast_to(errors, drawn.shape), polarity=HIGHER
    )
    share = people / people.sum()
    mean = drawn @ share
    theirs = (many.absolute.lower / mean <= truth) & (truth <= many.absolute.upper / mean)
    ours = (many.relative.lower <= truth) & (truth <= many.relative.upper)
    assert ours.mean() == pytest.approx(0.95, abs=0.01)
    assert abs(theirs.mean() - 0.95) > 0.03


def test_taking_z_for_1_96_moves_the_limits_of_a_life_table():
    found = gs.life_expectancy([0, 1, 40, 80], [5, 40, 300, 400], [1000, 40_000, 30_000, 4000]).expectancy
    half = found.upper - found.value
    wider = half * 1.96 / 1.959963984540054
    assert (wider / half - 1) == pytest.approx(1.84e-5, rel=0.01)
    level = 0.9500042097  # what z = 1.96 is the quantile of
    theirs = gs.life_expectancy([0, 1, 40, 80], [5, 40, 300, 400], [1000, 40_000, 30_000, 4000], level=level).expectancy
    np.testing.assert_allclose(theirs.upper - theirs.value, wider, rtol=1e-8)
