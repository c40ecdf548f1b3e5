r"""Which cells of a table to hide so that no small count can be worked out from what is left.

Cells hang together by *relations*: a total less its parts is zero. A reader who knows every shown cell and every
relation can bound a hidden one by linear programming. So each small count is protected by construction: we look for
another table, equal in all shown cells, in which the count is zero, and one in which it reaches the threshold, each
found at the least cost of cells to be hidden as well. Relations can be those of crossed tables, of overlapping areas
(a ward and a catchment that share all but one small area) or of periods that differ by a month.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.sparse import csgraph

from goldenthread.core.statistics.checks import BoolArray, FloatArray, IntArray, as_numbers, check_counts, refuse

#: Counts from 1 to 4 are hidden unless a council sets otherwise.
THRESHOLD = 5

#: Cells that are looked at in one linear programme when parts of a table do not touch: more take longer than several.
CELLS_AT_ONCE = 5_000

Relations = sparse.csr_array


class CannotProtect(ValueError):
    """No set of cells that may be hidden protects a small count."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A table with totals, which of its cells to hide, and how many of them are small counts themselves."""

    values: FloatArray
    is_hidden: BoolArray
    is_primary: BoolArray

    @property
    def shown(self) -> FloatArray:
        """The table as it may be published: hidden cells are NaN, which is not zero."""
        return np.where(self.is_hidden, np.nan, self.values)


def is_small(counts: ArrayLike, threshold: int = THRESHOLD) -> BoolArray:
    """Return which counts are above zero and below the threshold; a zero concerns nobody and is shown.

    Raises
    ------
    ValueError
        If a count is negative or the threshold below 2.

    Examples
    --------
    >>> is_small([0, 1, 4, 5, None])
    array([False,  True,  True, False, False])
    """
    if threshold < 2:
        raise ValueError(f"A threshold below 2 hides nothing; got {threshold}.")
    numbers = check_counts(counts)
    return np.asarray((numbers > 0) & (numbers < threshold))


def suppress_table(counts: ArrayLike, threshold: int = THRESHOLD) -> Suppressed:
    """Return a crossed table with totals along every axis, and the cells to hide.

    Parameters
    ----------
    counts
        The inner cells, of any number of axes: whole counts, none missing.
    threshold
        Counts from 1 to below it are hidden, totals too.

    Returns
    -------
    The table with a last row, column, … of totals; hidden cells cannot be bounded more closely than from zero to the
    threshold by anyone who sees the others.

    Raises
    ------
    ValueError
        If a count is missing or negative.

    Examples
    --------
    >>> found = suppress_table([[3, 20, 30], [25, 40, 50], [35, 60, 70]])
    >>> int(found.is_primary.sum()), int(found.is_hidden.sum())
    (1, 4)
    """
    inner = check_counts(counts)
    refuse(np.isnan(inner), "counts", "is missing: a table with gaps has no totals", inner)
    values = with_totals(inner)
    primary = is_small(values, threshold)
    hidden = suppress(values.ravel(), table_relations(inner.shape), primary.ravel(), threshold)
    return Suppressed(values, hidden.reshape(values.shape), primary)


def suppress_tables(counts: ArrayLike, threshold: int = THRESHOLD) -> Suppressed:
    """Return many crossed tables of one shape with their totals, and the cells to hide in each.

    Each is protected as :func:`suppress_table` protects it alone: nothing is added up across tables, so use it where
    no total of several tables is published (and relations of your own with :func:`suppress` where one is).

    Parameters
    ----------
    counts
        The inner cells, the tables along the first axis: whole counts, none missing.
    threshold
        Counts from 1 to below it are hidden, totals too.

    Raises
    ------
    ValueError
        If there is only one axis, or a count is missing or negative.

    Examples
    --------
    >>> found = suppress_tables([[3, 20, 30], [25, 40, 50]])
    >>> found.shown
    array([[ nan,  nan,  30.,  53.],
           [ 25.,  40.,  50., 115.]])
    """
    inner = check_counts(counts)
    if inner.ndim < 2:
        raise ValueError("Many tables have one axis for the tables and at least one for their cells.")
    refuse(np.isnan(inner), "counts", "is missing: a table with gaps has no totals", inner)
    values = with_totals(inner, first_axis=1)
    primary, hidden = is_small(values, threshold), np.zeros(values.shape, dtype=np.bool_)
    concerned = np.flatnonzero(primary.reshape(len(inner), -1).any(axis=-1))
    if len(concerned):
        relations = sparse.kron(sparse.eye_array(len(concerned)), table_relations(inner.shape[1:]), format="csr")
        some, small = values[concerned], primary[concerned]
        hidden[concerned] = suppress(some.ravel(), relations, small.ravel(), threshold).reshape(some.shape)
    return Suppressed(values, hidden, primary)


def with_totals(inner: FloatArray, first_axis: int = 0) -> FloatArray:
    """Return the table with totals appended along each axis, from `first_axis` on.

    Examples
    --------
    >>> with_totals(np.array([[1.0, 2.0], [3.0, 4.0]]))
    array([[ 1.,  2.,  3.],
           [ 3.,  4.,  7.],
           [ 4.,  6., 10.]])
    """
    table = inner
    for axis in range(first_axis, inner.ndim):
        table = np.concatenate([table, table.sum(axis=axis, keepdims=True)], axis=axis)
    return table


def table_relations(shape: tuple[int, ...]) -> Relations:
    """Return the relations of a crossed table with totals: one row for each total along each axis.

    Parameters
    ----------
    shape
        Of the inner cells.

    Examples
    --------
    >>> table_relations((2, 2)).shape
    (6, 9)
    """
    full = tuple(size + 1 for size in shape)
    position = np.arange(int(np.prod(full))).reshape(full)
    rows, columns, signs, row = [], [], [], 0
    for axis in range(len(shape)):
        lines = np.moveaxis(position, axis, -1).reshape(-1, full[axis])
        for line in lines:
            rows.extend([row] * len(line))
            columns.extend(line.tolist())
            signs.extend([1.0] * (len(line) - 1) + [-1.0])
            row += 1
    return sparse.csr_array((signs, (rows, columns)), shape=(row, position.size))


def suppress(
    values: ArrayLike,
    relations: Relations,
    is_primary: ArrayLike,
    threshold: int = THRESHOLD,
    must_show: ArrayLike | None = None,
) -> BoolArray:
    r"""Return which cells to hide, given any relations between them.

    For each small count :math:`x_i` and each of :math:`\delta \in \{-x_i,\; t - x_i\}` a change y of the table is
    sought with :math:`Ay = 0`, :math:`x + y \ge 0`, :math:`y_i = \delta` and least :math:`\sum c_j|y_j|`, where cells
    already hidden cost nothing and others more the larger they are; what it changes is hidden. Cells that no relation
    joins, directly or through others, cannot give each other away: such parts (many tables, say) are protected side by
    side, one small count of each in one linear programme.

    Parameters
    ----------
    values
        All cells, totals among them.
    relations
        A sparse matrix with a row for each relation, such that relations · values is zero.
    is_primary
        The small counts.
    threshold
        Each hidden small count might be anything from zero to this, as far as a reader can tell.
    must_show
        Cells that may not be hidden, such as a published total.

    Raises
    ------
    ValueError
        If a value is missing or negative, or the values break a relation.
    CannotProtect
        If a small count cannot be protected without hiding a cell that must be shown.

    References
    ----------
    Hundepool A et al (2012). Statistical disclosure control. Wiley, chapter 4.

    Examples
    --------
    >>> table = with_totals(np.array([[3.0, 20.0], [25.0, 40.0]]))
    >>> suppress(table.ravel(), table_relations((2, 2)), is_small(table).ravel()).reshape(3, 3)
    array([[ True,  True, False],
           [ True,  True, False],
           [False, False, False]])
    """
    x = check_counts(values)
    refuse(np.isnan(x), "values", "is missing", x)
    broken = np.abs(relations @ x) > 1e-6
    refuse(broken, "relations", "does not add up", relations @ x)
    hidden = np.array(is_primary, dtype=bool)
    kept = np.zeros(len(x), dtype=bool) if must_show is None else np.asarray(must_show, dtype=bool)
    refuse(hidden & kept, "cells that must be shown", "is a small count", x)
    part, by_column = _parts(relations), relations.tocsc()
    # The largest small count of each part first: what hides it often hides the smaller ones as well.
    cells = np.flatnonzero(hidden)
    cells = cells[np.lexsort((-x[cells], part[cells]))]
    for turn in _turns(cells, part):
        for some in _portions(turn, part):
            within = np.flatnonzero(np.isin(part, part[some]))
            table = _Table(x[within], by_column[:, within].tocsr(), kept[within], part[within])
            at = np.searchsorted(within, some)
            for change in (-x[some], threshold - x[some]):
                hidden[within] |= table.cells_to_change(hidden[within], at, change, some)
    return hidden


def _parts(relations: Relations) -> NDArray[np.int32]:
    """The number of the part each cell belongs to: those that relations join, directly or through others."""
    touching = sparse.csr_array((np.ones(relations.nnz), relations.indices, relations.indptr), shape=relations.shape)
    both_ways = sparse.block_array([[None, touching.T], [touching, None]], format="csr")
    _, part = csgraph.connected_components(both_ways, directed=False)  # type: ignore[arg-type]  # lost in the block
    return np.asarray(part[: relations.shape[1]])


def _turns(cells: IntArray, part: NDArray[np.int32]) -> list[IntArray]:
    """The cells, sorted by part, in turns: the first of each part, the second of each part that has one, …"""
    begins = np.flatnonzero(np.diff(part[cells], prepend=-1))
    turn = np.arange(len(cells)) - np.repeat(begins, np.diff(np.append(begins, len(cells))))
    return [cells[turn == now] for now in range(int(turn.max(initial=-1)) + 1)]


def _portions(cells: IntArray, part: NDArray[np.int32]) -> list[IntArray]:
    """The cells, one of each part, in portions whose parts have no more cells than a linear programme likes."""
    sizes = np.cumsum(np.bincount(part)[part[cells]])
    return np.split(cells, np.flatnonzero(np.diff(sizes // CELLS_AT_ONCE)) + 1) if len(cells) else []


@dataclass(frozen=True, slots=True)
class _Table:
    """Cells that belong together, or several such parts side by side."""

    x: FloatArray
    relations: Relations
    kept: BoolArray
    part: NDArray[np.int32]

    def cells_to_change(self, hidden: BoolArray, cells: IntArray, change: FloatArray, numbers: IntArray) -> BoolArray:
        """The cells that differ between the table and the nearest one in which `cells`, one a part, are changed."""
        solved = self._nearest(hidden, cells, change)
        if solved is None:
            for cell, by, number in zip(cells, change, numbers, strict=True):
                if self._nearest(hidden, np.array([cell]), np.array([by])) is None:
                    raise CannotProtect(
                        f"Cell {number + 1}, a small count, cannot be protected without hiding a cell that must be "
                        "shown."
                    )
            raise CannotProtect("The small counts cannot be protected: the linear programme has no answer.")
        return np.asarray(np.abs(solved[: len(self.x)] - solved[len(self.x) :]) > 1e-7)

    def _nearest(self, hidden: BoolArray, cells: IntArray, change: FloatArray) -> FloatArray | None:
        x = self.x
        mean = (np.bincount(self.part, x) / np.maximum(np.bincount(self.part), 1))[self.part]
        # Zeros may be changed too, but dearly: an unexpectedly hidden zero puzzles, and a large total is missed most.
        cost = np.where(hidden, 1e-6, np.where(x == 0, mean + 1.0, np.log1p(x) + 1.0))
        most = np.concatenate([np.where(self.kept, 0.0, np.inf), np.where(self.kept, 0.0, x)])
        least = np.zeros(2 * len(x))
        for at, by in ((cells, np.maximum(change, 0.0)), (len(x) + cells, np.maximum(-change, 0.0))):
            least[at] = most[at] = by
        rows = np.flatnonzero(np.diff(self.relations.indptr))
        matrix = self.relations[rows]
        both_ways = sparse.hstack([matrix, -matrix], format="csr")
        bounds = np.column_stack([least, most])
        return _solve(np.concatenate([cost, cost]), both_ways, np.zeros(len(rows)), bounds)


def _solve(cost: FloatArray, matrix: Relations, target: FloatArray, bounds: object) -> FloatArray | None:
    """The x of least cost within the bounds with matrix · x = target, or None where there is none."""
    # The optimisers take half a second to import, and a site that starts needs none of them.
    from scipy.optimize import linprog

    solved = linprog(  # type: ignore[call-overload]  # its types do not know that it takes sparse matrices
        cost, A_eq=matrix, b_eq=target, bounds=bounds, method="highs"
    )
    return np.asarray(solved.x, dtype=np.float64) if solved.success else None


def attack(values: ArrayLike, relations: Relations, is_hidden: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return the least and the most each cell can be, as far as a reader of the shown cells can tell.

    Three linear programmes for each hidden cell: use it to prove a table safe before it is published. Hidden cells that
    no relation joins cannot tell of each other: one of each such part (many tables, say) is attacked in one programme.

    Parameters
    ----------
    values, relations
        As for :func:`suppress`; hidden values are not looked at.
    is_hidden
        The cells not shown.

    Returns
    -------
    Lower and upper bounds (infinite where nothing bounds a cell); those of a shown cell are its value.

    Raises
    ------
    ValueError
        If a shown value is missing, or the shown values contradict each other.

    Examples
    --------
    >>> table, relations = with_totals(np.array([[3.0, 20.0], [25.0, 40.0]])), table_relations((2, 2))
    >>> alone = np.zeros(9, dtype=bool)
    >>> alone[0] = True
    >>> [float(bound[0]) for bound in attack(table.ravel(), relations, alone)]
    [3.0, 3.0]
    """
    hidden = np.asarray(is_hidden, dtype=bool)
    x = np.where(hidden, 0.0, as_numbers(values, "values"))
    refuse(np.isnan(x), "shown values", "is missing", x)
    lower, upper = x.copy(), x.copy()
    unknown = np.flatnonzero(hidden)
    matrix, target = relations[:, unknown].tocsc(), -(relations @ x)
    touched = np.bincount(matrix.indices, minlength=len(target)) > 0
    if (np.abs(target[~touched]) > 1e-6).any():
        raise ValueError(CONTRADICTION)
    part = _parts(matrix.tocsr())
    for cells in _turns(np.lexsort((unknown, part)), part):
        for some in _portions(cells, part):
            within = np.flatnonzero(np.isin(part, part[some]))
            columns = matrix[:, within].tocsr()
            rows = np.flatnonzero(np.diff(columns.indptr))
            found = _bounds(columns[rows], target[rows], np.searchsorted(within, some))
            lower[unknown[some]], upper[unknown[some]] = found
    return lower, upper


CONTRADICTION = "The shown cells contradict each other, so no table fits them."


def _bounds(matrix: Relations, target: FloatArray, cells: IntArray) -> tuple[FloatArray, FloatArray]:
    """The least and the most of each of `cells`, no two of which are joined, among all x >= 0 with matrix · x = target.

    As they are not joined, the least sum of them all has each at its least.
    """
    aim = np.zeros(matrix.shape[1])
    aim[cells] = 1.0

    def solve(sign: float, target: FloatArray, most: float | None) -> FloatArray:
        solved = _solve(sign * aim, matrix, target, (0, most))
        if solved is None:
            raise ValueError(CONTRADICTION)
        return solved

    least = solve(1.0, target, None)[cells]
    # A cell is unbounded if it can grow, others with it, without end: if a change of nought overall can raise it.
    endless = solve(-1.0, np.zeros(len(target)), 1.0)[cells] > 1e-7
    aim[cells[endless]] = 0.0
    return least, np.where(endless, np.inf, solve(-1.0, target, None)[cells])


def attack_tables(tables: Suppressed) -> tuple[FloatArray, FloatArray]:
    """Return the least and the most each cell of many tables can be: :func:`attack` for what `suppress_tables` made.

    Parameters
    ----------
    tables
        Crossed tables of one shape with their totals, along the first axis; hidden values are not looked at.

    Raises
    ------
    ValueError
        If a shown value is missing, or the shown values of a table contradict each other.

    Examples
    --------
    >>> lower, upper = attack_tables(suppress_tables([[3, 20, 30], [25, 40, 50]]))
    >>> lower[0], upper[0]
    (array([ 0.,  0., 30., 53.]), array([23., 23., 30., 53.]))
    """
    shape = tables.values.shape
    relations = sparse.kron(
        sparse.eye_array(shape[0]), table_relations(tuple(size - 1 for size in shape[1:])), format="csr"
    )
    lower, upper = attack(tables.values.ravel(), relations, tables.is_hidden.ravel())
    return lower.reshape(shape), upper.reshape(shape)


def counts_behind_rate(
    rate: ArrayLike, denominator: ArrayLike, multiplier: float = 100.0, decimals: int = 1
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the fewest and the most people that a published, rounded rate can stand for.

    Where the two are one number, the rate gives the count away: hide it where the count is hidden.

    Parameters
    ----------
    rate, denominator
        As published.
    multiplier
        People the rate is given per.
    decimals
        Places it is rounded to.

    Raises
    ------
    ValueError
        If a rate or denominator is negative.

    Examples
    --------
    >>> low, high = counts_behind_rate([3.3, 3.3], [91, 9_100])
    >>> low, high
    (array([  3., 296.]), array([  3., 304.]))
    """
    shown, people = check_counts(rate, "rates"), check_counts(denominator, "denominators")
    half = 0.5 * 10.0**-decimals
    low = np.ceil(np.maximum(shown - half, 0) * people / multiplier - 1e-9)
    return low, np.floor((shown + half) * people / multiplier + 1e-9)
