"""Snapshots are whole, immutable and swapped at once; what is not right never becomes one."""

import json
import threading
from pathlib import Path

import pytest
from tests.factories.snapshots import DEFINITIONS, LSOAS, MANIFEST, PLACE, make_rows, make_tables, write_snapshot

from goldenthread.engine.errors import StoreError
from goldenthread.engine.store import Store, default_store


def test_a_snapshot_gives_back_what_was_written(tmp_path: Path) -> None:
    written = write_snapshot(tmp_path)
    read = Store(tmp_path).place(PLACE).current()
    assert read.id == written.id
    assert read.place.name == "Testford"
    assert read.manifest == MANIFEST
    assert read.definitions == DEFINITIONS
    assert read.table("values").num_rows == make_tables()["values"].num_rows
    assert read.issues.to_pylist()[0]["what_was_done"] == "Kept as suppressed."


def test_the_same_evidence_is_the_same_snapshot_and_new_evidence_a_new_one(tmp_path: Path) -> None:
    first = write_snapshot(tmp_path)
    assert write_snapshot(tmp_path).id == first.id
    rows = make_rows()
    rows["values"].pop()
    second = write_snapshot(tmp_path, rows)
    place = Store(tmp_path).place(PLACE)
    assert place.snapshots() == [first.id, second.id]
    assert place.current().id == second.id
    assert place.snapshot(first.id).table("values").num_rows == second.table("values").num_rows + 1


def test_the_order_of_rows_makes_no_other_snapshot(tmp_path: Path) -> None:
    first = write_snapshot(tmp_path)
    rows = {name: list(reversed(entries)) for name, entries in make_rows().items()}
    assert write_snapshot(tmp_path, rows).id == first.id


def test_an_older_snapshot_can_be_made_current_again(tmp_path: Path) -> None:
    first = write_snapshot(tmp_path)
    rows = make_rows()
    rows["values"].pop()
    write_snapshot(tmp_path, rows)
    place = Store(tmp_path).place(PLACE)
    place.make_current(first.id)
    assert place.current().id == first.id
    with pytest.raises(StoreError, match="no snapshot 00009"):
        place.make_current("00009-nothing")


def test_a_place_without_evidence_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="goldenthread place build E08999001 --from FOLDER"):
        Store(tmp_path).place(PLACE).current()
    assert Store(tmp_path).places() == []
    assert Store(tmp_path / "nowhere").places() == []


@pytest.mark.parametrize("code", ["../E08", "stockport", "", "E08/../.."])
def test_a_code_that_is_none_never_becomes_a_folder(tmp_path: Path, code: str) -> None:
    with pytest.raises(StoreError, match="not an area code"):
        Store(tmp_path).place(code)


def test_a_damaged_pointer_is_said(tmp_path: Path) -> None:
    write_snapshot(tmp_path)
    (tmp_path / PLACE / "current.json").write_text("{")
    with pytest.raises(StoreError, match="damaged"):
        Store(tmp_path).place(PLACE).current()


def spoil(table: str, row: int, **changes: object) -> dict[str, list[dict[str, object]]]:
    rows = make_rows()
    rows[table][row].update(changes)
    return rows


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (spoil("values", 0, indicator="unheard-of"), "nobody has defined: unheard-of"),
        (spoil("values", 0, area_kind="parish"), "kinds of area that do not exist: parish"),
        (spoil("values", 0, value=None), "poor-health of E01999001 in 2020 .* no value and no reason"),
        (spoil("values", 0, missing_reason="suppressed"), "both a value and a reason for having none"),
        (spoil("values", 0, lower=None), "neither an interval nor the reason"),
        (spoil("values", 0, interval_method=None), "an interval without its method"),
        (spoil("values", 0, lower=90.0), "limits in the wrong order"),
        (spoil("values", 0, value=float("nan")), "not a finite number"),
        (spoil("values", 0, value=None, missing_reason="lost"), "lost is no reason"),
        (spoil("values", 1, area_code=LSOAS[0]), "more than one row for indicator poor-health, area_code E01999001"),
        (spoil("areas", 0, code="E08999009"), "do not include E08999001"),
        (spoil("deprivation", 0, area_code=None), "has no area_code in row"),
    ],
)
def test_what_is_not_right_is_refused_and_the_store_stays_as_it_was(
    tmp_path: Path, rows: dict[str, list[dict[str, object]]], sentence: str
) -> None:
    before = write_snapshot(tmp_path)
    with pytest.raises(StoreError, match=sentence):
        write_snapshot(tmp_path, rows)
    place = Store(tmp_path).place(PLACE)
    assert place.current().id == before.id
    assert [path.name for path in (tmp_path / PLACE / "snapshots").iterdir()] == [before.id]


def test_wrong_columns_and_unknown_tables_are_named(tmp_path: Path) -> None:
    tables = make_tables()
    place = Store(tmp_path).place(PLACE)
    with pytest.raises(StoreError, match="lacks kind; it does not know sort"):
        place.write({**tables, "areas": tables["areas"].rename_columns({"kind": "sort"})}, MANIFEST, DEFINITIONS)
    with pytest.raises(StoreError, match="no table weather"):
        place.write({**tables, "weather": tables["areas"]}, MANIFEST, DEFINITIONS)
    with pytest.raises(StoreError, match="'invented' lacks licence"):
        place.write(tables, [{key: each for key, each in MANIFEST[0].items() if key != "licence"}], DEFINITIONS)


def test_readers_see_one_whole_snapshot_while_a_writer_writes_others(tmp_path: Path) -> None:
    write_snapshot(tmp_path)
    rows = make_rows()
    seen, stop = [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            snapshot = Store(tmp_path).place(PLACE).current()
            seen.append((snapshot.id, snapshot.table("values").num_rows, len(snapshot.definitions)))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    written = {}
    for _ in range(5):
        rows["values"].pop()
        snapshot = write_snapshot(tmp_path, rows)
        written[snapshot.id] = len(rows["values"])
    stop.set()
    for reader in readers:
        reader.join()
    assert seen
    assert all(rows_seen == written.get(snapshot_id, rows_seen) for snapshot_id, rows_seen, _ in seen)
    assert {each[2] for each in seen} == {len(DEFINITIONS)}


def test_two_writers_at_once_leave_two_whole_snapshots(tmp_path: Path) -> None:
    fewer = [make_rows() for _ in range(4)]
    for number, rows in enumerate(fewer):
        del rows["values"][number + 1 :]
    writers = [threading.Thread(target=write_snapshot, args=(tmp_path, rows)) for rows in fewer]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    place = Store(tmp_path).place(PLACE)
    assert [name.split("-")[0] for name in place.snapshots()] == ["00001", "00002", "00003", "00004"]
    assert sorted(place.snapshot(name).table("values").num_rows for name in place.snapshots()) == [1, 2, 3, 4]


def test_the_store_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GOLDENTHREAD_STORE", str(tmp_path))
    assert default_store().directory == tmp_path


def test_the_manifest_counts_the_rows_of_every_table(tmp_path: Path) -> None:
    snapshot = write_snapshot(tmp_path)
    manifest = json.loads((snapshot.directory / "manifest.json").read_text("utf-8"))
    assert manifest["tables"]["areas"] == len(make_rows()["areas"])
    assert manifest["tables"]["population"] == 0
