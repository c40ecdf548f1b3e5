"""The embedded engine: a DuckDB that reads one snapshot's Parquet files and nothing else."""

from pathlib import Path
from typing import Any

import duckdb
import ibis

from goldenthread.engine.tables import SNAPSHOT

#: Nothing may be downloaded at run time, so DuckDB may neither install nor load an extension by itself.
SETTINGS = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


def open_parquet(directory: Path) -> Any:
    """An Ibis connection in which every table of the snapshot in `directory` is a view on its Parquet file."""
    raw = duckdb.connect(":memory:", config=dict(SETTINGS))
    for name in SNAPSHOT:
        path = str(directory / f"{name}.parquet").replace("'", "''")
        raw.execute(f"create view \"{name}\" as select * from read_parquet('{path}')")  # noqa: S608 - both are ours
    return ibis.duckdb.from_connection(raw)


def open_memory() -> Any:
    """An empty Ibis connection, for tables that are not yet a snapshot."""
    return ibis.duckdb.from_connection(duckdb.connect(":memory:", config=dict(SETTINGS)))
