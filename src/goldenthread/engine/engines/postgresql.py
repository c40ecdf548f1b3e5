"""PostgreSQL: a schema a snapshot, and one table that says which is current, written in one transaction.

A reader needs the database only, not the folder. The folder of whoever builds keeps the same snapshots as Parquet.
"""

import atexit
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import psycopg
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq
from psycopg import sql

from goldenthread.engine.errors import StoreError
from goldenthread.engine.tables import SNAPSHOT

#: Where it is written down which snapshots there are; a snapshot's own schema is named after its place and id.
BOOKS = "goldenthread_evidence"

#: Text is compared byte by byte, as the other engines do, whatever the language of the database.
TYPES = {
    pa.string(): 'text collate "C"',
    pa.float64(): "double precision",
    pa.int32(): "integer",
    pa.int64(): "bigint",
    pa.date32(): "date",
    pa.bool_(): "boolean",
}

#: What questions choose by.
INDEXES = {"values": ("indicator", "area_code"), "areas": ("code",), "postcodes": ("postcode",)}

#: Connections kept open for the next question; more than that at once are opened and closed again.
MOST_IDLE = 4


class _Pool:
    """Open connections to one database that nobody is using."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("postgres://", "postgresql://", 1)
        self._lock = threading.Lock()
        self._idle: list[psycopg.Connection[Any]] = []

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection within a transaction, which is kept if nothing goes wrong and undone if anything does."""
        connection = self._take()
        try:
            with connection.transaction():
                yield connection
        except psycopg.Error as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise StoreError(f"The evidence in PostgreSQL cannot be read or written: {reason}.") from None
        finally:
            self._give_back(connection)

    def close(self) -> None:
        """Close what nobody is using."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()

    def _take(self) -> psycopg.Connection[Any]:
        with self._lock:
            while self._idle:
                connection = self._idle.pop()
                if _answers(connection):
                    return connection
                connection.close()
        try:
            return psycopg.connect(self._url, autocommit=True)
        except psycopg.Error as error:
            reason = str(error).strip().splitlines()[0]
            raise StoreError(
                f"PostgreSQL does not answer at the address EVIDENCE_URL names ({reason}). "
                "Start it, or correct the address."
            ) from None

    def _give_back(self, connection: psycopg.Connection[Any]) -> None:
        with self._lock:
            if not connection.closed and len(self._idle) < MOST_IDLE:
                self._idle.append(connection)
                return
        connection.close()


def _answers(connection: psycopg.Connection[Any]) -> bool:
    with suppress(psycopg.Error):
        connection.execute("select 1")
        return True
    return False


_pools: dict[str, _Pool] = {}


def _pool(url: str) -> _Pool:
    return _pools.setdefault(url, _Pool(url))


@atexit.register
def close_all() -> None:
    """Close every connection that nobody is using."""
    for pool in list(_pools.values()):
        pool.close()


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """One snapshot's schema."""

    pool: _Pool
    schema: str

    def answer(self, expression: Any) -> pa.Table:
        """What an expression over unbound tables comes to, as Arrow in the types Ibis expects."""
        asked = str(ibis.to_sql(expression, dialect="postgres", pretty=False))
        with self.pool.connection() as connection:
            _look_only_in(connection, self.schema)
            # The text is Ibis's and has no parameters; bytes, because a person's "%" in it is no placeholder.
            rows = connection.execute(asked.encode()).fetchall()
        return _as_arrow(rows, expression.schema().to_pyarrow())


@dataclass(frozen=True, slots=True)
class SchemaShelf:
    """The snapshots of one place in PostgreSQL."""

    url: str
    place: str

    def current_id(self) -> str | None:
        """The id of the current snapshot; None where there is none."""
        with _pool(self.url).connection() as connection:
            if not _has_books(connection):
                return None
            query = f"select snapshot from {BOOKS}.current where place = %s"  # noqa: S608 - our own name
            row = connection.execute(query.encode(), (self.place,)).fetchone()
        return str(row[0]) if row else None

    def snapshots(self) -> list[str]:
        """The ids of all snapshots kept, oldest first."""
        with _pool(self.url).connection() as connection:
            if not _has_books(connection):
                return []
            query = f"select snapshot from {BOOKS}.snapshots where place = %s"  # noqa: S608 - our own name
            return sorted(str(row[0]) for row in connection.execute(query.encode(), (self.place,)).fetchall())

    def documents(self, snapshot_id: str) -> tuple[str, str] | None:
        """The manifest and the definitions of a snapshot, as JSON; None where there is no such snapshot."""
        with _pool(self.url).connection() as connection:
            if not _has_books(connection):
                return None
            query = (
                f"select manifest, definitions from {BOOKS}.snapshots "  # noqa: S608 - our own name
                "where place = %s and snapshot = %s"
            )
            row = connection.execute(query.encode(), (self.place, snapshot_id)).fetchone()
        return (str(row[0]), str(row[1])) if row else None

    def table(self, snapshot_id: str, name: str) -> pa.Table:
        """The whole of one table, in the order it was written."""
        columns = sql.SQL(", ").join(map(sql.Identifier, SNAPSHOT[name].names))
        where = sql.Identifier(schema_of(self.place, snapshot_id), name)
        with _pool(self.url).connection() as connection:
            # A snapshot is never changed, so where a row lies is the order it came in.
            query = sql.SQL("select {} from {} order by ctid").format(columns, where)
            return _as_arrow(connection.execute(query).fetchall(), SNAPSHOT[name])

    def keep(self, snapshot_id: str, folder: Path) -> None:
        """Take in the snapshot written in `folder` and make it the current one, both or neither."""
        with _pool(self.url).connection() as connection:
            _open_books(connection)
            schema = schema_of(self.place, snapshot_id)
            connection.execute(sql.SQL("create schema {}").format(sql.Identifier(schema)))
            for name in SNAPSHOT:
                _load(connection, schema, name, pq.read_table(folder / f"{name}.parquet").cast(SNAPSHOT[name]))
            documents = [(folder / f"{name}.json").read_text("utf-8") for name in ("manifest", "definitions")]
            query = f"insert into {BOOKS}.snapshots values (%s, %s, %s, %s)"  # noqa: S608 - our own name
            connection.execute(query.encode(), (self.place, snapshot_id, *documents))
            self._point(connection, snapshot_id)

    def make_current(self, snapshot_id: str) -> None:
        """Name the snapshot readers are given from now on."""
        with _pool(self.url).connection() as connection:
            self._point(connection, snapshot_id)

    def _point(self, connection: psycopg.Connection[Any], snapshot_id: str) -> None:
        query = (
            f"insert into {BOOKS}.current values (%s, %s) "  # noqa: S608 - our own name
            "on conflict (place) do update set snapshot = excluded.snapshot"
        )
        connection.execute(query.encode(), (self.place, snapshot_id))


def open_schema(url: str, place: str, snapshot_id: str) -> PostgreSQL:
    """A connection to the schema of one snapshot of a place."""
    return PostgreSQL(_pool(url), schema_of(place, snapshot_id))


def places(url: str) -> list[str]:
    """The codes of the places that have evidence in the database, in order."""
    with _pool(url).connection() as connection:
        if not _has_books(connection):
            return []
        query = f"select place from {BOOKS}.current"  # noqa: S608 - our own name
        return sorted(str(row[0]) for row in connection.execute(query.encode()).fetchall())


def schema_of(place: str, snapshot_id: str) -> str:
    """The name of the schema that holds a snapshot."""
    return f"evidence_{place}_{snapshot_id}".lower().replace("-", "_")


def _look_only_in(connection: psycopg.Connection[Any], schema: str) -> None:
    connection.execute(sql.SQL("set local search_path to {}").format(sql.Identifier(schema)))


def _has_books(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute("select to_regclass(%s)", (f"{BOOKS}.current",)).fetchone()
    return row is not None and row[0] is not None


def _open_books(connection: psycopg.Connection[Any]) -> None:
    """Make the tables that say what there is, and keep other writers waiting until the transaction ends."""
    connection.execute("select pg_advisory_xact_lock(hashtext(%s))", (BOOKS,))
    for statement in (
        f"create schema if not exists {BOOKS}",
        f"create table if not exists {BOOKS}.snapshots (place text, snapshot text, manifest text not null, "
        "definitions text not null, primary key (place, snapshot))",
        f"create table if not exists {BOOKS}.current (place text primary key, snapshot text not null, "
        f"foreign key (place, snapshot) references {BOOKS}.snapshots)",
    ):
        connection.execute(statement.encode())


def _load(connection: psycopg.Connection[Any], schema: str, name: str, table: pa.Table) -> None:
    """Make one table of a snapshot and fill it."""
    where = sql.Identifier(schema, name)
    columns = [
        sql.SQL("{} {} {}").format(
            sql.Identifier(each.name), sql.SQL(TYPES[each.type]), sql.SQL("" if each.nullable else "not null")
        )
        for each in table.schema
    ]
    connection.execute(sql.SQL("create table {} ({})").format(where, sql.SQL(", ").join(columns)))
    written = io.BytesIO()
    # Every text is quoted, so that an empty one is not taken for a missing one.
    options = csv.WriteOptions(include_header=False, quoting_style="all_valid")
    csv.write_csv(table, written, options)
    with connection.cursor().copy(sql.SQL("copy {} from stdin (format csv)").format(where)) as copy:
        copy.write(written.getbuffer())
    for column in INDEXES.get(name, ()):
        connection.execute(sql.SQL("create index on {} ({})").format(where, sql.Identifier(column)))
    connection.execute(sql.SQL("analyze {}").format(where))


def _as_arrow(rows: list[Any], schema: pa.Schema) -> pa.Table:
    """Rows as Arrow, column by column."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table([pa.array(column, each.type) for column, each in zip(columns, schema, strict=True)], schema=schema)
