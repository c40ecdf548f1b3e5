"""What has to be true before a site can be started; each step does nothing when nothing is to be done."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from goldenthread.frontend import build


def build_front_end() -> bool:
    """Build style, behaviour and type where they have not been built. Whether it did anything."""
    if (build.BUILT / "site.css").exists() and (build.BUILT / "site.js").exists():
        return False
    build.build(build.work_folder())
    return True


def migrate() -> bool:
    """Bring the database to what the code expects. Whether it did anything."""
    call_command("createcachetable", verbosity=0)  # where the settings keep their cache in the database
    executor = MigrationExecutor(connection)
    wanted = executor.loader.graph.leaf_nodes()
    if not executor.migration_plan(wanted):
        return False
    # Each change to a table makes Django draw up all models related to it anew. Of Wagtail's two hundred changes
    # most touch people or pages, which our rooms refer to everywhere: with ours last, it takes two thirds of the time.
    executor.migrate([(app, name) for app, name in wanted if not _is_ours(app)])
    call_command("migrate", interactive=False, verbosity=0)
    return True


def _is_ours(app: str) -> bool:
    return apps.get_app_config(app).name.startswith("goldenthread.")


def collect_static() -> bool:
    """Gather, name and compress the static files when any of them has changed. Whether it did anything."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = fingerprint(_static_files())
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted, encoding="ascii")
    return True


def fingerprint(files: Iterable[Path]) -> str:
    """One short text that changes when a file is added, removed or written."""
    parts = sorted(f"{path}\t{path.stat().st_size}\t{path.stat().st_mtime_ns}" for path in files)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _static_files() -> Iterable[Path]:
    for finder in get_finders():
        for name, storage in finder.list(None):
            yield Path(storage.path(name))
