"""What a person chose for a list: columns, page size, the view that is in use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from admin_config.engine.spec import Screen
from admin_config.models import ListChoice, SavedView
from erp.foundation.digits import number_in
from erp.foundation.rights import held_permissions

PAGE_SIZES = (25, 50, 100, 200)
MOST_VIEWS = 100


def personal_of(request: HttpRequest, screen: Screen, view_asked: str) -> Personal:
    """Return the choices of the person behind a request, asked for once."""
    kept: dict[tuple[str, str], Personal] = request.__dict__.setdefault("_list_choices", {})
    return kept.setdefault((screen.label, view_asked), Personal(request.user, screen, view_asked))


def may_share(user: Any) -> bool:
    """Tell whether the person may offer a view to all."""
    return bool(user.is_superuser or "console.share_savedview" in held_permissions(user))


@dataclass
class Personal:
    """One person and one screen; each question is asked once."""

    user: Any
    screen: Screen
    #: The number of the view in use, from the address.
    view_asked: str = ""

    @cached_property
    def choice(self) -> ListChoice:
        """Return the stored choices, or unstored empty ones."""
        found = ListChoice.objects.filter(person=self.user, screen=self.screen.label).first()
        return found or ListChoice(person=self.user, screen=self.screen.label)

    @cached_property
    def views(self) -> list[SavedView]:
        """Return the person's views and those offered by others, in the person's order."""
        offered = Q(for_everybody=True) | Q(shared_with__in=self.user.groups.values("pk"))
        shared = SavedView.objects.filter(offered, is_shared=True, screen=self.screen.label)
        fits = Q(person=self.user) | Q(pk__in=shared.values("pk"))
        views = SavedView.objects.filter(fits, screen=self.screen.label)
        found = list(views.select_related("person").prefetch_related("shared_with")[:MOST_VIEWS])
        order = {key: place for place, key in enumerate(self.choice.view_order or ())}
        return sorted(found, key=lambda view: order.get(view.pk, len(order)))

    @cached_property
    def view(self) -> SavedView | None:
        """Return the view in use."""
        return next((view for view in self.views if str(view.pk) == self.view_asked), None)

    @property
    def default_view(self) -> SavedView | None:
        """Return the view that the person wants to begin with."""
        wanted = self.choice.default_view_id
        return next((view for view in self.views if view.pk == wanted), None) if wanted else None

    def columns(self) -> list[str] | None:
        """Return the chosen columns; ``None`` for the screen's own."""
        from_view = self.view.columns if self.view else None
        chosen = from_view or self.choice.columns
        return [str(name) for name in chosen] if isinstance(chosen, list) and chosen else None

    def page_size(self, asked: str) -> int:
        """Return how many rows a page has; a size that is asked for is remembered."""
        if number_in(asked) in PAGE_SIZES:
            self._remember(int(asked))
            return int(asked)
        from_view = self.view.page_size if self.view else None
        return from_view or self.choice.page_size or self.screen.page_size

    def _remember(self, size: int) -> None:
        if self.choice.page_size != size:
            self.remember(page_size=size)

    def remember(self, **facts: Any) -> None:
        """Store choices for this list."""
        ListChoice.objects.update_or_create(
            person=self.user, screen=self.screen.label, defaults=facts
        )
        for name, value in facts.items():
            setattr(self.choice, name, value)

    def remember_columns(self, names: list[str]) -> None:
        """Store the chosen columns, in the view in use if it is the person's own."""
        view = self.view
        mine = view is not None and view.person_id == self.user.pk
        if view is not None and mine and (not view.is_shared or may_share(self.user)):
            view.columns = names
            view.save(update_fields=["columns"])
            return
        self.remember(columns=names)
