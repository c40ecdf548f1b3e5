"""Whether somebody wrote to the database, without asking it anything."""

import os
import sqlite3
import threading
from contextlib import closing
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from goldenthread.frontend import database_version as watching
from goldenthread.frontend import page_cache
from goldenthread.frontend.database_version import database_version


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A database of our own, kept the way the site's is, to which tests may commit."""
    path = tmp_path / "site.sqlite3"
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("CREATE TABLE pages (words TEXT)")
    ours = SimpleNamespace(vendor="sqlite", in_atomic_block=False, settings_dict={"NAME": str(path)})
    monkeypatch.setattr(watching, "connection", ours)
    return path


def write(path):
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("INSERT INTO pages VALUES ('one more')")


def count(path):
    with closing(sqlite3.connect(path)) as other:
        return other.execute("SELECT count(*) FROM pages").fetchone()[0]


def test_the_version_moves_with_every_commit_and_with_nothing_else(file):
    seen = [database_version()]
    assert seen[0] is not None
    for _ in range(3):
        count(file)
        assert database_version() == seen[-1]
        write(file)
        seen.append(database_version())
    assert len(set(seen)) == 4


def test_what_is_not_committed_is_not_noticed_until_it_is(file):
    before = database_version()
    with closing(sqlite3.connect(file)) as other:
        other.execute("INSERT INTO pages VALUES ('half done')")
        assert database_version() == before
        other.commit()
    assert database_version() != before


def test_each_thread_and_each_process_watches_by_a_connection_of_its_own(file, monkeypatch):
    first = database_version()
    found = []
    thread = threading.Thread(target=lambda: found.append(watching._watcher.opened))
    thread.start()
    thread.join()
    assert found == [None]
    monkeypatch.setattr(os, "getpid", lambda: -1)
    forked = database_version()
    assert forked is not None
    assert forked[0] != first[0]


def test_a_database_that_cannot_be_opened_is_not_taken_for_unchanged(file):
    watching.connection.settings_dict["NAME"] = str(file.parent / "elsewhere.sqlite3")
    assert database_version() is None


@pytest.mark.django_db
def test_within_a_transaction_and_on_other_databases_nobody_can_tell(monkeypatch):
    with transaction.atomic():
        assert database_version() is None
    monkeypatch.setattr(watching, "connection", SimpleNamespace(vendor="postgresql", in_atomic_block=False))
    assert database_version() is None
    assert connection.in_atomic_block


@pytest.fixture
def asked(monkeypatch):
    """How often the one revision that is in the database was asked."""
    times = []
    monkeypatch.setattr(page_cache, "_revisions_in_database", {})
    page_cache.register_revision("pages", lambda: times.append(1) or len(times), in_database=True)
    yield times
    page_cache._last_asked.version = None


def test_revisions_in_the_database_are_asked_again_once_somebody_wrote(file, asked):
    first = [page_cache.current_revisions() for _ in range(3)]
    assert len(set(first)) == len(asked) == 1
    write(file)
    assert page_cache.current_revisions() != first[0]
    assert len(asked) == 2


def test_a_database_that_keeps_no_version_is_asked_every_time(monkeypatch, asked):
    monkeypatch.setattr(page_cache, "database_version", lambda: None)
    page_cache.current_revisions()
    page_cache.current_revisions()
    assert len(asked) == 2
