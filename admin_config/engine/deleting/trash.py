"""The trash: what was deleted, by whom, and the way back."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.forms.owners import owner_columns
from admin_config.engine.history.undoing import undo_offers
from admin_config.engine.registry import registry
from erp.foundation.actor import Actor
from erp.foundation.digits import number_in
from erp.foundation.models import LogEntry, Operation, OperationKind
from erp.foundation.models.recorded import Recorded
from erp.foundation.rights import Reach, reach
from erp.foundation.roles import role_of
from erp.foundation.services.names_told import keep_names_back

PAGE = 25
_NAMED = 6


def trash_view(request: HttpRequest) -> HttpResponse:
    """Show operations that deleted what the person may look up, newest first."""
    from admin_config.engine.site import console

    actor = actor_of(request)
    kinds = _kinds(actor, request.GET.get("kind", ""))
    before = number_in(request.GET.get("before", ""))
    found = _operations(actor, kinds)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    keep_names_back(rows[:PAGE], actor)
    entries = _entries(rows[:PAGE], kinds)
    offers = undo_offers(rows[:PAGE], actor, kinds)
    events = [
        {
            "operation": row,
            "entries": entries[row.pk][:_NAMED],
            "more": max(_count(row) - len(entries[row.pk][:_NAMED]), 0),
            "undo": offers.get(row.pk),
        }
        for row in rows[:PAGE]
    ]
    return TemplateResponse(
        request,
        "console/trash.html",
        {
            **console.each_context(request),
            "title": _("Trash"),
            "events": events,
            "next_before": rows[PAGE - 1].pk if len(rows) > PAGE else None,
            "screens": [
                {"label": s.label, "names": s.model._meta.verbose_name_plural}
                for s in registry
                if _visible(actor, s.model)
            ],
            "kind": request.GET.get("kind", ""),
        },
    )


def _count(row: Operation) -> int:
    return row.records or sum(part.records for part in row.parts.all())


def _visible(actor: Actor, model: Any) -> bool:
    return issubclass(model, Recorded) and reach(actor, "view", model) > Reach.NONE


def _kinds(actor: Actor, label: str) -> dict[Any, Reach]:
    """Return the kinds of record whose deletions are shown, with how far the person sees."""
    found = {s.model: reach(actor, "view", s.model) for s in registry if _visible(actor, s.model)}
    chosen = {model: extent for model, extent in found.items() if model._meta.label_lower == label}
    return chosen or found


def _operations(actor: Actor, kinds: dict[Any, Reach]) -> Any:
    whole = [
        ContentType.objects.get_for_model(model).pk
        for model, extent in kinds.items()
        if extent == Reach.ALL and not role_of(model)
    ]
    inside = LogEntry.objects.filter(
        Q(operation=OuterRef("pk")) | Q(operation__part_of=OuterRef("pk")),
        action=LogEntry.Action.DELETE,
    )
    condition = Q(Exists(inside.filter(content_type_id__in=whole)))
    for model, extent in kinds.items():
        gone = model.history.filter(history_type="-", **role_of(model)).filter(
            Q(operation_id=OuterRef("pk")) | Q(operation__part_of=OuterRef("pk"))
        )
        if extent == Reach.ALL and role_of(model):
            condition |= Q(Exists(gone))
        for name in owner_columns(model) if extent == Reach.OWN else ():
            condition |= Q(Exists(gone.filter(**{name: actor.user.pk})))  # type: ignore[union-attr]
    return (
        Operation.objects.filter(condition, kind=OperationKind.DELETE, part_of=None)
        .select_related("undone_by", "actor")
        .prefetch_related("parts")
        .order_by("-id")
    )


def _entries(rows: list[Operation], kinds: dict[Any, Reach]) -> dict[int, list[Any]]:
    """Return the names of some deleted records of each operation, with their histories."""
    by_kind: dict[int, list[Any]] = defaultdict(list)
    for model, extent in kinds.items():
        if extent == Reach.ALL:
            by_kind[ContentType.objects.get_for_model(model).pk].append(model)
    found: dict[int, list[Any]] = defaultdict(list)
    entries = LogEntry.objects.filter(
        operation__in=rows, content_type_id__in=list(by_kind), action=LogEntry.Action.DELETE
    ).order_by("-operation_id", "-id")[: PAGE * 40]
    models = _models_of(list(entries), by_kind)
    for entry in entries:
        if entry.pk not in models:
            continue
        meta = models[entry.pk]._meta
        found[entry.operation_id].append(
            {
                "kind": meta.verbose_name,
                "label": entry.object_repr,
                "history": f"console:{meta.app_label}_{meta.model_name}_history",
                "key": entry.object_pk,
            }
        )
    return found


def _models_of(entries: list[LogEntry], by_kind: dict[int, list[Any]]) -> dict[int, Any]:
    """Return the first kind that each deleted record was of, by entry; roles tell by versions."""
    found: dict[int, Any] = {}
    for kind, models in by_kind.items():
        of_kind = [entry for entry in entries if entry.content_type_id == kind]
        for model in models:
            pk = model._meta.pk.attname
            gone = model.history.filter(
                history_type="-",
                operation__in={entry.operation_id for entry in of_kind},
                **role_of(model),
            ).order_by()
            keys = set(gone.values_list(pk, "operation_id")) if role_of(model) and of_kind else ()
            for entry in of_kind:
                if not role_of(model) or (entry.object_id, entry.operation_id) in keys:
                    found.setdefault(entry.pk, model)
    return found


def trash_urls(site: Any) -> list[URLPattern]:
    """Return the address of the trash."""
    return [path("trash/", site.admin_view(trash_view), name="trash")]
