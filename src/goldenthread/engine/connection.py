"""The embedded engine: a DuckDB that reads one snapshot's Parquet files and nothing else."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from goldenthread.engine.tables import SNAPSHOT

#: Nothing may be downloaded at run time, so DuckDB may neither install nor load an extension by itself.
SETTINGS = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


@cache
def unbound(name: str) -> Any:
    """A table of a snapshot as an Ibis expression that belongs to no engine yet, so that it can be put to any."""
    return ibis.table(ibis.Schema.from_pyarrow(SNAPSHOT[name]), name=name)


@dataclass(frozen=True, slots=True)
class Connection:
    """A DuckDB that Ibis expressions are put to."""

    raw: Any

    def answer(self, expression: Any) -> pa.Table:
        """What an expression over unbound tables comes to, as Arrow in the types Ibis expects."""
        # Not through Ibis's own connection: its version 12 calls methods that DuckDB 2 warns about.
        sql = str(ibis.to_sql(expression, dialect="duckdb", pretty=False))
        return self.raw.sql(sql).to_arrow_table().cast(expression.schema().to_pyarrow())


def open_parquet(directory: Path) -> Connection:
    """A connection in which every table of the snapshot in `directory` is a view on its Parquet file."""
    raw = duckdb.connect(":memory:", config=dict(SETTINGS))
    for name in SNAPSHOT:
        path = str(directory / f"{name}.parquet").replace("'", "''")
        raw.execute(f"create view \"{name}\" as select * from read_parquet('{path}')")  # noqa: S608 - both are ours
    return Connection(raw)
