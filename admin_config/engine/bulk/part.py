"""Changes of many records as a part of every screen's admin."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.bulk import pages
from admin_config.engine.bulk.offered import bulk_names
from admin_config.engine.spec import Screen
from erp.foundation.rights import may


class BulkPart:
    """Offers to change many records together to those who may change any of their fields."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def bulk_address(self, page: str, *args: Any) -> str:
        """Return the address of one of the pages of a change of many."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(f"{self.admin_site.name}:{name}", args=args)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of a change of many."""
        views: tuple[tuple[str, str, Any], ...] = (
            ("bulk_run", "together/<int:key>/", partial(pages.show, self)),
            ("bulk_begin", "together/<int:key>/begin/", partial(pages.begin, admin=self)),
            ("bulk_go_on", "together/<int:key>/continue/", partial(pages.take_up, admin=self)),
            ("bulk_end", "together/<int:key>/end/", partial(pages.close, admin=self)),
            (
                "bulk_outcome",
                "together/<int:key>/outcome.<str:kind>",
                partial(pages.fetch, self),
            ),
        )
        own = [
            path(
                route,
                self.admin_site.admin_view(view),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{page}",
            )
            for page, route, view in views
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def may_bulk(self, request: HttpRequest, verb: str = "") -> bool:
        """Tell whether the person may do this with many records: a step, or changing fields."""
        if not verb:
            return pages.may_begin(self, request)
        do = next((do for do in self.screen.actions if do.name == verb), None)
        return do is not None and may(actor_of(request), do.right, self.model)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer to change a selection together."""
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        offered = bool(bulk_names(self.screen)) and "_popup" not in request.GET
        if offered and self.may_bulk(request):
            actions["bulk_edit"] = (_change_together, "bulk_edit", _("Change together"))
        return actions


def _change_together(
    admin: Any, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponse | None:
    """Freeze the selection and ask what to change."""
    return pages.choose_set(admin, request, queryset)


_change_together.icon = "edit_note"  # type: ignore[attr-defined]
