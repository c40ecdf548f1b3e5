"""Edges that a sample of mutants showed to be held by no test: rows of tables, halves of conditions, usual values."""

from datetime import date

import numpy as np
import pytest
from scipy.sparse import csr_array

from goldenthread.core.disclosure.cell_key import PerturbationTable, perturb_counts
from goldenthread.core.disclosure.linked import suppress_linked
from goldenthread.core.disclosure.suppression import (
    CannotProtect,
    attack,
    attack_tables,
    counts_behind_rate,
    suppress,
    suppress_tables,
    table_relations,
)
from goldenthread.core.estimates import Limits, Polarity
from goldenthread.core.statistics.checks import check_level, check_order, check_same_length
from goldenthread.core.statistics.funnels import funnel_limits_of_ratios
from goldenthread.core.statistics.slope_index import slope_index_of_inequality
from goldenthread.core.statistics.slope_index_areas import slope_index_of_areas
from goldenthread.core.statistics.slope_index_robust import slope_indices_by_scatter
from goldenthread.core.statistics.standardisation import indirectly_standardised
from goldenthread.core.statistics.trend_tests import recent_trend_of_counts
from goldenthread.core.statistics.trends import Period

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
    (
        lambda: check_same_length(values=np.ones((2, 3)), populations=np.ones(3), level=np.array(1.0)),
        "The inputs differ in length: values 2×3, populations 3, level one number.",
    ),
    (
        lambda: slope_index_of_areas([1, 2], [1, 1], ["x", 2], polarity=HIGHER),
        "The scores of deprivation must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: slope_index_of_areas([1, 2], [1, 1], [1, 2], ["x", 1], polarity=HIGHER),
        "The standard errors must be numbers; number 1 is 'x'.",
    ),
    (
        lambda: slope_index_of_areas([1, 2], [1, 1], [1, 2], [1, -0.5], polarity=HIGHER),
        "Number 2 of the standard errors is negative: -0.5.",
    ),
    (
        lambda: slope_index_of_areas([1, 2, 3], [1, 1, 1], [1, 2, 3], [1, 1, None], polarity=HIGHER),
        "Number 3 of the standard errors is missing although the area has a value: nan.",
    ),
    (
        lambda: suppress([1, np.nan], csr_array([[0, 0]]), [True, False]),
        "Number 2 of the values is missing: nan.",
    ),
    (
        lambda: counts_behind_rate([-1, 3], [10, 10]),
        "Number 1 of the rates is negative: -1.0.",
    ),
    (
        lambda: counts_behind_rate([1, 3], [10, -10]),
        "Number 2 of the denominators is negative: -10.0.",
    ),
    (
        lambda: slope_indices_by_scatter(["x", 2], [1, 1], polarity=HIGHER),
        "The values must be numbers; number 1 is 'x'.",
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


@pytest.mark.parametrize(("value", "is_inside"), [(0.9, False), (1, True), (1.5, True), (2, True), (2.1, False)])
def test_both_limits_belong_to_the_interval(value, is_inside):
    assert Limits(1, 2).contains(value) is is_inside


def test_periods_that_share_one_day_overlap_and_neighbours_do_not():
    year = Period(date(2020, 1, 1), date(2020, 12, 31), "2020")
    last_day, next_day = (Period(day, date(2021, 12, 31), "later") for day in (date(2020, 12, 31), date(2021, 1, 1)))
    assert year.overlaps(last_day)
    assert last_day.overlaps(year)
    assert not year.overlaps(next_day)
    assert not next_day.overlaps(year)


def test_by_scatter_a_group_without_value_keeps_its_stretch_and_no_more():
    """Beside the plain weighted fit of the three groups that have values, at the ranks they keep."""
    ranks, values, people = np.array([0.5, 2, 4.5, 7]) / 8, np.array([70.0, 74, np.nan, 80]), np.array([1.0, 2, 3, 2])
    known = ~np.isnan(values)
    fitted = np.polynomial.Polynomial.fit(ranks[known], values[known], 1, w=np.sqrt(people[known]))
    found = slope_indices_by_scatter(values, people, polarity=HIGHER).slope
    assert float(found.value) == pytest.approx(fitted(1) - fitted(0))
    assert float(found.lower) < float(found.value) < float(found.upper)
    # One with a value and nobody in it is not there at all.
    more = slope_indices_by_scatter([*values, 500], [*people, 0], polarity=HIGHER).slope
    assert [float(part) for part in more] == pytest.approx([float(part) for part in found])


def test_a_reference_given_as_one_row_of_bands_is_the_same_reference():
    bands, row = ([20, 40], [10_000, 5_000]), ([[20, 40]], [[10_000, 5_000]])
    one, other = (indirectly_standardised([12, 3], [[1000, 500], [2000, 100]], *part) for part in (bands, row))
    np.testing.assert_allclose(one.ratio, other.ratio)
    np.testing.assert_allclose(one.rate, other.rate)


def test_cell_keys_hide_counts_below_ten_unless_told_otherwise():
    table = PerturbationTable.of(range(1, 11), [0] * 10, [0] * 10)
    found = perturb_counts([9, 10], [0, 0], table).counts
    assert np.isnan(found[0])
    assert found[1] == 10


def test_a_cell_that_must_be_shown_may_not_change_at_all():
    """A total of 12 to be shown and parts of 2 and 10: only the parts may make up for each other."""
    hidden = suppress([2, 10, 12], csr_array([[1, 1, -1]]), [True, False, False], must_show=[False, False, True])
    assert hidden.tolist() == [True, True, False]
    with pytest.raises(CannotProtect):
        suppress([2, 1, 3], csr_array([[1, 1, -1]]), [True, False, False], must_show=[False, True, True])
    # One that could only give way by one is no help either.
    with pytest.raises(CannotProtect):
        suppress([1, 40, 41], csr_array([[1, 1, -1]]), [True, False, False], must_show=[False, True, True], threshold=2)


def test_a_rate_is_taken_to_be_rounded_to_one_place_unless_told_otherwise():
    assert [float(part) for part in counts_behind_rate(3.3, 9_100)] == [296.0, 304.0]
    assert [float(part) for part in counts_behind_rate(3.3, 9_100, decimals=2)] == [300.0, 300.0]


def test_linked_tables_are_protected_up_to_the_threshold_that_is_asked_for():
    """A count of 6 is small where 10 is the least that may be told, and its range must reach 10."""
    table = [[6, 30, 40], [25, 40, 50]]
    usual, strict = suppress_linked([table]), suppress_linked([table], threshold=10)
    assert not usual[0].is_hidden.any()
    values = strict[0].values.ravel()
    least, most = attack(values, table_relations((2, 3)), strict[0].is_hidden.ravel())
    assert (least[0], most[0] >= 10) == (0.0, True)


def test_a_line_that_ends_below_one_has_a_ratio_all_the_same():
    found = slope_index_of_inequality([0.5, 0.6, 0.8], [1, 1, 1], [0.01, 0.01, 0.01], polarity=HIGHER)
    assert found.relative_ratio is not None


def test_many_tables_are_protected_up_to_the_threshold_that_is_asked_for():
    tables = [[[6, 30, 40], [25, 40, 50]], [[60, 30, 40], [25, 40, 50]]]
    found = suppress_tables(tables, threshold=10)
    least, most = attack_tables(found)
    assert (least[0, 0, 0], most[0, 0, 0] >= 10) == (0.0, True)
    assert not found.is_hidden[1].any()


def test_a_small_count_that_must_be_shown_is_refused_by_its_number():
    with pytest.raises(ValueError, match=r"^Number 1 of the cells that must be shown is a small count: 2\.0\.$"):
        suppress([2, 10, 12], csr_array([[1, 1, -1]]), [True, False, False], must_show=[1, 0, 0])


def test_what_an_attacker_is_shown_must_be_numbers():
    with pytest.raises(ValueError, match=r"^The values must be numbers; number 1 is 'x'\.$"):
        attack(["x", "y", "z"], csr_array([[1, 1, -1]]), [False, True, False])
