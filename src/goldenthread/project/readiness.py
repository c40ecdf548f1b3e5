"""Whether a site is still as it was when it was last made ready: then a start need not look at everything again.

Asking Django takes seconds, since it wakes up every room first. This asks the files instead: our own code, what is
installed beside it, the static files that were collected, and which migrations the embedded database has been through.
"""

import hashlib
import os
import sqlite3
import sysconfig
from contextlib import closing
from pathlib import Path

CODE = Path(__file__).resolve().parents[1]
STAMP = ".ready"


def is_as_it_was(home: Path) -> bool:
    """Whether nothing has changed since `remember`; a database elsewhere can change unseen, so then never."""
    stamp = home / STAMP
    now = _state(home)
    return bool(now) and stamp.is_file() and stamp.read_text(encoding="ascii") == now


def remember(home: Path) -> None:
    """Write down that the site is ready as everything is now."""
    (home / STAMP).write_text(_state(home), encoding="ascii")


def _state(home: Path) -> str:
    database, collected = home / "db.sqlite3", home / "static" / ".collected"
    if os.environ.get("DATABASE_URL") or not database.is_file() or not collected.is_file():
        return ""
    state = hashlib.sha256(repr(_migrations(database)).encode())
    for file in sorted(path for path in CODE.rglob("*") if "__pycache__" not in path.parts):
        about = file.stat()
        state.update(f"{file}\t{about.st_size if file.is_file() else 0}\t{about.st_mtime_ns}\n".encode())
    state.update("\n".join(sorted(path.name for path in Path(sysconfig.get_path("purelib")).iterdir())).encode())
    state.update(collected.read_bytes())
    return state.hexdigest()


def _migrations(database: Path) -> list[tuple[str, str]] | None:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        try:
            return connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
        except sqlite3.DatabaseError:
            return None  # no database of ours
