"""Synthetic control: against a grid, against steps downhill, and on places whose truth is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import minimize
from tests.unit.impact.slow import best_mix_downhill, best_mix_on_a_grid

from goldenthread.impact import ImpactError, nearest_mix, synthetic_control

numbers = st.floats(-50, 50, allow_nan=False).map(lambda value: round(value, 3))


def off(target, donors, mix):
    return float(((target - mix @ donors) ** 2).sum())


@given(arrays(float, 6, elements=numbers), arrays(float, (3, 6), elements=numbers))
@settings(max_examples=30, deadline=None)
def test_no_mix_of_three_on_a_grid_comes_nearer(target, donors):
    mix = nearest_mix(target, donors)
    _, least = best_mix_on_a_grid(target, donors, 60)
    assert off(target, donors, mix) <= least + 1e-6 * (1 + least)


@given(st.integers(0, 10_000), st.integers(2, 9), st.integers(2, 12))
@settings(max_examples=50, deadline=None)
def test_weights_are_a_mix_that_no_small_shift_betters(seed, donors, periods):
    """Of a convex problem the best mix is the one from which no step towards any single donor leads down."""
    generator = np.random.default_rng(seed)
    target, others = generator.normal(0, 5, periods), generator.normal(0, 5, (donors, periods))
    mix = nearest_mix(target, others)
    assert (mix >= 0).all()
    assert mix.sum() == pytest.approx(1)
    left = mix @ others - target
    slopes = others @ left
    assert slopes.min() >= float(mix @ slopes) - 1e-7 * (1 + abs(slopes).max())


@pytest.mark.parametrize("seed", range(6))
def test_against_steps_downhill_and_a_quadratic_programme(seed):
    generator = np.random.default_rng(seed)
    donors = generator.normal(10, 3, (8, 15))
    target = generator.dirichlet(np.ones(8)) @ donors + generator.normal(0, 1, 15)
    mix = nearest_mix(target, donors)
    assert mix == pytest.approx(best_mix_downhill(target, donors, 20_000), abs=0.01)
    programme = minimize(
        lambda w: off(target, donors, w),
        np.full(8, 1 / 8),
        bounds=[(0, 1)] * 8,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    assert mix == pytest.approx(programme.x, abs=1e-4)
    assert off(target, donors, mix) <= programme.fun + 1e-9


def test_donors_that_are_all_the_same_as_the_place_share_alike():
    assert nearest_mix(np.ones(3), np.ones((4, 3))).tolist() == [0.25] * 4


def council_series(seed, places=21, periods=24, start=16, effect=0.0):
    """Places driven by three courses they share in different measure."""
    generator = np.random.default_rng(seed)
    courses = np.cumsum(generator.normal(0, 1, (3, periods)), axis=1)
    values = 20 + generator.dirichlet(np.ones(3), places) @ courses * 3 + generator.normal(0, 0.3, (places, periods))
    values[0, start:] += effect
    return {
        "units": [f"place {place:02}" for place in range(places) for _ in range(periods)],
        "periods": list(range(2000, 2000 + periods)) * places,
        "values": values.ravel().tolist(),
        "treated": [int(place == 0 and period >= start) for place in range(places) for period in range(periods)],
    }


def test_an_effect_is_recovered_and_ranks_first():
    first, effects = 0, []
    for seed in range(20):
        found = synthetic_control(**council_series(seed, effect=5.0))
        effects.append(found.effect.value)
        assert found.rank <= 2
        assert found.p_value == pytest.approx(found.rank / 21)
        assert sum(weight.weight for weight in found.weights) == pytest.approx(1)
        assert found.effect.limits is None
        assert "rank" in found.effect.reason
        first += found.rank == 1
    assert first >= 18
    assert np.mean(effects) == pytest.approx(5.0, abs=0.25)
    assert np.std(effects) < 0.8


def test_without_an_effect_every_rank_is_as_likely():
    ranks = [synthetic_control(**council_series(seed, places=8, periods=14, start=9)).rank for seed in range(240)]
    counts = np.bincount(ranks, minlength=9)[1:]
    expected = 240 / 8
    assert float(((counts - expected) ** 2 / expected).sum()) < 24.3  # chi-squared, 7 degrees of freedom, 0.1%
    assert 0.06 <= np.mean(np.array(ranks) == 1) <= 0.20


def test_the_path_and_the_ranks_by_hand():
    columns = council_series(3, places=6, effect=1.0)
    found = synthetic_control(**columns)
    values = np.array(columns["values"]).reshape(6, 24)
    ratios = {}
    for place in range(6):
        others = [other for other in range(6) if other not in (place, 0)]  # the treated place is nobody's donor
        mix = best_mix_downhill(values[place, :16], values[others, :16], 15_000)
        gap = values[place] - mix @ values[others]
        ratios[f"place {place:02}"] = float(np.sqrt((gap[16:] ** 2).mean() / (gap[:16] ** 2).mean()))
        if place == 0:
            assert found.path.gap == pytest.approx(gap, abs=0.02)
            assert found.effect.value == pytest.approx(gap[16:].mean(), abs=0.02)
    shown = dict(zip(found.placebos.unit.tolist(), found.placebos.ratio.tolist(), strict=True))
    assert shown == pytest.approx(ratios, rel=0.02)
    assert found.rank == sum(ratio >= ratios["place 00"] for ratio in ratios.values())
    assert list(found.placebos_as_columns()["ratio"]) == sorted(shown.values(), reverse=True)


def test_the_effect_without_each_donor_is_that_of_a_mix_without_it():
    columns = council_series(4, effect=2.0)
    found = synthetic_control(**columns)
    for weight in found.weights:
        kept = [i for i, unit in enumerate(columns["units"]) if unit != weight.unit]
        fewer = synthetic_control(**{name: [column[i] for i in kept] for name, column in columns.items()})
        assert weight.effect_without == pytest.approx(fewer.effect.value, abs=1e-6)


@given(st.integers(0, 1_000), st.floats(-100, 100), st.floats(0.5, 20))
@settings(max_examples=15, deadline=None)
def test_another_unit_of_measurement_changes_nothing_but_the_unit(seed, shift, stretch):
    columns = council_series(seed, places=6, periods=10, start=6, effect=1.0)
    plain = synthetic_control(**columns)
    moved = synthetic_control(**columns | {"values": [shift + stretch * value for value in columns["values"]]})
    assert moved.rank == plain.rank
    assert moved.effect.value == pytest.approx(stretch * plain.effect.value, rel=1e-5, abs=1e-5)


def test_a_place_above_all_others_fits_only_by_its_movements():
    columns = council_series(5, effect=4.0)
    columns["values"] = [
        value + 100 * (unit == "place 00") for value, unit in zip(columns["values"], columns["units"], strict=True)
    ]
    level = synthetic_control(**columns)
    assert level.checks[0].passed is False
    movement = synthetic_control(**columns, allow_level_difference=True)
    assert movement.checks[0].passed is True
    assert movement.effect.value == pytest.approx(4.0, abs=0.7)
    assert movement.path.observed - movement.path.synthetic == pytest.approx(movement.path.gap)


def test_a_fit_without_residue_is_not_taken_for_a_good_one():
    found = synthetic_control(
        units=[name for name in "ABC" for _ in range(5)],
        periods=[1, 2, 3, 4, 5] * 3,
        values=[3, 4, 3, 9, 9, 2, 3, 2, 4, 4, 4, 5, 4, 6, 6],
        treated=[0, 0, 0, 1, 1] + [0] * 10,
    )
    assert found.checks[1].passed is False
    assert "fits exactly" in found.checks[1].why
    assert np.isinf(found.placebos.ratio[0])


def test_few_donors_cannot_give_a_small_p_value_and_it_is_said():
    found = synthetic_control(**council_series(6, places=8, effect=9.0))
    assert found.p_value == pytest.approx(1 / 8)
    assert found.checks[3].passed is False
    assert "no p-value can be below 0.12" in found.checks[3].why


def test_a_donor_with_a_missing_value_is_left_out_and_named():
    columns = council_series(7)
    columns["values"][30] = None
    reasons = [None] * len(columns["units"])
    reasons[30] = "not published"
    found = synthetic_control(**columns, reasons=reasons)
    assert found.donors == 19
    assert "place 01 is left out. 2006: not published." in str(found)


def test_what_it_cannot_be_made_for_is_refused():
    columns = council_series(8)
    two = [
        int(unit in {"place 00", "place 01"} and on >= 2016)
        for unit, on in zip(columns["units"], columns["periods"], strict=True)
    ]
    with pytest.raises(ImpactError, match=r"2 units are treated \(place 00 and place 01\)"):
        synthetic_control(**columns | {"treated": two})
    with pytest.raises(ImpactError, match="too few periods before the action began: 2, where 3"):
        synthetic_control(**council_series(8, start=2))
    with pytest.raises(ImpactError, match="There is one donor"):
        synthetic_control(**council_series(8, places=2))
