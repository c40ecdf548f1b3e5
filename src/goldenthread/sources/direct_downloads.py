"""The sources that offer their files at lasting addresses, fetched; and those whose pages offer them by hand."""

from dataclasses import dataclass
from pathlib import Path

from goldenthread.sources import all_sources
from goldenthread.sources.fetching import fetch_file
from goldenthread.sources.source import Progress


@dataclass(frozen=True, slots=True)
class ByHand:
    """A source that its publisher offers through a page only."""

    source: str
    name: str
    publisher: str
    address: str
    files: tuple[str, ...]


def fetch_offered(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch every file that any source offers directly; returns what was written."""
    return [
        path for module in all_sources().values() if module.SOURCE.downloads for path in module.fetch(folder, progress)
    ]


def fetch_missing(folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch what sources offer directly and `folder` does not hold yet, in any form; returns what was written."""
    return [
        fetch_file(download, folder, progress)
        for module in all_sources().values()
        for download in module.SOURCE.downloads
        if not (folder / download.file).exists() and not (folder / f"{download.file}.gz").exists()
    ]


def published_by_hand() -> list[ByHand]:
    """The sources that offer nothing directly, in order of id."""
    found = [module.SOURCE for module in all_sources().values()]
    return [
        ByHand(each.id, each.name, each.publisher, each.address, each.files) for each in found if not each.downloads
    ]
