"""Reading columns of text tables as numbers."""

import numpy as np
from numpy.typing import NDArray

Rows = list[dict[str, str]]


def numbers(rows: Rows, name: str) -> NDArray[np.float64]:
    """Return a column as numbers, blanks as NaN."""
    return np.array([float(row[name]) if row[name] not in {"", "NA"} else np.nan for row in rows])


def groups(rows: Rows, *names: str) -> dict[tuple[str, ...], Rows]:
    """Return the rows by the values of the columns `names`, in order of first appearance."""
    found: dict[tuple[str, ...], Rows] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in names), []).append(row)
    return found
