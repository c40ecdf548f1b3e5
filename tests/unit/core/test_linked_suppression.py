"""Tables of the same people, protected together: no reader of all of them can work a small number out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from goldenthread.core.disclosure.linked import suppress_linked
from goldenthread.core.disclosure.suppression import THRESHOLD, suppress_table


def slowly_bounded(results):
    """The least and most of each hidden cell, from equations written out one by one and not by the code under test."""
    cells = [(number, index) for number, found in enumerate(results) for index in np.ndindex(found.values.shape)]
    place = {cell: position for position, cell in enumerate(cells)}
    equations, targets = [], []
    for number, found in enumerate(results):
        shape = found.values.shape
        for axis in range(len(shape)):
            for index in np.ndindex(*(size for other, size in enumerate(shape) if other != axis)):
                row = np.zeros(len(cells))
                for along in range(shape[axis]):
                    full = (*index[:axis], along, *index[axis:])
                    row[place[number, full]] = -1.0 if along == shape[axis] - 1 else 1.0
                equations.append(row)
                targets.append(0.0)
        for other in range(number):
            for index in np.ndindex(*shape[1:]):
                mine, theirs = (number, (shape[0] - 1, *index)), (other, (results[other].values.shape[0] - 1, *index))
                if found.values[mine[1]] == results[other].values[theirs[1]]:
                    row = np.zeros(len(cells))
                    row[place[mine]], row[place[theirs]] = 1.0, -1.0
                    equations.append(row)
                    targets.append(0.0)
    bounds = [
        (0, None) if results[number].is_hidden[index] else (results[number].values[index],) * 2
        for number, index in cells
    ]
    found_bounds = {}
    for cell in cells:
        if results[cell[0]].is_hidden[cell[1]]:
            aim = np.zeros(len(cells))
            aim[place[cell]] = 1.0
            low = linprog(aim, A_eq=np.array(equations), b_eq=targets, bounds=bounds, method="highs")
            high = linprog(-aim, A_eq=np.array(equations), b_eq=targets, bounds=bounds, method="highs")
            found_bounds[cell] = (low.fun, np.inf if high.status == 3 else -high.fun)
    return found_bounds


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_nobody_can_bound_a_small_number_from_all_tables_together(data):
    grades = data.draw(st.integers(1, 2))
    number = st.integers(0, 30)
    first = np.array(data.draw(st.lists(st.lists(number, min_size=grades, max_size=grades), min_size=2, max_size=3)))
    totals = first.sum(axis=0)
    parts = np.array([data.draw(st.integers(0, int(total))) for total in totals])
    results = suppress_linked([first, np.array([parts, totals - parts])])
    for (number_of, index), (low, high) in slowly_bounded(results).items():
        if results[number_of].is_primary[index]:
            assert low <= 1e-6
            assert high >= THRESHOLD - 1e-6
    for found in results:
        assert not (found.is_primary & ~found.is_hidden).any()


def test_a_total_hidden_in_one_table_is_hidden_in_the_other():
    by_sex, by_disability = [[2, 30], [40, 50]], [[10, 20], [32, 60]]
    alone = suppress_table(by_sex)
    linked = suppress_linked([by_sex, by_disability])
    assert alone.is_hidden.any()
    shared = [found.is_hidden[-1] for found in linked]
    assert (shared[0] == shared[1]).all()


def test_one_table_alone_is_protected_as_ever():
    table = [[3, 20, 30], [25, 40, 50], [35, 60, 70]]
    assert (suppress_linked([table])[0].is_hidden == suppress_table(table).is_hidden).all()


def test_what_cannot_be_linked_is_refused():
    with pytest.raises(ValueError, match=r"^There is no table to protect\.$"):
        suppress_linked([])
    with pytest.raises(ValueError, match="same columns"):
        suppress_linked([[[1, 2], [3, 4]], [[1], [2]]])
    with pytest.raises(ValueError, match="Number 2 of the counts is missing: a table with gaps has no totals: nan"):
        suppress_linked([[[1, None], [3, 4]]])
