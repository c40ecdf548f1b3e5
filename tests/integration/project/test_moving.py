"""Moving to another database: every row arrives as it was, to the microsecond, or nothing does."""

from datetime import UTC, datetime

import pytest
from django.db import connection, connections
from django.db.models import QuerySet
from tests.factories.people import make_person

from goldenthread.accounts import audit
from goldenthread.accounts.models import AuditEvent, Person, RoleAssignment
from goldenthread.accounts.roles import Role
from goldenthread.project import moving

pytestmark = pytest.mark.django_db
EXACT = datetime(2026, 11, 23, 2, 33, 45, 864123, tzinfo=UTC)


@pytest.fixture
def new_database(tmp_path):
    """A second database with the tables of the first, and whatever rows set-up left in them."""
    if connection.vendor != "sqlite":
        pytest.skip("The site moves from SQLite.")
    moving.add_connection(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    new = connections[moving.NEW]
    new.connect()  # the test's guard knows only the databases that the settings name
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
        statements = [sql for (sql,) in cursor.fetchall()]
    for statement in statements:
        if "wagtailsearch_indexentry_fts" not in statement:
            new.connection.execute(statement)
    yield moving.NEW
    new.close()
    del connections.databases[moving.NEW]
    del connections[moving.NEW]


def make_event(person: Person) -> AuditEvent:
    return audit.record(
        actor=person, at=EXACT, verb="adopted", object_type="plan", object_id=7, object_name="A fairer Testham"
    )


def test_people_roles_and_the_audit_log_arrive_as_they_were(new_database):
    person = make_person(Role.ADMINISTRATOR)
    event = make_event(person)
    moved = moving.move_content(new_database)
    there = Person.objects.using(new_database).get(pk=person.pk)
    assert (there.email, there.password) == (person.email, person.password)
    assert RoleAssignment.objects.using(new_database).filter(person=there).exists()
    arrived = AuditEvent.objects.using(new_database).get(pk=event.pk)
    assert arrived.at == EXACT
    assert audit.hash_of(arrived) == event.hash
    assert moved["accounts.Person"] == Person.objects.count()


def test_a_database_with_people_is_left_alone(new_database):
    make_person(Role.VIEWER)
    moving.move_content(new_database)
    with pytest.raises(moving.CannotBeMoved, match="has people already"):
        moving.move_content(new_database)


def test_an_event_that_would_not_arrive_as_it_was_stops_the_move(new_database, monkeypatch):
    make_event(make_person(Role.ADMINISTRATOR))
    copy = moving._copy

    def copy_to_the_millisecond(model, new):
        copied = copy(model, new)
        if model is AuditEvent:
            QuerySet(AuditEvent, using=new).update(at=EXACT.replace(microsecond=864000))
        return copied

    monkeypatch.setattr(moving, "_copy", copy_to_the_millisecond)
    with pytest.raises(moving.CannotBeMoved, match="Nothing was moved"):
        moving.move_content(new_database)
    assert not Person.objects.using(new_database).exists()


def test_what_is_no_address_of_a_database_is_said():
    with pytest.raises(moving.CannotBeMoved, match="postgres://"):
        moving.add_connection("somewhere")
