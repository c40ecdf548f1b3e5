"""Fetches files from their publishers: the only file of the project that talks to the network."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from goldenthread.sources.source import Download, Progress, Source, SourceError

BLOCK = 1 << 16
#: Long enough for a slow publisher, short enough that a person still waits.
PATIENCE_SECONDS = 60.0
CHECKSUMS = "checksums.sha256"


def fetch_source(source: Source, folder: Path, progress: Progress | None = None) -> list[Path]:
    """Fetch every file the source offers for download into `folder`; returns what was written.

    Raises SourceError when the source has no address for download, naming the page to fetch it from by hand.
    """
    if not source.downloads:
        names = " or ".join(source.files)
        raise SourceError(
            source.files[0],
            f"{source.publisher} offers this only through its page, {source.address}: "
            f"download it there and put it into {folder} as {names}.",
        )
    return [fetch_file(download, folder, progress) for download in source.downloads]


def fetch_file(download: Download, folder: Path, progress: Progress | None = None) -> Path:
    """Fetch one file and keep its checksum beside it; the folder is unchanged when anything goes wrong."""
    parts = urlsplit(download.address)
    if parts.scheme not in {"https", "http"}:
        raise SourceError(download.file, f"{download.address} is not a web address; correct it in the source.")
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".fetching-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            checksum = _receive(download, file.write, progress)
        if download.sha256 is not None and checksum != download.sha256:
            raise SourceError(
                download.file,
                f"What came from {download.address} has the checksum {checksum[:12]}…, not the expected "
                f"{download.sha256[:12]}…: it was changed or damaged on its way, and was not kept.",
            )
        temporary.chmod(0o644)
        target = folder / download.file
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    _keep_checksum(folder, download.file, checksum)
    return target


def checksum_of(path: Path) -> str:
    """The SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def kept_checksums(folder: Path) -> dict[str, str]:
    """The checksums of the files that were fetched into `folder`, by file name."""
    try:
        lines = (folder / CHECKSUMS).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.split("  ", 1) for line in lines if "  " in line)
    return {name: checksum for checksum, name in pairs}


def _receive(download: Download, write: Callable[[bytes], object], progress: Progress | None) -> str:
    """Hand what arrives to `write`, and return its checksum."""
    host = urlsplit(download.address).netloc
    request = Request(download.address, headers={"User-Agent": "goldenthread"})  # noqa: S310 - scheme checked above
    digest = hashlib.sha256()
    received = 0
    try:
        with urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 - scheme checked above
            announced = answer.headers.get("Content-Length")
            expected = int(announced) if announced and announced.isdigit() else None
            while block := answer.read(BLOCK):
                write(block)
                digest.update(block)
                received += len(block)
                if progress is not None:
                    progress(download.file, received, expected)
    except HTTPError as error:
        sentence = (
            f"{host} answered {error.code} ({error.reason}) for {download.address}; the publisher may have moved it."
        )
        error.close()
        raise SourceError(download.file, sentence) from None
    except (URLError, OSError, HTTPException) as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise SourceError(
            download.file,
            f"{host} could not be reached ({reason}); check the network, or download {download.address} by hand "
            "and build from that folder with --from.",
        ) from None
    if expected is not None and received != expected:
        raise SourceError(download.file, f"{host} sent {received:,} of {expected:,} bytes and stopped; fetch it again.")
    return digest.hexdigest()


def _keep_checksum(folder: Path, name: str, checksum: str) -> None:
    """Write the checksum of a fetched file into the folder's list, replacing an older one."""
    checksums = kept_checksums(folder) | {name: checksum}
    lines = [f"{digest}  {file}\n" for file, digest in sorted(checksums.items())]
    temporary = folder / f".{CHECKSUMS}"
    temporary.write_text("".join(lines), "utf-8")
    temporary.replace(folder / CHECKSUMS)
