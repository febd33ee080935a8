"""What the grid's questions are about: the head as typed so far, rows and texts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from admin_config.engine.build.rights import actor_of
from admin_config.engine.forms.lines.column import Column, kind_of
from admin_config.engine.forms.lines.relations import choosable_records
from admin_config.engine.forms.lines.state import Row, read_state
from erp.foundation.digits import number_in
from erp.foundation.rights import hidden_fields, scoped

#: A wording is no longer than this.
_LONGEST = 500


@dataclass
class Asked:
    """The head as typed so far, saved or not; the rows as unsaved records; the texts."""

    head: Any
    rows: list[Row] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def read_asked(sent: Any, inline: Any, columns: list[Column], request: HttpRequest) -> Asked:
    """Read a question; what does not parse in a cell counts as not typed yet."""
    if not isinstance(sent, dict) or not set(sent) <= {"head", "key", "rows", "texts"}:
        raise ValueError
    head = _head(inline, sent.get("key"), sent.get("head", {}), request)
    texts = sent.get("texts", [])
    most = inline.lines.most
    known = isinstance(texts, list) and all(isinstance(text, str) for text in texts)
    if not known or len(texts) > most:
        raise ValueError
    names = [column.name for column in columns if column.kind != "shown"]
    state = read_state(json.dumps({"rows": sent.get("rows", [])}), names, most)
    asked = Asked(head, state.rows, [text[:_LONGEST] for text in texts])
    _fill_rows(inline, columns, asked)
    return asked


def _head(inline: Any, key: Any, typed: Any, request: HttpRequest) -> Any:
    """Return the head with what was typed into the fields that matter here."""
    model = inline.admin.model
    if not isinstance(typed, dict) or not all(isinstance(v, str) for v in typed.values()):
        raise ValueError
    head = None
    if key is not None:
        if number_in(str(key)) is None:
            raise ValueError
        rows = scoped(actor_of(request), "view", model._default_manager.all())
        head = rows.filter(pk=key).first()
    head = head if head is not None else model()
    rule = inline.lines.compute
    wanted = {*inline.lines.depends, *([rule.currency, rule.tax_kind] if rule is not None else [])}
    wanted -= {"", *hidden_fields(actor_of(request), model)}
    for name in sorted(wanted & set(typed)):
        field = model._meta.get_field(name)
        formfield = inline.admin.formfield_for_dbfield(field, request)
        if formfield is not None:
            column = Column(name, name, kind_of(field, formfield), field, formfield)
            _set(head, column, typed[name], _chosen(column, {typed[name]}))
    return head


def _chosen(column: Column, keys: set[str]) -> dict[Any, Any]:
    if column.kind != "relation":
        return {}
    found: dict[Any, Any] = choosable_records(column, keys, ())
    return found


def _fill_rows(inline: Any, columns: list[Column], asked: Asked) -> None:
    for row in asked.rows:
        row.record = inline.lines.model()
        inline.relation.set_cached_value(row.record, asked.head)
        setattr(row.record, inline.relation.attname, asked.head.pk)
    for column in (c for c in columns if c.kind != "shown"):
        found = _chosen(column, {row.cells.get(column.name, "") for row in asked.rows})
        for row in asked.rows:
            _set(row.record, column, row.cells.get(column.name, ""), found)


def _set(record: Any, column: Column, typed: str, found: dict[Any, Any]) -> None:
    if column.kind == "relation":
        setattr(record, column.name, found.get(number_in(typed) if typed else None))
        return
    try:
        setattr(record, column.field.attname, column.clean(typed))
    except ValidationError:
        return
