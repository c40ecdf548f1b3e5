"""A migrated test database made once and copied: applying some three hundred migrations takes longer than most tests.

It is named by the content of every migration, so one that was made from others is never used.
"""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.db import connection

FOLDER = Path(__file__).resolve().parents[2] / "var" / "tests"


def made_before() -> Path:
    """Where the database of just these migrations is kept, or would be."""
    content = hashlib.sha256()
    for app in apps.get_app_configs():
        for migration in sorted(Path(app.path, "migrations").glob("*.py")):
            content.update(f"{app.label} {migration.name}\n".encode())
            content.update(migration.read_bytes())
    return FOLDER / f"migrated-{content.hexdigest()[:20]}.sqlite3"


def lay_out(target: Path) -> None:
    """Put a copy of the database where the tests will look for theirs, when one was made before."""
    source = made_before()
    if source.is_file():
        shutil.copyfile(source, target)


def keep() -> None:
    """Keep the database that was just migrated for the next run; those of other migrations are removed."""
    target = made_before()
    if target.is_file():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.connection.backup(copy)
    for old in FOLDER.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    unfinished.replace(target)
