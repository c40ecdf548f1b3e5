"""Many series in one call give each series what it is given alone, and do not loop over places to do it."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core import statistics as gs
from goldenthread.core.estimates import Estimate, Limits

HIGHER, LOWER, NEITHER = gs.Polarity.HIGHER_IS_BETTER, gs.Polarity.LOWER_IS_BETTER, gs.Polarity.NEITHER
YEARS = [2012, 2014, 2015, 2017, 2018, 2020, 2021, 2022]


def alone(function, *row):
    """The answer of a single series, or None where it is refused."""
    try:
        return function(*row)
    except ValueError:
        return None


def rows(strategy, least=3):
    """Several places with equally many points, some missing."""
    return st.integers(least, len(YEARS)).flatmap(
        lambda size: st.lists(st.lists(strategy, min_size=size, max_size=size), min_size=1, max_size=6)
    )


def same(found, expected):
    assert (found is None or np.isnan(found)) == (expected is None or np.isnan(expected))
    if expected is not None and not np.isnan(expected):
        assert float(found) == pytest.approx(expected, rel=1e-9, abs=1e-9)


numbers = st.one_of(st.none(), st.floats(1, 99), st.integers(1, 4))


@given(rows(numbers))
def test_mann_kendall_of_each_series_with_ties_and_gaps(values):
    times = YEARS[: len(values[0])]
    found = gs.mann_kendall_trends(times, values)
    for i, row in enumerate(values):
        one = alone(gs.mann_kendall, times, row)
        assert found.points[i] == sum(value is not None for value in row)
        assert (found.reason[i] == "") is (one is not None)
        for name in ("score", "p", "slope"):
            same(getattr(found, name)[i], one and float(getattr(one, name)))


def test_the_exact_probability_ends_at_thirty_points_and_ties_end_it_sooner():
    generator = np.random.default_rng(3)
    for size in (2, 5, 29, 30, 31, 40):
        series = generator.standard_normal((3, size)).cumsum(axis=-1)
        series[2, :2] = 1.0  # a tie
        found = gs.mann_kendall_trends(np.arange(size), series)
        for i, row in enumerate(series):
            assert found.p[i] == pytest.approx(gs.mann_kendall(np.arange(size), row).p)
    assert gs.mann_kendall_trends([1, 2, 3], [[5, 5, 5]]).p.tolist() == [1.0]


@given(rows(st.tuples(st.one_of(st.none(), st.floats(-50, 50)), st.one_of(st.none(), st.floats(0.1, 9)))))
def test_the_weighted_line_of_each_series(points):
    values = [[value for value, _ in row] for row in points]
    errors = [[error for _, error in row] for row in points]
    times = np.array(YEARS[: len(points[0])])
    found = gs.weighted_trends(times, values, errors)
    for i, row in enumerate(points):
        has = np.array([value is not None and error is not None for value, error in row])
        one = alone(gs.weighted_trend, times[has], np.array(values[i])[has], np.array(errors[i])[has])
        assert found.points[i] == has.sum()
        assert found.reason[i] == ("" if one else "fewer than two points have a value")
        for name in ("slope", "standard_error", "chi_square", "scatter_chi_square"):
            same(getattr(found, name)[i], one and getattr(one, name))


shares = st.one_of(st.none(), st.tuples(st.integers(0, 60), st.integers(60, 400)), st.just((0, 50)))


@given(rows(shares), st.sampled_from([HIGHER, LOWER, NEITHER]))
def test_the_tests_of_counts_of_each_series(points, polarity):
    counts, people = ([[None if point is None else point[k] for point in row] for row in points] for k in (0, 1))
    times = np.array(YEARS[: len(points[0])])
    found, markers = gs.cochran_armitage_trends(times, counts, people), None
    markers = gs.recent_trends_of_counts(times, counts, people, polarity=polarity)
    for i, row in enumerate(points):
        has = np.array([point is not None for point in row])
        one = alone(gs.cochran_armitage, times[has], np.array(counts[i])[has], np.array(people[i])[has])
        for name in ("slope", "chi_square", "p"):
            same(getattr(found, name)[i], one and getattr(one, name))
        _same_marker(markers, i, gs.recent_trend_of_counts(times, counts[i], people[i], polarity=polarity))


def _same_marker(found, i, one):
    if abs(one.chi_square - 9.5495) > 1e-6:
        assert found.marker[i] is one.marker
        assert found.why[i] == one.why
        assert found.is_better[i] is one.is_better
    same(found.chi_square[i], one.chi_square)


points_with_limits = st.one_of(
    st.none(),
    st.tuples(st.floats(1, 90), st.sampled_from([0.0, 0.5, 3.0])),
    st.tuples(st.integers(0, 100), st.just(1.0)),
)


@given(
    rows(points_with_limits),
    st.sampled_from([HIGHER, LOWER, NEITHER]),
    st.sampled_from([gs.Scale.NATURAL, gs.Scale.LOG, gs.Scale.LOGIT]),
    st.randoms(use_true_random=False),
)
def test_the_marker_of_each_series_whatever_the_order_of_its_years(points, polarity, scale, dice):
    times = YEARS[: len(points[0])]
    dice.shuffle(times)
    values, lower, upper = (
        [[None if point is None else point[0] + sign * point[1] for point in row] for row in points]
        for sign in (0, -1, 1)
    )
    found = gs.recent_trends(times, values, lower, upper, polarity=polarity, scale=scale)
    for i in range(len(points)):
        with np.errstate(invalid="ignore"):
            one = gs.recent_trend(times, values[i], lower[i], upper[i], polarity=polarity, scale=scale)
        _same_marker(found, i, one)


def test_markers_that_are_known_and_one_that_hangs_on_a_single_point():
    values = np.array([[50, 52, 54, 56, 58], [58, 56, 54, 52, 50], [50, 51, 50.5, 49, 70], [50, 50, 50, 50, 50]])
    found = gs.recent_trends(range(5), values, values - 2, values + 2, polarity=LOWER)
    assert [marker.value for marker in found.marker] == [
        "increasing",
        "decreasing",
        "no significant change",
        "no significant change",
    ]
    assert found.is_better.tolist() == [False, True, None, None]
    assert found.why[2] == "the change hangs on a single point"
    assert found.why[3] == "the change is no larger than chance would often make it"


# ── gaps ────────────────────────────────────────────────────────────────────────────

PERIODS = [
    gs.Period(date(start, 1, 1), date(start + length - 1, 12, 31), f"{start} for {length}")
    for start, length in ((2010, 3), (2011, 3), (2013, 1), (2014, 2), (2015, 3), (2018, 1), (2019, 1), (2020, 1))
]


@st.composite
def places(draw):
    count, size = draw(st.integers(1, 4)), draw(st.integers(1, len(PERIODS)))
    chosen = draw(st.permutations(PERIODS))[:size]
    side = draw(st.sampled_from([1, 1, -1]))
    value = st.floats(2, 9)

    def grid(strategy):
        return np.array([[draw(strategy) for _ in chosen] for _ in range(count)], dtype=float)

    gap = side * grid(value)
    gap[grid(st.sampled_from([0, 0, 0, 0, 1])) == 1] = np.nan
    spread = grid(st.sampled_from([0.2, 0.2, 0.5]))
    spread[draw(st.lists(st.booleans(), min_size=count, max_size=count))] = np.nan
    worst, best = 70 - gap / 2, 70 + gap / 2 + grid(st.sampled_from([0, 0.5]))
    return chosen, gap, spread, worst, best


def _limited(values, spread):
    return values, values - spread, values + spread


def _estimates(values, spread):
    return [
        Estimate(v, Limits(v - s, v + s), "published") if not np.isnan(s) else Estimate(v, None, reason="bare")
        for v, s in zip(values, spread, strict=True)
    ]


@given(
    places(), st.sampled_from([HIGHER, LOWER, NEITHER]), st.sampled_from([True, False]), st.sampled_from([0.95, 0.8])
)
def test_the_verdict_on_each_place_is_the_one_it_gets_alone(drawn, polarity, has_relative, level):
    chosen, gap, spread, worst, best = drawn
    relative = (70 + gap / 2) / (70 - gap / 2)
    editions = ["2019" if period.start.year < 2019 else "2025" for period in chosen] if len(chosen) == 3 else None
    found = gs.gap_trends(
        chosen,
        _limited(gap, spread),
        _limited(relative, spread / 60) if has_relative else None,
        worst_group=_limited(worst, spread),
        best_group=_limited(best, spread),
        polarity=polarity,
        editions=editions,
        level=level,
    )
    for i in range(len(gap)):
        has = ~np.isnan(gap[i])

        def of(values, shrink=1, i=i, has=has):
            estimates = _estimates(values[i][has], spread[i][has] / shrink)
            return [
                e if e.limits is None else Estimate(e.value, Limits(e.limits.lower, e.limits.upper, level), e.method)
                for e in estimates
            ]

        one = gs.gap_trend(
            [period for period, there in zip(chosen, has, strict=True) if there],
            of(gap),
            of(relative, 60) if has_relative else None,
            worst_group=of(worst),
            best_group=of(best),
            polarity=polarity,
            editions=None if editions is None else [e for e, there in zip(editions, has, strict=True) if there],
            level=level,
        )
        assert (found.direction[i], found.why[i], found.how[i]) == (one.direction, one.why, one.how)
        assert (found.worst_moved[i], found.best_moved[i]) == (one.worst_moved, one.best_moved)
        assert found.periods_used[i] == len(one.periods_used)
        for many, single in (
            (found.absolute_change, one.absolute_change),
            (found.relative_change, one.relative_change),
        ):
            same(many.value[i], single and single.value)
            limits = single and single.limits
            same(many.lower[i], limits and limits.lower)
            same(many.upper[i], limits and limits.upper)


def test_a_place_whose_groups_are_not_known_throughout_is_not_told_who_moved():
    periods = PERIODS[-3:]
    gap = np.array([[9.0, 6.0, 3.0]] * 2)
    worst = np.array([[70.0, 73, 76], [70, np.nan, 76]])
    found = gs.gap_trends(
        periods,
        _limited(gap, 0.5),
        _limited(1 + gap / 70, 0.005),
        worst_group=_limited(worst, 0.5),
        best_group=_limited(np.full((2, 3), 79.0), 0.5),
        polarity=HIGHER,
    )
    assert [one.value for one in found.direction] == ["narrowing"] * 2
    assert found.how.tolist() == [
        "The most deprived fifth improved; the least deprived fifth shows no clear change.",
        "Who moved cannot be told.",
    ]


def test_a_ratio_whose_interval_reaches_zero_or_has_no_end_counts_as_having_none():
    gap, ratio = [9.0, 6.0, 3.0], [1.3, 1.2, 1.1]
    for lower, upper in ((0.0, 1.4), (1.0, np.inf)):
        limits = [1.2, lower, 1.0], [1.4, upper if upper > 1.4 else 1.4, 1.2]
        found = gs.gap_trends(PERIODS[-3:], (gap, [8, 5, 2], [10, 7, 4]), (ratio, *limits), polarity=HIGHER)
        assert found.direction.item() is gs.Direction.CANNOT_TELL
        assert str(found.why).startswith("The gaps carry no interval, and 3 separate periods are too few")


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: gs.mann_kendall_trends([1, 1], [[1, 2]]),
            "A trend needs one value at each time; a time is given twice.",
        ),
        (lambda: gs.mann_kendall_trends([1, None], [[1, 2]]), "Number 2 of the times is missing: nan."),
        (
            lambda: gs.weighted_trends([1, 2], [[1, 2, 3]], [1, 1, 1]),
            "Each series needs one number of each kind at each of its times; the shapes are 2, 1×3, 3.",
        ),
        (
            lambda: gs.weighted_trends([1, 2], [[1, 2]], [[0, 1]]),
            "Number 1 of the standard errors is not above zero (leave it out, or mark it missing): 0.0.",
        ),
        (
            lambda: gs.cochran_armitage_trends([1, 2], [[1, 9]], [[5, 8]]),
            "Number 2 of the counts is above its denominator: 9.0.",
        ),
        (
            lambda: gs.recent_trends_of_counts([1, 2], [[1, 9]], [[5, 8]]),
            "Number 2 of the counts is above its denominator: 9.0.",
        ),
        (
            lambda: gs.gap_trends(PERIODS[:2], ([1], [0], [2]), polarity=HIGHER),
            "Each of the 2 periods needs one number of each kind; got 1.",
        ),
        (
            lambda: gs.gap_trends(PERIODS[:1], ([1], [0], [2]), ([0], [-1], [2]), polarity=HIGHER),
            "Number 1 of the relative gaps is not above zero: 0.0.",
        ),
        (
            lambda: gs.gap_trends(PERIODS[:1], ([3], [0], [2]), polarity=HIGHER),
            "Number 1 of the gaps lies outside its limits: 3.0.",
        ),
    ],
)
def test_what_is_impossible_is_refused(call, sentence):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared below
        call()
    assert str(refused.value) == sentence


def test_a_point_of_one_time_only_has_no_line():
    found = gs.weighted_trends([[1, 1, 1]], [[1, 2, 3]], [1, 1, 1])
    assert found.reason.tolist() == ["all its points are of one time"]
    assert np.isnan(found.slope).all()


def test_results_of_many_become_columns():
    values = np.array([[50.0, 52, 54, 56, 58]] * 3)
    columns = gs.recent_trends(range(5), values, values - 2, values + 2, polarity=HIGHER).as_columns()
    assert columns["marker"].tolist() == ["increasing"] * 3
    gaps = gs.gap_trends(PERIODS[-2:], _limited(np.array([[9.0, 3.0]] * 3), 1), polarity=HIGHER).as_columns()
    assert gaps["direction"].tolist() == ["cannot tell"] * 3
    assert gaps["absolute_change_lower"].shape == (3,)


def test_ten_thousand_places_are_taken_at_once():
    generator = np.random.default_rng(4)
    values = 50 + generator.standard_normal((10_000, 5)).cumsum(axis=-1)
    periods = PERIODS[-3:]
    gap = _limited(values[:, :3] / 10, 0.5)
    found = (
        gs.recent_trends(range(5), values, values - 2, values + 2),
        gs.mann_kendall_trends(range(5), values),
        gs.gap_trends(periods, gap, _limited(1 + values[:, :3] / 700, 0.01), polarity=HIGHER),
    )
    for each in found:
        assert {column.shape for column in each.as_columns().values()} == {(10_000,)}
