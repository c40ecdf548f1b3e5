"""Where questions are put: the embedded DuckDB, Spark or PostgreSQL, as EVIDENCE_URL says.

A question is one Ibis expression over tables that belong to no engine yet. An engine turns it into its own SQL and
hands back Arrow in the types that Ibis expects, so that everything after it is the same wherever the tables lie.
"""

import os
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from goldenthread.engine.errors import StoreError
from goldenthread.engine.tables import SNAPSHOT

#: What an unset EVIDENCE_URL means.
EMBEDDED = "duckdb://"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of engine: the module that opens it, the extra of the package it needs, whether it keeps tables itself."""

    module: str
    extra: str = ""
    keeps: bool = False


#: Kinds of engine by how their addresses begin.
KINDS = {
    "duckdb": Kind("embedded"),
    "spark": Kind("spark", extra="spark"),
    "postgres": Kind("postgresql", extra="postgres", keeps=True),
    "postgresql": Kind("postgresql", extra="postgres", keeps=True),
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


def evidence_url() -> str:
    """The address of the engine: EVIDENCE_URL, or the embedded one."""
    return os.environ.get("EVIDENCE_URL") or EMBEDDED


def open_snapshot(url: str, place: str, snapshot_id: str, folder: Path) -> Connection:
    """A connection to one snapshot of a place, which lies in `folder` unless the engine keeps it itself."""
    module = _module(url)
    found: Connection = (
        module.open_schema(url, place, snapshot_id) if _kind(url).keeps else module.open_folder(url, folder)
    )
    return found


def prepare(url: str) -> None:
    """Import what questions put to the engine at `url` need, which the first of them would wait for otherwise.

    Nothing is opened, so a web server can do it once before it forks its processes.
    """
    import ibis

    _module(url)
    # Ibis imports its compilers of SQL with the first expression, whichever engine it is for.
    str(ibis.to_sql(unbound(next(iter(SNAPSHOT))), dialect="duckdb"))
    pa.array([0]).to_numpy()  # Arrow imports pandas with the first array that leaves it


def open_shelf(url: str, place: str) -> Shelf | None:
    """The place's snapshots where the engine keeps them itself; None where it reads the folder's."""
    if not _kind(url).keeps:
        return None
    found: Shelf = _module(url).SchemaShelf(url, place)
    return found


def places_at(url: str) -> list[str] | None:
    """The codes of the places an engine keeps itself; None where it reads the folder's."""
    if not _kind(url).keeps:
        return None
    found: list[str] = _module(url).places(url)
    return found


def _kind(url: str) -> Kind:
    name = url.partition("://")[0]
    if "://" not in url or name not in KINDS:
        raise StoreError(
            f"EVIDENCE_URL names no engine we know ({name}). It is duckdb://, spark://local, spark://host:7077 or "
            "postgres://user@host/database."
        )
    return KINDS[name]


def _module(url: str) -> Any:
    """The module of an engine: imported when it is first asked, because each takes most of a second."""
    kind = _kind(url)
    try:
        return import_module(f"goldenthread.engine.engines.{kind.module}")
    except ModuleNotFoundError as error:
        if not kind.extra:
            raise
        raise StoreError(
            f"EVIDENCE_URL asks for {kind.extra}, which needs {error.name}. "
            f"Install it with: pip install 'goldenthread[{kind.extra}]'"
        ) from None


@cache
def unbound(name: str) -> Any:
    """A table of a snapshot as an Ibis expression that belongs to no engine yet, so that it can be put to any."""
    import ibis

    return ibis.table(ibis.Schema.from_pyarrow(SNAPSHOT[name]), name=name)
