"""All definitions of a screen's values, read once for each person and request."""

from __future__ import annotations

from typing import Any

from admin_config.engine.along.fields import ExtraField, stated, value_fields
from admin_config.engine.spec import Screen
from erp.foundation.actor import Actor
from erp.foundation.definitions import Definitions


def definitions_for(screen: Screen, actor: Actor) -> Definitions:
    """Return the definitions; an actor stands for one request, so they are kept with him."""
    made: Any = stated(screen).definitions
    if actor.user is None:
        found: Definitions = made()
        return found
    held: dict[str, Definitions] = vars(actor.user).setdefault("_definitions", {})
    if screen.label not in held:
        held[screen.label] = made()
    return held[screen.label]


def known_fields(screen: Screen, actor: Actor) -> dict[str, ExtraField]:
    """Return a field for every code that is defined anywhere, by its name on this screen."""
    if screen.values is None:
        return {}
    return value_fields(screen, definitions_for(screen, actor).everything())
