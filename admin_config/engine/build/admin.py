"""Build the admin of every screen: one subclass of ``ConsoleAdmin`` with the declaration inside."""

from __future__ import annotations

from typing import Any

from admin_config.engine.build.console_admin import ConsoleAdmin
from admin_config.engine.forms.belonging import keep_belonging
from admin_config.engine.registry import registry
from admin_config.engine.site import console
from admin_config.engine.spec import Screen
from erp.foundation.models.merged_record import let_merge


def make_admin(screen: Screen) -> type[ConsoleAdmin]:
    """Return the admin class of a screen."""
    base = screen.admin or ConsoleAdmin
    return type(f"{screen.model.__name__}Admin", (base,), {"screen": screen})


def build_admins() -> None:
    """Register an admin for every screen that has none yet."""
    known: Any = console._registry
    for screen in registry:
        if screen.model not in known:
            console.register(screen.model, make_admin(screen))
            keep_belonging(screen)
        if screen.merge is not None:
            let_merge(screen.model)
