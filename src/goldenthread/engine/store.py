"""Immutable snapshots of evidence: written whole, swapped whole, never changed, old ones kept.

A store is a folder. Each place has a folder in it, named by its code::

    <store>/<code>/current.json                 which snapshot is the current one
    <store>/<code>/snapshots/<id>/*.parquet     the tables of :mod:`goldenthread.engine.tables`
    <store>/<code>/snapshots/<id>/manifest.json where they came from
    <store>/<code>/snapshots/<id>/definitions.json  what the indicators meant when it was written

Readers open a snapshot and keep it; a writer prepares the next one beside it and then names it the current one in a
single step, so that nobody ever sees half of it.

Where questions are answered is said by EVIDENCE_URL (see :mod:`goldenthread.engine.connection`): by the embedded DuckDB
or by Spark from these files, or by PostgreSQL, which then also says which snapshot is the current one.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from goldenthread.core.estimates import Polarity
from goldenthread.core.indicators import Aggregation, Indicator, IntervalMethod
from goldenthread.definitions import load_indicators
from goldenthread.engine.checks import checked_tables
from goldenthread.engine.connection import (
    Connection,
    Shelf,
    evidence_url,
    open_shelf,
    open_snapshot,
    places_at,
    unbound,
)
from goldenthread.engine.errors import StoreError, UnknownIndicator
from goldenthread.engine.keeping import Keeping
from goldenthread.engine.tables import SNAPSHOT

Answer = TypeVar("Answer")

#: What the manifest says of every source file, at the least.
MANIFEST_KEYS = ("source", "name", "publisher", "licence", "address", "retrieved", "sha256", "rows", "vintage")

#: Rows are sorted by indicator, so that a question about one indicator reads a few row groups only.
ROW_GROUP = 20_000


def default_store() -> "Store":
    """The store named by GOLDENTHREAD_STORE, or ``var/evidence`` under the current folder."""
    return Store(Path(os.environ.get("GOLDENTHREAD_STORE", "var/evidence")))


@dataclass(frozen=True)
class PlaceOfSnapshot:
    """The place a snapshot is of."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One immutable state of a place's evidence."""

    id: str
    directory: Path
    place: PlaceOfSnapshot
    manifest: list[dict[str, Any]]
    definitions: dict[str, Indicator]
    url: str = field(default_factory=evidence_url)
    _local: threading.local = field(default_factory=threading.local, repr=False)
    _kept: Keeping = field(default_factory=Keeping, repr=False)

    def table(self, name: str) -> pa.Table:
        """The whole of one table, as Arrow."""
        if name not in SNAPSHOT:
            raise StoreError(f"A snapshot has no table {name!r}; its tables are {', '.join(SNAPSHOT)}.")
        shelf = open_shelf(self.url, self.place.code)
        if shelf is not None:
            return shelf.table(self.id, name)
        return pq.read_table(self.directory / f"{name}.parquet").cast(SNAPSHOT[name])

    def ask(self, question: Callable[[Callable[[str], Any]], Any]) -> pa.Table:
        """The answer to a question: a function that is given the tables by name and returns an Ibis expression."""
        connection = self._connection()
        return connection.answer(question(unbound))

    def once(self, asked: Hashable, find: Callable[[], Answer]) -> Answer:
        """What `find` gives, worked out once and kept under `asked`: a snapshot never changes."""
        return self._kept.once(asked, find)

    def definition(self, slug: str) -> Indicator:
        """The definition of one indicator as it was when the snapshot was written."""
        try:
            return self.definitions[slug]
        except KeyError:
            raise UnknownIndicator(
                f"There is no indicator {slug!r} in the evidence of {self.place.name}. "
                "`goldenthread indicator list` names those there are."
            ) from None

    @cached_property
    def issues(self) -> pa.Table:
        """What was found wrong in the sources and what was done about it."""
        return self.table("issues")

    def _connection(self) -> Connection:
        """This thread's own connection: a DuckDB connection must not be shared between threads."""
        if not hasattr(self._local, "connection"):
            self._local.connection = open_snapshot(self.url, self.place.code, self.id, self.directory)
        connection: Connection = self._local.connection
        return connection


@dataclass(frozen=True)
class PlaceStore:
    """The snapshots of one place."""

    directory: Path
    code: str
    url: str = field(default_factory=evidence_url)

    @cached_property
    def _shelf(self) -> Shelf | None:
        """Where the snapshots are kept, when that is not the folder."""
        return open_shelf(self.url, self.code)

    @property
    def exists(self) -> bool:
        """Whether the place has a current snapshot."""
        if self._shelf is not None:
            return self._shelf.current_id() is not None
        return (self.directory / "current.json").is_file()

    def current_id(self) -> str:
        """The id of the current snapshot, without opening it."""
        if self._shelf is None:
            return self._current_in_folder()
        found = self._shelf.current_id()
        if found is None:
            raise StoreError(
                f"There is no evidence for {self.code} in the database that EVIDENCE_URL names. "
                f"Build it with `goldenthread place build {self.code} --from FOLDER`, or bring what was built before "
                f"with `goldenthread place use {self.code}`."
            )
        return found

    def _current_in_folder(self) -> str:
        pointer = self.directory / "current.json"
        try:
            return str(json.loads(pointer.read_text("utf-8"))["snapshot"])
        except FileNotFoundError:
            raise StoreError(
                f"There is no evidence for {self.code} in {self.directory.parent}. "
                f"Build it with `goldenthread place build {self.code} --from FOLDER`."
            ) from None
        except (json.JSONDecodeError, KeyError):
            raise StoreError(f"{pointer} is damaged: it does not name a snapshot. Build the place again.") from None

    def current(self) -> Snapshot:
        """The current snapshot."""
        return self.snapshot(self.current_id())

    def snapshots(self) -> list[str]:
        """The ids of all snapshots kept, oldest first."""
        return self._in_folder() if self._shelf is None else self._shelf.snapshots()

    def _in_folder(self) -> list[str]:
        folder = self.directory / "snapshots"
        return (
            sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []
        )

    def snapshot(self, snapshot_id: str) -> Snapshot:
        """One snapshot by its id."""
        documents = self._documents(snapshot_id)
        if documents is None:
            raise self._no_snapshot(snapshot_id)
        manifest, definitions = map(json.loads, documents)
        return Snapshot(
            id=snapshot_id,
            directory=self._folder_of(snapshot_id),
            place=PlaceOfSnapshot(**manifest["place"]),
            manifest=manifest["sources"],
            definitions={slug: _indicator_from(entry) for slug, entry in definitions.items()},
            url=self.url,
        )

    def _documents(self, snapshot_id: str) -> tuple[str, str] | None:
        """The manifest and the definitions of a snapshot, as JSON; None where there is no such snapshot."""
        if self._shelf is not None:
            return self._shelf.documents(snapshot_id)
        folder = self._folder_of(snapshot_id)
        try:
            return (folder / "manifest.json").read_text("utf-8"), (folder / "definitions.json").read_text("utf-8")
        except FileNotFoundError:
            return None

    def _folder_of(self, snapshot_id: str) -> Path:
        return self.directory / "snapshots" / snapshot_id

    def _no_snapshot(self, snapshot_id: str) -> StoreError:
        return StoreError(f"There is no snapshot {snapshot_id} of {self.code} in {self.directory.parent}.")

    def write(
        self,
        tables: Mapping[str, pa.Table],
        manifest: Sequence[Mapping[str, Any]],
        definitions: Mapping[str, Indicator] | None = None,
    ) -> Snapshot:
        """Check the tables, write them as a new snapshot, make it the current one and return it.

        All or nothing: a table that does not hold what it should leaves the store as it was. Tables that are not given
        are empty. `definitions` are those of :func:`goldenthread.definitions.load_indicators` unless given.
        """
        known = load_indicators() if definitions is None else dict(definitions)
        complete = checked_tables(tables, known)
        sources = [_checked_source(entry) for entry in manifest]
        place = _place_in(complete["areas"], self.code)
        (self.directory / "snapshots").mkdir(parents=True, exist_ok=True)
        with _alone(self.directory / ".lock"):
            draft = Path(tempfile.mkdtemp(prefix=".writing-", dir=self.directory / "snapshots"))
            try:
                return self._publish(draft, complete, sources, known, place)
            finally:
                shutil.rmtree(draft, ignore_errors=True)

    def _publish(
        self,
        draft: Path,
        tables: Mapping[str, pa.Table],
        sources: list[dict[str, Any]],
        definitions: Mapping[str, Indicator],
        place: PlaceOfSnapshot,
    ) -> Snapshot:
        for name, table in tables.items():
            pq.write_table(table, draft / f"{name}.parquet", row_group_size=ROW_GROUP, compression="zstd")
        _write_json(draft / "definitions.json", {slug: asdict(each) for slug, each in sorted(definitions.items())})
        rows = {name: table.num_rows for name, table in tables.items()}
        _write_json(draft / "manifest.json", {"place": asdict(place), "sources": sources, "tables": rows})
        digest = _digest(draft)
        if self.exists and self.current_id().endswith(digest):
            return self.current()
        kept = {*self.snapshots(), *self._in_folder()}
        number = 1 + max((int(each.split("-")[0]) for each in kept), default=0)
        snapshot_id = f"{number:05d}-{digest}"
        draft.chmod(0o755)
        draft.rename(self._folder_of(snapshot_id))
        try:
            self.make_current(snapshot_id)
        except StoreError:
            shutil.rmtree(self._folder_of(snapshot_id))
            raise
        return self.snapshot(snapshot_id)

    def make_current(self, snapshot_id: str | None = None) -> None:
        """Name the snapshot readers are given from now on (the folder's own current one unless said): also the way back
        to an older one, and the way of a snapshot from the folder into a database."""
        snapshot_id = snapshot_id or self._current_in_folder()
        shelf = self._shelf
        if shelf is not None and snapshot_id in shelf.snapshots():
            shelf.make_current(snapshot_id)
            return
        if snapshot_id not in self._in_folder():
            raise self._no_snapshot(snapshot_id)
        if shelf is not None:
            shelf.keep(snapshot_id, self._folder_of(snapshot_id))
        fresh = self.directory / ".current.json.new"
        _write_json(fresh, {"snapshot": snapshot_id})
        fresh.replace(self.directory / "current.json")


@dataclass(frozen=True)
class Store:
    """A folder of evidence, one folder a place; and the engine that answers from it, as EVIDENCE_URL says."""

    directory: Path
    url: str = field(default_factory=evidence_url)

    def place(self, code: str) -> PlaceStore:
        """The snapshots of the place with this code."""
        if not re.fullmatch(r"[A-Z][0-9A-Z]{2,11}", code):
            raise StoreError(f"{code!r} is not an area code. A code looks like E08000007 (Stockport).")
        return PlaceStore(self.directory / code, code, self.url)

    def places(self) -> list[str]:
        """The codes of the places that have evidence here, in order."""
        kept = places_at(self.url)
        if kept is not None:
            return kept
        if not self.directory.is_dir():
            return []
        return sorted(path.name for path in self.directory.iterdir() if (path / "current.json").is_file())


def _indicator_from(entry: Mapping[str, Any]) -> Indicator:
    values = dict(entry)
    values["polarity"] = Polarity(values["polarity"])
    values["aggregation"] = Aggregation(values["aggregation"])
    values["interval"] = IntervalMethod(values["interval"])
    for name in ("geography", "breakdowns", "caveats"):
        values[name] = tuple(values[name])
    return Indicator(**values)


def _checked_source(entry: Mapping[str, Any]) -> dict[str, Any]:
    lacking = [key for key in MANIFEST_KEYS if key not in entry]
    if lacking:
        raise StoreError(f"The manifest entry of {entry.get('source', 'a source')!r} lacks {', '.join(lacking)}.")
    return dict(entry)


def _place_in(areas: pa.Table, code: str) -> PlaceOfSnapshot:
    for row in areas.filter(pa.compute.equal(areas["code"].cast(pa.string()), code)).to_pylist():
        return PlaceOfSnapshot(code=code, name=row["name"], kind=row["kind"])
    raise StoreError(f"The areas of this snapshot do not include {code}, the place it is of.")


def _write_json(path: Path, content: Any) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1, sort_keys=True, default=str)
        file.flush()
        os.fsync(file.fileno())


def _digest(directory: Path) -> str:
    """The first twelve hexadecimal digits of the SHA-256 of every file in the folder, by name."""
    digest = hashlib.sha256()
    for path in sorted(directory.iterdir()):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other writer of this place is at work; the lock is gone when the process is."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
