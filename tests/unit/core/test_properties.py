"""What must hold whatever the numbers, for functions whose own files prove them on chosen ones."""

from datetime import date
from itertools import pairwise
from math import erf, sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goldenthread.core.disclosure.suppression import is_small, suppress, table_relations, with_totals
from goldenthread.core.estimates import Estimate, Limits, Polarity
from goldenthread.core.statistics.checks import (
    as_numbers,
    check_counts,
    check_denominators,
    check_level,
    check_same_length,
    normal_quantile,
    refuse,
)
from goldenthread.core.statistics.funnels import (
    WARNING_LEVEL,
    Comparison,
    Significance,
    compare_with_benchmark,
    funnel_limits_of_ratios,
    funnel_of_rates,
    funnel_of_ratios,
    overdispersion,
)
from goldenthread.core.statistics.inequality import Groups, null_band
from goldenthread.core.statistics.intervals import ValueWithLimits, standard_error_from_limits
from goldenthread.core.statistics.proportions import proportion, wilson_interval
from goldenthread.core.statistics.quantiles import describe_quantiles
from goldenthread.core.statistics.ranges import range_expected_by_chance
from goldenthread.core.statistics.rates import crude_rate, difference_of_rates
from goldenthread.core.statistics.representation import age_adjusted_representation
from goldenthread.core.statistics.slope_index import slope_index_of_inequality, slope_indices
from goldenthread.core.statistics.standardisation import (
    EUROPEAN_STANDARD_POPULATION_2013,
    age_band,
    compare_rates,
    indirectly_standardised,
    standard_weights,
)
from goldenthread.core.statistics.targets import below_floor_probability, floor_status
from goldenthread.core.statistics.trend_tests import TrendMarker, cochran_armitage, recent_trend, recent_trend_of_counts
from goldenthread.core.statistics.trends import Direction, Period, gap_trend

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER
OPPOSITE = {
    Significance.HIGH_975: Significance.LOW_975,
    Significance.HIGH_999: Significance.LOW_999,
    Significance.NOT_SIGNIFICANT: Significance.NOT_SIGNIFICANT,
}
shares = st.tuples(st.integers(0, 400), st.integers(400, 5_000))
levels = st.floats(0.5, 0.999)
intervals = st.tuples(st.floats(-50, 50), st.floats(0, 20), st.floats(0, 20))


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6), st.integers(-1_000, 1_000)), min_size=1))
def test_numbers_stay_what_they_are_and_what_is_missing_stays_missing(values):
    found = as_numbers(values, "values")
    assert [None if np.isnan(one) else one for one in found.tolist()] == values


@given(st.lists(st.integers(-5, 20), min_size=1, max_size=10))
def test_counts_and_denominators_are_refused_at_the_first_that_is_wrong(values):
    for check, wrong in ((check_counts, lambda v: v < 0), (check_denominators, lambda v: v <= 0)):
        at = next((i for i, value in enumerate(values, 1) if wrong(value)), None)
        if at is None:
            assert check(values).tolist() == values
        else:
            with pytest.raises(ValueError, match=f"^Number {at} of the "):
                check(values)
    with pytest.raises(ValueError, match=r"^Number 1 of the values is odd: "):
        refuse(np.ones(len(values), dtype=bool), "values", "is odd", values)


@given(levels)
def test_a_level_is_the_probability_between_the_quantiles(level):
    assert float(check_level(level)) == level
    assert erf(float(normal_quantile(level)) / sqrt(2)) == pytest.approx(level)


@given(st.integers(1, 9), st.integers(1, 9))
def test_lengths_must_agree(first, second):
    if first == second:
        check_same_length(one=np.ones(first), other=np.ones(second))
    else:
        with pytest.raises(ValueError, match=f"one {first}, other {second}"):
            check_same_length(one=np.ones(first), other=np.ones(second))


@given(st.floats(-100, 100), st.floats(0, 50), levels)
def test_an_interval_gives_back_the_error_it_was_made_from(value, error, level):
    z = float(normal_quantile(level))
    found = float(standard_error_from_limits(value - z * error, value + z * error, level))
    assert found == pytest.approx(error, abs=1e-9)


@given(shares, levels)
def test_a_proportion_lies_within_limits_that_mirror_those_of_its_lack(share, level):
    count, people = share
    found, lack = proportion(count, people, level), proportion(people - count, people, level)
    assert float(found.lower) <= float(found.value) <= float(found.upper)
    assert float(found.value) == count / people
    assert (float(found.lower), float(found.upper)) == tuple(float(x) for x in wilson_interval(count, people, level))
    assert 1 - float(lack.upper) == pytest.approx(float(found.lower), abs=1e-12)


@given(shares, shares)
def test_a_difference_of_rates_turned_round_is_its_opposite(first, second):
    one, other = difference_of_rates(*first, *second), difference_of_rates(*second, *first)
    assert float(one.value) == pytest.approx(float(crude_rate(*first).value - crude_rate(*second).value))
    assert float(one.lower) == pytest.approx(-float(other.upper), abs=1e-9)
    assert float(one.lower) <= float(one.value) <= float(one.upper)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(100, 5_000)), min_size=2, max_size=6))
def test_the_reference_standardised_by_itself_is_as_expected(rows):
    counts, people = (np.array(column) for column in zip(*rows, strict=True))
    found = indirectly_standardised([counts.sum()], [people], counts, people)
    assert float(found.ratio.value[0]) == pytest.approx(1)
    assert float(found.rate.value[0]) == pytest.approx(counts.sum() / people.sum() * 100_000)
    twice = indirectly_standardised([2 * counts.sum()], [people], counts, people)
    assert float(twice.ratio.value[0]) == pytest.approx(2)
    assert float(twice.ratio.lower[0]) < 2 < float(twice.ratio.upper[0])


@given(st.floats(10, 500), st.floats(10, 500), st.floats(1.05, 2), st.floats(1.05, 2))
def test_rates_compared_the_other_way_round_are_the_inverse(first, second, spread, other_spread):
    one = ValueWithLimits(*(np.array(x) for x in (first, first / spread, first * spread)))
    other = ValueWithLimits(*(np.array(x) for x in (second, second / other_spread, second * other_spread)))
    found, turned = compare_rates(one, other), compare_rates(other, one)
    assert [float(x) for x in found] == pytest.approx([1 / float(turned[i]) for i in (0, 2, 1)])
    assert float(found.upper / found.value) == pytest.approx(np.exp(np.hypot(np.log(spread), np.log(other_spread))))


@given(st.integers(0, 99), st.integers(0, 20), st.sampled_from(["{}-{}", "{} to {}", "Aged {:02d}–{}", "{}-{} years"]))
def test_a_band_is_read_however_it_is_written(first, width, form):
    assert age_band(form.format(first, first + width)) == (first, first + width)
    assert age_band(f"{first}+") == age_band(f"{first} and over") == (first, None)


@given(st.sets(st.integers(1, 17)), st.randoms(use_true_random=False))
def test_joined_bands_keep_everybody_of_the_standard_in_any_order(cuts, shuffler):
    starts = [0, *(5 * cut for cut in sorted(cuts))]
    bands = [f"{a}-{b - 1}" for a, b in pairwise(starts)] + [f"{starts[-1]}+"]
    before = dict(zip(bands, standard_weights(bands, EUROPEAN_STANDARD_POPULATION_2013), strict=True))
    shuffler.shuffle(bands)
    weights = standard_weights(bands, EUROPEAN_STANDARD_POPULATION_2013)
    assert weights.sum() == 100_000
    assert dict(zip(bands, weights, strict=True)) == before


@given(st.lists(st.integers(0, 10), max_size=30))
def test_every_quantile_is_present_or_missing(groups):
    cover = describe_quantiles(groups, 10)
    assert sorted(cover.present + cover.missing) == list(range(1, 11))
    assert cover.areas_left_out == groups.count(0)
    assert cover.has_both_ends is ({1, 10} <= set(groups))


@given(st.floats(0.5, 500), st.floats(1, 9))
def test_on_the_limit_of_a_funnel_of_ratios_the_score_is_the_quantile(expected, dispersion):
    lower, upper = funnel_limits_of_ratios(expected, dispersion=dispersion)
    z = float(normal_quantile(WARNING_LEVEL))
    score = 2 * (np.sqrt(float(upper) * expected) - np.sqrt(expected)) / np.sqrt(dispersion)
    assert score == pytest.approx(z)
    assert float(lower) == 0 or 2 * (np.sqrt(expected) - np.sqrt(float(lower) * expected)) == pytest.approx(
        z * np.sqrt(dispersion)
    )
    assert float(lower) < 1 < float(upper)


@given(st.integers(0, 300), st.floats(1, 300), st.floats(1.5, 9))
def test_wider_limits_call_fewer_ratios_remarkable(observed, expected, dispersion):
    label = funnel_of_ratios([observed], [expected], dispersion=dispersion).label[0]
    score = 2 * (np.sqrt(observed) - np.sqrt(expected)) / np.sqrt(dispersion)
    outside = abs(score) > float(normal_quantile(0.95))
    assert (label is not Significance.NOT_SIGNIFICANT) is bool(outside)
    same = funnel_of_rates([observed], [1_000], expected, multiplier=1_000, dispersion=dispersion)
    assert same.label[0] is label
    assert same.dispersion == dispersion


@given(st.lists(st.floats(-6, 6), min_size=2, max_size=60), st.floats(1, 3))
def test_over_dispersion_is_blind_to_sign_and_order_and_grows_with_the_square(scores, factor):
    one = overdispersion(scores)
    other = overdispersion([-z for z in reversed(scores)])
    assert one.multiplicative == pytest.approx(other.multiplicative)
    assert one.multiplicative >= 1
    assert one.places == len(scores)
    if one.multiplicative > 1:
        more = overdispersion([factor * z for z in scores])
        assert more.multiplicative == pytest.approx(factor**2 * one.multiplicative)


@given(intervals, st.floats(-50, 50))
def test_a_benchmark_is_above_below_or_within(interval, benchmark):
    value, below, above = interval
    found = compare_with_benchmark(value - below, value + above, benchmark)
    expected = (
        Comparison.HIGHER
        if value - below > benchmark
        else Comparison.LOWER
        if value + above < benchmark
        else Comparison.SIMILAR
    )
    assert found[()] is expected
    mirrored = compare_with_benchmark(-value - above, -value + below, -benchmark)[()]
    swap = {Comparison.HIGHER: Comparison.LOWER, Comparison.LOWER: Comparison.HIGHER}
    assert mirrored is swap.get(expected, expected)


@given(intervals, st.floats(-50, 50), st.floats(0.1, 9))
def test_a_floor_turned_round_is_a_ceiling(interval, floor, error):
    value, below, above = interval
    up = floor_status(value - below, value + above, floor, polarity=HIGHER)[()]
    down = floor_status(-value - above, -value + below, -floor, polarity=LOWER)[()]
    assert up is down
    probability = below_floor_probability([value], [error], floor, polarity=HIGHER)[0]
    assert probability == pytest.approx(below_floor_probability([-value], [error], -floor, polarity=LOWER)[0])
    assert (probability < 0.5) == (value < floor) or abs(value - floor) < 1e-9


@given(st.lists(st.floats(0.05, 5), min_size=2, max_size=9), st.floats(0.1, 10))
def test_the_range_of_equals_grows_with_their_errors_and_their_number(errors, factor):
    one = range_expected_by_chance(errors)
    assert range_expected_by_chance([factor * s for s in errors]) == pytest.approx(factor * one, rel=1e-6)
    assert range_expected_by_chance([*errors, errors[0]]) > one


@given(st.lists(st.floats(0.1, 5), min_size=2, max_size=6), st.floats(0.2, 5))
def test_the_null_band_scales_and_its_middle_is_below_its_end(errors, factor):
    size = len(errors)
    median, upper = null_band(Groups.of([5.0] * size, [1] * size, errors))
    larger = null_band(Groups.of([5.0] * size, [1] * size, [factor * s for s in errors]))
    assert float(median) < float(upper)
    assert [float(x) for x in larger] == pytest.approx([factor * float(median), factor * float(upper)], rel=1e-4)


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(60, 900)), min_size=4, max_size=4))
def test_observed_and_expected_users_add_up_to_the_same(rows):
    users, people = (np.array(column).reshape(2, 2) for column in zip(*rows, strict=True))
    found = age_adjusted_representation(users, people)
    assert found.expected.sum() == pytest.approx(users.sum())
    assert (found.ratio.lower <= found.ratio.value).all()
    assert (found.ratio.value <= found.ratio.upper).all()
    even = age_adjusted_representation(people * 0.1, people)
    assert even.ratio.value == pytest.approx([1, 1])


@given(st.lists(shares, min_size=3, max_size=8), st.floats(0.5, 3), st.floats(-9, 9))
def test_a_trend_does_not_mind_in_what_units_time_is_told(points, factor, shift):
    counts, people = zip(*points, strict=True)
    assume(0 < sum(counts) < sum(people))
    times = np.arange(len(points))
    one = cochran_armitage(times, counts, people)
    other = cochran_armitage(factor * times + shift, counts, people)
    lack = cochran_armitage(times, np.array(people) - np.array(counts), people)
    assert other.chi_square == pytest.approx(one.chi_square, rel=1e-6, abs=1e-9)
    assert other.slope == pytest.approx(one.slope / factor, rel=1e-6, abs=1e-12)
    assert lack.slope == pytest.approx(-one.slope, abs=1e-12)
    assert one.p == pytest.approx(lack.p)


TURNED = {TrendMarker.INCREASING: TrendMarker.DECREASING, TrendMarker.DECREASING: TrendMarker.INCREASING}


@given(st.lists(st.floats(20, 80), min_size=5, max_size=9), st.floats(0.2, 20))
def test_the_marker_of_a_series_turned_round_in_time_is_the_opposite(values, spread):
    y, years = np.array(values[:5]), np.arange(5)
    there = recent_trend(years, y, y - spread, y + spread, polarity=HIGHER)
    back = recent_trend(years, y[::-1], y[::-1] - spread, y[::-1] + spread, polarity=HIGHER)
    assume(abs(there.chi_square - 9.5495) > 1e-6)
    assert back.marker is TURNED.get(there.marker, there.marker)
    assert back.chi_square == pytest.approx(there.chi_square, rel=1e-6, abs=1e-9)
    assert (there.is_better is None) is (there.marker is TrendMarker.NO_CHANGE)


@given(st.lists(st.tuples(st.integers(20, 380), st.integers(400, 5_000)), min_size=5, max_size=5))
def test_the_marker_of_counts_turns_round_with_the_property(points):
    counts, people = (np.array(column) for column in zip(*points, strict=True))
    have = recent_trend_of_counts(range(5), counts, people, polarity=HIGHER)
    lack = recent_trend_of_counts(range(5), people - counts, people, polarity=LOWER)
    assert lack.marker is TURNED.get(have.marker, have.marker)
    assert lack.is_better is have.is_better


@given(st.lists(st.floats(1, 9), min_size=2, max_size=6), st.floats(0.05, 2))
def test_a_gap_told_backwards_is_the_opposite(gaps, spread):
    years = [Period(date(2015 + i, 1, 1), date(2015 + i, 12, 31), str(2015 + i)) for i in range(len(gaps))]

    def told(values):
        absolute = [Estimate(v, Limits(v - spread, v + spread), "published") for v in values]
        relative = [Estimate(1 + v / 70, Limits(1 + (v - spread) / 70, 1 + (v + spread) / 70)) for v in values]
        return gap_trend(years, absolute, relative, polarity=HIGHER).direction

    turned = {Direction.NARROWING: Direction.WIDENING, Direction.WIDENING: Direction.NARROWING}
    assume(min(gaps) > spread)
    there, back = told(gaps), told(gaps[::-1])
    assert back is turned.get(there, there)
    assert told([gaps[0]] * len(gaps)) is Direction.NO_CLEAR_CHANGE


@st.composite
def many_places(draw):
    size, groups = draw(st.integers(1, 5)), draw(st.integers(3, 6))
    numbers = st.floats(20, 90)
    rows = draw(st.lists(st.lists(numbers, min_size=groups, max_size=groups), min_size=size, max_size=size))
    people = draw(
        st.lists(st.lists(st.integers(1, 900), min_size=groups, max_size=groups), min_size=size, max_size=size)
    )
    return rows, people


@given(many_places(), st.sampled_from([HIGHER, LOWER]))
def test_each_of_many_places_is_as_it_is_alone(places, polarity):
    rows, people = places
    errors = np.ones(np.shape(rows))
    many = slope_indices(rows, people, errors, polarity=polarity)
    for i, (values, n) in enumerate(zip(rows, people, strict=True)):
        one = slope_index_of_inequality(values, n, errors[i], polarity=polarity)
        assert float(many.slope.value[i]) == pytest.approx(one.slope.value, abs=1e-9)
        assert float(many.slope.upper[i]) == pytest.approx(one.slope.limits.upper, abs=1e-9)
        assert float(many.residual_lower[i]) == pytest.approx(one.residual_limits.lower, abs=1e-9)


@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=2, max_size=4), st.integers(2, 10))
def test_small_counts_are_hidden_and_with_them_what_would_give_them_away(inner, threshold):
    table = with_totals(np.array(inner, dtype=float))
    assert table[:-1, :-1].tolist() == inner
    assert (table[:-1].sum(axis=0) == table[-1]).all()
    assert (table[:, :-1].sum(axis=1) == table[:, -1]).all()
    small = is_small(table, threshold)
    assert (small == ((table > 0) & (table < threshold))).all()
    hidden = suppress(table.ravel(), table_relations(np.shape(inner)), small.ravel(), threshold).reshape(table.shape)
    assert (hidden | ~small).all()
    for line in [*hidden, *hidden.T]:
        assert line.sum() != 1  # what is hidden alone is the total less the others
