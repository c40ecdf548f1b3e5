"""Results that can be read and tabled: every answer of this package prints as a table and turns into columns."""

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Columns = dict[str, NDArray[Any]]

#: Rows that are printed before the rest is counted and not shown.
MOST_ROWS = 20


def as_columns(result: Any) -> Columns:
    """Return a result as columns of one length, by name: one row a place (or a band of ages, for one life table).

    A value with limits becomes three columns (``rate``, ``rate_lower``, ``rate_upper``). What has a second axis becomes
    a column for each position (``ranks_1``, ``ranks_2``, …). What there is once is repeated. The columns are what
    ``pandas.DataFrame``, ``polars.DataFrame`` and ``pyarrow.table`` take.

    Parameters
    ----------
    result
        What a function of this package returned.

    Raises
    ------
    ValueError
        If it is not a result of this package.

    Examples
    --------
    >>> from goldenthread.core import statistics as gs
    >>> columns = as_columns(gs.proportion([1, 5], [10, 10]))
    >>> sorted(columns), columns["value"].tolist()
    (['lower', 'upper', 'value'], [0.1, 0.5])
    """
    parts = {name: np.asarray(part) for name, part in _parts(result, "")}
    if not parts:
        raise ValueError(f"Only results of the statistics have columns; got {type(result).__name__}.")
    rows = _rows(list(parts.values()))
    columns: Columns = {}
    for name, part in parts.items():
        if part.ndim == 0 or (part.ndim == 1 and len(part) == rows):
            columns[name] = np.broadcast_to(part, (rows,))
        elif part.ndim == 1:
            columns |= {f"{name}_{i}": np.broadcast_to(one, (rows,)) for i, one in enumerate(part, start=1)}
        else:
            flat = part.reshape(rows, -1)
            columns |= {f"{name}_{i}": flat[:, i - 1] for i in range(1, flat.shape[1] + 1)}
    return columns


def _rows(parts: list[NDArray[Any]]) -> int:
    """How many rows: places where there are any, else positions where all share them, else one."""
    widest = max(part.ndim for part in parts)
    lengths = {len(part) for part in parts if part.ndim == widest and widest}
    return lengths.pop() if len(lengths) == 1 else 1


def _parts(result: Any, name: str) -> list[tuple[str, Any]]:
    """The arrays and plain values of a result, by name."""
    if isinstance(result, tuple) and hasattr(result, "_fields"):
        within = dict(zip(result._fields, result, strict=True))
        value = within.pop("value", None)
        named = [] if value is None else [(name or "value", value)]
        return named + [(_joined(name, key), part) for key, part in within.items()]
    if not is_dataclass(result) or isinstance(result, type):
        return [(name, _plain(result))] if name else []
    found: list[tuple[str, Any]] = []
    for field in fields(result):
        part = getattr(result, field.name)
        if field.name == "limits":  # of an estimate: they go by its own name
            found += _parts(part, name) if part else [(_joined(name, side), np.nan) for side in ("lower", "upper")]
            continue
        called = name if name and field.name == "value" else _joined(name, field.name)
        found += _parts(part, called) if is_dataclass(part) or hasattr(part, "_fields") else [(called, _plain(part))]
    return found


def _joined(name: str, part: str) -> str:
    return f"{name}_{part}" if name else part


def _plain(value: Any) -> Any:
    if value is None:
        return np.nan
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, np.ndarray) and value.dtype == np.object_:
        return np.array([_plain(one) for one in value.ravel()]).reshape(value.shape)
    return value


def show(result: Any) -> str:
    """Return a result as a table of text, numbers to four figures.

    Examples
    --------
    >>> from goldenthread.core import statistics as gs
    >>> print(show(gs.crude_rate([5, 65], [100, 1000], multiplier=100)))
    value  lower  upper
        5  1.623  11.67
      6.5  5.016  8.285
    """
    columns = {name: column for name, column in as_columns(result).items() if (column != "").any()}
    rows = len(next(iter(columns.values())))
    cells = [[name, *(_shown(one) for one in column[:MOST_ROWS].tolist())] for name, column in columns.items()]
    widths = [max(map(len, column)) for column in cells]
    table = zip(*cells, strict=True)
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in table]
    if rows > MOST_ROWS:
        lines.append(f"… and {rows - MOST_ROWS:,} more")
    return "\n".join(lines)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return "missing" if np.isnan(value) else f"{value:.4g}"
    return str(value)


class Result:
    """What a function returns: prints as a table and turns into columns."""

    __slots__ = ()

    def __str__(self) -> str:
        return show(self)

    def as_columns(self) -> Columns:
        """The result as columns of one length: :func:`as_columns`."""
        return as_columns(self)
