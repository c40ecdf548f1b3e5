"""Choosing rows of an answer that is kept as Arrow."""

import pyarrow as pa
import pyarrow.compute as pc


def only(rows: pa.Table, **wanted: str) -> pa.Table:
    """The rows that have these words in these columns."""
    for name, word in wanted.items():
        rows = rows.filter(pc.equal(rows[name], word))
    return rows
