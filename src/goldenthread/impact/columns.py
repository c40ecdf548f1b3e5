"""Columns as they are handed in: lists, arrays, columns of pandas, polars or Arrow."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.core.statistics.checks import FloatArray, as_numbers
from goldenthread.impact.errors import ImpactError


def columns_of_one_length(**columns: Iterable[Any]) -> dict[str, list[Any]]:
    """The columns as lists of one length."""
    lists = {name: as_list(column, name) for name, column in columns.items()}
    if len({len(column) for column in lists.values()}) > 1:
        said = ", ".join(f"{name} {len(column)}" for name, column in lists.items())
        raise ImpactError(f"The columns differ in length: {said}. Give each row a cell in every column.")
    if not next(iter(lists.values())):
        raise ImpactError(f"There is no row in the {next(iter(lists))}.")
    return lists


def as_list(column: Iterable[Any], name: str) -> list[Any]:
    """A list, NumPy array or column of pandas, polars or Arrow as a list of plain Python values."""
    if isinstance(column, str | bytes):
        raise ImpactError(f"The {name} are one piece of text; give a list or a column.")
    if isinstance(column, np.ndarray) and column.dtype.kind == "M":
        column = column.astype("datetime64[us]")  # finer ones come out as bare counts of nanoseconds
    made = column.tolist() if hasattr(column, "tolist") else list(column)
    return [each.as_py() if hasattr(each, "as_py") else each for each in made]


def is_missing(value: Any) -> bool:
    """Whether a cell is empty: None, NA, NaN or no text.

    Examples
    --------
    >>> is_missing(float("nan")), is_missing(""), is_missing(0)
    (True, True, False)
    """
    return value is None or value == "" or type(value).__name__ in {"NAType", "NaTType"} or bool(value != value)


def named(values: Sequence[Any], what: str) -> list[str]:
    """The names as text; a row that names nothing is refused."""
    for row, value in enumerate(values, start=1):
        if is_missing(value):
            raise ImpactError(f"Row {row} names no {what}. Name it, or leave the row out.")
    return [str(value) for value in values]


def in_order(times: Sequence[Any]) -> list[Any]:
    """Each period once, in order of time; what has no order is refused."""
    for row, value in enumerate(times, start=1):
        if is_missing(value):
            raise ImpactError(f"Row {row} names no period. Name it, or leave the row out.")
    try:
        return sorted(set(times))
    except TypeError as error:
        kinds = " and ".join(sorted({type(time).__name__ for time in times}))
        raise ImpactError(f"The periods are of kinds that have no order among them: {kinds}. Use one kind.") from error


def numbers(values: Sequence[Any], what: str) -> FloatArray:
    """The values as floats, missing ones as NaN; what is no number is refused."""
    given: list[Any] = [None if is_missing(value) else value for value in values]
    for row, value in enumerate(given, start=1):
        if isinstance(value, str | bytes):
            raise ImpactError(f"The {what} must be numbers; number {row} is {value!r}.")
    try:
        return as_numbers(given, what)
    except ValueError as error:
        raise ImpactError(str(error)) from error


def period_names(periods: Sequence[Any]) -> NDArray[np.str_]:
    """Periods as text, for a table.

    Examples
    --------
    >>> period_names([2023, 2024]).tolist()
    ['2023', '2024']
    """
    return np.array([re.sub(r" 00:00:00$", "", str(period)) for period in periods])
