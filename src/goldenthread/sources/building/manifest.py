"""What is recorded of every file a place was built from."""

import gzip
from datetime import date
from pathlib import Path
from typing import Any

from goldenthread.sources.fetching import checksum_of
from goldenthread.sources.source import Source

BLOCK = 1 << 20


def manifest_entry(source: Source, path: Path, retrieved: date) -> dict[str, Any]:
    """One file of a source: what it is, whose, under which licence, when it was retrieved, its checksum and rows."""
    return {
        "source": source.id,
        "name": source.name,
        "publisher": source.publisher,
        "licence": source.licence,
        "licence_url": source.licence_url,
        "address": source.address,
        "vintage": source.vintage,
        "retrieved": retrieved.isoformat(),
        "file": path.name,
        "sha256": checksum_of(path),
        "rows": rows_of(path),
    }


def rows_of(path: Path) -> int:
    """How many rows a table has beneath its heading, or how many features a map."""
    is_map = ".geojson" in path.name
    counted, last = 0, b""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        while block := file.read(BLOCK):
            if is_map:
                # A word cut in two by the edge of a block is counted with the next one.
                joined = last + block
                counted += joined.count(b'"geometry"') - last.count(b'"geometry"')
                last = block[-len(b'"geometry"') :]
            else:
                counted += block.count(b"\n")
                last = block[-1:]
    if is_map:
        return counted
    return max(0, counted - 1 + (last not in (b"", b"\n")))
