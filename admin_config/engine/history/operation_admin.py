"""The log of operations: each with its records, their differences, where it came from, its undo."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from admin_config.engine.build.console_admin import ConsoleAdmin
from admin_config.engine.build.rights import actor_of
from admin_config.engine.history.differences import wanted_names
from admin_config.engine.history.timeline import Touched, touched
from admin_config.engine.history.words import Words
from admin_config.engine.printing.archive import papers_of_operation
from erp.foundation.actor import Actor
from erp.foundation.device_words import device_words
from erp.foundation.digits import number_in
from erp.foundation.models import LogEntry, Operation
from erp.foundation.services.names_told import (
    keep_names_back,
    reached_keys,
    reads_every_name,
)
from erp.foundation.services.undo import may_undo
from erp.foundation.services.undo_outlook import reasons_against_undo

PAGE = 100


class OperationAdmin(ConsoleAdmin):
    """Shows operations; nothing here is ever typed."""

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one operation with the records that it touched."""
        found = (
            Operation.objects.select_related(
                "actor", "on_behalf_of", "undoes", "undone_by", "part_of"
            )
            .filter(pk=number_in(unquote(object_id)) or 0)
            .first()
        )
        if found is None:
            raise Http404
        if request.method not in {"GET", "HEAD"} or not self.has_view_permission(request, found):
            raise PermissionDenied
        actor = actor_of(request)
        undoable = may_undo(found, by=actor)
        rows = self._rows(found, number_in(request.GET.get("after", "")) or 0)
        parts = list(found.parts.order_by("id")[:PAGE])
        keep_names_back([found, *parts], actor)
        return TemplateResponse(
            request,
            "console/operation.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "original": found,
                "title": str(found),
                "operation": found,
                "records": touched_records(rows[:PAGE], actor),
                "next_after": rows[PAGE - 1].pk if len(rows) > PAGE else None,
                "parts": parts,
                "may_undo": undoable,
                "why_not": reasons_against_undo([found], by=actor).get(found.pk)
                if undoable
                else "",
                "facts": _facts(found),
                "issued": papers_of_operation(found, by=actor, most=PAGE),
                "kept": found.details.get("kept", []) if reads_every_name(actor) else [],
                "kept_count": found.details.get("kept_count", 0),
            },
        )

    @staticmethod
    def _rows(found: Operation, after: int) -> list[LogEntry]:
        condition = Q(operation=found) | Q(operation__part_of=found)
        return list(LogEntry.objects.filter(condition, pk__gt=after).order_by("pk")[: PAGE + 1])


def touched_records(rows: list[LogEntry], by: Actor) -> list[dict[str, Any]]:
    """Return what happened to each record; of those out of the reader's reach only that."""
    kinds = ContentType.objects.get_for_id
    models: dict[int, Any] = {row.pk: kinds(row.content_type_id).model_class() for row in rows}
    seen = _within_reach(rows, models, by)
    words = Words()
    words.learn(wanted_names([(models[row.pk], row) for row in rows if row.pk in seen]))
    return [_touched(row, models[row.pk], by, words, shown=row.pk in seen) for row in rows]


def _within_reach(rows: list[LogEntry], models: dict[int, Any], by: Actor) -> set[int]:
    """Return the entries whose records the reader may look up."""
    found: set[int] = set()
    for model in {model for model in models.values() if model is not None}:
        own = [row for row in rows if models[row.pk] is model]
        seen = reached_keys(model, {row.object_id for row in own}, by)
        found |= {row.pk for row in own if row.object_id in seen}
    return found


def _touched(row: LogEntry, model: Any, by: Actor, words: Words, *, shown: bool) -> dict[str, Any]:
    if not shown:
        name = str(model._meta.verbose_name) if model is not None else row.content_type.name
        return {"touched": Touched(name, "…", "changed", []), "address": ""}
    meta = model._meta
    try:
        address = reverse(
            f"console:{meta.app_label}_{meta.model_name}_history", args=(row.object_pk,)
        )
    except NoReverseMatch:
        address = ""
    return {"touched": touched(row, model, by, words), "address": address}


def _facts(found: Operation) -> list[tuple[str, Any]]:
    facts = [
        (_("Who"), found.actor_label),
        (_("On behalf of"), found.on_behalf_of),
        (_("Reason"), found.reason),
        (_("Request id"), found.request_id),
        (_("Address"), found.address),
        (_("Device"), device_words(found.device) if found.device else ""),
        (_("The browser says"), found.device),
        (_("Records"), found.records or sum(part.records for part in found.parts.all())),
    ]
    return [(label, value) for label, value in facts if value]
