"""What the page of a list fetches on demand: count, totals, quick look, type-ahead, choices."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from admin_config.engine.build.rights import actor_of
from admin_config.engine.infer.filters import filters_of
from admin_config.engine.listing import figures
from admin_config.engine.listing.building.catalogue import catalogue
from admin_config.engine.listing.building.offered import offers
from admin_config.engine.listing.cells import number_text
from admin_config.engine.listing.chooser import chooser_of
from admin_config.engine.listing.columns import choosable_names
from admin_config.engine.listing.editing.offered import editable_names
from admin_config.engine.listing.editing.view import edit_cells
from admin_config.engine.listing.look import look_at
from admin_config.engine.listing.personal import may_share
from admin_config.engine.listing.query import ListQuery
from admin_config.engine.listing.saving import change_views
from admin_config.engine.listing.suggest import active_only, suggestions
from erp.foundation.actor import Actor
from erp.foundation.rights import choosable
from erp.foundation.time_limit import TookTooLong, time_limit

View = Callable[[Any, HttpRequest], HttpResponse]
_MOST_COLUMNS = 60


def _for_viewers(view: View) -> View:
    """Refuse whoever may not look the records up."""

    @functools.wraps(view)
    def guarded(admin: Any, request: HttpRequest) -> HttpResponse:
        if not admin.has_view_permission(request):
            raise PermissionDenied
        return view(admin, request)

    return guarded


def _too_long() -> JsonResponse:
    message = _("This takes too long. Narrow the list with a filter and ask again.")
    return JsonResponse({"error": message})


@_for_viewers
def count(admin: Any, request: HttpRequest) -> HttpResponse:
    """Count exactly what the list matches."""
    query = ListQuery(admin, request)
    try:
        with time_limit(figures.COUNT_TIME):
            found = figures.exact_count(query)
    except TookTooLong:
        return _too_long()
    words = ngettext("%(count)s record", "%(count)s records", found)
    return JsonResponse({"count": found, "text": words % {"count": number_text(found)}})


@_for_viewers
def totals(admin: Any, request: HttpRequest) -> HttpResponse:
    """Sum the money and quantity columns over what the list matches."""
    query = ListQuery(admin, request)
    try:
        with time_limit(figures.TOTALS_TIME):
            return JsonResponse({"totals": figures.totals(query)})
    except TookTooLong:
        return _too_long()


@_for_viewers
def look(admin: Any, request: HttpRequest) -> HttpResponse:
    """Show one record at a glance, without what the person may not see."""
    found = look_at(admin, request, request.GET.get("key", ""))
    if found is None:
        return render(request, "console/list_look_gone.html", status=404)
    return render(request, "console/list_look.html", {"look": found})


@_for_viewers
def suggest(admin: Any, request: HttpRequest) -> HttpResponse:
    """Offer records for a filter over a relation."""
    query = ListQuery(admin, request)
    name = request.GET.get("field", "")
    if request.GET.get("cell") == "1" and name in editable_names(admin, request):
        field = admin.model._meta.get_field(name)
        return JsonResponse(_to_choose(request, field, query.actor))
    offer = offers(admin.screen, query.actor).get(request.GET.get("path", ""))
    if offer is not None and offer.kind == "related":
        rows = choosable(query.actor, offer.field.related_model._default_manager.all())
        return JsonResponse(suggestions(request, rows, request.GET.get("term", "")))
    found = next((f for f in query.filters if f.name == name and f.kind == "related"), None)
    if found is None and name not in filters_of(admin.screen):
        return JsonResponse({"results": []})
    if found is None:
        raise PermissionDenied
    rows = choosable(query.actor, found.field.related_model._default_manager.all())
    return JsonResponse(suggestions(request, rows, request.GET.get("term", "")))


def _to_choose(request: HttpRequest, field: Any, actor: Actor) -> dict[str, Any]:
    """Offer records for a cell: those that the form offers."""
    limits = field.get_limit_choices_to()
    rows = choosable(actor, field.related_model._default_manager.complex_filter(limits))
    return suggestions(request, active_only(rows), request.GET.get("term", ""))


@_for_viewers
def columns(admin: Any, request: HttpRequest) -> HttpResponse:
    """Offer the columns, or remember the chosen ones; none means the screen's own."""
    query = ListQuery(admin, request)
    if request.method != "POST":
        return render(request, "console/list_chooser.html", {"chooser": chooser_of(query)})
    known = set(choosable_names(query.actor, admin.screen))
    chosen = [name for name in request.POST.getlist("column") if name in known]
    query.personal.remember_columns(list(dict.fromkeys(chosen))[:_MOST_COLUMNS])
    return JsonResponse({"go": query.address()})


@_for_viewers
def views(admin: Any, request: HttpRequest) -> HttpResponse:
    """Save, rename, share or delete one of the person's views; tell whom it can be offered to."""
    if request.method == "GET":
        roles = Group.objects.order_by("name")[:_MOST_ROLES] if may_share(request.user) else ()
        return JsonResponse({"roles": [[role.pk, role.name] for role in roles]})
    return change_views(ListQuery(admin, request), request)


@_for_viewers
def builder(admin: Any, request: HttpRequest) -> HttpResponse:
    """Tell the filter builder what can be asked of which field."""
    return JsonResponse(catalogue(admin.screen, actor_of(request)))


@_for_viewers
def cells(admin: Any, request: HttpRequest) -> HttpResponse:
    """Give what the cells of a page need to be typed, or save those that were changed."""
    return edit_cells(admin, request)


NAMES: dict[str, View] = {
    "cells": cells,
    "builder": builder,
    "count": count,
    "totals": totals,
    "look": look,
    "suggest": suggest,
    "columns": columns,
    "views": views,
}
_MOST_ROLES = 60
_ALLOWED = {"cells": ("GET", "POST"), "columns": ("GET", "POST"), "views": ("GET", "POST")}


def bound(name: str, admin: Any) -> Callable[[HttpRequest], HttpResponse]:
    """Return a view as an address calls it: never cached, by its one method."""

    def view(request: HttpRequest) -> HttpResponse:
        return NAMES[name](admin, request)

    allowed = require_http_methods(list(_ALLOWED.get(name, ("GET",))))
    return never_cache(allowed(view))
