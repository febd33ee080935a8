"""Where a kind of record has its history in the console, for who may look there."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from erp.foundation.actor import Actor
from erp.foundation.rights import Reach, reach


def sees_all(actor: Actor, model: Any) -> bool:
    """Tell whether somebody may look up every record of a kind: a review shows all or none."""
    return reach(actor, "view", model) == Reach.ALL


def history_address(model: Any, key: Any) -> str:
    """Return the address of a record's history; empty where the console has no screen for it."""
    meta = model._meta
    try:
        return reverse(f"console:{meta.app_label}_{meta.model_name}_history", args=(key,))
    except NoReverseMatch:
        return ""
