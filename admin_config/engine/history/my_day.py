"""My day: what one did oneself on a day, newest first, each taken back with one button."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.history.operation_admin import touched_records
from admin_config.engine.history.undoing import undo_offers
from admin_config.engine.registry import registry
from erp.foundation.digits import number_in
from erp.foundation.models import LogEntry, Operation, OperationKind
from erp.foundation.models.recorded import Recorded

PAGE = 25
#: Records of one operation that are named.
_NAMED = 3
_NO_WORK = (OperationKind.SIGN_IN, OperationKind.JOB)


def my_day_view(request: HttpRequest) -> HttpResponse:
    """Show the person's own operations of a day, today unless the address says another."""
    from admin_config.engine.site import console

    day = _day(request.GET.get("day", ""))
    before = number_in(request.GET.get("before", ""))
    found = _operations(request, day)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    return TemplateResponse(
        request,
        "console/my_day.html",
        {
            **console.each_context(request),
            "title": _("My day"),
            "day": day,
            "earlier": day - dt.timedelta(days=1) if day > dt.date.min else None,
            "later": day + dt.timedelta(days=1) if day < timezone.localdate() else None,
            "events": _events(request, rows[:PAGE]),
            "next_before": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        },
    )


def _day(given: str) -> dt.date:
    """Return the day that is asked for; what is no day means today, the future too."""
    try:
        day = parse_date(given)
    except ValueError:
        day = None
    today = timezone.localdate()
    return day if day is not None and dt.date(1970, 1, 2) <= day <= today else today


def _operations(request: HttpRequest, day: dt.date) -> Any:
    """Return the acts of a day in the person's own zone; bounds are compared in UTC."""
    zone = timezone.get_current_timezone()
    start = dt.datetime.combine(day, dt.time(), zone)
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
    return (
        Operation.objects.filter(actor=request.user.pk, part_of=None)
        .filter(created_at__gte=start, created_at__lt=end)
        .exclude(kind__in=_NO_WORK)
        .select_related("undone_by", "undoes", "actor")
        .order_by("-id")
    )


def _events(request: HttpRequest, rows: list[Operation]) -> list[dict[str, Any]]:
    actor = actor_of(request)
    found: dict[int, list[LogEntry]] = {row.pk: [] for row in rows}
    for entry in LogEntry.objects.filter(operation__in=rows).order_by("id")[: PAGE * 100]:
        if entry.operation_id is not None:
            found[entry.operation_id].append(entry)
    entries = {pk: sorted(of_one, key=_has_no_screen)[:_NAMED] for pk, of_one in found.items()}
    every = [entry for of_one in entries.values() for entry in of_one]
    told = iter(touched_records(every, actor))
    named = {pk: [next(told) for _entry in of_one] for pk, of_one in entries.items()}
    kinds = {ContentType.objects.get_for_id(e.content_type_id).model_class() for e in every}
    models = [kind for kind in kinds if kind is not None and issubclass(kind, Recorded)]
    offers = undo_offers(rows, actor, models)
    return [
        {
            "operation": row,
            "records": named[row.pk],
            "more": max(row.records - len(named[row.pk]), 0),
            "undo": offers.get(row.pk),
        }
        for row in rows
    ]


def _has_no_screen(entry: LogEntry) -> bool:
    """Tell rows of a paper from papers, which are named first."""
    model = ContentType.objects.get_for_id(entry.content_type_id).model_class()
    return all(screen.model._meta.concrete_model is not model for screen in registry)


def my_day_urls(site: Any) -> list[URLPattern]:
    """Return the address of a person's own day."""
    return [path("my-day/", site.admin_view(my_day_view), name="my_day")]
