"""Merging as a part of a screen's admin: in the list, and where an old address leads."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from admin_config.engine.merging.pages import merge_page
from admin_config.engine.navigation import record_address
from admin_config.engine.spec import Screen
from erp.foundation.digits import number_in
from erp.foundation.models.merged_record import merged_into, successor_of
from erp.foundation.services.merging import MOST


class MergePart:
    """Offers to merge to those who may change and delete; an old address leads to the survivor."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the page of a merge, where the screen has one."""
        found: list[URLPattern] = super().get_urls()  # type: ignore[misc]
        if self.screen.merge is None:
            return found
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(partial(merge_page, self))
        return [path("merge/", view, name=name), *found]

    def may_merge(self, request: HttpRequest) -> bool:
        """Tell whether the person may merge here at all."""
        return bool(
            self.screen.merge is not None
            and self.has_change_permission(request)  # type: ignore[attr-defined]
            and self.has_delete_permission(request)  # type: ignore[attr-defined]
        )

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer to merge a selection."""
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        if "_popup" not in request.GET and self.may_merge(request):
            actions["merge_selected"] = (_merge_selected, "merge_selected", _("Merge"))
        return actions

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Lead from a record that was merged to the one that stands for it."""
        key = number_in(unquote(object_id)) if request.method == "GET" else None
        into = successor_of(self.model, key) if key is not None else None
        rows: QuerySet[Any] = self.get_queryset(request)  # type: ignore[attr-defined]
        record = rows.filter(pk=into).first() if into is not None else None
        if record is not None:
            said = _("What you asked for was merged into “%(name)s”.") % {"name": record}
            messages.info(request, said)
            return HttpResponseRedirect(record_address(self.screen, record.pk))
        leave = super()._get_obj_does_not_exist_redirect  # type: ignore[misc]
        found: HttpResponse = leave(request, opts, object_id)
        return found

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> Any:
        """Say what was merged into the record, with the way to its history."""
        record = options.get("obj")
        if record is not None:
            history = f"console:{self.opts.app_label}_{self.opts.model_name}_history"
            context["merged_here"] = [
                (row.name, reverse(history, args=(row.record_pk,)))
                for row in merged_into(self.model, record.pk)
            ]
        return super().render_change_form(request, context, *args, **options)  # type: ignore[misc]


def _merge_selected(
    admin: Any, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponse | None:
    """Show the chosen records side by side."""
    keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if not 1 < len(keys) <= MOST:
        messages.error(request, _("Choose from 2 to %(most)d records.") % {"most": MOST})
        return None
    query = urlencode([("key", key) for key in keys])
    return HttpResponseRedirect(f"{admin._address('merge')}?{query}")


_merge_selected.icon = "merge"  # type: ignore[attr-defined]
