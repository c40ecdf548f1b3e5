"""PostgreSQL keeps a schema a snapshot, and says which is current in the transaction that brings it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.factories.snapshots import DEFINITIONS, LSOAS, MANIFEST, PLACE, make_rows, make_tables, write_snapshot
from tests.lib.engines import postgres_address

from goldenthread.engine import questions
from goldenthread.engine.engines import postgresql
from goldenthread.engine.errors import StoreError
from goldenthread.engine.store import PlaceStore, Snapshot, Store

pytestmark = [pytest.mark.postgres, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture
def url() -> Iterator[str]:
    with postgres_address() as address:
        yield address


@pytest.fixture
def place(url: str, tmp_path: Path) -> PlaceStore:
    return Store(tmp_path, url).place(PLACE)


def write(place: PlaceStore, **changed: Any) -> Snapshot:
    return place.write(make_tables(make_rows() | changed), MANIFEST, DEFINITIONS)


def test_an_empty_database_holds_nothing_and_says_how_to_bring_something(url: str, place: PlaceStore) -> None:
    assert not place.exists
    assert place.snapshots() == []
    assert Store(place.directory, url).places() == []
    with pytest.raises(StoreError, match=f"place build {PLACE} --from FOLDER.*place use {PLACE}"):
        place.current()
    with pytest.raises(StoreError, match="There is no snapshot 00001-none"):
        place.snapshot("00001-none")


def test_a_reader_needs_no_folder(url: str, place: PlaceStore) -> None:
    written = write(place)
    store = Store(Path("nowhere"), url)
    assert store.places() == [PLACE]
    read = store.place(PLACE).current()
    assert (read.id, read.manifest, read.definitions) == (written.id, MANIFEST, DEFINITIONS)
    assert questions.area(read, LSOAS[0]).name == "Testford 001A"


def test_the_same_evidence_is_the_same_snapshot_and_an_older_one_can_be_current_again(place: PlaceStore) -> None:
    first = write(place)
    assert write(place).id == first.id
    second = write(place, postcodes=[])
    assert place.snapshots() == [first.id, second.id]
    assert questions.postcode(place.current(), "TE1 1AA") is None
    place.make_current(first.id)
    assert questions.postcode(place.current(), "TE1 1AA") is not None


def test_what_was_built_into_the_folder_before_is_brought_when_asked(url: str, tmp_path: Path) -> None:
    built = write_snapshot(tmp_path)
    place = Store(tmp_path, url).place(PLACE)
    assert not place.exists
    place.make_current()
    assert place.current().id == built.id
    assert place.current().table("values").equals(built.table("values"))


def test_a_load_that_breaks_off_leaves_database_and_folder_as_they_were(
    place: PlaceStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write(place)
    load = postgresql._load

    def break_off(connection: Any, schema: str, name: str, table: Any) -> None:
        load(connection, schema, name, table)
        if name == "population":
            connection.execute("select 1 / 0")

    monkeypatch.setattr(postgresql, "_load", break_off)
    with pytest.raises(StoreError, match="cannot be read or written: division by zero"):
        write(place, postcodes=[])
    assert place.current().id == before.id
    assert place.snapshots() == [before.id]
    assert [path.name for path in (place.directory / "snapshots").iterdir()] == [before.id]
    monkeypatch.undo()
    assert write(place, postcodes=[]).id != before.id


def test_a_text_with_signs_that_mean_something_to_the_database_stays_a_text(place: PlaceStore) -> None:
    rows = make_rows()
    name = "100% “O'Brien”; \\drop, {x} $1 %s\nsecond line"
    rows["areas"][0]["name"] = name
    rows["issues"][0]["value"] = ""
    snapshot = place.write(make_tables(rows), MANIFEST, DEFINITIONS)
    assert questions.area(snapshot, PLACE).name == name
    assert snapshot.issues["value"][0].as_py() == ""
    assert questions.area_values(snapshot, "poor-health", kind="lsoa21", group="100%s'") == []


def test_a_connection_the_server_ended_is_replaced(place: PlaceStore) -> None:
    snapshot = write(place)
    with postgresql._pool(place.url).connection() as connection:
        own = connection.info.backend_pid
    with postgresql.psycopg.connect(place.url.replace("postgres://", "postgresql://"), autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s)", (own,))
    assert questions.area(snapshot, PLACE).name == "Testford"
