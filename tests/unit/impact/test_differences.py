"""Difference in differences and the event study: against dummies and loops, and on panels whose truth is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.impact.slow import dummies_regression, wild_p_value

from goldenthread import impact
from goldenthread.impact import difference_in_differences, event_study
from goldenthread.impact.panel import Panel
from goldenthread.impact.regression import panel_regression
from goldenthread.impact.wild_bootstrap import WildBootstrap, smallest_p_value


def dice(seed=1):
    return np.random.default_rng(seed)


def mean_of(columns, is_treated_unit, is_after, after_from):
    treated = {unit for unit, on in zip(columns["units"], columns["treated"], strict=True) if on}
    found = [
        value
        for unit, period, value in zip(columns["units"], columns["periods"], columns["values"], strict=True)
        if (unit in treated) == is_treated_unit and (period >= after_from) == is_after
    ]
    return sum(found) / len(found)


@given(st.integers(0, 10_000), st.integers(2, 6), st.integers(2, 6), st.integers(1, 4), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_with_one_beginning_it_is_four_means(panel, seed, treated, others, before, after):
    columns = panel(dice(seed), starts=[before] * treated + [None] * others, periods=before + after, effect=2.0)
    found = difference_in_differences(**columns, generator=dice())
    start = 2000 + before
    by_hand = (
        mean_of(columns, True, True, start)
        - mean_of(columns, True, False, start)
        - mean_of(columns, False, True, start)
        + mean_of(columns, False, False, start)
    )
    assert found.effect.value == pytest.approx(by_hand, abs=1e-9)
    assert (found.treated, found.compared, found.periods_before, found.periods_after) == (
        treated,
        others,
        before,
        after,
    )


@given(st.integers(0, 10_000), st.floats(-5, 5), st.floats(0.5, 3))
@settings(max_examples=25, deadline=None)
def test_moving_and_stretching_the_outcome_moves_and_stretches_the_answer(panel, seed, shift, stretch):
    columns = panel(dice(seed), starts=[3] * 4 + [None] * 4, periods=6, effect=1.0)
    plain = difference_in_differences(**columns)
    moved = difference_in_differences(**columns | {"values": [shift + stretch * v for v in columns["values"]]})
    assert moved.effect.value == pytest.approx(stretch * plain.effect.value, abs=1e-8)
    assert moved.p_value == pytest.approx(plain.p_value, abs=1e-12)
    if plain.effect.limits is not None:
        assert moved.effect.limits.lower == pytest.approx(stretch * plain.effect.limits.lower, abs=1e-4)
        assert moved.effect.limits.upper == pytest.approx(stretch * plain.effect.limits.upper, abs=1e-4)


def test_many_clusters_against_a_dummy_for_everything(panel):
    clusters = [unit // 2 for unit in range(120)]
    starts = [4 if cluster % 2 else None for cluster in clusters]
    columns = panel(dice(2), starts=starts, periods=7, effect=1.5, shared=0.7, clusters=clusters)
    found = difference_in_differences(**columns)
    coefficients, covariance = dummies_regression(columns, [[float(on)] for on in columns["treated"]])
    assert found.clusters == 60
    assert found.effect.value == pytest.approx(coefficients[0], abs=1e-10)
    assert found.standard_error == pytest.approx(covariance[0, 0] ** 0.5, rel=1e-10)
    half = 2.0009954  # t with 59 degrees of freedom, 97.5%
    assert found.effect.limits.upper - found.effect.value == pytest.approx(half * found.standard_error, rel=1e-6)


def test_units_that_share_a_shock_are_less_sure_than_they_look(panel):
    clusters = [unit // 10 for unit in range(600)]
    starts = [3 if cluster % 2 else None for cluster in clusters]
    columns = panel(dice(3), starts=starts, periods=6, shared=2.0, clusters=clusters)
    together = difference_in_differences(**columns)
    alone = difference_in_differences(**{name: column for name, column in columns.items() if name != "clusters"})
    assert together.effect.value == pytest.approx(alone.effect.value)
    assert together.standard_error > 2 * alone.standard_error


def test_different_beginnings_against_dummies_for_each_cohort_and_period(panel):
    columns = panel(dice(4), starts=[3] * 15 + [5] * 10 + [None] * 30, periods=8, effect=lambda since: 1.0 + since)
    found = difference_in_differences(**columns)
    cells = [(cohort, period) for cohort in (3, 5) for period in range(cohort, 8)]
    cohort_of = {f"unit {unit:02}": 3 if unit < 15 else 5 for unit in range(25)}
    terms = [
        [float(cohort_of.get(unit) == cohort and period == 2000 + when) for cohort, when in cells]
        for unit, period in zip(columns["units"], columns["periods"], strict=True)
    ]
    coefficients, covariance = dummies_regression(columns, terms)
    sizes = np.array([15.0 if cohort == 3 else 10.0 for cohort, _ in cells])
    weights = sizes / sizes.sum()
    assert found.effect.value == pytest.approx(float(weights @ coefficients), abs=1e-9)
    assert found.standard_error == pytest.approx(float(weights @ covariance @ weights) ** 0.5, rel=1e-8)
    assert found.cohorts == (2003, 2005)
    assert any("They began in 2003 and 2005" in sentence for sentence in found.sentences)


def test_effects_that_grow_are_recovered_where_beginnings_differ_and_one_line_would_be_wrong(panel):
    """The trap of the two-way line: late starters are compared with early ones, whose effect still grows."""
    starts = [2] * 40 + [6] * 40 + [None] * 4
    columns = panel(dice(5), starts=starts, periods=10, effect=lambda since: 2.0 * since, noise=0.1)
    since = [float(k) for k in range(8)] * 40 + [float(k) for k in range(4)] * 40
    truth = 2 * sum(since) / len(since)
    found = difference_in_differences(**columns)
    line, _ = dummies_regression(columns, [[float(on)] for on in columns["treated"]])
    assert found.effect.value == pytest.approx(truth, abs=0.2)
    assert line[0] < truth - 1


@pytest.mark.parametrize("null", [0.0, 1.0, -2.5])
@pytest.mark.parametrize("starts", [[3, 3, 3, None, None, None], [2, 2, 3, None, None, None]])
def test_the_wild_bootstrap_against_a_refit_for_every_pattern_of_signs(panel, null, starts):
    made = Panel.of(**panel(dice(6), starts=starts, periods=5, effect=1.0))
    on = (np.arange(5)[None, :] >= made.starts[:, None]).astype(float)
    late = on * (np.arange(5)[None, :] == 4)
    regression = panel_regression(made, np.array([on, late]))
    combination = np.zeros(regression.columns.shape[1])
    combination[:2] = [1.0, 0.5]
    fast = WildBootstrap.of(regression.outcome, regression.columns, regression.clusters, combination, None)
    slow = wild_p_value(regression.columns, regression.outcome, regression.clusters, combination, null)
    assert fast.p_value(null) == pytest.approx(slow, abs=1e-12)


def test_the_limits_are_where_the_p_value_crosses(panel):
    made = Panel.of(**panel(dice(7), starts=[3] * 5 + [None] * 5, periods=6, effect=1.0))
    on = (np.arange(6)[None, :] >= made.starts[:, None]).astype(float)
    regression = panel_regression(made, on[None])
    combination = np.zeros(regression.columns.shape[1])
    combination[0] = 1.0
    bootstrap = WildBootstrap.of(regression.outcome, regression.columns, regression.clusters, combination, None)
    for limit, side in zip(bootstrap.limits(0.95), (-1, 1), strict=True):
        assert bootstrap.p_value(limit - side * 1e-5) > 0.05
        assert bootstrap.p_value(limit + side * 1e-5) <= 0.05


def test_drawn_signs_come_near_to_all_signs(panel, monkeypatch):
    columns = panel(dice(8), starts=[3] * 6 + [None] * 6, periods=6, effect=0.4)
    every = difference_in_differences(**columns)
    monkeypatch.setattr("goldenthread.impact.wild_bootstrap.ENUMERATED_CLUSTERS", 5)
    drawn = difference_in_differences(**columns, generator=dice())
    assert drawn.p_value == pytest.approx(every.p_value, abs=0.02)
    assert drawn.effect.method == "Wild cluster bootstrap, 12 clusters, drawn signs"


def test_the_same_dice_give_the_same_answer(panel):
    columns = panel(dice(9), starts=[3] * 8 + [None] * 8, periods=6, effect=1.0)
    first, again = (difference_in_differences(**columns, generator=dice(5)) for _ in range(2))
    assert first.effect == again.effect
    assert first.p_value == again.p_value


def test_dice_are_asked_for_where_they_are_needed(panel):
    columns = panel(dice(9), starts=[3] * 8 + [None] * 8, periods=6)
    for method in (difference_in_differences, event_study):
        with pytest.raises(impact.ImpactError, match=r"With 16 clusters .* generator=numpy\.random\.default_rng"):
            method(**columns)


def test_few_clusters_are_covered_by_the_bootstrap_where_the_usual_test_finds_what_is_not_there(panel):
    """Ten clusters of shared shocks and no effect: 95% of intervals should hold nought."""
    runs, held, usual = 300, 0, 0
    for seed in range(runs):
        clusters = [unit // 2 for unit in range(20)]
        starts = [3 if cluster < 4 else None for cluster in clusters]
        columns = panel(dice(seed), starts=starts, periods=6, shared=1.0, clusters=clusters)
        found = difference_in_differences(**columns)
        held += found.p_value > 0.05
        usual += abs(found.effect.value / found.standard_error) < 1.96
    assert 0.91 <= held / runs <= 0.99
    assert usual / runs < held / runs


def test_many_clusters_are_covered_and_the_effect_is_recovered(panel):
    runs, held, values = 200, 0, []
    for seed in range(runs):
        columns = panel(dice(seed), starts=[3] * 25 + [None] * 25, periods=6, effect=2.0)
        found = difference_in_differences(**columns)
        held += found.effect.limits.contains(2.0)
        values.append(found.effect.value)
    assert 0.91 <= held / runs <= 0.985
    assert np.mean(values) == pytest.approx(2.0, abs=0.05)


def test_a_drift_before_is_seen_and_said(panel):
    drifting = difference_in_differences(**panel(dice(10), starts=[5] * 30 + [None] * 30, periods=8, drift=0.6))
    check = drifting.checks[0]
    assert check.passed is False
    assert drifting.pre_trend.drift.value == pytest.approx(0.6, abs=0.1)
    assert "A drift was seen" in str(drifting)
    steady = difference_in_differences(**panel(dice(10), starts=[5] * 30 + [None] * 30, periods=8, effect=3.0))
    assert steady.checks[0].passed is True
    assert "gone on, would have come to" in steady.checks[0].why


def test_one_period_before_shows_no_drift_and_says_why(panel):
    found = difference_in_differences(**panel(dice(11), starts=[1] * 30 + [None] * 30, periods=3, effect=1.0))
    assert found.pre_trend.drift is None
    assert found.checks[0].passed is None
    assert "one period before the action" in str(found)
    assert found.as_columns()["name"].tolist() == ["effect"]


@pytest.mark.parametrize(
    ("starts", "reason"),
    [
        ([3, None, None, None, None], "Only one cluster was treated"),
        ([3, 3, 3, 3, None], "Only one cluster has a unit that was not treated"),
        ([3, 3, None, None], "With 4 clusters no p-value can be below 0.12"),
    ],
)
def test_what_chance_cannot_be_told_from_has_no_interval_but_a_reason(panel, starts, reason):
    found = difference_in_differences(**panel(dice(12), starts=starts, periods=6, effect=1.0))
    assert found.effect.limits is None
    assert found.effect.reason.startswith(reason)
    assert found.checks[1].passed is False
    columns = found.as_columns()
    assert np.isnan(columns["lower"][0])
    assert columns["reason"][0] == found.effect.reason
    assert "missing" in str(found)


def test_a_panel_without_chance_has_no_interval():
    found = difference_in_differences(
        units=[f"{u}" for u in range(6) for _ in range(3)],
        periods=[1, 2, 3] * 6,
        values=[u + p + (2 if u < 3 and p == 3 else 0) for u in range(6) for p in (1, 2, 3)],
        treated=[int(u < 3 and p == 3) for u in range(6) for p in (1, 2, 3)],
    )
    assert found.effect.value == pytest.approx(2.0)
    assert found.effect.reason.startswith("The values fit without any residue")


def test_one_period_without_chance_has_no_interval_and_the_others_have(panel):
    columns = panel(dice(18), starts=[3] * 4 + [None] * 4, periods=5)
    values = list(columns["values"])
    for row, period in enumerate(columns["periods"]):
        if period == 2000:  # as far from the last period before as everybody else
            last = next(i for i, when in enumerate(columns["periods"][row:], start=row) if when == 2002)
            values[row] = values[last] - 1.0
    found = event_study(**columns | {"values": values})
    assert found.moments[0].difference.value == pytest.approx(0.0, abs=1e-9)
    assert found.moments[0].p_value is None
    assert found.moments[0].difference.reason.startswith("The values fit without any residue")
    assert found.moments[2].p_value is not None


def test_all_signs_of_few_clusters_cannot_give_less_than_their_number_allows(panel):
    for clusters in (5, 6, 8):
        starts = [2] * (clusters // 2) + [None] * (clusters - clusters // 2)
        found = difference_in_differences(**panel(dice(13), starts=starts, periods=4, effect=1e6))
        assert found.p_value == pytest.approx(smallest_p_value(clusters))


def test_the_event_study_against_dummies_for_every_period(panel):
    columns = panel(dice(14), starts=[3] * 30 + [None] * 30, periods=6, effect=lambda since: 1.0 + since)
    found = event_study(**columns)
    treated = {unit for unit, on in zip(columns["units"], columns["treated"], strict=True) if on}
    moments = [-3, -2, 0, 1, 2]
    terms = [
        [float(unit in treated and period - 2003 == moment) for moment in moments]
        for unit, period in zip(columns["units"], columns["periods"], strict=True)
    ]
    coefficients, covariance = dummies_regression(columns, terms)
    assert [moment.period for moment in found.moments] == moments
    for i, moment in enumerate(found.moments):
        assert moment.difference.value == pytest.approx(coefficients[i], abs=1e-9)
        assert moment.units == 30
    before = coefficients[:2] @ np.linalg.inv(covariance[:2, :2]) @ coefficients[:2] / 2
    from scipy.stats import f

    assert found.joint_p_value == pytest.approx(f.sf(before, 2, 59), rel=1e-6)


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_moments_after_average_to_the_effect_measured_from_the_last_period_before(panel, seed):
    columns = panel(dice(seed), starts=[2] * 3 + [4] * 2 + [None] * 5, periods=6, effect=1.0)
    found = event_study(**columns)
    treated = Panel.of(**columns)
    course = treated.values[~treated.is_treated].mean(axis=0)
    for moment in found.moments:
        own = [
            values[start + moment.period] - values[start - 1] - course[start + moment.period] + course[start - 1]
            for values, start in zip(treated.values, treated.starts.tolist(), strict=True)
            if start < 6 and 0 <= start + moment.period < 6
        ]
        assert moment.units == len(own)
        assert moment.difference.value == pytest.approx(float(np.mean(own)), abs=1e-8)


def test_effects_by_moment_are_recovered_where_beginnings_differ(panel):
    starts = [3] * 60 + [5] * 60 + [None] * 60
    found = event_study(**panel(dice(15), starts=starts, periods=8, effect=lambda since: 1.0 + since, noise=0.3))
    for moment in found.moments:
        truth = 1.0 + moment.period if moment.period >= 0 else 0.0
        assert moment.difference.value == pytest.approx(truth, abs=0.25)
    assert [check.name for check in found.checks][1] == "No difference before"
    assert found.table.name.tolist()[:5] == ["−5", "−4", "−3", "−2", "0"]


def test_an_event_study_needs_something_to_look_at_before(panel):
    with pytest.raises(impact.ImpactError, match="one period before the action"):
        event_study(**panel(dice(16), starts=[1] * 5 + [None] * 5, periods=4))


def test_few_clusters_are_not_tested_jointly_and_it_is_said_why(panel):
    found = event_study(**panel(dice(17), starts=[3] * 5 + [None] * 5, periods=6))
    assert found.joint_p_value is None
    assert found.joint_reason.startswith("With few clusters")


@pytest.mark.parametrize("level", [0, 1, 95, float("nan")])
def test_a_level_that_is_none_is_refused(panel, level):
    with pytest.raises(impact.ImpactError, match="must lie between 0 and 1"):
        difference_in_differences(**panel(dice(), starts=[2, 2, None, None], periods=4), level=level)
