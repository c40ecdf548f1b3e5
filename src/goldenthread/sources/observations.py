"""Builds the table of observations, so that a source says only what differs from row to row."""

from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from goldenthread.engine.tables import MISSING, OBSERVATIONS

#: The group that is everyone, and the characteristic it belongs to.
ALL = "all"
ALL_PEOPLE = "All people"

#: A column (list, NumPy or Arrow array), one cell for every row, or None.
Cells = Any


def make_observations(
    *,
    measure: Cells,
    area_code: Cells,
    period: Cells,
    period_start: Cells,
    period_end: Cells,
    characteristic: Cells = ALL,
    group: Cells = ALL_PEOPLE,
    value: Cells = None,
    count: Cells = None,
    denominator: Cells = None,
    lower: Cells = None,
    upper: Cells = None,
    status: Cells = None,
) -> pa.Table:
    """A table of observations; one cell for all rows may be given instead of a column.

    A row without a value gets the status "not published" unless it has one; a NaN counts as no value.
    Raises ValueError when columns differ in length or a status is not one of goldenthread.engine.tables.MISSING.
    """
    given: dict[str, Cells] = {
        "measure": measure,
        "area_code": area_code,
        "period": period,
        "period_start": period_start,
        "period_end": period_end,
        "characteristic": characteristic,
        "group": group,
        "value": value,
        "count": count,
        "denominator": denominator,
        "lower": lower,
        "upper": upper,
        "status": status,
    }
    lengths = {name: len(cells) for name, cells in given.items() if _is_column(cells)}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"The columns of one table of observations differ in length: {lengths}.")
    rows = next(iter(lengths.values()), 1)
    columns = {name: _column(cells, OBSERVATIONS.field(name).type, rows) for name, cells in given.items()}
    columns["status"] = _complete(columns["status"], columns["value"])
    return pa.table(columns, schema=OBSERVATIONS)


def _is_column(cells: Cells) -> bool:
    return cells is not None and not isinstance(cells, (str, int, float, date))


def _column(cells: Cells, kind: pa.DataType, rows: int) -> pa.ChunkedArray:
    """One column of the table, repeated where a single cell was given."""
    if not _is_column(cells):
        return pa.chunked_array([pa.repeat(pa.scalar(cells, kind), rows)])
    if isinstance(cells, (pa.Array, pa.ChunkedArray)):
        column = cells if isinstance(cells, pa.ChunkedArray) else pa.chunked_array([cells])
        column = column if column.type == kind else pc.cast(column, kind)
    else:
        column = pa.chunked_array([pa.array(cells, kind)])
    if pa.types.is_floating(kind):
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, kind), column)
    return column


def _complete(status: pa.ChunkedArray, value: pa.ChunkedArray) -> pa.ChunkedArray:
    """The status of each row: none where there is a value, "not published" where nothing else was said."""
    known = pa.array(list(MISSING))
    wrong = pc.and_(pc.is_valid(status), pc.invert(pc.is_in(status, value_set=known)))
    index = pc.index(wrong, True).as_py()
    if index >= 0:
        raise ValueError(f"“{status[index].as_py()}” is not a reason for a missing value; use one of {list(MISSING)}.")
    reason = pc.coalesce(status, pa.scalar("not published", pa.string()))
    return pc.if_else(pc.is_valid(value), pa.scalar(None, pa.string()), reason)
