"""Where questions are put: the embedded DuckDB, Spark or PostgreSQL, as EVIDENCE_URL says.

A question is one Ibis expression over tables that belong to no engine yet. An engine turns it into its own SQL and
hands back Arrow in the types that Ibis expects, so that everything after it is the same wherever the tables lie.
"""

import os
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from goldenthread.engine.errors import StoreError
from goldenthread.engine.tables import SNAPSHOT

#: What an unset EVIDENCE_URL means.
EMBEDDED = "duckdb://"

#: The module that opens each kind of address, and the extra of the package that it needs.
ENGINES = {
    "duckdb": ("embedded", ""),
    "spark": ("spark", "spark"),
    "postgres": ("postgresql", "postgres"),
    "postgresql": ("postgresql", "postgres"),
}


class Connection(Protocol):
    """Something that one snapshot's tables can be asked through, from one thread."""

    def answer(self, expression: Any) -> pa.Table:
        """What an expression over unbound tables comes to, as Arrow in the types Ibis expects."""


class Shelf(Protocol):
    """A place's snapshots somewhere else than in its folder."""

    def current_id(self) -> str | None:
        """The id of the current snapshot; None where there is none."""

    def snapshots(self) -> list[str]:
        """The ids of all snapshots kept, oldest first."""

    def documents(self, snapshot_id: str) -> tuple[str, str] | None:
        """The manifest and the definitions of a snapshot, as JSON; None where there is no such snapshot."""

    def table(self, snapshot_id: str, name: str) -> pa.Table:
        """The whole of one table."""

    def keep(self, snapshot_id: str, folder: Path) -> None:
        """Take in the snapshot written in `folder` and make it the current one, both or neither."""

    def make_current(self, snapshot_id: str) -> None:
        """Name the snapshot readers are given from now on."""


class Engine(Protocol):
    """What a module of :mod:`goldenthread.engine.engines` offers."""

    def open_snapshot(self, url: str, place: str, snapshot_id: str, folder: Path) -> Connection:
        """A connection to one snapshot of a place."""

    def open_shelf(self, url: str, place: str) -> Shelf | None:
        """The place's snapshots where the engine keeps its own; None where it reads the folder's."""

    def places(self, url: str) -> list[str] | None:
        """The codes of the places the engine keeps itself; None where it reads the folder's."""


def evidence_url() -> str:
    """The address of the engine: EVIDENCE_URL, or the embedded one."""
    return os.environ.get("EVIDENCE_URL") or EMBEDDED


def engine_at(url: str) -> Engine:
    """The engine behind an address; an unknown kind or a missing extra is a StoreError with what to do."""
    kind = url.partition("://")[0]
    if "://" not in url or kind not in ENGINES:
        raise StoreError(
            f"EVIDENCE_URL names no engine we know ({kind}). It is duckdb://, spark://local, spark://host:7077 or "
            "postgres://user@host/database."
        )
    name, extra = ENGINES[kind]
    try:
        found: Any = import_module(f"goldenthread.engine.engines.{name}")
    except ModuleNotFoundError as error:
        if not extra:
            raise
        raise StoreError(
            f"EVIDENCE_URL asks for {kind}, which needs {error.name}. "
            f"Install it with: pip install 'goldenthread[{extra}]'"
        ) from None
    engine: Engine = found
    return engine


@cache
def unbound(name: str) -> Any:
    """A table of a snapshot as an Ibis expression that belongs to no engine yet, so that it can be put to any."""
    import ibis

    return ibis.table(ibis.Schema.from_pyarrow(SNAPSHOT[name]), name=name)
