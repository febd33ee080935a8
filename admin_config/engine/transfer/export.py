"""Rows of an export: the chosen columns of frozen keys, a fixed number of queries a chunk."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from admin_config.engine.along.columns import BesideWriter, ExtraColumn
from admin_config.engine.exports.related import related_columns
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.cell_writers import forgiving, writer_for
from admin_config.engine.transfer.columns import Column, columns_for
from admin_config.engine.transfer.kept_files import check_is_kept, exports_folder
from admin_config.engine.transfer.keys import Names, NaturalKey, is_certain, key_fields
from admin_config.engine.transfer.limits import EXPORT_CHUNK
from admin_config.engine.transfer.values import defuse, listed
from admin_config.engine.transfer.writers import FILES
from erp.foundation.actor import Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.models.several_choices import SeveralChoicesField
from erp.foundation.operation import run
from erp.foundation.refusal import Refusal
from erp.foundation.rights import check_may, scoped
from erp.foundation.roles import rows_of
from erp.foundation.services.job import Progress
from erp.foundation.telling import about_many


class Export:
    """Records of one screen on their way into a file, as one person may see them."""

    def __init__(self, screen: Screen, actor: Actor, names: Sequence[str] | None = None) -> None:
        """Take the columns that are named and visible; what names a record always comes along."""
        self.screen, self.actor, self.model = screen, actor, screen.model
        offered = columns_for(screen, actor)
        if names:
            offered |= related_columns(screen, actor, names)
        wanted = [name for name in names if name in offered] if names else list(offered)
        names_it = key_fields(self.model)
        if not is_certain(self.model):
            names_it = (self.model._meta.pk.name, *names_it)
        key = [n for n in names_it if n in offered and n not in wanted]
        self.columns: list[Column] = [offered[name] for name in (*key, *wanted)]
        self.headers = [column.header for column in self.columns]
        self.names = [column.name for column in self.columns]

    @property
    def holds_guarded(self) -> bool:
        """Tell whether a column is one that a role must be given to see, such as costs."""
        fields = [column.model_field for column in self.columns]
        return any(f.name in getattr(f.model, "guarded_fields", ()) for f in fields)

    def keys(self, rows: QuerySet[Any]) -> Sequence[Any]:
        """Return the keys of the rows in their order, without those that may not be exported."""
        allowed = scoped(self.actor, "export", rows)
        found = allowed.values_list("pk", flat=True).iterator(chunk_size=10_000)
        return array("q", found) if self.model._meta.managed else list(found)

    def keys_as_bytes(self, keys: Sequence[int]) -> bytes:
        """Return keys as they are kept for a worker."""
        return array("q", keys).tobytes()

    def record(self, count: int, details: dict[str, Any]) -> Operation:
        """Write down that this person takes so many rows along; refuse who has no right to."""
        check_may(self.actor, "export", self.model)

        def work(running: Any) -> Operation:
            running.row.be_about(about_many(self.model, count))
            stored: Operation = running.stored()
            return stored

        facts = {"screen": self.screen.label, "rows": count, "columns": self.names, **details}
        return run(work, OperationKind.EXPORT, by=self.actor, details=facts)

    def rows(self, keys: Sequence[Any], *, native: bool = False) -> Iterator[list[Any]]:
        """Yield a row for each key; ``native`` keeps values as they are, for JSON."""
        writers = [self._writer(column, native=native) for column in self.columns]
        elsewhere = {c.name for c in self.columns if c.is_many or isinstance(c, ExtraColumn)}
        stored = [c.model_field.attname for c in self.columns if c.name not in elsewhere]
        # A many-to-many field is written from the key, which stands first in every fetched row.
        places = [
            0 if column.name in elsewhere else stored.index(column.model_field.attname) + 1
            for column in self.columns
        ]
        plan = list(zip(places, writers, strict=True))
        for start in range(0, len(keys), EXPORT_CHUNK):
            chunk = keys[start : start + EXPORT_CHUNK]
            values = rows_of(self.model).filter(pk__in=list(chunk)).order_by()
            found = {row[0]: row for row in values.values_list("pk", *stored)}
            for place, writer in plan:
                if isinstance(writer, _RelationWriter | _ManyWriter | BesideWriter):
                    writer.prepare([row[place] for row in found.values()])
            for key in chunk:
                row = found.get(key)
                if row is not None:
                    yield [row[i] if write is None else write(row[i]) for i, write in plan]

    def _writer(self, column: Column, *, native: bool) -> Callable[[Any], Any] | None:
        if isinstance(column, ExtraColumn):
            return column.writer(native=native)
        if column.is_many:
            return _ManyWriter(column)
        if column.is_relation:
            return _RelationWriter(column)
        if native:
            several = isinstance(column.model_field, SeveralChoicesField)
            return (lambda codes: codes.split(",") if codes else []) if several else None
        write = writer_for(column.widget)
        return forgiving(write) if getattr(column.model_field, "forgives", False) else write


class _RelationWriter:
    """Writes the natural key of the record that a column points to."""

    def __init__(self, column: Column) -> None:
        self._names = Names(NaturalKey(column.model_field.related_model))

    def prepare(self, keys: list[Any]) -> None:
        """Fetch the names of a chunk's records."""
        self._names.prepare(keys)

    def __call__(self, key: Any) -> str:
        return _defused(self._names.get(key))


class _ManyWriter:
    """Writes the natural keys of the records that a record is joined to."""

    def __init__(self, column: Column) -> None:
        self._field = column.model_field
        self._names = Names(NaturalKey(column.model_field.related_model))
        self._joined: dict[Any, list[Any]] = {}

    def prepare(self, keys: list[Any]) -> None:
        """Fetch what the records of a chunk are joined to."""
        here, there = self._field.m2m_column_name(), self._field.m2m_reverse_name()
        through = self._field.remote_field.through._base_manager
        self._joined = defaultdict(list)
        for key, other in through.filter(**{f"{here}__in": keys}).values_list(here, there):
            self._joined[key].append(other)
        self._names.prepare(other for others in self._joined.values() for other in others)

    def __call__(self, key: Any) -> str:
        return _defused(listed(sorted(self._names.get(k) for k in self._joined.get(key, ()))))


def _defused(text: str) -> str:
    return defuse(text) if text else ""


def write_in_background(progress: Progress) -> dict[str, Any]:
    """Write a large sheet for a job, telling how far it is, and say where it lies."""
    asked = progress.arguments
    screen = registry.find(asked["screen"])
    if screen is None:
        raise Refusal(_("This screen does not exist any more."), code="screen")
    frozen = exports_folder() / PurePath(asked["keys"]).name
    check_is_kept(frozen)
    with translation.override(asked["language"]), timezone.override(asked["zone"]):
        export = Export(screen, progress.actor, asked["columns"])
        keys = array("q", frozen.read_bytes())
        path = frozen.with_suffix(f".{asked['format']}")
        FILES[asked["format"]](path, export.headers, _told(export, keys, progress))
    return {"file": path.name, "rows": len(keys)}


def _told(export: Export, keys: array[int], progress: Progress) -> Iterator[list[Any]]:
    for done, row in enumerate(export.rows(keys)):
        if done % EXPORT_CHUNK == 0:
            progress.tell(done, len(keys))
        yield row
