"""Which records a bulk action is about: those that were ticked, or all that match."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from admin_config.engine.listing.query import ListQuery
from erp.foundation.digits import number_in

#: The highest key when the page was shown: what was added later was never on offer.
UNTIL = "select_until"


def is_across(request: HttpRequest) -> bool:
    """Tell whether all that match are meant, not only those that were ticked."""
    return request.POST.get("select_across") == "1"


def newest_key(rows: QuerySet[Any]) -> str:
    """Return the highest key of a table, as text; empty where keys do not grow."""
    from django.db import models

    if not isinstance(rows.model._meta.pk, models.AutoField | models.IntegerField):
        return ""
    newest = rows.model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
    return "" if newest is None else str(newest)


def selected_records(admin: Any, request: HttpRequest) -> QuerySet[Any]:
    """Return the records that a posted action is about, only those within the person's reach.

    All that match: what the address of the page says, up to the newest record that there was
    when the page was shown.
    """
    query = ListQuery(admin, request)
    if not is_across(request):
        return query.root.order_by().filter(pk__in=_ticked(query, request))
    rows = query.matching()
    until = number_in(request.POST.get(UNTIL, ""))
    if until is not None:
        rows = rows.filter(pk__lte=until)
    return query.root.order_by().filter(pk__in=rows.values("pk"))


def _ticked(query: ListQuery, request: HttpRequest) -> list[Any]:
    pk = query.root.model._meta.pk
    keys = []
    for text in request.POST.getlist(ACTION_CHECKBOX_NAME):
        try:
            keys.append(pk.to_python(text))
        except ValidationError:
            continue
    return keys
