"""Five councils built once from the published files, for all the tests of this folder."""

import os
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from goldenthread.engine.store import Snapshot, Store
from goldenthread.sources.place_build import Country, Reading, build_from, lay_out, read_folder


@pytest.fixture(scope="session")
def read(shared: Path) -> Callable[[], Reading]:
    """Reads the published files, the first time it is asked."""
    return cache(lambda: read_folder(shared / "data", retrieved=date(2026, 1, 1)))


@pytest.fixture(scope="session")
def country(read: Callable[[], Reading]) -> Callable[[], Country]:
    """All of England as every council is cut from it, worked out the first time it is asked for."""
    return cache(lambda: lay_out(read(), for_several=True))


@pytest.fixture(scope="session")
def build(
    read: Callable[[], Reading], country: Callable[[], Country], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Snapshot]:
    """Builds a council from the published files, the first time it is asked for.

    GOLDENTHREAD_PUBLISHED_STORE names a store that has them already.
    """
    kept = os.environ.get("GOLDENTHREAD_PUBLISHED_STORE")
    store = Store(Path(kept) if kept else tmp_path_factory.mktemp("published"))

    @cache
    def built(code: str) -> Snapshot:
        place = store.place(code)
        return place.current() if place.exists else build_from(read(), code, store, country()).snapshot

    return built
