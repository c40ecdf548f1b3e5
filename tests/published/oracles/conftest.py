"""Known answers published by others, read as columns."""

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def oracle(shared: Path) -> Callable[[str], Rows]:
    """Return a reader of one table of known answers by its file name."""

    def read(name: str) -> Rows:
        path = shared / "oracles" / name
        content = path.read_bytes()
        text = (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8-sig")
        return list(csv.DictReader(text.splitlines()))

    return read
