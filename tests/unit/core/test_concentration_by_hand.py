"""Concentration indices by their definitions, with limits by the delta method in numbers or by Fieller's condition."""

import math

import numpy as np
import pytest
from scipy import stats

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.concentration import concentration_indices

HIGHER, LOWER = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER
VALUES = np.array([62.0, 66.0, 75.0, 71.0, 88.0])
PEOPLE = np.array([30.0, 20, 25, 10, 15])
ERRORS = np.array([1.0, 1.5, 0.8, 1.2, 0.9])
SHARES = PEOPLE / PEOPLE.sum()
RANKS = np.cumsum(SHARES) - SHARES / 2


def absolute(y):
    return (SHARES * (2 * RANKS - 1) * y).sum()


def wagstaff(y, low, high):
    mean = (SHARES * y).sum()
    return (high - low) * absolute(y) / ((high - mean) * (mean - low))


def delta(measure, errors):
    """The standard error of a measure: its change with each value, found by moving the value a little."""
    changes = [(measure(VALUES + step) - measure(VALUES - step)) / 2e-5 for step in 1e-5 * np.eye(5)]
    return math.sqrt((np.array(changes) ** 2 * errors**2).sum())


def scatter_errors():
    """Errors in place of known ones: the scatter about the line on rank over each group's share."""
    about = RANKS - 0.5
    line = (SHARES * VALUES).sum() + absolute(VALUES) / (2 * (SHARES * about**2).sum()) * about
    return np.sqrt((SHARES * (VALUES - line) ** 2).sum() / 3 / SHARES)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@pytest.mark.parametrize("polarity", [HIGHER, LOWER])
@pytest.mark.parametrize("is_known", [True, False])
def test_all_indices_at_every_level_and_polarity(is_known, polarity, level):
    found = concentration_indices(
        VALUES, PEOPLE, ERRORS if is_known else None, polarity=polarity, bounds=(10, 90), level=level
    )
    sign = 1 if polarity is HIGHER else -1
    errors = ERRORS if is_known else scatter_errors()
    tail = (1 + level) / 2
    times = stats.norm.ppf(tail) if is_known else stats.t.ppf(tail, 3)
    value, mean = sign * absolute(VALUES), (SHARES * VALUES).sum()
    half = times * delta(absolute, errors)
    assert [float(x) for x in found.absolute] == pytest.approx([value, value - half, value + half])
    assert [float(x) for x in found.erreygers] == pytest.approx(
        [4 * x / 80 for x in (value, value - half, value + half)]
    )
    corrected = sign * wagstaff(VALUES, 10, 90)
    half = times * delta(lambda y: wagstaff(y, 10, 90), errors)
    assert [float(x) for x in found.wagstaff] == pytest.approx(
        [corrected, corrected - half, corrected + half], rel=1e-6
    )
    assert float(found.relative.value) == pytest.approx(value / mean)
    for limit in (float(found.relative.lower), float(found.relative.upper)):
        # At a limit the distance from the ratio is exactly so many standard errors (Fieller).
        miss = SHARES * (sign * (2 * RANKS - 1) - limit)
        assert abs((miss * VALUES).sum()) == pytest.approx(times * np.sqrt((miss**2 * errors**2).sum()))
    assert found.relative.lower < found.relative.value < found.relative.upper
    assert float(found.residual_error) == pytest.approx(delta(absolute, scatter_errors()))


def test_without_bounds_there_are_no_corrected_indices():
    found = concentration_indices(VALUES, PEOPLE, ERRORS, polarity=HIGHER)
    assert np.isnan([*found.erreygers, *found.wagstaff]).all()
    assert np.isfinite([*found.absolute, *found.relative]).all()


@pytest.mark.parametrize("bounds", [(100, 0), (5, 5)])
def test_bounds_in_the_wrong_order_are_refused(bounds):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared below
        concentration_indices(VALUES, PEOPLE, ERRORS, polarity=HIGHER, bounds=bounds)
    assert str(refused.value) == f"The least value {bounds[0]} must be below the most {bounds[1]}."


def test_a_mean_on_its_bound_has_no_wagstaff_index():
    found = concentration_indices([1, 1], [1, 1], [0.1, 0.1], polarity=HIGHER, bounds=(0, 1))
    assert np.isnan(float(found.wagstaff.value))


@pytest.mark.parametrize("errors", [True, False])
def test_groups_without_value_or_people_take_no_part_and_places_without_two_are_missing(errors):
    values = np.array([[*VALUES, np.nan, 99], [62, *[np.nan] * 6], [np.nan] * 7])
    people = np.array([[*PEOPLE, 40, 0]] * 3)
    known = np.array([[*ERRORS, np.nan, np.nan]] * 3) if errors else None
    many = concentration_indices(values, people, known, polarity=HIGHER, bounds=(0, 100))
    alone = concentration_indices(VALUES, PEOPLE, ERRORS if errors else None, polarity=HIGHER, bounds=(0, 100))
    for name in ("absolute", "relative", "erreygers", "wagstaff"):
        together, one = getattr(many, name), getattr(alone, name)
        assert [float(part[0]) for part in together] == pytest.approx([float(part) for part in one])
        assert np.isnan([part[1:] for part in together]).all()
    assert np.isnan(many.residual_error).tolist() == [False, True, True]


def test_two_groups_without_errors_have_an_index_and_no_limits():
    found = concentration_indices([60, 80], [1, 1], polarity=HIGHER)
    assert float(found.absolute.value) == pytest.approx(5)
    assert np.isnan([*found.absolute[1:], *found.relative[1:], found.residual_error]).all()


def test_a_level_in_per_cent_and_a_mean_of_zero_are_refused():
    with pytest.raises(ValueError, match="confidence levels is not between 0 and 1: 95"):
        concentration_indices(VALUES, PEOPLE, polarity=HIGHER, level=95)
    with pytest.raises(ValueError, match="Number 1 of the denominators is zero"):
        concentration_indices([-1, 1], [1, 1], polarity=HIGHER)
