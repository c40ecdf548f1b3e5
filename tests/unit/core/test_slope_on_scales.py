"""Slope indices of rates and proportions: closed forms where there are any, simulation elsewhere, and refusals."""

import numpy as np
import pytest
from scipy import stats

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.slope_index import ridit_ranks
from goldenthread.core.statistics.slope_index_scales import slope_indices_on_scale
from goldenthread.core.statistics.trend_tests import Scale

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER
RATES = np.array([9.0, 7.0, 6.0, 5.5, 5.0])
SHARES = np.array([0.35, 0.45, 0.5, 0.62, 0.7])
ERRORS = np.array([0.07, 0.05, 0.1, 0.06, 0.05])
PEOPLE = np.array([3.0, 2.0, 4.0, 1.0, 3.0])


def ends(draws):
    """The fitted line at rank 0 and at rank 1, for each row of values."""
    design = np.column_stack([np.ones(5), ridit_ranks(PEOPLE)])
    intercept, slope = np.linalg.solve(design.T @ (design * PEOPLE[:, None]), (design * PEOPLE[:, None]).T @ draws.T)
    return intercept, intercept + slope


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@pytest.mark.parametrize("polarity", [HIGHER, LOWER])
def test_the_ratio_of_a_line_through_logs_is_log_normal(polarity, level):
    found = slope_indices_on_scale(
        RATES, PEOPLE, ERRORS, errors_on=Scale.LOG, line_on=Scale.LOG, polarity=polarity, level=level
    )
    near, far = ends(np.log(RATES)[None])
    sign = 1 if polarity is HIGHER else -1
    weights = np.array([ends(one[None])[1][0] - ends(one[None])[0][0] for one in np.eye(5)])
    half = stats.norm.ppf((1 + level) / 2) * np.sqrt((weights**2 * ERRORS**2).sum())
    middle = sign * float(far[0] - near[0])
    assert [float(x) for x in found.ratio] == pytest.approx(np.exp([middle, middle - half, middle + half]), rel=1e-4)
    assert float(found.slope.value) == pytest.approx(sign * float(np.exp(far[0]) - np.exp(near[0])))
    assert float(found.intercept) == pytest.approx(float(np.exp(near[0])))


SCALES = {
    Scale.LOG: (RATES, np.log, np.exp),
    Scale.LOGIT: (SHARES, lambda p: np.log(p / (1 - p)), lambda x: 1 / (1 + np.exp(-x))),
}


@pytest.mark.parametrize("level", [0.8, 0.98])
@pytest.mark.parametrize("polarity", [HIGHER, LOWER])
@pytest.mark.parametrize("line_is_natural", [True, False])
@pytest.mark.parametrize("scale", SCALES)
def test_limits_are_those_of_a_simulation(scale, line_is_natural, polarity, level):
    values, to, back = SCALES[scale]
    line_on = Scale.NATURAL if line_is_natural else scale
    found = slope_indices_on_scale(
        values, PEOPLE, ERRORS, errors_on=scale, line_on=line_on, polarity=polarity, level=level
    )
    noise = np.random.default_rng(5).standard_normal((60_000, 5)) * ERRORS
    draws = to(values) + np.concatenate([noise, -noise])
    near, far = ends(back(draws)) if line_is_natural else map(back, ends(draws))
    above, below = (far, near) if polarity is HIGHER else (near, far)
    start, end = ends(values[None]) if line_is_natural else map(back, ends(to(values)[None]))
    sign = 1 if polarity is HIGHER else -1
    assert float(found.slope.value) == pytest.approx(sign * float(end[0] - start[0]))
    assert float(found.ratio.value) == pytest.approx(float(end[0] / start[0]) ** sign)
    assert float(found.intercept) == pytest.approx(float(start[0]))
    tail = (1 - level) / 2
    for ours, simulated in ((found.slope, above - below), (found.ratio, above / below)):
        expected = np.quantile(simulated, [tail, 1 - tail])
        room = 0.015 * (expected[1] - expected[0])
        assert [float(ours.lower), float(ours.upper)] == pytest.approx(expected, abs=room)


@pytest.mark.parametrize("line_on", [Scale.NATURAL, Scale.LOG])
def test_more_places_than_are_worked_on_together_are_each_as_alone(line_on):
    generator = np.random.default_rng(4)
    values, errors = generator.uniform(3, 9, (70, 5)), generator.uniform(0.05, 0.3, (70, 5))
    values[3, 2] = errors[3, 2] = np.nan
    people = generator.integers(1, 900, (70, 5)).astype(float)
    people[5, 0] = 0
    many = slope_indices_on_scale(values, people, errors, errors_on=Scale.LOG, line_on=line_on, polarity=LOWER)
    for i in (0, 3, 5, 31, 32, 69):
        one = slope_indices_on_scale(
            values[i], people[i], errors[i], errors_on=Scale.LOG, line_on=line_on, polarity=LOWER
        )
        for together, alone in zip((*many.slope, *many.ratio), (*one.slope, *one.ratio), strict=True):
            assert together[i] == pytest.approx(float(alone), rel=1e-5, nan_ok=True)


@pytest.mark.parametrize("line_on", [Scale.NATURAL, Scale.LOG])
def test_a_group_without_people_or_value_takes_no_part(line_on):
    def found(values, people, errors):
        return slope_indices_on_scale(values, people, errors, errors_on=Scale.LOG, line_on=line_on, polarity=LOWER)

    whole = found([9, 7, 5], [3, 2, 4], [0.1, 0.2, 0.1])
    padded = found([9, -1, 7, 5], [3, 0, 2, 4], [0.1, None, 0.2, 0.1])
    assert [float(x) for x in padded.slope] == pytest.approx([float(x) for x in whole.slope])
    gap = found([9, None, 7, 5], [3, 5, 2, 4], [0.1, None, 0.2, 0.1])
    assert float(gap.slope.value) != pytest.approx(float(whole.slope.value))  # its people still stand in the line


@pytest.mark.parametrize("line_on", [Scale.NATURAL, Scale.LOG])
def test_values_without_error_have_limits_at_the_value(line_on):
    found = slope_indices_on_scale([9, 7, 5], [1] * 3, [0] * 3, errors_on=Scale.LOG, line_on=line_on, polarity=LOWER)
    for interval in (found.slope, found.ratio):
        assert [float(interval.lower), float(interval.upper)] == pytest.approx([float(interval.value)] * 2, rel=1e-6)


def test_a_line_whose_lower_end_may_be_zero_has_a_slope_and_no_limits_of_its_ratio():
    found = slope_indices_on_scale([20, 6, 1], [1] * 3, [0.3] * 3, errors_on=Scale.LOG, polarity=LOWER)
    assert np.isfinite([found.slope.lower, found.slope.upper]).all()
    assert np.isnan([found.ratio.lower, found.ratio.upper]).all()


REFUSED = {
    "values that are text": ((["x", 1], [1, 1], [1, 1]), {}, "The values must be numbers; number 1 is 'x'."),
    "people that are text": (([1, 1], ["x", 1], [1, 1]), {}, "The populations must be numbers; number 1 is 'x'."),
    "errors that are text": (([1, 1], [1, 1], ["x", 1]), {}, "The standard errors must be numbers; number 1 is 'x'."),
    "lengths that differ": (
        ([1, 1], [1, 1], [1]),
        {},
        "The inputs differ in length: values 2, populations 2, standard errors 1.",
    ),
    "a level in per cent": (
        ([1, 1], [1, 1], [1, 1]),
        {"level": 95},
        "Number 1 of the confidence levels is not between 0 and 1: 95.0.",
    ),
    "errors on no scale": (
        ([1, 1], [1, 1], [1, 1]),
        {"errors_on": Scale.NATURAL},
        "Errors on the natural scale have the exact interval of slope_indices.",
    ),
    "a line on a third scale": (
        ([1, 1], [1, 1], [1, 1]),
        {"line_on": Scale.LOGIT},
        "A line on the logit scale needs standard errors on that scale, not the log one.",
    ),
    "a rate of zero": (([0, 1], [1, 1], [1, 1]), {}, "Number 1 of the values is not above zero: 0.0."),
    "a share of one": (
        ([0.5, 1], [1, 1], [1, 1]),
        {"errors_on": Scale.LOGIT},
        "Number 2 of the values is not below one: 1.0.",
    ),
    "a missing error": (
        ([1, 2], [1, 1], [1, None]),
        {},
        "Number 2 of the standard errors is missing or negative: nan.",
    ),
    "a negative error": (
        ([1, 2], [1, 1], [-1, 1]),
        {},
        "Number 1 of the standard errors is missing or negative: -1.0.",
    ),
    "one group": (
        ([1, None], [1, 1], [1, 1]),
        {},
        "Number 1 of the numbers of groups is below the two a slope needs: 1.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_in_these_words(what):
    columns, options, sentence = REFUSED[what]
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared below
        slope_indices_on_scale(*columns, **({"errors_on": Scale.LOG, "polarity": HIGHER} | options))
    assert str(refused.value) == sentence


def test_rates_of_one_and_more_have_logs():
    found = slope_indices_on_scale([1, 2], [1, 1], [0.1, 0.1], errors_on=Scale.LOG, polarity=HIGHER)
    assert float(found.slope.value) == pytest.approx(2)


def probability_below(x, coefficients, values, errors, scale):
    """P(Σ coefficient·Y ≤ x): the inversion formula on a grid of 400 points by 600 steps, one group at a time."""
    points, step = np.linspace(-8, 8, 400), 0.1
    density = np.exp(-(points**2) / 2)
    density /= density.sum()
    _, to, back = SCALES[scale]
    steps = step * (np.arange(600) + 0.5)
    mean, variance, groups = 0.0, 0.0, []
    for coefficient, value, error in zip(coefficients, values, errors, strict=True):
        drawn = coefficient * back(to(value) + error * points)
        mean, variance = mean + density @ drawn, variance + density @ (drawn - density @ drawn) ** 2
        groups.append(drawn - density @ drawn)
    turned = np.ones(len(steps), dtype=complex)
    for drawn in groups:
        turned *= np.exp(1j * np.outer(steps, drawn) / np.sqrt(variance)) @ density
    shift = np.exp(-1j * steps * (x - mean) / np.sqrt(variance))
    return 0.5 - ((turned * shift).imag / steps).sum() * step / np.pi


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize(("widest", "off"), [(0.12, 1e-6), (0.2, 1e-5), (0.35, 1e-3), (0.8, 2e-3)])
@pytest.mark.parametrize("scale", SCALES)
def test_limits_are_those_of_a_far_finer_grid(scale, widest, off, level):
    generator = np.random.default_rng(7)
    errors, values = generator.uniform(0.3, 1, 5), SCALES[scale][0]
    errors *= widest / errors.max()
    found = slope_indices_on_scale(values, PEOPLE, errors, errors_on=scale, polarity=LOWER, level=level)
    near, far = (np.array(part) for part in zip(*(ends(one[None]) for one in np.eye(5)), strict=True))
    near, far = near[:, 0], far[:, 0]
    for side, tail in (("lower", (1 - level) / 2), ("upper", (1 + level) / 2)):
        slope, ratio = float(getattr(found.slope, side)), float(getattr(found.ratio, side))
        # How far off in standard deviations, which is what it would move the limit by.
        reached = probability_below(slope, near - far, values, errors, scale)
        assert stats.norm.ppf(reached) == pytest.approx(stats.norm.ppf(tail), abs=off)
        if not np.isnan(ratio):
            reached = probability_below(0.0, near - ratio * far, values, errors, scale)
            assert stats.norm.ppf(reached) == pytest.approx(stats.norm.ppf(tail), abs=off)


@pytest.mark.parametrize("polarity", [HIGHER, LOWER])
@pytest.mark.parametrize("values", [[5, 3, 1, 0.4], [4.0, 1.0], [9, 2, 1, 1]])
def test_a_line_with_an_end_at_or_below_zero_has_no_ratio(values, polarity):
    ones = [1.0] * len(values)
    ends = np.polynomial.Polynomial.fit(ridit_ranks(ones), values, 1)([0, 1])
    found = slope_indices_on_scale(values, ones, [0.02] * len(values), errors_on=Scale.LOG, polarity=polarity)
    assert np.isfinite(found.slope).all()
    assert np.isnan(found.ratio).all() == (ends.min() <= 1e-12)
