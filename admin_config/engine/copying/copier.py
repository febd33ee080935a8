"""Copy a record with its children: resets start anew, unique texts get a numbered ending."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from admin_config.engine.copying.endings import free_text
from admin_config.engine.registry import registry
from admin_config.engine.spec import Copy
from erp.foundation.actor import Actor
from erp.foundation.models.key_field import KeyField
from erp.foundation.models.recorded import HOUSEKEEPING
from erp.foundation.models.several_choices import is_free_text
from erp.foundation.models.source_line import SourceLine
from erp.foundation.refusal import Refusal
from erp.foundation.rights import Reach, hidden_fields, may, owner_fields, reach
from erp.foundation.services.bulk import create_records


def copy_record(record: Any, spec: Copy, *, by: Actor) -> Any:
    """Return a stored copy, made inside the running operation.

    Values come along but those that are reset or hidden from the actor, the primary key and what
    the house keeps; a text that must be unique ends in “(copy)”, “(copy 2)” …; what is joined
    comes along; so do the children named in ``along`` where the actor may add such records. The
    copy names its origin where the model has a relation for it. A person who is limited to own
    records owns the copy. Refused when a unique value cannot be made up. What a valid record had
    is taken as valid: only values that differ are checked again.
    """
    model = type(record)
    _check_rights(record, by)
    new = _blank_copy(record, {*spec.reset, *hidden_fields(by, model)})
    origin = origin_field(model, spec)
    if origin is not None:
        setattr(new, origin.attname, record.pk)
    _take_over(new, by)
    _copy_along(new, record, by)
    _make_unique(new, record)
    _check_differing(new, record)
    new.save()
    _join(new, record, set(spec.reset))
    for accessor in spec.along:
        _copy_children(record, new, accessor, by)
    return new


def origin_field(model: Any, spec: Copy | None) -> Any:
    """Return the relation that names what a record was copied from, ``None`` without one."""
    if spec is None or spec.origin == "":
        return None
    known = {f.name: f for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey)}
    found = known.get(spec.origin or "origin")
    same = found is not None and issubclass(model, found.related_model)  # type: ignore[arg-type]
    return found if same else None


def _copy_along(new: Any, record: Any, by: Actor) -> None:
    """Copy what is typed in the same form and belongs to this record alone; share it otherwise."""
    screen = registry.for_model(type(record))
    for along in screen.along if screen is not None else ():
        other = getattr(record, along.relation)
        fellows = type(record)._base_manager.filter(**{along.relation: other})
        known = registry.for_model(type(other))
        if other is None or known is None or known.copy is None:
            continue
        if fellows.exclude(pk=record.pk).exists() or not may(by, "copy", other):
            continue
        setattr(new, along.relation, copy_record(other, known.copy, by=by))


def _check_rights(record: Any, by: Actor) -> None:
    if not (may(by, "copy", record) and may(by, "add", type(record))):
        raise Refusal(_("You may not copy “%(record)s”.") % {"record": record}, code="right")


def _blank_copy(record: Any, reset: set[str]) -> Any:
    """Return an unsaved record with the values of another; what is left out has its default."""
    values = {
        stored.attname: getattr(record, stored.attname)
        for stored in record._meta.concrete_fields
        if not (
            stored.primary_key
            or stored.name in HOUSEKEEPING
            or stored.name in reset
            or isinstance(stored, (KeyField, SourceLine))
            or getattr(stored.remote_field, "parent_link", False)
        )
    }
    return type(record)(**values)


def _check_differing(new: Any, record: Any) -> None:
    """Check what is not simply the value of the valid record that was copied."""
    same = {
        stored.name
        for stored in new._meta.concrete_fields
        if not stored.editable or getattr(new, stored.attname) == getattr(record, stored.attname)
    }
    new.clean_fields(exclude=same)
    new.clean()


def _take_over(new: Any, by: Actor) -> None:
    """Make the copy the person's own, if he reaches only his own records."""
    if by.user is None or reach(by, "change", type(new)) == Reach.ALL:
        return
    for name in owner_fields(type(new)):
        if "__" not in name:
            setattr(new, new._meta.get_field(name).attname, by.user.pk)


def _unique_groups(model: Any) -> list[tuple[str, ...]]:
    """Return the names of the fields that must be unique, alone or together."""
    alone = [(f.name,) for f in model._meta.concrete_fields if f.unique and not f.primary_key]
    together = [tuple(c.fields) for c in model._meta.total_unique_constraints if c.fields]
    return [*alone, *together, *(tuple(names) for names in model._meta.unique_together)]


def _unique_names(model: Any) -> list[Any]:
    """Return the fields whose value must be another one in the copy."""
    last = [model._meta.get_field(names[-1]) for names in _unique_groups(model)]
    sources = [
        model._meta.get_field(f.source) if isinstance(f, KeyField) and f.source else f for f in last
    ]
    return list(dict.fromkeys(sources))


def _make_unique(new: Any, record: Any) -> None:
    for field in _unique_names(type(new)):
        value = getattr(new, field.attname)
        if value in (None, "") or value != getattr(record, field.attname):
            continue
        if is_free_text(field):
            setattr(new, field.attname, free_text(field, str(value), _asker(new, field)))
        elif field.null:
            setattr(new, field.attname, None)
        elif not isinstance(field, models.ForeignKey):
            message = _("“%(field)s” must be unique: it cannot be copied.")
            raise Refusal(message % {"field": field.verbose_name}, code="unique")


def _asker(new: Any, field: Any) -> Callable[[str], bool]:
    def is_taken(text: str) -> bool:
        setattr(new, field.attname, text)
        return _taken(new, field)

    return is_taken


def _taken(new: Any, field: Any) -> bool:
    """Tell whether another record has the values of a unique group with this field."""
    model = type(new)
    new._fill_keys()
    for names in _unique_groups(model):
        if not any(_reads(model, [name], field) for name in names):
            continue
        values = {name: getattr(new, model._meta.get_field(name).attname) for name in names}
        if None not in values.values() and model._base_manager.filter(**values).exists():
            return True
    return False


def _join(new: Any, record: Any, reset: set[str]) -> None:
    for many in record._meta.many_to_many:
        if many.remote_field.through._meta.auto_created and many.name not in reset:
            keys = getattr(record, many.name).values_list("pk", flat=True)
            getattr(new, many.name).set(keys)


def _copy_children(record: Any, new: Any, accessor: str, by: Actor) -> None:
    relation = record._meta.get_field(accessor)
    kind, parent = relation.related_model, relation.field
    if not may(by, "add", kind):
        return
    rows = list(kind._default_manager.filter(**{parent.name: record}).order_by("pk"))
    unseen = set(hidden_fields(by, kind))
    told_apart = _unique_in_table(kind, parent)
    copies = []
    for row in rows:
        child = _blank_copy(row, unseen)
        setattr(child, parent.name, new)
        if told_apart:
            _make_unique(child, row)
        copies.append(child)
    create_records(copies)
    if kind._meta.many_to_many:
        for child, row in zip(copies, rows, strict=True):
            _join(child, row, set())


def _unique_in_table(kind: Any, parent: Any) -> bool:
    """Tell whether children must differ in the whole table, not only within their parent."""
    if isinstance(parent, models.OneToOneField):
        return False
    constraints = [c.fields for c in kind._meta.total_unique_constraints if parent.name in c.fields]
    return any(
        field.name != parent.name and not any(_reads(kind, names, field) for names in constraints)
        for field in _unique_names(kind)
    )


def _reads(model: Any, names: Any, field: Any) -> bool:
    return any(
        name == field.name or getattr(model._meta.get_field(name), "source", "") == field.name
        for name in names
    )
