"""In what two records differ, field by field and row by row, in words."""

from __future__ import annotations

from typing import Any

from django.db import models

from admin_config.engine.history.differences import Difference
from admin_config.engine.history.timeline import Touched
from admin_config.engine.history.words import Words, label_of
from admin_config.engine.spec import Differs
from erp.foundation.actor import Actor
from erp.foundation.models.key_field import KeyField
from erp.foundation.models.recorded import HOUSEKEEPING
from erp.foundation.rights import hidden_fields, scoped


def differences_between(panel: Differs, former: Any, later: Any, *, by: Actor) -> list[Touched]:
    """Return what differs at the records themselves, then part by part, in few queries.

    Parts are recognised by the panel's fields, each counted once; what has no counterpart came or
    went. Hidden fields are left out.
    """
    words = Words()
    found = [_touched(former, later, _typed(later, by, {panel.against}), words, "changed")]
    for accessor in panel.parts:
        relation = type(later)._meta.get_field(accessor)
        back = relation.field.name
        kind: Any = relation.related_model
        rows = scoped(by, "view", kind._default_manager.all())
        old = list(rows.filter(**{back: former}))
        new = list(rows.filter(**{back: later}))
        names = _typed(kind, by, {back, "position"})
        words.learn((kind, name, _value(row, name)) for row in (*old, *new) for name in names)
        pairs = _pairs(old, new, panel.known_by)
        shown = [_touched(a, b, names, words, _sign(a, b)) for a, b in pairs]
        found += [part for part in shown if part.differences]
    return found


def _typed(model: Any, by: Actor, left_out: set[str]) -> list[str]:
    """Return the fields that somebody typed, and totals, in the model's order."""
    hidden = hidden_fields(by, model if isinstance(model, type) else type(model))
    derived = set(getattr(model, "derived_fields", ()))
    return [
        field.name
        for field in model._meta.concrete_fields
        if (field.editable or field.name in derived)
        and not field.primary_key
        and not isinstance(field, KeyField)
        and field.name not in HOUSEKEEPING | hidden | left_out
    ]


def _sign(former: Any, later: Any) -> str:
    if former is None:
        return "created"
    return "deleted" if later is None else "changed"


def _pairs(old: list[Any], new: list[Any], known_by: tuple[str, ...]) -> list[tuple[Any, Any]]:
    """Pair parts by the surest field first, in their order; the rest came or went."""
    partner: dict[int, Any] = {}
    left = list(old)
    for name in known_by:
        for row in new:
            value = _value(row, name)
            if row.pk in partner or value in (None, ""):
                continue
            match = next((o for o in left if _value(o, name) == value), None)
            if match is not None:
                partner[row.pk] = match
                left.remove(match)
    return [(partner.get(row.pk), row) for row in new] + [(row, None) for row in left]


def _value(row: Any, name: str) -> Any:
    return getattr(row, row._meta.get_field(name).attname) if row is not None else None


def _touched(former: Any, later: Any, names: list[str], words: Words, sign: str) -> Touched:
    record = later if later is not None else former
    model = type(record)
    return Touched(
        kind=str(model._meta.verbose_name),
        label=str(record),
        sign=sign,
        differences=[
            Difference(
                label_of(model, name),
                _said(words, model, name, _value(former, name)),
                _said(words, model, name, _value(later, name)),
            )
            for name in names
            if _differs(_value(former, name), _value(later, name))
        ],
    )


def _differs(old: Any, new: Any) -> bool:
    return bool(old != new and not (old in (None, "") and new in (None, "")))


def _said(words: Words, model: Any, name: str, value: Any) -> str:
    field = model._meta.get_field(name)
    plain = value is None or isinstance(field, models.ForeignKey)
    return words.say(model, name, value if plain else field.value_to_string(_Held(field, value)))


class _Held:
    """Something that holds one value under a field's name, as ``value_to_string`` asks."""

    def __init__(self, field: Any, value: Any) -> None:
        setattr(self, field.attname, value)
