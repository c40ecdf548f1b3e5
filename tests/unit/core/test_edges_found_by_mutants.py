"""Edges that a sample of mutants showed to be held by no test: rows of tables, halves of conditions, usual values."""

import numpy as np
import pytest

from goldenthread.core.disclosure.cell_key import PerturbationTable, perturb_counts
from goldenthread.core.estimates import Polarity
from goldenthread.core.statistics.checks import check_level, check_order
from goldenthread.core.statistics.funnels import funnel_limits_of_ratios
from goldenthread.core.statistics.slope_index_areas import slope_index_of_areas
from goldenthread.core.statistics.slope_index_robust import slope_indices_by_scatter
from goldenthread.core.statistics.trend_tests import recent_trend_of_counts

HIGHER = Polarity.HIGHER_IS_BETTER

SENTENCES = [
    (lambda: check_level("x"), "The confidence levels must be numbers; number 1 is 'x'."),
    (
        lambda: slope_index_of_areas([1, 2], ["x", 1], [1, 2], polarity=HIGHER),
        "The populations must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: slope_indices_by_scatter([1, 2], ["x", 1], polarity=HIGHER),
        "The populations must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: check_order([[1, 2], [2, 1]], 2),
        "Number 4 of the groups is out of order (most deprived first): 1.0.",
    ),
    (
        lambda: PerturbationTable.of([0, 1, 2, 2], [0, 0, 0, 1], [1, 1, 1, 1]),
        "The table needs one entry for each of 2 rows and 2 cell keys.",
    ),
]


@pytest.mark.parametrize(("call", "sentence"), SENTENCES)
def test_it_is_refused_in_these_words(call, sentence):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared below
        call()
    assert str(refused.value) == sentence


def test_large_counts_take_the_last_rows_of_the_table_in_turn():
    rows = np.arange(1, 751)
    table = PerturbationTable.of(rows, np.zeros(750), rows)
    noise = perturb_counts([750, 751, 752, 1000, 1001], [0] * 5, table, threshold=0).noise
    assert noise.tolist() == [750, 501, 502, 750, 501]


def test_limits_of_ratios_are_those_of_chance_alone_unless_asked():
    usual, asked = funnel_limits_of_ratios([50]), funnel_limits_of_ratios([50], dispersion=1)
    assert [float(x[0]) for x in usual] == [float(x[0]) for x in asked]


def test_five_without_it_are_needed_as_five_with_it_are():
    found = recent_trend_of_counts([1, 2, 3, 4, 5], [9] * 5, [10] * 5)
    assert found.why == "fewer than five people with or without it would be expected at a point"


def test_errors_below_one_are_errors():
    found = slope_index_of_areas([1, 2, 4], [1, 1, 1], [3, 2, 1], [0.5, 0, 0.5], polarity=HIGHER)
    assert found.slope.value == pytest.approx(4.5)
