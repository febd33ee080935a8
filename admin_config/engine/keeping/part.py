"""The part of a screen that notes what was opened, and gives and takes stars."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from admin_config.engine.keeping.kept import (
    MOST_FAVOURITES,
    favourite_keys,
    give_star,
    note_opened,
    take_star,
)
from admin_config.engine.spec import Screen
from erp.foundation.digits import number_in


class KeepingPart:
    """Offers ``<list>/star/`` and remembers each record that a person opens."""

    screen: ClassVar[Screen]
    model: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the address that gives and takes stars."""
        admin: Any = self
        meta = admin.opts
        own = path(
            "star/",
            admin.admin_site.admin_view(require_POST(self.star_view)),
            name=f"{meta.app_label}_{meta.model_name}_star",
        )
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]
        return [own, *urls]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the record with its star, and remember that it was opened."""
        context = dict(extra_context or {})
        key = number_in(unquote(object_id))
        if key is not None and request.method == "GET":
            context["star"] = self._star(request, key)
        response: HttpResponse = super().change_view(  # type: ignore[misc]
            request, object_id, form_url, context
        )
        opened = isinstance(response, TemplateResponse) and response.status_code == 200  # noqa: PLR2004
        if key is not None and opened and request.method == "GET" and "_popup" not in request.GET:
            note_opened(request.user, self.screen, key)
        return response

    def _star(self, request: HttpRequest, key: int) -> dict[str, Any]:
        from django.urls import reverse

        meta = self.model._meta
        return {
            "key": key,
            "on": bool(favourite_keys(request.user, self.screen, [key])),
            "address": reverse(f"console:{meta.app_label}_{meta.model_name}_star"),
        }

    def star_view(self, request: HttpRequest) -> JsonResponse:
        """Give a record a star or take it; only one that the person may look up."""
        admin: Any = self
        key = number_in(request.POST.get("key", ""))
        if request.POST.get("on") != "1":
            if key is not None:
                take_star(request.user, self.screen, key)
            return JsonResponse({"on": False})
        within = admin.has_view_permission(request) and key is not None
        if not within or not admin.get_queryset(request).filter(pk=key).exists():
            message = _("This record is gone, or you may not see it.")
            return JsonResponse({"error": message}, status=404)
        if not give_star(request.user, self.screen, key or 0):
            message = _("You have %(most)s favourites: take a star away first.")
            return JsonResponse({"error": message % {"most": MOST_FAVOURITES}}, status=409)
        return JsonResponse({"on": True})
