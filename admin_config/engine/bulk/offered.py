"""Which fields can be changed for many records at once, and in which ways."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from admin_config.engine.fields import fields_of
from admin_config.engine.forms.rights_matrix import is_rights
from admin_config.engine.infer.form import sections_of
from admin_config.engine.spec import Screen
from erp.foundation.models import KeyField, Recorded
from erp.foundation.models.rich_text import RichTextField
from erp.foundation.models.several_choices import SeveralChoicesField

KEEP, SET, CLEAR, ADD, REMOVE = "", "set", "clear", "add", "remove"
RAISE_BY, RAISE_PERCENT = "by", "percent"
#: What each way is called on the page.
WAYS: dict[str, Any] = {
    KEEP: _("Leave as it is"),
    SET: _("Set to"),
    ADD: pgettext_lazy("to several", "Add"),
    REMOVE: pgettext_lazy("from several", "Take away"),
    RAISE_PERCENT: _("Raise by %"),
    RAISE_BY: _("Raise by"),
    CLEAR: _("Empty"),
}
_NEVER = (models.FileField, models.JSONField, models.BinaryField, RichTextField)
_NUMBERS = (models.DecimalField, models.IntegerField)


def can_have_many_changed(screen: Screen) -> bool:
    """Tell whether a screen's records can be changed together at all."""
    whole = isinstance(screen.model._meta.pk, models.AutoField | models.IntegerField)
    return whole and issubclass(screen.model, Recorded) and not screen.read_only


def bulk_names(screen: Screen) -> tuple[str, ...]:
    """Return the declared fields, or those of the form that several records may share."""
    if not can_have_many_changed(screen):
        return ()
    if screen.bulk is not None:
        return screen.bulk
    known = fields_of(screen.model)
    shown = [name for section in sections_of(screen) for name in section.names]
    left_out = {*screen.exclude, *screen.readonly}
    return tuple(n for n in shown if n in known and n not in left_out and is_fit(known[n]))


def is_fit(found: Any) -> bool:
    """Tell whether a field can be the same for many records, and be typed on one page for them."""
    field = found.field
    if not found.editable or isinstance(field, _NEVER):
        return False
    if found.is_many:
        return not is_rights(field) and field.remote_field.through._meta.auto_created
    return isinstance(field, models.Field) and field.concrete and not _is_alone(field)


def _is_alone(field: Any) -> bool:
    """Tell whether no two records may have the same value."""
    meta = field.model._meta
    keys = [key for key in meta.concrete_fields if isinstance(key, KeyField)]
    names = {field.name, *(key.name for key in keys if key.source == field.name)}
    alone = {c.fields[0] for c in meta.total_unique_constraints if len(c.fields) == 1}
    unique = {f.name for f in meta.concrete_fields if f.unique}
    return bool(names & (alone | unique))


def offered_names(admin: Any, request: HttpRequest) -> list[str]:
    """Return the fields that this person may change for many records at once."""
    if not admin.has_change_permission(request):
        return []
    locked = {*admin.hidden(request), *admin.get_readonly_fields(request, None)}
    return [name for name in bulk_names(admin.screen) if name not in locked]


def ways_for(found: Any, *, required: bool) -> list[tuple[str, str]]:
    """Return the ways in which a field can be changed, with what they are called."""
    ways = [KEEP, SET]
    if found.is_many or isinstance(found.field, SeveralChoicesField):
        ways += [ADD, REMOVE]
    elif isinstance(found.field, _NUMBERS) and not found.field.choices:
        ways += [RAISE_PERCENT, RAISE_BY]
    if not required and not isinstance(found.field, models.BooleanField):
        ways.append(CLEAR)
    return [(way, capfirst(str(WAYS[way]))) for way in ways]
