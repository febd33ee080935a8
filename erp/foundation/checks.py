"""System checks of what every recorded model must keep."""

from typing import Any

from django.apps import apps
from django.core import checks
from django.db import models

from erp.foundation.models.recorded import Recorded
from erp.foundation.roles import role_of


def register() -> None:
    """Add the checks to Django's."""
    checks.register(check_recorded_models)


def check_recorded_models(**_options: Any) -> list[checks.CheckMessage]:
    """Return an error for every declaration of a recorded model that would lose history."""
    found: list[checks.CheckMessage] = []
    for model in apps.get_models():
        if issubclass(model, Recorded):
            found += [*_silent_deletions(model), *_unknown_names(model), *_untold_roles(model)]
    return found


def _silent_deletions(model: type[Recorded]) -> list[checks.CheckMessage]:
    return [
        checks.Error(
            f"{model._meta.label}.{field.name}: SET_NULL and SET_DEFAULT write no version.",
            hint="Use PROTECT or CASCADE.",
            obj=model,
            id="foundation.E001",
        )
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete in {models.SET_NULL, models.SET_DEFAULT}
    ]


def _unknown_names(model: type[Recorded]) -> list[checks.CheckMessage]:
    own = {field.name for field in model._meta.get_fields()}
    lists = (
        "search_fields",
        "guarded_fields",
        "rights_fields",
        "natural_key_fields",
        "secret_fields",
        "lasting_fields",
        "derived_fields",
    )
    return [
        checks.Error(
            f"{model._meta.label}.{attribute} names {name!r}, which is no field of it.",
            hint=f"Its fields: {', '.join(sorted(own))}",
            obj=model,
            id="foundation.E002",
        )
        for attribute in lists
        for name in getattr(model, attribute)
        if name not in own
    ]


def _untold_roles(model: type[Recorded]) -> list[checks.CheckMessage]:
    """Refuse a proxy that leaves rows out in its manager alone: rights would not know of it."""
    rows: Any = model._default_manager.all()
    if not model._meta.proxy or role_of(model) or not rows.query.where.children:
        return []
    return [
        checks.Error(
            f"{model._meta.label} shows some rows of its table and does not say which.",
            hint="Name what these rows have in “stands_for”, and use RoleManager.",
            obj=model,
            id="foundation.E003",
        )
    ]
