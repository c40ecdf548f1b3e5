"""Whether somebody wrote to the database, without asking it anything."""

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from goldenthread.frontend import page_cache
from goldenthread.frontend.database_version import database_version
from goldenthread.messages.models import ProblemReport

only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="other databases keep no such number")


def report_problem():
    at = datetime(2026, 3, 1, tzinfo=UTC)
    ProblemReport.objects.create(page="/", what_happened="The map is upside down.", created_at=at, sender_key="a")


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_the_version_moves_with_every_commit_and_with_nothing_else():
    first = database_version()
    assert first is not None
    list(ProblemReport.objects.all())
    assert database_version() == first
    report_problem()
    second = database_version()
    assert second != first
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other, other:
        other.execute("UPDATE outbox_problemreport SET answer = 'Put right.'")
    assert database_version() not in {first, second}


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_nobody_can_tell():
    with transaction.atomic():
        assert database_version() is None


@pytest.mark.django_db(transaction=True)
def test_a_commit_of_another_thread_is_noticed():
    before = database_version()

    def write():
        report_problem()
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    writer.join()
    after = database_version()
    assert after is None or after != before


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_revisions_in_the_database_are_asked_again_once_somebody_wrote(monkeypatch):
    asked = []
    monkeypatch.setattr(page_cache, "_revisions_in_database", {})
    page_cache.register_revision("problems", lambda: asked.append(1) or ProblemReport.objects.count(), in_database=True)
    first = [page_cache.current_revisions() for _ in range(3)]
    assert len(set(first)) == len(asked) == 1
    report_problem()
    assert page_cache.current_revisions() != first[0]
    assert len(asked) == 2


@pytest.mark.django_db
def test_a_database_that_keeps_no_version_is_asked_every_time(monkeypatch):
    asked = []
    monkeypatch.setattr(page_cache, "_revisions_in_database", {})
    monkeypatch.setattr(page_cache, "database_version", lambda: None)
    page_cache.register_revision("problems", lambda: asked.append(1) or 0, in_database=True)
    page_cache.current_revisions()
    page_cache.current_revisions()
    assert len(asked) == 2
