"""Rights of a screen: every door asks ``erp.foundation.rights`` and nobody else."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest

from admin_config.engine.spec import Screen
from erp.foundation.actor import Actor
from erp.foundation.life_cycle import is_locked
from erp.foundation.rights import hidden_fields, may, scoped


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor behind a request."""
    held: Any = request
    if not hasattr(held, "_actor"):
        held._actor = Actor.person(held.user)
    actor: Actor = held._actor
    return actor


class RightsPart:
    """Answers the admin's questions about rights from the one place that decides them."""

    screen: ClassVar[Screen]
    model: Any

    def may(self, request: HttpRequest, action: str, record: Any = None) -> bool:
        """Tell whether the person may do this here, or with this record; locked papers are read."""
        if self.screen.read_only and action in {"add", "change", "delete", "copy", "import"}:
            return False
        if record is not None and action in {"change", "delete"} and is_locked(record):
            return False
        return may(actor_of(request), action, record if record is not None else self.model)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask for the right to look up."""
        return self.may(request, "view", obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask for the right to add."""
        return self.may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask for the right to change."""
        return self.may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask for the right to delete."""
        return self.may(request, "delete", obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Ask for the right to look up anything here."""
        return self.may(request, "view")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the records that the person may look up."""
        return scoped(actor_of(request), "view", self.model._default_manager.all())

    def hidden(self, request: HttpRequest) -> frozenset[str]:
        """Return the fields that the person may not see."""
        return hidden_fields(actor_of(request), self.model)
