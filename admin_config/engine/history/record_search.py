"""Finds the operations that touched a record, by its address in the log or by kind and name."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.listing.suggest import ranked_keys
from erp.foundation.actor import Actor
from erp.foundation.digits import number_in
from erp.foundation.models import LogEntry
from erp.foundation.rights import may, scoped
from erp.foundation.services.names_told import reached_keys
from erp.foundation.services.versions import recorded_models

#: Records of one name that are looked for at once; who means one types more of it.
_MOST = 50


def record_name(model: Any, key: Any) -> str:
    """Return how an address of the log names a record, e.g. ``catalog.sku:17``."""
    return f"{model._meta.concrete_model._meta.label_lower}:{key}"


def log_address(model: Any, key: Any) -> str:
    """Return the address of the log narrowed to a record; empty in a console without a log."""
    try:
        address = reverse("console:foundation_operation_changelist")
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode({'record': record_name(model, key)})}"


def operations_about(text: str, actor: Actor) -> Q:
    """Return the condition of having touched what was named: ``catalog.sku:17`` or ``sku A-1``.

    Names are looked for in the kinds that the person may see, through the index of words; of a kind
    given with its name in that kind alone. ``ValueError`` where nothing is called so.
    """
    named = _by_address(text)
    if named is not None:
        model, key = named
        if not reached_keys(model, {key}, actor):
            raise ValueError(_("You may not look these records up."))
        found: list[tuple[Any, list[Any]]] = [(model, [key])]
    else:
        found = _by_name(text, actor)
    if not found:
        raise ValueError(
            _("Nothing is called so. Type a kind and a name, or open the log from the record.")
        )
    condition = Q()
    for model, keys_of in found:
        condition |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=keys_of)
    entries = LogEntry.objects.filter(condition, operation__isnull=False)
    return Q(pk__in=entries.order_by().values("operation_id"))


def record_told(text: str, actor: Actor) -> str:
    """Return the name of a record that an address names, else what was typed."""
    named = _by_address(text)
    if named is None:
        return text
    model, key = named
    if not reached_keys(model, {key}, actor):
        return f"{capfirst(model._meta.verbose_name)} …"
    kind = ContentType.objects.get_for_model(model)
    last = LogEntry.objects.filter(content_type=kind, object_id=key).order_by("-pk").first()
    name = last.object_repr if last is not None else f"#{key}"
    return f"{capfirst(model._meta.verbose_name)} {name}"


def _by_address(text: str) -> tuple[Any, int] | None:
    label, _colon, key = text.partition(":")
    number = number_in(key.strip())
    try:
        model: Any = apps.get_model(label.strip())
    except (LookupError, ValueError):
        return None
    return (model, number) if number is not None and hasattr(model, "history") else None


def _by_name(text: str, actor: Actor) -> list[tuple[Any, list[Any]]]:
    kinds = [model for model in recorded_models() if may(actor, "view", model)]
    folded = text.casefold()
    for model in sorted(kinds, key=lambda one: -len(str(one._meta.verbose_name))):
        kind = str(model._meta.verbose_name).casefold()
        if folded.startswith(kind) and folded[len(kind) :].strip(' :：“”"') != "":
            keys = _keys(model, text[len(kind) :].strip(' :：“”"'), actor)
            if keys:
                return [(model, keys)]
    found = ((model, _keys(model, text, actor)) for model in kinds if _is_named(model))
    return [(model, keys) for model, keys in found if keys]


def _is_named(model: Any) -> bool:
    return bool(model.search_fields or model.natural_key_fields)


def _keys(model: Any, name: str, actor: Actor) -> list[Any]:
    rows = scoped(actor, "view", model._default_manager.all())
    return list(ranked_keys(rows, name, inactive=True))[:_MOST] if name else []
