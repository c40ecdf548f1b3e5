"""What a gap did: verdicts on made series whose story is known, and the tests behind them done by brute force."""

import itertools
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.core.estimates import Estimate, Limits, Polarity
from goldenthread.core.statistics.trend_tests import cochran_armitage, mann_kendall, recent_trend, weighted_trend
from goldenthread.core.statistics.trends import Direction, Movement, Period, gap_trend, independent_periods

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER


def years(*starts, length=1):
    return [Period(date(y, 1, 1), date(y + length - 1, 12, 31), f"{y}") for y in starts]


def around(values, spread=0.5):
    return [Estimate(v, Limits(v - spread, v + spread), "published") for v in values]


def bare(values):
    return [Estimate(v, None, reason="not published") for v in values]


def story(worst, best, spread=0.4, polarity=HIGHER, starts=None, make=around):
    """The verdict on two groups' series, gap and ratio worked out from them."""
    sign = 1 if polarity is HIGHER else -1
    gaps = [sign * (b - w) for w, b in zip(worst, best, strict=True)]
    ratios = [(b / w) ** sign for w, b in zip(worst, best, strict=True)]
    relative = make(ratios) if make is bare else make(ratios, spread / 50)
    wide = (lambda values: make(values)) if make is bare else (lambda values: make(values, spread))
    return gap_trend(
        years(*(starts or range(2015, 2015 + len(worst)))),
        wide(gaps),
        relative,
        worst_group=wide(worst),
        best_group=wide(best),
        polarity=polarity,
    )


def test_the_worse_off_improved():
    verdict = story([70, 72, 74, 76], [80, 80, 80, 80])
    assert verdict.direction is Direction.NARROWING
    assert verdict.how == "The most deprived fifth improved; the least deprived fifth shows no clear change."
    assert (
        verdict.why
        == "Both the absolute and the relative gap fell by more than chance could explain between 2015 and 2018."
    )
    assert verdict.absolute_change.value == pytest.approx(-6, abs=0.01)
    assert verdict.relative_change.value == pytest.approx((80 / 76) / (80 / 70), rel=0.01)


def test_a_gap_that_narrows_because_the_better_off_got_worse_says_so():
    verdict = story([70, 70, 70], [80, 77, 74])
    assert verdict.direction is Direction.NARROWING
    assert (verdict.worst_moved, verdict.best_moved) == (Movement.NO_CLEAR_CHANGE, Movement.GOT_WORSE)
    assert verdict.how == "The most deprived fifth shows no clear change; the least deprived fifth got worse."


def test_both_improve_and_the_better_off_by_more():
    verdict = story([70, 71, 72, 73], [80, 83, 86, 89])
    assert verdict.direction is Direction.WIDENING
    assert verdict.how.endswith("both improved, the least deprived fifth by more.")


def test_where_lower_is_better_a_fall_is_an_improvement():
    verdict = story([30, 27, 24], [15, 15, 15], polarity=LOWER)
    assert verdict.direction is Direction.NARROWING
    assert verdict.worst_moved is Movement.IMPROVED


def test_absolute_and_relative_that_disagree_are_no_clear_change_and_both_are_said():
    # Everything halves: the difference halves, the ratio rises.
    verdict = story([40, 30, 20], [20, 14, 8], spread=0.2, polarity=LOWER)
    assert verdict.direction is Direction.NO_CLEAR_CHANGE
    assert verdict.why == (
        "The absolute gap fell but the relative gap rose between 2015 and 2017, so they do not agree."
    )


def test_noise_is_no_clear_change():
    assert story([70, 70.3, 69.8], [80, 79.9, 80.2], spread=2).direction is Direction.NO_CLEAR_CHANGE


@pytest.mark.parametrize(
    ("periods", "reason"),
    [
        ([], "There are no figures yet."),
        (years(2020), "There are figures for one period only (2020)."),
        (years(2018, 2019, 2020, length=3), "The periods overlap"),
    ],
)
def test_too_little_to_tell(periods, reason):
    values = around([5.0] * len(periods))
    verdict = gap_trend(periods, values, values, polarity=HIGHER)
    assert verdict.direction is Direction.CANNOT_TELL
    assert verdict.why.startswith(reason)


def test_an_absolute_gap_alone_decides_nothing():
    verdict = gap_trend(years(2018, 2020), around([9.0, 3.0]), polarity=HIGHER)
    assert verdict.direction is Direction.CANNOT_TELL
    assert verdict.why.startswith("Only the absolute gap is known")


def test_editions_of_the_index_are_not_compared():
    verdict = gap_trend(
        years(2018, 2020), around([9, 3]), around([1.2, 1.1], 0.01), polarity=HIGHER, editions=["IMD 2019", "IMD 2025"]
    )
    assert verdict.direction is Direction.CANNOT_TELL
    assert "IMD 2019, IMD 2025" in verdict.why


def test_bare_values_need_five_periods():
    falling, flat = [70, 71, 72, 73, 74, 75], [80] * 6
    assert story(falling[:4], flat[:4], make=bare).direction is Direction.CANNOT_TELL
    assert story(falling, flat, make=bare).direction is Direction.NARROWING


def test_overlapping_windows_are_thinned_to_separate_ones():
    windows = years(*range(2010, 2020), length=3)
    verdict = gap_trend(
        windows, around(np.linspace(9, 4, 10)), around(np.linspace(1.2, 1.1, 10), 0.005), polarity=HIGHER
    )
    assert verdict.periods_used == ("2010", "2013", "2016", "2019")


def test_a_gap_the_other_way_round_is_measured_the_other_way_round():
    verdict = story([80, 80, 80], [70, 73, 76])
    assert verdict.direction is Direction.NARROWING
    assert verdict.why.endswith("Here the most deprived are better off.")


@given(st.lists(st.tuples(st.integers(2000, 2030), st.integers(1, 5)), max_size=12))
def test_independent_periods_share_no_day(spans):
    periods = [years(start, length=length)[0] for start, length in spans]
    chosen = [periods[i] for i in independent_periods(periods)]
    assert not any(a.overlaps(b) for a, b in itertools.combinations(chosen, 2))
    assert [p.end for p in chosen] == sorted(p.end for p in chosen)
    # No period left out could be added.
    assert all(any(p.overlaps(c) for c in chosen) for p in periods)


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(6)))
def test_mann_kendall_counts_every_order(order):
    times = list(range(6))

    def score(values):
        return sum(np.sign(values[j] - values[i]) for i, j in itertools.combinations(range(6), 2))

    observed = abs(score(order))
    everything = list(itertools.permutations(range(6)))
    expected = sum(abs(score(values)) >= observed for values in everything) / len(everything)
    slopes = [(order[j] - order[i]) / (j - i) for i, j in itertools.combinations(range(6), 2)]
    found = mann_kendall(times, order)
    assert found.p == pytest.approx(expected)
    assert found.slope == pytest.approx(np.median(slopes))


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 5)), min_size=2, max_size=8))
def test_a_weighted_trend_is_the_least_squares_line(points):
    values, errors = zip(*points, strict=True)
    times = np.arange(len(points))
    weights = 1 / np.array(errors)
    slope, _ = np.polyfit(times, values, 1, w=weights)
    found = weighted_trend(times, values, errors)
    assert found.slope == pytest.approx(slope, abs=1e-6)
    assert found.chi_square == pytest.approx((found.slope / found.standard_error) ** 2)


def test_armitage_under_no_trend_rejects_one_time_in_twenty():
    generator = np.random.default_rng(5)
    p = [cochran_armitage([0, 1, 2, 3], generator.binomial(400, 0.3, 4), [400] * 4).p for _ in range(4_000)]
    assert np.mean(np.array(p) < 0.05) == pytest.approx(0.05, abs=0.01)


def test_a_trend_that_hangs_on_one_point_is_no_trend():
    values = np.array([50.0, 51.0, 50.5, 49.0, 70.0])
    trend = recent_trend(range(5), values, values - 2, values + 2)
    assert trend.chi_square > 9.5495
    assert trend.why == "the change hangs on a single point"


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="before it begins"):
        Period(date(2020, 1, 1), date(2019, 1, 1), "back to front")
