"""The pages of a site about a real council, over its evidence built from the published files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from goldenthread.engine.store import Snapshot, Store
from goldenthread.evidence import numbers
from goldenthread.frontend.council import Council
from goldenthread.sources.place_build import build_from, read_folder


@pytest.fixture(scope="session")
def build(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Snapshot]:
    """Build a council, the first time it is asked for; GOLDENTHREAD_PUBLISHED_STORE names a store that has them."""
    kept = os.environ.get("GOLDENTHREAD_PUBLISHED_STORE")
    store = Store(Path(kept) if kept else tmp_path_factory.mktemp("published-site"))
    read = cache(lambda: read_folder(shared / "data", retrieved=date(2026, 1, 1)))

    @cache
    def built(code: str) -> Snapshot:
        place = store.place(code)
        return place.current() if place.exists else build_from(read(), code, store).snapshot

    return built


@pytest.fixture
def open_site(settings: Any, build: Callable[[str], Snapshot]) -> Iterator[Callable[[str], Snapshot]]:
    """Make the site that of one council."""

    def opened(code: str) -> Snapshot:
        snapshot = build(code)
        name = snapshot.place.name
        settings.COUNCIL = Council(name=f"{name} Council", code=code, short_name=name)
        settings.EVIDENCE_STORE = str(snapshot.directory.parents[2])
        numbers.forget()
        return snapshot

    yield opened
    numbers.forget()
