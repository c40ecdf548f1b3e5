"""Impossible input is refused in a sentence that says what was wrong and where; what is missing stays missing."""

import re

import numpy as np
import pytest

from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import as_numbers, check_counts, check_denominators, check_level
from goldenthread.core.statistics.concentration import concentration_indices
from goldenthread.core.statistics.count_slopes import slope_of_counts
from goldenthread.core.statistics.inequality import Groups
from goldenthread.core.statistics.intervals import difference, fieller_ratio, standard_error_from_limits
from goldenthread.core.statistics.life_expectancy import life_expectancy
from goldenthread.core.statistics.proportions import ratio_of_proportions, wilson_interval
from goldenthread.core.statistics.quantiles import population_quantiles
from goldenthread.core.statistics.rates import crude_rate
from goldenthread.core.statistics.slope_index import slope_index_of_inequality
from goldenthread.core.statistics.trend_tests import mann_kendall, weighted_trend

HIGHER = Polarity.HIGHER_IS_BETTER

REFUSED = {
    "a negative count": (lambda: check_counts([3, -1]), "Number 2 of the counts is negative: -1.0."),
    "a zero population": (lambda: check_denominators([1, 0]), "Number 2 of the denominators is not above zero"),
    "an infinite number": (lambda: as_numbers([float("inf")], "rates"), "Number 1 of the rates is infinite"),
    "text": (lambda: as_numbers(["1", "x"], "values"), "The values must be numbers; number 1 is '1'."),
    "a level in per cent": (lambda: check_level(95), "not between 0 and 1: 95"),
    "a numerator above its denominator": (lambda: wilson_interval(11, 10), "above its denominator: 11"),
    "a multiplier of zero": (lambda: crude_rate(1, 10, 0), "multipliers is not above zero"),
    "a ratio with no events": (lambda: ratio_of_proportions(0, 10, 1, 10), "zero, so the ratio"),
    "limits in the wrong order": (lambda: standard_error_from_limits(2, 1), "above the upper limit"),
    "a value outside its limits": (lambda: difference(5, (6, 7), 1, (0, 2)), "lies outside its limits"),
    "a denominator of zero": (lambda: fieller_ratio(1, 0, 1, 1), "denominators is zero"),
    "a negative variance": (lambda: fieller_ratio(1, 1, -1, 1), "variances of the numerators is negative"),
    "lengths that differ": (
        lambda: slope_index_of_inequality([1, 2], [1, 2, 3], polarity=HIGHER),
        "The inputs differ in length: values 2, populations 3.",
    ),
    "a value without its error": (
        lambda: slope_index_of_inequality([1, 2], [1, 1], [1, None], polarity=HIGHER),
        "Number 2 of the standard errors is missing although the group has a value",
    ),
    "a negative error": (lambda: slope_index_of_inequality([1, 2], [1, 1], [1, -1], polarity=HIGHER), "is negative"),
    "nobody at all": (lambda: slope_index_of_inequality([1, 2], [0, 0], polarity=HIGHER), "is zero"),
    "bounds in the wrong order": (
        lambda: concentration_indices([1, 2], [1, 1], [1, 1], polarity=HIGHER, bounds=(5, 0)),
        "must be below the most",
    ),
    "a property nobody has": (lambda: slope_of_counts([0, 0], [5, 5], polarity=HIGHER), "Nobody, or everybody"),
    "one group": (lambda: Groups.of([1, None], [1, 1], [1, 1]), "below the two a comparison needs"),
    "one fifth": (lambda: population_quantiles([1, 2], [1, 1], 1), "2 groups or more; got 1"),
    "a negative population": (lambda: population_quantiles([1, 2], [1, -1], 2), "populations is negative"),
    "ages that do not rise": (lambda: life_expectancy([0, 5, 5], [1] * 3, [9] * 3), "not below the next: 5"),
    "bands that do not fit": (lambda: life_expectancy([0, 5], [1] * 3, [9] * 3), "must have 2 bands"),
    "a time twice": (lambda: mann_kendall([1, 1], [2, 3]), "a time is given twice"),
    "an error of zero": (lambda: weighted_trend([1, 2], [1, 2], [0, 1]), "standard errors is not above zero"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_in_a_sentence(what):
    call, sentence = REFUSED[what]
    with pytest.raises(ValueError, match=re.escape(sentence)):
        call()


def test_columns_of_other_libraries_are_taken_as_they_are():
    pandas, pyarrow = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    expected = [1.0, np.nan, 3.0]
    for column in (
        [1, None, 3],
        pyarrow.array([1, None, 3]),
        pyarrow.chunked_array([[1, None], [3]]),
        pandas.Series([1, None, 3]),
        pandas.Series([1, None, 3], dtype="Int64"),
    ):
        np.testing.assert_array_equal(as_numbers(column, "values"), expected)
