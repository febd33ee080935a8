"""Rows of a file that also fill records along and defined values: checked, compared, written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from admin_config.engine.along.columns import ExtraColumn
from admin_config.engine.along.fields import related_model, store_of
from admin_config.engine.along.known import definitions_for
from admin_config.engine.along.scope import stored_scope
from admin_config.engine.along.start import Start
from admin_config.engine.spec import Along, Screen
from admin_config.engine.transfer.columns import Column, put
from admin_config.engine.transfer.finding import Finding
from admin_config.engine.transfer.keys import Names, NaturalKey
from admin_config.engine.transfer.picturing import Picturing
from admin_config.engine.transfer.values import text_of
from admin_config.models import Verdict
from erp.foundation.actor import Actor
from erp.foundation.definitions import Definition
from erp.foundation.models.made import new_record
from erp.foundation.rights import may
from erp.foundation.services.bulk import create_records, differing_columns, save_records
from erp.foundation.services.value_rows import Wanted, stored_values, write_values

_WRITTEN = (Verdict.NEW, Verdict.CHANGED)


@dataclass
class Besides:
    """What one row puts beside its record."""

    others: dict[str, Any] = field(default_factory=dict)
    definitions: Sequence[Definition] = ()
    values: dict[str, Any] = field(default_factory=dict)
    differences: list[dict[str, str]] = field(default_factory=list)


class Beside:
    """Applies the cells of other records for one screen, a fixed number of queries a chunk."""

    def __init__(self, screen: Screen, actor: Actor, columns: Mapping[str, Column]) -> None:
        """Take the mapped columns that are not the model's own."""
        self.screen, self.actor = screen, actor
        self.picturing = Picturing(columns)
        self.columns = {
            n: c
            for n, c in columns.items()
            if isinstance(c, ExtraColumn) and n not in self.picturing.columns
        }
        self._names = {
            name: Names(NaturalKey(column.model_field.related_model))
            for name, column in self.columns.items()
            if column.is_relation
        }

    def concerns(self) -> bool:
        """Tell whether rows have anything beside their records."""
        return bool(self.screen.along or self.screen.values or self.picturing.columns)

    def take_cells(self, findings: Sequence[Finding]) -> None:
        """Put the cells of other records aside, so that the record does not get them."""
        for finding in findings:
            aside = self.columns.keys() | self.picturing.columns.keys()
            for name in aside & finding.values.keys():
                finding.beside[name] = finding.values.pop(name)

    def apply(self, findings: Sequence[Finding]) -> None:
        """Give other records their cells; a difference there changes the row's verdict."""
        if not self.concerns():
            return
        known = [f for f in findings if f.verdict in {None, Verdict.UNCHANGED}]
        for finding in known:
            finding.besides = Besides()
        for along in self.screen.along:
            self._apply_along(along, known)
        if self.screen.values is not None:
            self._apply_values([f for f in known if f.verdict in {None, Verdict.UNCHANGED}])
        for finding, difference in self.picturing.compare(
            [f for f in known if f.verdict in {None, Verdict.UNCHANGED}]
        ):
            finding.besides.differences.append(difference)
        for finding in known:
            if finding.verdict == Verdict.UNCHANGED and finding.besides.differences:
                finding.verdict = None

    def _apply_along(self, along: Along, findings: Sequence[Finding]) -> None:
        model = related_model(self.screen.model, along)
        relation: Any = self.screen.model._meta.get_field(along.relation)
        column = relation.attname
        for finding in findings:
            if not finding.is_new and getattr(finding.record, column) is None:
                setattr(finding.record, column, finding.record.before()[column])
        keys = {getattr(f.record, column) for f in findings} - {None}
        others = model._base_manager.in_bulk(keys)
        cells = {n: c for n, c in self.columns.items() if c.extra.along == along}
        start = Start(along, model, self.screen.model, cells.values())
        may_add = may(self.actor, "add", model)
        for finding in findings:
            key = getattr(finding.record, column)
            other = others.get(key) if key is not None else new_record(model)
            if other is None:
                continue
            finding.besides.others[along.relation] = other
            # related facts of the record, such as its scope, follow what is being typed
            relation.set_cached_value(finding.record, other)
            self._fill(finding, other, cells)
            if other.pk is None:
                start.fill(other, finding.record)
            self._check_other(finding, other, start, may_add=may_add)

    def _fill(self, finding: Finding, other: Any, cells: Mapping[str, ExtraColumn]) -> None:
        for name, column in cells.items():
            if name not in finding.beside:
                continue
            value = finding.beside[name]
            old = getattr(other, column.attname)
            new = getattr(value, "pk", value) if column.is_relation else value
            if old == new or (not old and not new):
                continue
            put(other, column, column.extra.key, value)
            if not finding.is_new or other.pk is not None:
                finding.besides.differences.append(self._difference(column, old, new))

    def _check_other(self, finding: Finding, other: Any, start: Start, *, may_add: bool) -> None:
        try:
            if other.pk is None:
                if not may_add:
                    kind = other._meta.verbose_name
                    finding.refuse(_("You may not add a %(kind)s.") % {"kind": kind})
                    return
                start.check(other)
                other.clean()
            elif finding.besides.differences:
                if not may(self.actor, "change", other):
                    finding.refuse(_("You may not change “%(record)s”.") % {"record": other})
                other.clean()
        except ValidationError as error:
            headers = {c.extra.key: c.header for c in self.columns.values()}
            finding.refuse_by(error, headers | start.named)

    def _difference(self, column: ExtraColumn, old: Any, new: Any) -> dict[str, str]:
        names = self._names.get(column.name)
        if names is not None:
            names.prepare([old, new])
            texts = [names.get(old), names.get(new)]
        else:
            texts = [text_of(column.widget.render(v)) if v is not None else "" for v in (old, new)]
        return {
            "field": column.name,
            "label": column.header,
            "old": texts[0][:500],
            "new": texts[1][:500],
        }

    def _apply_values(self, findings: Sequence[Finding]) -> None:
        known = definitions_for(self.screen, self.actor)
        mapped = any(column.extra.definition is not None for column in self.columns.values())
        if not mapped and not known.everything():
            return
        store = store_of(self.screen)
        by_scope: dict[Any, list[Definition]] = {}
        scopes = {f.number: stored_scope(self.screen, f.record) for f in findings}
        for scope in set(scopes.values()):
            by_scope[scope] = known.of(scope)
        keys = [f.record.pk for f in findings if f.record.pk is not None]
        stored = stored_values(store, keys, known.everything()) if keys else {}
        for finding in findings:
            held = stored.get(finding.record.pk, {})
            self._fill_values(finding, by_scope[scopes[finding.number]], held)

    def _fill_values(
        self, finding: Finding, definitions: Sequence[Definition], held: Mapping[str, Any]
    ) -> None:
        besides, known = finding.besides, {d.code: d for d in definitions}
        besides.definitions = definitions
        for name, column in self.columns.items():
            if column.extra.definition is None or name not in finding.beside:
                continue
            code, value = column.extra.key, finding.beside[name]
            value = None if value == "" else value
            if code not in known:
                if value is not None:
                    message = _("A record of this kind has no such value.")
                    finding.refuse(message, column=column.header)
                continue
            allowed = {option.name for option in known[code].options}
            if value is not None and known[code].options and value not in allowed:
                finding.refuse(_("This value is none of those to choose."), column=column.header)
                continue
            besides.values[code] = value
            if held.get(code) != value:
                besides.differences.append(self._difference(column, held.get(code), value))
        self._check_required(finding, definitions, held)

    def _check_required(
        self, finding: Finding, definitions: Sequence[Definition], held: Mapping[str, Any]
    ) -> None:
        given = finding.besides.values
        for definition in definitions:
            touched = definition.code in given or finding.is_new
            value = given.get(definition.code, held.get(definition.code))
            if definition.required and touched and value is None:
                finding.refuse(_("This field is required."), column=definition.title)

    def write_others(self, findings: Sequence[Finding]) -> None:
        """Store files, and the records along before those that point to them."""
        self.picturing.store_own(_written(findings))
        for along in self.screen.along:
            new: list[Any] = []
            changed: dict[Any, Any] = {}
            for finding in _written(findings):
                other = finding.besides.others.get(along.relation)
                if other is None:
                    continue
                if other.pk is None:
                    new.append(other)
                elif differing_columns(other):
                    changed[other.pk] = other
            create_records(new)
            save_records(list(changed.values()))
            for finding in _written(findings):
                other = finding.besides.others.get(along.relation)
                if other is not None:
                    setattr(finding.record, along.relation, other)

    def write_values(self, findings: Sequence[Finding]) -> None:
        """Store the values of the written records, and the pictures below them."""
        self.picturing.store_below(_written(findings))
        if self.screen.values is None:
            return
        wanted = [
            Wanted(f.record, f.besides.definitions, f.besides.values) for f in _written(findings)
        ]
        write_values(store_of(self.screen), wanted)


def _written(findings: Sequence[Finding]) -> list[Finding]:
    return [f for f in findings if f.verdict in _WRITTEN and f.besides is not None]
