"""Suppression of several tables of the same people at once: by sex, by ethnic group, by disability.

Each table alone may be safe while two together are not: a total that one hides and another shows gives a hidden cell
away. So tables whose totals agree are protected as one system, by the relations of each and by those between them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from goldenthread.core.disclosure.suppression import (
    THRESHOLD,
    Relations,
    Suppressed,
    is_small,
    suppress,
    table_relations,
    with_totals,
)
from goldenthread.core.statistics.checks import FloatArray, check_counts, refuse


def suppress_linked(tables: Sequence[ArrayLike], threshold: int = THRESHOLD) -> list[Suppressed]:
    """Return each table with totals along every axis, and the cells to hide so that no table gives another away.

    Parameters
    ----------
    tables
        Inner cells, groups along the first axis. The other axes are the same in all (grades, say, or none); where the
        totals over the groups are the same in two tables, a reader knows that they are the same people.
    threshold
        Counts from 1 to below it are hidden, totals too.

    Returns
    -------
    One result for each table, in order.

    Raises
    ------
    ValueError
        If there is no table, a count is missing or negative, or the other axes differ.
    CannotProtect
        If no set of cells protects a small count.

    References
    ----------
    Hundepool A et al (2012). Statistical disclosure control. Wiley, chapter 4, on linked tables.

    Examples
    --------
    >>> by_sex, by_disability = [[2, 30], [40, 50]], [[10, 20], [32, 60]]
    >>> hidden = [each.is_hidden for each in suppress_linked([by_sex, by_disability])]
    >>> int(hidden[0].sum()), bool((hidden[0][-1] == hidden[1][-1]).all())
    (4, True)
    """
    if not tables:
        raise ValueError("There is no table to protect.")
    inner = [check_counts(table) for table in tables]
    for table in inner:
        refuse(np.isnan(table), "counts", "is missing: a table with gaps has no totals", table)
    if len({table.shape[1:] for table in inner}) != 1:
        raise ValueError("Tables of the same people have the same columns; these differ.")
    full = [with_totals(table) for table in inner]
    values = np.concatenate([table.ravel() for table in full])
    relations = sparse.csr_array(
        sparse.vstack(
            [sparse.block_diag([table_relations(table.shape) for table in inner], format="csr"), _between(full)],
            format="csr",
        )
    )
    hidden = suppress(values, relations, is_small(values, threshold), threshold)
    parts = np.split(hidden, np.cumsum([table.size for table in full])[:-1])
    return [
        Suppressed(table, part.reshape(table.shape), is_small(table, threshold))
        for table, part in zip(full, parts, strict=True)
    ]


def _between(full: list[FloatArray]) -> Relations:
    """One relation for each total over the groups that two tables share: their difference is zero."""
    size = sum(table.size for table in full)
    starts = np.concatenate([[0], np.cumsum([table.size for table in full])])[:-1].astype(int)
    totals = [table[-1].ravel() for table in full]
    positions = [
        start + np.arange(table.size).reshape(table.shape)[-1].ravel()
        for start, table in zip(starts, full, strict=True)
    ]
    rows: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    for later in range(1, len(full)):
        for cell in range(len(totals[0])):
            earlier = next((each for each in range(later) if totals[each][cell] == totals[later][cell]), None)
            if earlier is not None:
                row = len(rows) // 2
                rows += [row, row]
                columns += [int(positions[earlier][cell]), int(positions[later][cell])]
                signs += [1.0, -1.0]
    return sparse.csr_array((signs, (rows, columns)), shape=(len(rows) // 2, size))
