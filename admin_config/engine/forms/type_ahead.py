"""Answer what somebody types into a relation: a few records that match and that he may look up."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.admin.exceptions import NotRegistered
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse

from admin_config.engine.build.rights import actor_of
from admin_config.engine.forms.belonging import narrowed
from erp.foundation.digits import number_in
from erp.foundation.models.recorded import Recorded
from erp.foundation.rights import choosable, hidden_fields, may
from erp.foundation.search import search

PAGE = 20
#: Nobody scrolls further in a picker; one types another letter.
_PAGES = 10
_SHORT_TEXTS = 3


def type_ahead(request: HttpRequest, admin_site: Any) -> JsonResponse:
    """Return one page of matches as the picker expects them."""
    field = _source_field(request, admin_site)
    remote = field.remote_field.model
    target = getattr(field.remote_field, "field_name", None) or remote._meta.pk.name
    attname = remote._meta.get_field(target).attname
    page = _page_number(request)
    rows, first = narrowed(request, field, _rows(request, field, remote))
    if first:
        note = {"id": "-", "text": first, "disabled": True}
        return JsonResponse({"results": [note], "pagination": {"more": False}})
    found = _matches(rows, remote, request.GET.get("term", "").strip(), page)
    shown = found[(page - 1) * PAGE : page * PAGE]
    return JsonResponse(
        {
            "results": [{"id": str(getattr(row, attname)), "text": str(row)} for row in shown],
            "pagination": {"more": page < _PAGES and len(found) > page * PAGE},
        }
    )


def _page_number(request: HttpRequest) -> int:
    asked = number_in(request.GET.get("page", "1"))
    return 1 if asked is None else min(max(asked, 1), _PAGES)


def _source_field(request: HttpRequest, admin_site: Any) -> Any:
    """Return the relation that is being filled; refuse what the person does not see."""
    asked = (request.GET.get(name, "") for name in ("app_label", "model_name", "field_name"))
    app_label, model_name, field_name = asked
    try:
        model = apps.get_model(app_label, model_name)
        field: Any = model._meta.get_field(field_name)
        admin_site.get_model_admin(model)
    except (LookupError, FieldDoesNotExist, ValueError):
        raise PermissionDenied from None
    except NotRegistered:
        _refuse_unless_child(model, admin_site)
    actor = actor_of(request)
    sees = any(may(actor, action, model) for action in ("view", "add", "change"))
    if not sees or field_name in hidden_fields(actor, model) or not field.remote_field:
        raise PermissionDenied
    return field


def _refuse_unless_child(model: Any, admin_site: Any) -> None:
    """Let rows inside a form fill their relations, even if they have no screen of their own."""
    children = {
        child.model
        for admin in admin_site._registry.values()
        if getattr(admin, "screen", None) is not None
        for child in admin.screen.owned
    }
    if model not in children:
        raise PermissionDenied


def _rows(request: HttpRequest, field: Any, remote: Any) -> QuerySet[Any]:
    rows = choosable(actor_of(request), remote._default_manager.all())
    rows = rows.complex_filter(field.get_limit_choices_to())
    for name in ("active", "is_active"):
        known = {f.name: f for f in remote._meta.concrete_fields}
        if isinstance(known.get(name), models.BooleanField):
            rows = rows.filter(**{name: True})
    return rows


def _matches(rows: QuerySet[Any], remote: Any, term: str, page: int) -> list[Any]:
    limit = page * PAGE + 1
    if not term:
        return list(rows[:limit])
    if issubclass(remote, Recorded) and remote.search_fields:
        keys = search(rows, term, limit=limit)
        by_key = rows.in_bulk(keys)
        return sorted((by_key[key] for key in keys if key in by_key), key=_closeness(term))
    texts = [f.name for f in remote._meta.concrete_fields if isinstance(f, models.CharField)][
        :_SHORT_TEXTS
    ]
    condition = Q(pk__in=())
    for name in texts:
        condition |= Q(**{f"{name}__icontains": term})
    return list(rows.filter(condition)[:limit])


def _closeness(term: str) -> Any:
    """Order matches: those that begin with what was typed first, then by name."""
    typed = term.casefold()
    return lambda row: (not str(row).casefold().startswith(typed), str(row).casefold())
