"""Moves a site's content from one database to an empty one, each row as it is.

Django's own `dumpdata` cuts times to the millisecond, after which no event of the audit log has its hash any more.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice

import dj_database_url
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.color import no_style
from django.db import connections, transaction
from django.db.models import Model, QuerySet
from django.db.utils import Error

from goldenthread.accounts import audit
from goldenthread.accounts.models import AuditEvent, Person

NEW = "new"
ROWS_AT_ONCE = 200
LEFT_BEHIND = ("sessions", "wagtailsearch")
"""People sign in again; the index for searching is made anew, as each kind of database has its own."""


class CannotBeMoved(Exception):
    """The content was not moved; the message says why and what to do."""


def prepare_new(address: str) -> None:
    """Make the tables of the new database, in a process of its own: some of their first rows go to the default one."""
    program = "import django; django.setup(); from goldenthread.project import preparing; preparing.migrate()"
    done = subprocess.run(  # noqa: S603 the program is written above
        [sys.executable, "-c", program],
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise CannotBeMoved(f"The new database cannot be prepared ({said[-1] if said else 'no reason given'}).")


def add_connection(address: str) -> None:
    """Let this process speak to the new database too."""
    try:
        found = dj_database_url.parse(address)
    except ValueError:
        raise CannotBeMoved("The address is not one of a database: write postgres://user:password@host/name.") from None
    connections.databases[NEW] = connections.configure_settings({"default": dict(found)})["default"]


def move_content(new: str = NEW) -> dict[str, int]:
    """Copy every row of every table to the new database, which has to be prepared and without people.

    Returns the number of rows by model. All or nothing.
    """
    try:
        if Person.objects.using(new).exists():
            raise CannotBeMoved("The new database has people already: give an empty one, so that nothing is lost.")
        with transaction.atomic(using=new):
            call_command("flush", database=new, interactive=False, verbosity=0, inhibit_post_migrate=True)
            moved = {model._meta.label: _copy(model, new) for model in _models()}
            _check(new)
        _continue_numbering(new)
    except (Error, CommandError) as error:
        raise CannotBeMoved(f"The new database refused the content ({str(error).splitlines()[0]}).") from error
    return moved


def _models() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        about = model._meta
        if about.managed and not about.proxy and not about.swapped and about.app_label not in LEFT_BEHIND:
            yield model


def _copy(model: type[Model], new: str) -> int:
    # The base manager's own insertion takes a child's row apart from its parent's, and no signal is sent.
    fields = model._meta.local_concrete_fields
    rows: Iterator[Model] = QuerySet(model).using("default").order_by("pk").iterator(chunk_size=ROWS_AT_ONCE)
    copied = 0
    while some := list(islice(rows, ROWS_AT_ONCE)):
        model._base_manager._insert(some, fields=fields, using=new, raw=True)  # type: ignore[attr-defined]
        copied += len(some)
    return copied


def _check(new: str) -> None:
    for model in _models():
        were, are = (QuerySet(model).using(alias).count() for alias in ("default", new))
        if were != are:
            raise CannotBeMoved(f"{model._meta.label} has {were:,} rows here and {are:,} there. Nothing was moved.")
    here, there = (AuditEvent.objects.using(alias).order_by("position").iterator(2000) for alias in ("default", new))
    for event, arrived in zip(here, there, strict=True):
        if audit.hash_of(event) != audit.hash_of(arrived):
            raise CannotBeMoved(f"Event {event.position:,} of the audit log would change. Nothing was moved.")


def _continue_numbering(new: str) -> None:
    statements = connections[new].ops.sequence_reset_sql(no_style(), list(_models()))
    with connections[new].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def is_embedded() -> bool:
    """Is the content in SQLite now?"""
    return bool(settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3")
