"""What happened lately: records a person worked on, and own records that others changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils import timezone

from admin_config.engine.build.rights import actor_of
from admin_config.engine.listing.fetching import named
from admin_config.engine.navigation import record_address, visible_screens
from admin_config.engine.spec import Screen
from erp.foundation.models import LogEntry, Operation, Recorded
from erp.foundation.rights import owner_fields, scoped

_SHOWN = 8
#: Entries of the log that are looked through for the records to show.
_READ = 80
_SINCE = dt.timedelta(days=14)


@dataclass(frozen=True)
class Touched:
    """A record and who did what with it last."""

    title: str
    kind: str
    icon: str
    link: str
    action: int
    who: str
    when: dt.datetime


def worked_on(request: HttpRequest) -> list[Touched]:
    """Return the records that the person changed last and may still look up."""
    kinds = _kinds(visible_screens(request))
    entries = LogEntry.objects.filter(
        actor_id=request.user.pk, content_type_id__in=list(kinds)
    ).exclude(action=LogEntry.Action.ACCESS)
    return _still_there(request, kinds, entries.order_by("-id"), own=False)


def changed_by_others(request: HttpRequest) -> list[Touched]:
    """Return the person's own records that somebody else changed in the last two weeks."""
    owned = [
        screen
        for screen in visible_screens(request)
        if owner_fields(screen.model) and issubclass(screen.model, Recorded)
    ]
    if not owned:
        return []
    kinds = _kinds(owned)
    recent = Operation.objects.filter(created_at__gt=timezone.now() - _SINCE)
    entries = LogEntry.objects.filter(
        content_type_id__in=list(kinds),
        operation_id__gte=recent.order_by("created_at", "id").values("id")[:1],
    ).exclude(actor_id=request.user.pk)
    return _still_there(request, kinds, entries.order_by("-id"), own=True)


def _kinds(screens: Iterable[Screen]) -> dict[int, list[Screen]]:
    """Return the screens by the content type under which the log files their records.

    Several screens may show one table: customers and suppliers are both companies.
    """
    found: dict[int, list[Screen]] = {}
    for screen in screens:
        found.setdefault(ContentType.objects.get_for_model(screen.model).pk, []).append(screen)
    return found


def _still_there(
    request: HttpRequest, kinds: dict[int, list[Screen]], entries: Any, *, own: bool
) -> list[Touched]:
    """Return the newest entry of each record that exists and that the person may look up."""
    newest: dict[tuple[int, int], Any] = {}
    for entry in entries.select_related("actor")[:_READ]:
        if entry.object_id is not None:
            newest.setdefault((entry.content_type_id, entry.object_id), entry)
    rows = _rows(request, kinds, list(newest), own=own)
    found = [_touched(*rows[key], entry) for key, entry in newest.items() if key in rows]
    return found[:_SHOWN]


def _touched(screen: Screen, record: Any, entry: Any) -> Touched:
    return Touched(
        str(record),
        str(screen.model._meta.verbose_name),
        screen.icon,
        record_address(screen, record.pk),
        entry.action,
        str(entry.actor or ""),
        entry.timestamp,
    )


def _rows(
    request: HttpRequest,
    kinds: dict[int, list[Screen]],
    keys: list[tuple[int, int]],
    *,
    own: bool,
) -> dict[tuple[int, int], tuple[Screen, Any]]:
    """Return screen and record behind each key, one query for each screen that may know it."""
    found: dict[tuple[int, int], tuple[Screen, Any]] = {}
    for kind in dict.fromkeys(kind for kind, _key in keys):
        left = {key for its_kind, key in keys if its_kind == kind}
        for screen in kinds[kind]:
            model: Any = screen.model
            rows: Any = model._default_manager.filter(pk__in=left)
            rows = scoped(actor_of(request), "view", rows)
            if own:
                rows = rows.owned_by(request.user.pk)
            found |= {(kind, row.pk): (screen, row) for row in named(rows)}
            left -= {key for _kind, key in found}
            if not left:
                break
    return found
