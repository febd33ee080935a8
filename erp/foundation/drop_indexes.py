"""A migration step that drops indexes by which nothing is looked for."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


class DropIndexes(Operation):
    """Drop the index of each of these fields; going back makes them anew.

    An alteration of the fields would rewrite the whole table on SQLite, once for each of them.
    """

    category = OperationCategory.REMOVAL
    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, fields: list[str]) -> None:
        """Name the model and the fields that stay without their index."""
        self.model_name = model_name
        self.fields = fields

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how the step is written."""
        return type(self).__name__, [self.model_name, self.fields], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note that the fields have no index any more."""
        key = app_label, self.model_name.lower()
        for name in self.fields:
            _name, _path, given, options = state.models[key].fields[name].deconstruct()
            field = type(state.models[key].fields[name])(*given, **{**options, "db_index": False})
            state.alter_field(*key, name, field, preserve_default=True)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop what indexes each of the fields alone."""
        model = from_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        for name in self.fields:
            column = model._meta.get_field(name).column
            for index in self._indexes(schema_editor, model, column):
                schema_editor.execute(schema_editor._delete_index_sql(model, index))

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make the indexes again."""
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        for name in self.fields:
            for statement in schema_editor._field_indexes_sql(model, model._meta.get_field(name)):
                schema_editor.execute(statement)

    @staticmethod
    def _indexes(schema_editor: Any, model: Any, column: str) -> list[str]:
        with schema_editor.connection.cursor() as cursor:
            found = schema_editor.connection.introspection.get_constraints(
                cursor, model._meta.db_table
            )
        return [
            name
            for name, facts in found.items()
            if facts["index"] and not facts["unique"] and facts["columns"] == [column]
        ]

    def describe(self) -> str:
        """Return what the step does."""
        return f"Drop the indexes of {', '.join(self.fields)} in {self.model_name}"
