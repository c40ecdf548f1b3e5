"""The embedded engine: a DuckDB that reads one snapshot's Parquet files and nothing else."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from goldenthread.engine.tables import SNAPSHOT

#: Nothing may be downloaded at run time, so DuckDB may neither install nor load an extension by itself.
SETTINGS = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


@dataclass(frozen=True, slots=True)
class DuckDB:
    """A DuckDB that Ibis expressions are put to."""

    raw: Any

    def answer(self, expression: Any) -> pa.Table:
        """What an expression over unbound tables comes to, as Arrow in the types Ibis expects."""
        # Not through Ibis's own connection: its version 12 calls methods that DuckDB 2 warns about.
        sql = str(ibis.to_sql(expression, dialect="duckdb", pretty=False))
        return self.raw.sql(sql).to_arrow_table().cast(expression.schema().to_pyarrow())


def open_folder(url: str, folder: Path) -> DuckDB:
    """A connection in which every table of the snapshot in `folder` is a view on its Parquet file."""
    raw = duckdb.connect(":memory:", config=dict(SETTINGS))
    for name in SNAPSHOT:
        path = str(folder / f"{name}.parquet").replace("'", "''")
        raw.execute(f"create view \"{name}\" as select * from read_parquet('{path}')")  # noqa: S608 - both are ours
    return DuckDB(raw)
