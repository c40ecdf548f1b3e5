"""Whether anybody has written to the database since somebody last looked: microseconds where a query takes hundreds.

SQLite keeps a number for each connection that moves whenever another connection, of this process or of any other,
commits (https://www.sqlite.org/pragma.html#pragma_data_version). A connection that never writes sees every commit.
Other databases offer nothing of the kind: there the answer is "cannot tell", and whoever asks has to look.
"""

import os
import sqlite3
import threading
from pathlib import Path

from django.db import connection


class _Watcher(threading.local):
    """This thread's reading connection; one opened before a process forked must not be used after it."""

    def __init__(self) -> None:
        self.opened: sqlite3.Connection | None = None
        self.opened_for: tuple[int, str] | None = None


_watcher = _Watcher()


def database_version() -> tuple[int, str, int] | None:
    """What stays the same in this thread for as long as nobody commits to the database; None where that is unknown.

    Unknown on other databases than SQLite, and within a transaction: what it has written itself nobody else can see.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return None
    path = str(connection.settings_dict["NAME"])
    watched = (os.getpid(), path)
    try:
        if _watcher.opened is None or _watcher.opened_for != watched:
            _watcher.opened, _watcher.opened_for = _open(path), watched
        (number,) = _watcher.opened.execute("PRAGMA data_version").fetchone()
    except (sqlite3.Error, ValueError):
        _watcher.opened = None
        return None
    return (*watched, number)


def _open(path: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{Path(path).resolve(strict=False).as_uri()}?mode=ro", uri=True, isolation_level=None)
