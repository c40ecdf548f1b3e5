"""Interrupted series: against every pair of periods one by one, and on series whose truth is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as student
from tests.unit.impact.slow import newey_west

from goldenthread.impact import ImpactError, interrupted_series


def series(seed, count=40, start=20, level=0.0, slope=0.0, memory=0.0, noise=1.0, bend=0.0):
    generator = np.random.default_rng(seed)
    time = np.arange(count)
    left, shocks = 0.0, []
    for shock in generator.normal(0, noise, count):
        left = memory * left + shock
        shocks.append(left)
    values = 5 + 0.3 * time + bend * time**2 + np.array(shocks)
    return values + np.where(time >= start, level + slope * (time - start), 0.0)


@given(st.integers(0, 10_000), st.integers(3, 20), st.integers(3, 20), st.integers(0, 4))
@settings(max_examples=30, deadline=None)
def test_against_every_pair_of_periods(seed, before, after, lags):
    values = series(seed, before + after, before, 2.0, -0.1, memory=0.3)
    time = np.arange(before + after, dtype=float)
    on = (time >= before).astype(float)
    design = np.column_stack([np.ones_like(time), time, on, (time - before) * on])
    coefficients, covariance = newey_west(design, values, lags)
    found = interrupted_series(time, values, start=before, lags=lags)
    quantile = student.ppf(0.975, len(time) - 4)
    mean = np.array([0, 0, 1, (after - 1) / 2])
    last = np.array([0, 0, 1, after - 1.0])
    combinations = (np.eye(4)[2], np.eye(4)[3], mean, last)
    estimates = (found.level_change, found.slope_change, found.effect, found.last_effect)
    for combination, estimate, p_value in zip(combinations, estimates, found.p_values, strict=True):
        error = float(combination @ covariance @ combination) ** 0.5
        assert estimate.value == pytest.approx(float(combination @ coefficients), abs=1e-8)
        assert estimate.limits.upper - estimate.value == pytest.approx(quantile * error, rel=1e-6, abs=1e-9)
        expected = 2 * student.sf(abs(estimate.value) / error, len(time) - 4) if error else 0.0
        assert p_value == pytest.approx(expected, rel=1e-5, abs=1e-12)


def test_the_mean_effect_is_the_mean_distance_from_the_line_before():
    found = interrupted_series(range(40), series(1, level=2, slope=0.2), start=20)
    away = found.path.fitted - found.path.without_action
    assert found.effect.value == pytest.approx(away[20:].mean())
    assert found.last_effect.value == pytest.approx(away[-1])
    assert away[:20] == pytest.approx(np.zeros(20), abs=1e-9)


@given(st.integers(0, 10_000), st.permutations(range(12)))
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_rows_does_not_matter(seed, order):
    values = series(seed, 12, 6)
    plain = interrupted_series(range(12), values, start=6)
    shuffled = interrupted_series([order[i] for i in range(12)], [values[order[i]] for i in range(12)], start=6)
    assert shuffled.effect == plain.effect


def test_seasons_are_taken_out_and_do_not_move_the_jump():
    plain = series(2, count=48, start=24, level=3.0, noise=0.2)
    seasons = np.tile([4.0, -2.0, 1.0, -3.0], 12)
    found = interrupted_series(range(48), plain + seasons, start=24, season_length=4)
    bare = interrupted_series(range(48), plain, start=24, season_length=4)
    assert found.level_change.value == pytest.approx(bare.level_change.value, abs=1e-9)
    without = interrupted_series(range(48), plain + seasons, start=24)
    width = found.level_change.limits.upper - found.level_change.limits.lower
    assert without.level_change.limits.upper - without.level_change.limits.lower > 3 * width
    assert found.level_change.limits.contains(3.0)


@pytest.mark.parametrize(("memory", "least"), [(0.0, 0.90), (0.4, 0.82)])
def test_long_series_are_recovered_and_covered(memory, least):
    """Newey-West falls short of 95% where values remember each other, as its literature says; not by more than this."""
    held, values = 0, []
    for seed in range(200):
        found = interrupted_series(range(80), series(seed, 80, 40, level=2.0, memory=memory), start=40)
        held += found.level_change.limits.contains(2.0)
        values.append(found.level_change.value)
    assert least <= held / 200 <= 0.985
    assert np.mean(values) == pytest.approx(2.0, abs=0.15)


def test_memory_makes_the_interval_wider_than_counting_periods_as_separate_would():
    wider = 0
    for seed in range(50):
        values = series(seed, 80, 40, memory=0.6)
        looked = interrupted_series(range(80), values, start=40)
        blind = interrupted_series(range(80), values, start=40, lags=0)
        wider += looked.effect.limits.upper - looked.effect.limits.lower > (
            blind.effect.limits.upper - blind.effect.limits.lower
        )
    assert wider >= 45


def test_a_bend_before_is_seen():
    bent = interrupted_series(range(40), series(3, bend=0.03, noise=0.5), start=20)
    straight = interrupted_series(range(40), series(3, noise=0.5), start=20)
    assert [check.passed for check in bent.checks][1] is False
    assert [check.passed for check in straight.checks][1] is True


def test_memory_left_over_is_seen():
    remembering = interrupted_series(range(60), series(4, 60, 30, memory=0.9), start=30)
    assert remembering.checks[2].passed is False
    assert "too narrow" in remembering.checks[2].why


def test_short_series_say_so():
    found = interrupted_series(range(8), series(5, 8, 4), start=4)
    assert found.checks[0].passed is False
    assert found.checks[1].passed is None
    assert "4 periods before" in str(found)


def test_without_chance_there_is_no_interval_but_a_reason():
    found = interrupted_series(range(12), [t + 5 * (t >= 6) for t in range(12)], start=6)
    assert found.level_change.value == pytest.approx(5.0)
    assert found.level_change.limits is None
    assert found.p_values == (None,) * 4
    assert "without any residue" in str(found)


def test_it_says_that_anything_else_at_the_same_time_would_look_the_same():
    assert "Anything else that began at the same time" in str(
        interrupted_series(range(20), series(6, 20, 10), start=10)
    )


YEARS = list(range(2010, 2020))


@pytest.mark.parametrize(
    ("periods", "values", "options", "sentence"),
    [
        (YEARS, [1.0] * 9, {"start": 2015}, "differ in length: periods 10, values 9"),
        ([], [], {"start": 1}, "There is no row"),
        ([*YEARS[:-1], 2010], [1.0] * 10, {"start": 2015}, "The period 2010 is there twice"),
        (YEARS, [1.0, None, *[1.0] * 8], {"start": 2015}, "There is no value for 2011"),
        ([*YEARS[:-1], 2025], [1.0] * 10, {"start": 2015}, "not evenly spaced: 1 apart at first, 7 from 2018 to 2025"),
        (YEARS, [1.0] * 10, {"start": 1999}, "The start, 1999, is not among the periods, 2010 to 2019"),
        (YEARS, [1.0] * 10, {"start": 2012}, "too few periods before the action began: 2, where 3"),
        (YEARS, [1.0] * 10, {"start": 2018}, "too few periods after the action began: 2, where 3"),
        (YEARS, [1.0] * 10, {"start": 2015, "season_length": 4}, "need two whole years before the action"),
        (YEARS, [1.0] * 10, {"start": 2015, "season_length": 1}, "has no seasons"),
        (YEARS, [1.0] * 10, {"start": 2015, "lags": 10}, "The lags must lie between 0 and 9"),
        (YEARS, ["x"] * 10, {"start": 2015}, "must be numbers"),
    ],
)
def test_what_is_no_series_is_refused_in_a_sentence(periods, values, options, sentence):
    with pytest.raises(ImpactError, match=sentence):
        interrupted_series(periods, values, **options)
