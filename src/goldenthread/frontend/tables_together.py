"""A migration whose new tables are drawn up once, all together.

Django draws up every related model anew for each model a migration creates. Nearly all of ours are related, by way of
people and plans, so that making a hundred tables one by one takes a hundred times as long as drawing them up once.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class TablesTogether(migrations.Migration):
    """A migration of CreateModel operations, in any order, and nothing else.

    As all are known before the first table is made, a model may refer to one that comes later: write foreign keys,
    indexes and constraints into CreateModel, where `makemigrations` would add them afterwards.
    """

    def mutate_state(self, project_state: ProjectState, preserve: bool = True) -> ProjectState:
        """The state with every table of this migration, none of its models drawn up yet."""
        known = project_state.clone() if preserve else project_state
        known.__dict__.pop("apps", None)
        for operation in self._creations():
            operation.state_forwards(self.app_label, known)
        return known

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Make every table; the state that is returned knows them all."""
        known = self.mutate_state(project_state)
        for operation in self._creations():
            if collect_sql:
                schema_editor.collected_sql += ["--", f"-- {operation.describe()}", "--"]
            operation.database_forwards(self.app_label, schema_editor, project_state, known)
        return known

    def unapply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Remove every table, the last one first; the state that is returned is the one before."""
        known = self.mutate_state(project_state)
        for operation in reversed(self._creations()):
            if collect_sql:
                schema_editor.collected_sql += ["--", f"-- Undo: {operation.describe()}", "--"]
            operation.database_backwards(self.app_label, schema_editor, known, project_state)
        return project_state

    def _creations(self) -> list[migrations.CreateModel]:
        others = [made for made in self.operations if not isinstance(made, migrations.CreateModel)]
        if others:
            raise TypeError(
                f"{self} makes tables together and can do nothing else: "
                f"move “{others[0].describe()}” to a migration of its own."
            )
        return [made for made in self.operations if isinstance(made, migrations.CreateModel)]
