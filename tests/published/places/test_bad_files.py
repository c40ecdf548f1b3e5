"""A folder with one bad file builds nothing: one sentence names the file, and the store stays as it was."""

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.factories.snapshots import PLACE, write_snapshot

from goldenthread.engine.store import Store
from goldenthread.sources.place_build import build_place
from goldenthread.sources.source import SourceError

NEEDED = ("lookup_*", "imd2025_ltla24.csv", "imd2019_ltla23.csv")
BROKEN = "imd2025_ltla24.csv"


def as_bytes(lines: list[str]) -> bytes:
    return "\n".join(lines).encode() + b"\n"


def text_for_a_number(lines: list[str]) -> bytes:
    cells = lines[5].split(",")
    cells[4] = "many"  # imd_average_score
    return as_bytes([*lines[:5], ",".join(cells), *lines[6:]])


def an_area_twice(lines: list[str]) -> bytes:
    return as_bytes([*lines, lines[7]])


def no_columns(lines: list[str]) -> bytes:
    return as_bytes(["area,number", *lines[1:]])


def nothing(_: list[str]) -> bytes:
    return b""


def an_unknown_code(lines: list[str]) -> bytes:
    cells = lines[3].split(",")
    cells[0] = "E07999999"
    return as_bytes([*lines[:3], ",".join(cells), *lines[4:]])


@pytest.fixture
def folder(shared: Path, tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    for pattern in NEEDED:
        for path in (shared / "data").glob(pattern):
            (made / path.name).write_bytes(path.read_bytes())
    return made


@pytest.mark.parametrize("spoil", [text_for_a_number, an_area_twice, no_columns, nothing, an_unknown_code])
def test_one_bad_file_leaves_the_store_as_it_was(
    folder: Path, tmp_path: Path, spoil: Callable[[list[str]], bytes]
) -> None:
    before = write_snapshot(tmp_path / "store")
    lines = (folder / BROKEN).read_text("utf-8-sig").splitlines()
    (folder / BROKEN).write_bytes(spoil(lines))
    store = Store(tmp_path / "store")
    with pytest.raises(SourceError, match=BROKEN):
        build_place("E08000007", folder, store, retrieved=date(2026, 1, 1))
    assert store.places() == [PLACE]
    assert store.place(PLACE).current().id == before.id


def test_a_download_that_stopped_half_way_is_refused(folder: Path, tmp_path: Path) -> None:
    whole = gzip.compress((folder / BROKEN).read_bytes())
    (folder / BROKEN).unlink()
    (folder / f"{BROKEN}.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match=f"{BROKEN}.gz"):
        build_place("E08000007", folder, Store(tmp_path / "store"), retrieved=date(2026, 1, 1))
    assert not (tmp_path / "store").exists()
