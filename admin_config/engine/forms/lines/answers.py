"""What the grid asks while somebody types: matches, facts and what chosen goods bring along."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from admin_config.engine.build.rights import actor_of
from admin_config.engine.forms.lines.amounts import digits_of, percent_of
from admin_config.engine.forms.lines.asked import Asked, read_asked
from admin_config.engine.forms.lines.relations import choosable_records
from admin_config.engine.registry import registry
from erp.foundation.actor import Actor

#: What is asked at once is no larger than this, in bytes.
_MOST = 1_000_000


@dataclass(frozen=True)
class Desk:
    """Who asks about which lines of which head."""

    inline: Any
    columns: list[Any]
    actor: Actor
    asked: Asked

    def column(self, name: str) -> Any:
        """Return a column that the person sees, or none."""
        return next((column for column in self.columns if column.name == name), None)


@require_POST
def answer(
    request: HttpRequest, app_label: str, model_name: str, line_name: str, what: str, site: Any
) -> JsonResponse:
    """Answer one question about many rows at once; nothing is written."""
    inline = _inline(request, site, f"{app_label}.{model_name}", line_name)
    if what not in _ANSWERS:
        raise Http404
    if len(request.body) > _MOST:
        return JsonResponse({"error": _("This is too much at once.")}, status=413)
    columns = inline.columns_for(request)
    actor = actor_of(request)
    try:
        asked = read_asked(json.loads(request.body), inline, columns, request)
        return JsonResponse(_ANSWERS[what](Desk(inline, columns, actor, asked)))
    except (ValueError, RecursionError):
        return JsonResponse({"error": _("This question was not understood.")}, status=400)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)


def _inline(request: HttpRequest, site: Any, label: str, line_name: str) -> Any:
    """Return the part of the form that is asked about; only for those who may type there."""
    screen = registry.find(label)
    admin = site._registry.get(screen.model) if screen is not None else None
    if admin is None:
        raise Http404
    for kind in admin.get_inlines(request):
        if hasattr(kind, "lines") and kind.model._meta.model_name == line_name:
            if not (admin.may(request, "add") or admin.may(request, "change")):
                raise PermissionDenied
            inline = kind(admin.model, site)
            if not (inline.has_add_permission(request) or inline.has_change_permission(request)):
                raise PermissionDenied
            inline.admin = admin
            return inline
    raise Http404


def _match(desk: Desk) -> dict[str, Any]:
    """Tell which goods each wording means; what the person may not choose is not named."""
    lines, column = desk.inline.lines, desk.column(desk.inline.lines.goods)
    if lines.match is None or column is None:
        raise Http404
    found = lines.match(desk.asked.texts, by=desk.actor, record=desk.asked.head)
    meant = [r for m in found for r in (m.record, *m.candidates) if r is not None]
    allowed = choosable_records(column, {str(record.pk) for record in meant}, ())
    brought = _brought(desk, [allowed[key] for key in allowed])
    answers = []
    for match in found:
        record = match.record if match.record is not None and match.record.pk in allowed else None
        candidates = [c for c in match.candidates if c.pk in allowed]
        kind = match.kind
        if (kind == "sure" and record is None) or (kind == "doubtful" and not candidates):
            kind = "none"
        answers.append(
            {
                "kind": kind,
                "why": str(match.why),
                "record": brought[record.pk] if kind == "sure" and record is not None else None,
                "candidates": [brought[c.pk] for c in candidates] if kind == "doubtful" else [],
            }
        )
    return {"matches": answers}


def _brought(desk: Desk, records: list[Any]) -> dict[Any, dict[str, Any]]:
    """Return the goods by key, each with the cells it fills."""
    lines = desk.inline.lines
    filled: list[dict[str, Any]] = [{} for _record in records]
    if lines.fill is not None and records:
        filled = lines.fill(records, by=desk.actor, record=desk.asked.head)
    found = {}
    for record, values in zip(records, filled, strict=True):
        cells, texts = {lines.goods: str(record.pk)}, {lines.goods: str(record)}
        sample = lines.model()
        for name, value in values.items():
            column = desk.column(name)
            if column is None or column.kind == "shown":
                continue
            setattr(sample, name, value)
            cells[name] = column.to_typed(sample)
            if column.kind == "relation" and value is not None:
                texts[name] = str(value)
        found[record.pk] = {"id": str(record.pk), "text": str(record), "c": cells, "t": texts}
    return found


def _fill(desk: Desk) -> dict[str, Any]:
    """Tell what chosen goods bring along."""
    column = desk.column(desk.inline.lines.goods)
    if column is None:
        raise Http404
    records = choosable_records(column, set(desk.asked.texts), ())
    brought = _brought(desk, list(records.values()))
    return {"goods": {str(key): value for key, value in brought.items()}}


def _facts(desk: Desk) -> dict[str, Any]:
    """Tell what is worth knowing beside each row, and what amounts depend on."""
    lines, rule = desk.inline.lines, desk.inline.lines.compute
    told: list[Any] = []
    if lines.facts is not None:
        rows = [row.record for row in desk.asked.rows]
        found = lines.facts(rows, by=desk.actor, record=desk.asked.head)
        told = [[_as_sent(fact) for fact in facts] for facts in found]
    answer: dict[str, Any] = {"facts": told}
    if rule is not None:
        answer["digits"] = digits_of(desk.asked.head, rule)
        tax = desk.column(rule.tax)
        if tax is not None:
            keys = {getattr(row.record, tax.field.attname) for row in desk.asked.rows} - {None}
            answer["rates"] = percent_of(tax.field, rule, keys)
    return answer


def _as_sent(fact: Any) -> dict[str, str]:
    names = ("label", "value", "tone", "column", "typed")
    return {name: str(getattr(fact, name)) for name in names if getattr(fact, name)}


_ANSWERS: dict[str, Callable[[Desk], dict[str, Any]]] = {
    "match": _match,
    "facts": _facts,
    "fill": _fill,
}


def lines_urls(site: Any) -> list[URLPattern]:
    """Return the address of the grid's questions."""
    return [
        path(
            "lines/<str:app_label>/<str:model_name>/<str:line_name>/<str:what>/",
            site.admin_view(answer),
            {"site": site},
            name="lines",
        )
    ]
