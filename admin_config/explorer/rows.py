"""Rows that may be changed: one at a time, over nobody's work, each noted with old and new."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import connections, models, transaction
from django.utils.translation import gettext as _

from admin_config.explorer.apps import WRITTEN
from admin_config.explorer.guard import writing_row_of
from admin_config.explorer.noting import note_change
from admin_config.explorer.refused import telling_refusals
from admin_config.generator.reading import Check, Index
from erp.foundation.models import LogEntry
from erp.foundation.refusal import InUse, Refusal, StaleRecord

#: Hexadecimal digits of the digest by which a form knows the row that it was opened with.
_DIGITS = 12
#: What a database does on its own with rows that point to one that goes.
TAKEN_ALONG = frozenset({"CASCADE", "SET NULL", "SET DEFAULT"})
_EXAMPLES = 3


class WrittenRow(models.Model):
    """A row of a table with a key of one column; writing it happens inside an operation."""

    is_written: ClassVar[bool] = True
    #: Not so where a column that a form cannot fill must be filled.
    can_be_added: ClassVar[bool] = True
    #: Not so where rows of a table that cannot be asked would go along.
    can_be_deleted: ClassVar[bool] = True
    #: Fields that other rows point to, beside the key: they are not changed.
    pointed_to: ClassVar[frozenset[str]] = frozenset()
    #: Declared relations that lead here: model, its attributes with ours, the database's rule.
    incoming: ClassVar[tuple[tuple[Any, dict[str, str], str], ...]] = ()
    #: The rules that the database keeps, and its unique indexes.
    checks: ClassVar[tuple[Check, ...]] = ()
    unique_indexes: ClassVar[tuple[Index, ...]] = ()
    #: What the database puts where a new row leaves a column empty: a value, or words for it.
    simple_presets: ClassVar[dict[str, Any]] = {}
    presets: ClassVar[dict[str, str]] = {}
    #: A row that comes back gets every value that it had, empty ones too.
    as_it_was = False
    _stored: dict[str, Any]

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Iterable[str], values: Any) -> Self:
        """Remember what was read, so that a save knows what it changes."""
        found = super().from_db(db, list(field_names), values)
        held = found.__dict__
        names = [f.attname for f in cls._meta.concrete_fields]
        found._stored = {name: held[name] for name in names if name in held}
        return found

    @property
    def version(self) -> int:
        """Return a number that differs when a column does: what a form was opened with."""
        if self._state.adding:
            return 0
        said = repr(sorted((name, str(value)) for name, value in self._stored.items()))
        return int(hashlib.sha256(said.encode()).hexdigest()[:_DIGITS], 16)

    def save(self, *_args: Any, **_options: Any) -> None:
        """Add the row or write the columns that differ, unless somebody changed it meanwhile."""
        model = type(self)
        with writing_row_of(model), telling_refusals(self), transaction.atomic(using=WRITTEN):
            before = None if self._state.adding else dict(self._stored)
            written = self._add() if before is None else self._change()
            _check_keys_now()
            after = self.at_present() if written else None
        if written and after is not None:
            self._stored = after._stored
            action = LogEntry.Action.CREATE if before is None else LogEntry.Action.UPDATE
            note_change(after, action, before, after._stored)

    def _add(self) -> bool:
        super().save(force_insert=True, using=WRITTEN)
        return True

    def _change(self) -> bool:
        now = self.at_present()
        if now is None or now.version != self.version:
            raise StaleRecord(self)
        names = [
            field.name
            for field in self._meta.concrete_fields
            if field.attname in self._stored
            and getattr(self, field.attname) != self._stored[field.attname]
            and field.editable
            and not field.primary_key
        ]
        if names:
            super().save(using=WRITTEN, update_fields=names)
        return bool(names)

    def _do_insert(
        self, manager: Any, using: Any, fields: Any, returning_fields: Any, raw: bool
    ) -> Any:
        """Leave to the database what was left empty, and ask it for the key that it gave."""
        given = [field for field in fields if self._is_given(field)]
        asked = [] if self.pk is not None else [self._meta.pk]
        found = super()._do_insert(manager, using, given, asked, raw)  # type: ignore[misc]
        if found and asked:
            self.pk = found[0][0]
        return []

    def _is_given(self, field: Any) -> bool:
        value = getattr(self, field.attname)
        if field.primary_key:
            return value is not None
        if not field.editable:
            return False
        return self.as_it_was or not (value is None or (value == "" and field.blank))

    def at_present(self) -> Self | None:
        """Return the row as it stands, kept from others until the transaction ends."""
        rows = type(self)._base_manager.using(WRITTEN).select_for_update()
        return rows.filter(pk=self.pk).first()

    def delete(self, *_args: Any, **_options: Any) -> tuple[int, dict[str, int]]:
        """Delete this row alone: where the database would change others along, it is refused."""
        model = type(self)
        with writing_row_of(model), telling_refusals(self), transaction.atomic(using=WRITTEN):
            now = self.at_present()
            if now is None:
                raise Refusal(_("This row is gone already."), code="gone")
            if not self.can_be_deleted:
                raise Refusal(_("Rows of a table that is not shown here would go along."))
            users = [
                found
                for child, columns, rule in self.incoming
                if rule in TAKEN_ALONG and (found := rows_in_use(child, columns, [now]))
            ]
            if users:
                raise InUse(now, users)
            rows: Any = model._base_manager.using(WRITTEN).filter(pk=self.pk)
            rows._raw_delete(WRITTEN)
            _check_keys_now()
        note_change(now, LogEntry.Action.DELETE, now._stored, None)
        return 1, {model._meta.label: 1}


def rows_in_use(
    child: Any, columns: dict[str, str], rows: list[Any]
) -> tuple[Any, int, list[str]] | None:
    """Return model, count and a few names of the rows that point to one of these, if any do."""
    condition = models.Q(pk__in=[])
    for row in rows:
        values = {name: getattr(row, own) for name, own in columns.items()}
        if None not in values.values():
            condition |= models.Q(**values)
    found: Any = models.QuerySet(child).filter(condition)
    count = found.count()
    return (child, count, [str(row) for row in found[:_EXAMPLES]]) if count else None


def _check_keys_now() -> None:
    """Have PostgreSQL check now what it may check at the end, while the form can still say so."""
    connection = connections[WRITTEN]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
