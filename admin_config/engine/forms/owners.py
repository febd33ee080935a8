"""Who owns a record: a new one is its maker's, and only those who reach all may give one away."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest

from admin_config.engine.build.rights import actor_of
from erp.foundation.rights import Reach, owner_fields, reach


def owner_columns(model: Any) -> list[str]:
    """Return the model's own columns that name an owner."""
    user = get_user_model()
    return [
        name
        for name in owner_fields(model)
        if "__" not in name
        and isinstance(model._meta.get_field(name), models.ForeignKey)
        and issubclass(model._meta.get_field(name).related_model, user)
    ]


def fixed_owners(request: HttpRequest, model: Any) -> list[str]:
    """Return the owner columns that this person may not set: he is limited to own records."""
    actor = actor_of(request)
    return [] if reach(actor, "change", model) == Reach.ALL else owner_columns(model)


def own_values(request: HttpRequest, model: Any) -> dict[str, Any]:
    """Return the values that make a new record this person's own."""
    return {model._meta.get_field(name).attname: request.user.pk for name in owner_columns(model)}
