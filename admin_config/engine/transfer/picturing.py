"""Rows that name files: compared with what the records have, stored when the rows are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from admin_config.engine.transfer.finding import Finding
from admin_config.engine.transfer.picture_columns import PictureColumn, digest_of
from admin_config.models import Verdict
from erp.foundation.services.bulk import create_records

_WRITTEN = (Verdict.NEW, Verdict.CHANGED)


class Picturing:
    """Compares and stores the files of rows for one screen."""

    def __init__(self, columns: Mapping[str, Any]) -> None:
        """Take the mapped columns that name files."""
        self.columns = {n: c for n, c in columns.items() if isinstance(c, PictureColumn)}
        #: Stored by a transaction of which it is not known yet whether it came to pass.
        self._unsure: list[tuple[Any, str]] = []

    def compare(self, findings: Sequence[Finding]) -> list[tuple[Finding, dict[str, str]]]:
        """Say what is put where something else is, or nothing; what is there already is dropped."""
        found = []
        for column in self.columns.values():
            told = [f for f in findings if f.beside.get(column.name)]
            held = self._held(column, told)
            for finding in told:
                there = held.get(finding.record.pk, [])
                if not column.relation:
                    file = getattr(finding.record, column.model_field.attname)
                    there = [file] if file else []
                fresh = self._fresh(column, finding.beside[column.name], there)
                finding.beside[column.name] = fresh
                if fresh:
                    found.append((finding, _difference(column, there, fresh)))
        return found

    def _held(self, column: PictureColumn, findings: Sequence[Finding]) -> dict[Any, list[Any]]:
        """Return the files below the records, in one query for all of them."""
        keys = [f.record.pk for f in findings if f.record.pk is not None]
        held: dict[Any, list[Any]] = {}
        if column.relation and keys:
            rows = column.model_field.model._base_manager.filter(**{f"{column.relation}__in": keys})
            for row in rows.order_by("pk"):
                key = getattr(row, f"{column.relation}_id")
                held.setdefault(key, []).append(getattr(row, column.model_field.attname))
        return held

    def _fresh(self, column: PictureColumn, names: list[str], there: list[Any]) -> list[str]:
        sizes = {column.digests[name][0] for name in names}
        digests = set()
        for file in there:
            try:
                if file.size in sizes:
                    with file.storage.open(file.name) as stored:
                        digests.add(digest_of(stored))
            except FileNotFoundError:
                continue
        return [name for name in names if column.digests[name] not in digests]

    def store_own(self, findings: Sequence[Finding]) -> None:
        """Store the files of the records' own fields, before the records are written."""
        self._sweep()
        for column in self.columns.values():
            for finding in _naming(column, findings):
                if not column.relation:
                    (name,) = finding.beside[column.name]
                    stored = self._store(column, name, finding.record)
                    setattr(finding.record, column.model_field.attname, stored)

    def store_below(self, findings: Sequence[Finding]) -> None:
        """Create the records below that hold the files, after those there are already."""
        for column in self.columns.values():
            told = _naming(column, findings)
            if column.relation and told:
                create_records(self._below(column, told))

    def _below(self, column: PictureColumn, findings: Sequence[Finding]) -> list[Any]:
        model: Any = column.model_field.model
        held = self._held(column, findings)
        counts = any(f.name == "position" for f in model._meta.concrete_fields)
        made = []
        for finding in findings:
            start = len(held.get(finding.record.pk, ()))
            for place, name in enumerate(finding.beside[column.name], start=start):
                record = model(**{column.relation: finding.record})
                setattr(record, column.model_field.attname, self._store(column, name, record))
                if counts:
                    record.position = place
                made.append(record)
        return made

    def _store(self, column: PictureColumn, name: str, record: Any) -> str:
        field: models.FileField = column.model_field
        content = column.pack.read(name)  # type: ignore[union-attr]
        stored = field.storage.save(field.generate_filename(record, content.name or name), content)
        entry = (field.storage, stored)
        self._unsure.append(entry)
        transaction.on_commit(lambda: self._unsure.remove(entry))
        return stored

    def _sweep(self) -> None:
        """Remove files of a transaction that was taken back."""
        if not transaction.get_connection().savepoint_ids:
            for storage, name in self._unsure:
                storage.delete(name)
            self._unsure.clear()


def _naming(column: PictureColumn, findings: Sequence[Finding]) -> list[Finding]:
    return [f for f in findings if f.verdict in _WRITTEN and f.beside.get(column.name)]


def _difference(column: PictureColumn, there: list[Any], fresh: list[str]) -> dict[str, str]:
    old = "; ".join(str(file.name).rpartition("/")[2] for file in there)
    new = "; ".join(fresh)
    if column.relation:
        new = _("added: %(names)s") % {"names": new}
    return {"field": column.name, "label": column.header, "old": old[:500], "new": new[:500]}
