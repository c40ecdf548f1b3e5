"""Tables that refer to each other are made, and removed, in one step that draws them up once."""

from collections.abc import Iterator

import pytest
from django.db import DEFAULT_DB_ALIAS, migrations, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.state import ProjectState, StateApps
from django.db.utils import ConnectionHandler

from goldenthread.frontend.tables_together import TablesTogether


@pytest.fixture
def empty(django_db_blocker) -> Iterator[BaseDatabaseWrapper]:
    """A database of its own: emptying the site's after each test would take longer than all of these."""
    handler = ConnectionHandler({DEFAULT_DB_ALIAS: {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
    with django_db_blocker.unblock():
        yield handler[DEFAULT_DB_ALIAS]
        handler.close_all()


def _migration(*operations: migrations.operations.base.Operation) -> TablesTogether:
    made = TablesTogether("0001_borrowing", "library")
    made.operations = list(operations)
    return made


READERS = migrations.CreateModel(
    name="Reader",
    fields=[
        ("id", models.BigAutoField(primary_key=True)),
        ("card", models.CharField(max_length=20)),
        ("favourite", models.ForeignKey("library.Book", models.SET_NULL, null=True, related_name="+")),
    ],
    options={"constraints": [models.UniqueConstraint(fields=["card"], name="one_reader_a_card")]},
)
BOOKS = migrations.CreateModel(
    name="Book",
    fields=[
        ("id", models.BigAutoField(primary_key=True)),
        ("title", models.CharField(max_length=80)),
        ("borrower", models.ForeignKey("library.Reader", models.CASCADE, null=True)),
    ],
    options={"indexes": [models.Index(fields=["title"], name="books_by_title")]},
)


def _apply(migration: TablesTogether, state: ProjectState, database: BaseDatabaseWrapper) -> ProjectState:
    with database.schema_editor() as editor:
        return migration.apply(state, editor)


def test_each_may_refer_to_one_that_comes_later_and_all_go_again(empty):
    migration = _migration(READERS, BOOKS)
    state = _apply(migration, ProjectState(), empty)
    assert set(empty.introspection.table_names()) == {"library_reader", "library_book"}
    assert set(state.apps.all_models["library"]) == {"reader", "book"}
    with empty.cursor() as cursor:
        cursor.execute("INSERT INTO library_reader (id, card) VALUES (1, 'A1')")
        cursor.execute("INSERT INTO library_book (id, title, borrower_id) VALUES (1, 'Maps', 1)")
        cursor.execute("UPDATE library_reader SET favourite_id = 1")
        readers = empty.introspection.get_constraints(cursor, "library_reader")
        books = empty.introspection.get_constraints(cursor, "library_book")
    empty.check_constraints()
    assert readers["one_reader_a_card"]["unique"]
    assert books["books_by_title"]["index"]
    assert ("library_book", "id") in {kept["foreign_key"] for kept in readers.values()}
    with empty.schema_editor() as editor:
        left = migration.unapply(ProjectState(), editor)
    assert not empty.introspection.table_names()
    assert not left.models


def test_the_state_is_what_django_would_come_to():
    before = ProjectState()
    kept = _migration(READERS, BOOKS).mutate_state(before)
    plain = migrations.Migration("0001_borrowing", "library")
    plain.operations = [READERS, BOOKS]
    assert kept == plain.mutate_state(ProjectState())
    assert not before.models, "the state that was handed in is left alone unless told otherwise"
    assert _migration(READERS, BOOKS).mutate_state(before, preserve=False) is before
    assert before == kept


def test_each_model_is_drawn_up_once(empty, monkeypatch):
    drawn: list[str] = []
    draw = StateApps.render_multiple

    def noting(apps, states):
        drawn.extend(state.name for state in states)
        return draw(apps, states)

    monkeypatch.setattr(StateApps, "render_multiple", noting)
    before = ProjectState()
    assert not before.apps.all_models["library"], "drawn up before, as Django does for the first migration"
    _apply(_migration(READERS, BOOKS), before, empty)
    assert sorted(drawn) == ["Book", "Reader"]


def test_the_statements_can_be_read_first(empty):
    with empty.schema_editor(collect_sql=True, atomic=False) as editor:
        _migration(READERS, BOOKS).apply(ProjectState(), editor, collect_sql=True)
    written = "\n".join(editor.collected_sql)
    assert "-- Create model Reader" in written
    assert 'CREATE TABLE "library_book"' in written
    assert not empty.introspection.table_names()
    with empty.schema_editor(collect_sql=True, atomic=False) as editor:
        _migration(READERS, BOOKS).unapply(ProjectState(), editor, collect_sql=True)
    assert "-- Undo: Create model Reader" in "\n".join(editor.collected_sql)


def test_it_does_nothing_else():
    adding = migrations.AddField("reader", "since", models.DateField(null=True))
    with pytest.raises(TypeError, match="move “Add field since to reader” to a migration of its own"):
        _migration(READERS, BOOKS, adding).mutate_state(ProjectState())
