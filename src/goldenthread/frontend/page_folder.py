"""Finished pages in a folder that the processes of one start of the site share: made once, not once for each."""

import fcntl
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from goldenthread.frontend.kept_page import KeptPage

CHECK_EVERY = 50
"""Pages put between two looks at how large the folder has become."""


class PageFolder:
    """Pages as files under their keys; the oldest are removed when the folder is too large."""

    def __init__(self, folder: Path, capacity: int) -> None:
        self.folder = folder
        self.capacity = capacity
        self._until_check = CHECK_EVERY
        self._lock = threading.Lock()

    def get(self, key: str) -> KeptPage | None:
        """The page under the key; a file that cannot be read is as good as none."""
        try:
            content = (self.folder / key).read_bytes()
        except OSError:
            return None
        head, _, bodies = content.partition(b"\n")
        try:
            about = json.loads(head)
            plain, gzipped, brotlied = about["sizes"]
        except (ValueError, KeyError, TypeError):
            return None
        if len(bodies) != plain + gzipped + brotlied:
            return None
        return KeptPage(
            headers=about["headers"],
            etag=about["etag"],
            plain=bodies[:plain],
            gzipped=bodies[plain : plain + gzipped],
            brotlied=bodies[plain + gzipped :],
        )

    @contextmanager
    def turn(self, key: str) -> Iterator[None]:
        """Wait until nobody else is making the page: of many who ask for a new page at once, one makes it.

        The lock is the operating system's, so a process that ends in the middle lets the next one in. Pages whose keys
        begin alike share one; where none can be had, everybody makes the page.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / f".turn-{key[:2]}").open("wb")
        except OSError:
            yield
            return
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def put(self, key: str, page: KeptPage) -> None:
        """Keep a page; where the disk is full or the folder cannot be written, the site goes on without it."""
        if page.size > self.capacity // 8:
            return
        sizes = [len(page.plain), len(page.gzipped), len(page.brotlied)]
        head = json.dumps({"headers": page.headers, "etag": page.etag, "sizes": sizes}).encode()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
                file.write(head + b"\n" + page.plain + page.gzipped + page.brotlied)
            Path(file.name).replace(self.folder / key)
        except OSError:
            return
        with self._lock:
            self._until_check -= 1
            check = self._until_check <= 0
            if check:
                self._until_check = CHECK_EVERY
        if check:
            self.remove_oldest()

    def remove_earlier(self) -> None:
        """Remove what earlier starts of the site have left beside this folder: it may be of another database."""
        if self.folder.parent.is_dir():
            for other in self.folder.parent.iterdir():
                if other != self.folder:
                    shutil.rmtree(other, ignore_errors=True)

    def remove_oldest(self) -> None:
        """Remove the pages that were made longest ago until the rest fits."""
        try:
            pages = sorted(
                (
                    (entry.stat().st_mtime_ns, entry.stat().st_size, entry.path)
                    for entry in os.scandir(self.folder)
                    if not entry.name.startswith(".")  # locks, and what is being written
                ),
                reverse=True,
            )
            room = self.capacity
            for _, size, path in pages:
                room -= size
                if room < 0:
                    Path(path).unlink()
        except OSError:  # another process was quicker
            return
