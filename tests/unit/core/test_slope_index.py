"""The slope index against a regression written out by hand, and what must hold of it whatever the numbers."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.concentration import concentration_indices
from goldenthread.core.statistics.count_slopes import slope_of_counts
from goldenthread.core.statistics.slope_index import BELOW_ZERO, ridit_ranks, slope_index_of_inequality, slope_indices
from goldenthread.core.statistics.slope_index_scales import slope_indices_on_scale
from goldenthread.core.statistics.trend_tests import Scale

Z = 1.959963984540054
HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER


@st.composite
def places(draw, least=3):
    groups = draw(st.integers(least, 10))
    values = draw(st.lists(st.floats(10, 90), min_size=groups, max_size=groups))
    people = draw(st.lists(st.integers(1, 10_000), min_size=groups, max_size=groups))
    errors = draw(st.lists(st.floats(0.1, 2), min_size=groups, max_size=groups))
    return values, people, errors


def regression_by_hand(values, people, errors):
    """Intercept, slope and the variance of the slope, one group at a time."""
    total, below, ranks = sum(people), 0.0, []
    for n in people:
        ranks.append((below + n / 2) / total)
        below += n
    shares = [n / total for n in people]
    mean_rank = sum(p * r for p, r in zip(shares, ranks, strict=True))
    mean = sum(p * y for p, y in zip(shares, values, strict=True))
    spread = sum(p * (r - mean_rank) ** 2 for p, r in zip(shares, ranks, strict=True))
    slope = sum(p * (r - mean_rank) * (y - mean) for p, r, y in zip(shares, ranks, values, strict=True)) / spread
    variance = sum((p * (r - mean_rank) / spread * s) ** 2 for p, r, s in zip(shares, ranks, errors, strict=True))
    return mean - slope * mean_rank, slope, variance


@given(places())
def test_it_is_the_slope_of_a_regression_written_out_by_hand(place):
    index = slope_index_of_inequality(*place, polarity=HIGHER)
    intercept, slope, variance = regression_by_hand(*place)
    assert index.intercept == pytest.approx(intercept, abs=1e-8)
    assert index.slope.value == pytest.approx(slope, abs=1e-8)
    assert index.slope.limits.upper - index.slope.value == pytest.approx(Z * math.sqrt(variance), abs=1e-8)


@given(places())
def test_turning_the_polarity_round_turns_the_sign_and_inverts_the_ratio(place):
    up, down = (slope_index_of_inequality(*place, polarity=polarity) for polarity in (HIGHER, LOWER))
    assert up.slope.value == pytest.approx(-down.slope.value)
    assert up.slope.limits.lower == pytest.approx(-down.slope.limits.upper)
    if up.relative_ratio is not None and down.relative_ratio is not None:
        assert up.relative_ratio.value == pytest.approx(1 / down.relative_ratio.value)


@given(places(), st.floats(0.1, 10), st.floats(-5, 5))
def test_a_change_of_units_scales_the_index_and_a_shift_leaves_it(place, factor, shift):
    values, people, errors = place
    before = slope_index_of_inequality(values, people, errors, polarity=HIGHER)
    after = slope_index_of_inequality(
        [factor * value + shift for value in values], people, [factor * s for s in errors], polarity=HIGHER
    )
    assert after.slope.value == pytest.approx(factor * before.slope.value, abs=1e-7)
    assert after.slope.limits.upper == pytest.approx(factor * before.slope.limits.upper, abs=1e-7)
    assert after.lack_of_fit_p == pytest.approx(before.lack_of_fit_p, abs=1e-6)


@given(places(), st.integers(2, 50))
def test_counting_people_in_dozens_changes_nothing(place, times):
    values, people, errors = place
    one = slope_index_of_inequality(values, people, errors, polarity=HIGHER)
    many = slope_index_of_inequality(values, [times * n for n in people], errors, polarity=HIGHER)
    assert many.slope.value == pytest.approx(one.slope.value, abs=1e-8)


def test_people_may_be_given_as_shares_of_all():
    values, people, errors = [75.0, 77.0, 82.0], np.array([3_000, 1_000, 2_000]), [0.5, 0.4, 0.6]
    counted = slope_index_of_inequality(values, people, errors, polarity=HIGHER)
    shares = slope_index_of_inequality(values, people / people.sum() / 2, errors, polarity=HIGHER)
    assert shares.slope.value == pytest.approx(counted.slope.value)
    assert shares.slope.limits.lower == pytest.approx(counted.slope.limits.lower)


def test_a_missing_value_leaves_the_others_where_they_stand():
    values, people = [70.0, None, 76.0, 78.0, 80.0], [100] * 5
    index = slope_index_of_inequality(values, people, [1, None, 1, 1, 1], polarity=HIGHER)
    assert index.ranks == pytest.approx((0.1, 0.3, 0.5, 0.7, 0.9))
    assert index.missing_groups == (2,)
    assert index.notes == ("Worked out without group 2 of 5, which have no people or no value.",)
    by_hand = np.polyfit([0.1, 0.5, 0.7, 0.9], [70, 76, 78, 80], 1)
    assert index.slope.value == pytest.approx(by_hand[0])


def test_groups_that_are_not_there_take_no_room():
    whole = slope_index_of_inequality([70, 75, 80], [10, 20, 30], [1, 1, 1], polarity=HIGHER)
    padded = slope_index_of_inequality([70, None, 75, 80], [10, 0, 20, 30], [1, None, 1, 1], polarity=HIGHER)
    assert padded.slope == whole.slope


def test_two_groups_without_errors_have_a_slope_and_say_why_it_has_no_interval():
    index = slope_index_of_inequality([70, 80], [1, 1], polarity=HIGHER)
    assert index.slope.value == pytest.approx(20)
    assert index.slope.limits is None
    assert "nothing says how uncertain" in index.slope.reason
    assert index.residual_limits is None
    assert index.lack_of_fit_p is None


def test_one_group_has_no_slope():
    with pytest.raises(ValueError, match="1 of 2 have both"):
        slope_index_of_inequality([70, None], [1, 1], polarity=HIGHER)


def test_without_errors_the_interval_is_that_of_the_scatter():
    index = slope_index_of_inequality([70, 74, 75, 79, 80], [3, 2, 4, 2, 3], polarity=HIGHER)
    assert index.slope.limits == index.residual_limits
    assert "scatter" in index.slope.method


def test_a_line_that_reaches_zero_has_no_ratio_and_says_so():
    index = slope_index_of_inequality([0.1, 1, 5, 9], [1, 1, 1, 1], [0.1] * 4, polarity=HIGHER)
    assert index.relative_ratio is None
    assert index.notes == ("No ratio is given, because an end of the fitted line is not above zero.",)


def test_a_bend_is_lack_of_fit_and_a_straight_line_is_not():
    bent = slope_index_of_inequality([60, 79, 80, 80, 80], [1] * 5, [0.5] * 5, polarity=HIGHER)
    straight = slope_index_of_inequality([76, 77, 78, 79, 80], [1] * 5, [0.5] * 5, polarity=HIGHER)
    assert bent.lack_of_fit_p < 1e-6
    assert straight.lack_of_fit_p == pytest.approx(1.0)


def test_many_places_at_once_give_what_one_at_a_time_gives():
    generator = np.random.default_rng(7)
    values, errors = generator.normal(75, 5, (50, 10)), generator.uniform(0.5, 2, (50, 10))
    people = generator.integers(0, 5_000, (50, 10))
    many = slope_indices(values, people, errors, polarity=LOWER)
    for i in range(50):
        one = slope_index_of_inequality(values[i], people[i], errors[i], polarity=LOWER)
        assert many.slope.value[i] == pytest.approx(one.slope.value)
        assert many.slope.lower[i] == pytest.approx(one.slope.limits.lower)
        assert many.lack_of_fit_p[i] == pytest.approx(one.lack_of_fit_p)


def test_the_exact_interval_and_fiellers_hold_the_truth_nineteen_times_in_twenty():
    generator = np.random.default_rng(20260102)
    people, errors = np.array([3, 2, 4, 2, 3]), np.array([1.0, 1.5, 0.8, 1.2, 0.9])
    truth = 70 + 10 * ridit_ranks(people)
    draws = truth + generator.standard_normal((20_000, 5)) * errors
    found = slope_indices(
        draws, np.broadcast_to(people, draws.shape), np.broadcast_to(errors, draws.shape), polarity=HIGHER
    )
    for interval, true in ((found.slope, 10.0), (found.ratio, 80 / 70)):
        assert ((interval.lower <= true) & (true <= interval.upper)).mean() == pytest.approx(0.95, abs=0.01)
    in_scatter = (found.residual_lower <= 10) & (found.residual_upper >= 10)
    assert 0.9 < in_scatter.mean() < 0.99  # the groups' errors differ, so Student's t is approximate here
    # Under a straight line the lack-of-fit probability is uniform.
    assert (found.lack_of_fit_p < 0.05).mean() == pytest.approx(0.05, abs=0.01)


@pytest.mark.parametrize("line_on", [Scale.NATURAL, Scale.LOG])
def test_rates_against_a_simulation(line_on):
    rates, errors, people = np.array([9, 7, 6, 5.5, 5]), np.array([0.15, 0.1, 0.2, 0.12, 0.1]), np.ones(5)
    found = slope_indices_on_scale(rates, people, errors, errors_on=Scale.LOG, line_on=line_on, polarity=LOWER)
    draws = np.log(rates) + np.random.default_rng(3).standard_normal((400_000, 5)) * errors
    design = np.column_stack([np.ones(5), ridit_ranks(people)])
    line = np.linalg.lstsq(design, (draws if line_on is Scale.LOG else np.exp(draws)).T, rcond=None)[0]
    ends = np.stack([line[0], line[0] + line[1]])
    ends = np.exp(ends) if line_on is Scale.LOG else ends
    for ours, simulated in ((found.slope, ends[0] - ends[1]), (found.ratio, ends[0] / ends[1])):
        expected = np.quantile(simulated, [0.025, 0.975])
        width = expected[1] - expected[0]
        assert float(ours.lower) == pytest.approx(expected[0], abs=0.01 * width)
        assert float(ours.upper) == pytest.approx(expected[1], abs=0.01 * width)


@settings(max_examples=25, deadline=None)
@given(places(least=2))
def test_proportions_turned_round_turn_the_index_round(place):
    values, people, errors = place
    shares, errors = np.array(values) / 100, np.array(errors) / 10
    have = slope_indices_on_scale(shares, people, errors, errors_on=Scale.LOGIT, polarity=HIGHER)
    lack = slope_indices_on_scale(1 - shares, people, errors, errors_on=Scale.LOGIT, polarity=LOWER)
    assert float(have.slope.value) == pytest.approx(float(lack.slope.value), abs=1e-9)
    assert float(have.slope.lower) == pytest.approx(float(lack.slope.lower), abs=1e-6)
    assert float(have.slope.upper) == pytest.approx(float(lack.slope.upper), abs=1e-6)


def test_errors_on_the_natural_scale_are_sent_to_the_exact_interval():
    with pytest.raises(ValueError, match="exact interval"):
        slope_indices_on_scale([1, 2], [1, 1], [1, 1], errors_on=Scale.NATURAL, polarity=HIGHER)


@given(places(), st.sampled_from([HIGHER, LOWER]))
def test_concentration_is_the_covariance_with_rank(place, polarity):
    values, people, errors = place
    found = concentration_indices(values, people, errors, polarity=polarity, bounds=(0, 100))
    shares, ranks = np.array(people) / sum(people), ridit_ranks(people)
    mean = (shares * values).sum()
    covariance = (shares * (np.array(values) - mean) * (ranks - 0.5)).sum()
    sign = 1 if polarity is HIGHER else -1
    assert float(found.absolute.value) == pytest.approx(sign * 2 * covariance, abs=1e-8)
    assert float(found.relative.value) == pytest.approx(sign * 2 * covariance / mean, abs=1e-8)
    assert float(found.erreygers.value) == pytest.approx(sign * 8 * covariance / 100, abs=1e-8)
    assert float(found.wagstaff.value) == pytest.approx(100 * sign * 2 * covariance / ((100 - mean) * mean), abs=1e-8)


def test_a_line_through_counts_is_the_one_of_greatest_likelihood():
    counts, people = np.array([40, 30, 28, 15]), np.array([100, 90, 110, 95])
    found = slope_of_counts(counts, people, polarity=LOWER)
    ranks = ridit_ranks(people)
    logit = np.log([found.fitted_most_deprived, found.fitted_least_deprived]) - np.log(
        [1 - found.fitted_most_deprived, 1 - found.fitted_least_deprived]
    )

    def likelihood(intercept, slope):
        share = 1 / (1 + np.exp(-(intercept + slope * ranks)))
        return (counts * np.log(share) + (people - counts) * np.log(1 - share)).sum()

    best = likelihood(logit[0], logit[1] - logit[0])
    for step in ((1e-3, 0), (-1e-3, 0), (0, 1e-3), (0, -1e-3)):
        assert likelihood(logit[0] + step[0], logit[1] - logit[0] + step[1]) < best
    assert float(found.difference.value) == pytest.approx(found.fitted_most_deprived - found.fitted_least_deprived)


def test_a_measure_that_goes_below_zero_has_no_relative_index() -> None:
    index = slope_index_of_inequality([1.4, 0.5, 0.1, -0.3, -0.8], [1] * 5, polarity=Polarity.LOWER_IS_BETTER)
    assert index.slope.value > 0
    assert (index.relative_ratio, index.relative_mean, index.relative_gap) == (None, None, None)
    assert BELOW_ZERO in index.notes


def test_more_places_than_are_worked_on_together_are_each_as_alone_and_named_by_their_own_number():
    generator = np.random.default_rng(6)
    values, errors = generator.uniform(60, 90, (6_000, 5)), generator.uniform(0.2, 2, (6_000, 5))
    people = generator.integers(0, 4, (6_000, 5)).astype(float)
    people[:, 2] = 3
    values[4, 1] = errors[4, 1] = np.nan
    columns = slope_indices(values, people, errors, polarity=HIGHER).as_columns()
    many = {name: column for name, column in columns.items() if not name.startswith("ranks")}
    assert len(many["slope"]) == 6_000
    for i in (0, 4, 4_999, 5_000, 5_999):
        one = slope_indices(values[i], people[i], errors[i], polarity=HIGHER).as_columns()
        for name, column in many.items():
            assert column[i] == pytest.approx(float(one[name][0]), rel=1e-13, nan_ok=True), name
    people[5_998] = 0
    with pytest.raises(ValueError, match=r"^Number 5999 of the totals of the populations is zero: 0\.0\.$"):
        slope_indices(values, people, errors, polarity=HIGHER)
    empty = slope_indices(np.empty((0, 5)), np.empty((0, 5)), np.empty((0, 5)), polarity=HIGHER)
    assert empty.slope.value.shape == (0,)
    assert empty.ranks.shape == (0, 5)
