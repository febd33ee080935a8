"""Fields of other records as columns of files: read, checked and written like the model's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.text import capfirst

from admin_config.engine.along.fields import ExtraField, fields_along, store_of
from admin_config.engine.along.known import known_fields
from admin_config.engine.fields import ScreenField
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.cell_writers import writer_for
from admin_config.engine.transfer.columns import Column
from admin_config.engine.transfer.keys import Names, NaturalKey
from admin_config.engine.transfer.values import defuse
from erp.foundation.actor import Actor
from erp.foundation.services.value_rows import stored_values
from erp.foundation.text import fold


class ExtraColumn(Column):
    """A column whose cells belong to a record along, or are a value that people defined."""

    def __init__(
        self, screen: Screen, extra: ExtraField, header: str, options: dict[str, Any]
    ) -> None:
        """Prepare reading and checking as for a field of the model."""
        self.screen, self.extra = screen, extra
        super().__init__(
            ScreenField(extra.name, extra.field, editable=True, local=True), header, options
        )
        if extra.definition is not None and self.form_field is not None:
            # whether one has to be there depends on the row
            self.form_field.required = False

    def names(self) -> set[str]:
        """Return every header by which a file may call it: a definition also by its code."""
        found = super().names()
        return found | {fold(self.extra.key)} if self.extra.definition is not None else found

    def writer(self, *, native: bool) -> BesideWriter:
        """Return what writes its cells, a fixed number of queries for each chunk of records."""
        return BesideWriter(self, native=native)


class BesideWriter:
    """Writes what lies at other records, for the keys of this screen's."""

    def __init__(self, column: ExtraColumn, *, native: bool) -> None:
        """Prepare the writer of the kind of value."""
        self._column = column
        self._held: dict[Any, Any] = {}
        self._names = (
            Names(NaturalKey(column.model_field.related_model)) if column.is_relation else None
        )
        plain: Callable[[Any], Any] = lambda value: value  # noqa: E731 - as it is
        self._write = plain if native else writer_for(column.widget) or plain

    def prepare(self, keys: list[Any]) -> None:
        """Fetch the values of a chunk's records."""
        extra = self._column.extra
        model: Any = self._column.screen.model
        if extra.along is not None:
            path = f"{extra.along.relation}__{extra.field.attname}"
            rows = model._base_manager.filter(pk__in=keys).order_by()
            self._held = dict(rows.values_list("pk", path))
        elif extra.definition is not None:
            found = stored_values(store_of(self._column.screen), keys, [extra.definition])
            self._held = {key: values.get(extra.key) for key, values in found.items()}
        if self._names is not None:
            self._names.prepare(self._held.values())

    def __call__(self, key: Any) -> Any:
        """Return the cell of a record."""
        value = self._held.get(key)
        if value is None:
            return ""
        if self._names is not None:
            name = self._names.get(value)
            return defuse(name) if name else ""
        return self._write(value)


def extra_columns(
    screen: Screen, actor: Actor, options: dict[str, Any], taken: Mapping[str, Column]
) -> dict[str, Column]:
    """Return the columns of records along and of defined values that the actor may see."""
    extras = {n: e for along in screen.along for n, e in fields_along(screen, along, actor).items()}
    extras |= known_fields(screen, actor)
    headers = {fold(column.header) for column in taken.values()}
    found: dict[str, Column] = {}
    for name, extra in extras.items():
        header = capfirst(extra.label)
        if fold(header) in headers:
            header = f"{header} ({name})"
        headers.add(fold(header))
        found[name] = ExtraColumn(screen, extra, header, options)
    for along in screen.along:
        column = taken.get(along.relation)
        if column is not None and column.form_field is not None:
            # without one a new record makes it along
            column.form_field.required = False
    return found
