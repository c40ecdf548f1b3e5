"""Many tables protected in one call are each protected as alone, and side by side they do not hide more."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import sparse
from scipy.optimize import linprog

from goldenthread.core.disclosure import suppression
from goldenthread.core.disclosure.suppression import (
    THRESHOLD,
    CannotProtect,
    Suppressed,
    attack,
    attack_tables,
    is_small,
    suppress,
    suppress_table,
    suppress_tables,
    table_relations,
    with_totals,
)


def plainly(values, relations, primary, threshold=THRESHOLD):
    """One linear programme after another over one table: what the call for many must come to."""
    x, matrix, hidden = np.asarray(values, dtype=float), relations.toarray(), np.array(primary)
    for cell in sorted(np.flatnonzero(primary), key=lambda i: (-x[i], i)):
        for change in (-x[cell], threshold - x[cell]):
            cost = [1e-6 if hidden[j] else x.mean() + 1 if x[j] == 0 else np.log1p(x[j]) + 1 for j in range(len(x))]
            bounds = [(0, None)] * len(x) + [(0, one) for one in x]
            bounds[cell], bounds[len(x) + cell] = (max(change, 0),) * 2, (max(-change, 0),) * 2
            found = linprog(cost * 2, A_eq=np.hstack([matrix, -matrix]), b_eq=np.zeros(len(matrix)), bounds=bounds)
            hidden = hidden | (np.abs(found.x[: len(x)] - found.x[len(x) :]) > 1e-7)
    return hidden


MANY = arrays.arrays(
    np.int64, st.tuples(st.integers(1, 6), st.integers(2, 4), st.integers(2, 4)), elements=st.integers(0, 20)
)


@settings(max_examples=25)
@given(MANY)
def test_no_small_count_of_any_table_can_be_told_from_none_or_from_enough(counts):
    found = suppress_tables(counts)
    relations = table_relations(counts.shape[1:])
    for values, hidden, primary in zip(found.values, found.is_hidden, found.is_primary, strict=True):
        lower, upper = attack(np.where(hidden, np.nan, values).ravel(), relations, hidden.ravel())
        assert (lower[primary.ravel()] <= 1e-6).all()
        assert (upper[primary.ravel()] >= THRESHOLD - 1e-6).all()


@pytest.mark.parametrize("at_once", [1, 200, 5_000])
def test_a_table_among_many_hides_what_it_hides_alone(at_once, monkeypatch):
    """Where two answers cost the same, either may be found: seldom, and it hides no more on the whole."""
    monkeypatch.setattr(suppression, "CELLS_AT_ONCE", at_once)
    tables = np.random.default_rng(11).poisson(9, (60, 3, 3))
    together, alone = suppress_tables(tables), [suppress_table(one) for one in tables]
    hidden = np.array([one.is_hidden for one in alone])
    np.testing.assert_array_equal(together.values, [one.values for one in alone])
    np.testing.assert_array_equal(together.is_primary, [one.is_primary for one in alone])
    assert (together.is_hidden == hidden).all(axis=(1, 2)).mean() > 0.9
    assert abs(int(together.is_hidden.sum()) - int(hidden.sum())) <= 0.03 * hidden.sum()
    quiet = ~together.is_primary.any(axis=(1, 2))
    assert quiet.any()
    assert not together.is_hidden[quiet].any()


def test_one_table_is_hidden_as_the_plain_way_hides_it():
    generator = np.random.default_rng(8)
    for _ in range(12):
        table = with_totals(generator.poisson(8, (3, 4)).astype(float))
        relations, small = table_relations((3, 4)), is_small(table).ravel()
        assert suppress(table.ravel(), relations, small).tolist() == plainly(table.ravel(), relations, small).tolist()


def test_tables_side_by_side_do_not_touch_each_other():
    """The relations of two tables, one with nothing to hide: nothing of it is hidden."""
    relations = sparse.block_diag([table_relations((2, 2))] * 2, format="csr")
    quiet, busy = with_totals(np.array([[30.0, 20], [25, 40]])), with_totals(np.array([[3.0, 20], [25, 40]]))
    values = np.concatenate([quiet.ravel(), busy.ravel()])
    hidden = suppress(values, relations, is_small(values))
    assert not hidden[:9].any()
    assert hidden[9:].tolist() == suppress_table([[3, 20], [25, 40]]).is_hidden.ravel().tolist()


def test_the_cell_that_cannot_be_protected_is_named_among_many():
    relations = sparse.block_diag([sparse.csr_array([[1.0, 1, -1]])] * 3, format="csr")
    values = np.array([3.0, 50, 53, 2, 60, 62, 4, 70, 74])
    must_show = np.array([0, 0, 1, 0, 1, 1, 0, 0, 0], dtype=bool)
    with pytest.raises(CannotProtect, match="Cell 4, a small count, cannot be protected"):
        suppress(values, relations, is_small(values), must_show=must_show)


def test_a_row_of_parts_with_their_total_and_a_cube():
    found = suppress_tables([[3, 20, 30], [25, 40, 50]])
    assert found.is_hidden.tolist() == [[True, True, False, False], [False] * 4]
    cubes = suppress_tables(np.full((2, 2, 2, 2), 9))
    assert cubes.values.shape == (2, 3, 3, 3)
    assert not cubes.is_hidden.any()
    assert cubes.values[1, -1, -1, -1] == 72


def test_totals_are_added_along_the_later_axes_only():
    assert with_totals(np.ones((2, 2)), first_axis=1).tolist() == [[1, 1, 2]] * 2


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([1, 2], "Many tables have one axis for the tables and at least one for their cells."),
        ([[1, None]], "Number 2 of the counts is missing: a table with gaps has no totals: nan."),
        ([[1, -2]], "Number 2 of the counts is negative: -2.0."),
    ],
)
def test_what_is_impossible_is_refused(counts, sentence):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared below
        suppress_tables(counts)
    assert str(refused.value) == sentence


def test_of_a_thousand_tables_no_small_count_can_be_told():
    tables = np.random.default_rng(1).poisson(9, (1_000, 3, 4))
    together = suppress_tables(tables)
    assert (together.is_primary == is_small(together.values)).all()
    least, most = attack_tables(together)
    assert (least[together.is_primary] == 0).all()
    assert (most[together.is_primary] >= THRESHOLD).all()


def plain_bounds(values, relations, hidden):
    """Two linear programmes for each hidden cell, over all cells at once, the shown ones held at what they are."""
    x, matrix = np.asarray(values, dtype=float), relations.toarray()
    held = [(0, None) if here else (one, one) for one, here in zip(x, hidden, strict=True)]
    least, most = x.copy(), x.copy()
    for cell in np.flatnonzero(hidden):
        aim = np.zeros(len(x))
        aim[cell] = 1
        least[cell] = linprog(aim, A_eq=matrix, b_eq=np.zeros(len(matrix)), bounds=held).fun
        found = linprog(-aim, A_eq=matrix, b_eq=np.zeros(len(matrix)), bounds=held)
        most[cell] = np.inf if found.status == 3 else -found.fun
    return least, most


FEW = arrays.arrays(
    np.int64, st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(2, 3)), elements=st.integers(0, 20)
)


@settings(max_examples=15)
@given(FEW, st.integers(0, 2**32 - 1))
def test_an_attack_on_many_tables_bounds_each_cell_as_two_programmes_of_its_own_do(counts, seed):
    values = with_totals(counts.astype(float), first_axis=1)
    # Anything may be hidden, protected or not, totals too.
    hidden = np.random.default_rng(seed).random(values.shape) < 0.5
    lower, upper = attack_tables(Suppressed(np.where(hidden, np.nan, values), hidden, hidden))
    relations = table_relations(counts.shape[1:])
    for i, table in enumerate(values):
        least, most = plain_bounds(table.ravel(), relations, hidden[i].ravel())
        np.testing.assert_allclose(lower[i].ravel(), least, atol=1e-6)
        np.testing.assert_allclose(upper[i].ravel(), most, atol=1e-6)
        alone = attack(table.ravel(), relations, hidden[i].ravel())
        np.testing.assert_allclose(alone, (least, most), atol=1e-6)


@pytest.mark.parametrize("at_once", [1, 40])
def test_an_attack_in_portions_finds_the_same(at_once, monkeypatch):
    tables = suppress_tables(np.random.default_rng(2).poisson(6, (40, 3, 3)))
    whole = attack_tables(tables)
    monkeypatch.setattr(suppression, "CELLS_AT_ONCE", at_once)
    np.testing.assert_allclose(attack_tables(tables), whole, atol=1e-6)


def test_what_nothing_bounds_is_endless_and_its_neighbour_is_not():
    values, hidden = np.array([[3.0, 20, 23]]), np.array([[True, False, True]])
    lower, upper = attack_tables(Suppressed(values, hidden, hidden))
    assert lower.tolist() == [[0, 20, 20]]
    assert upper.tolist() == [[np.inf, 20, np.inf]]


@pytest.mark.parametrize("hidden", [[False] * 3, [True, False, False], [False, True, True]])
def test_tables_that_contradict_themselves_are_refused(hidden):
    values = np.array([[1.0, 2, 3], [9, 30, 23]])
    is_hidden = np.array([[False] * 3, hidden])
    if hidden == [False, True, True]:  # the total hidden: anything fits
        assert attack_tables(Suppressed(values, is_hidden, is_hidden))[1][1, 2] == np.inf
        return
    with pytest.raises(ValueError, match=r"^The shown cells contradict each other, so no table fits them\.$"):
        attack_tables(Suppressed(values, is_hidden, is_hidden))


def test_a_shown_cell_that_is_missing_is_refused():
    values, hidden = np.array([[1.0, np.nan, 3]]), np.zeros((1, 3), dtype=bool)
    with pytest.raises(ValueError, match=r"^Number 2 of the shown values is missing: nan\.$"):
        attack_tables(Suppressed(values, hidden, hidden))
