"""The page on which two people or two roles are compared: only what differs is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from admin_config.engine.build.rights import actor_of
from admin_config.engine.registry import registry
from admin_config.engine.rights_told.table import differences_of
from erp.foundation.digits import number_in
from erp.foundation.queries.why import Sources, sources_of_person, sources_of_role
from erp.foundation.rights import scoped
from erp.foundation.services.reading import note_read

#: More are not offered in one list; the house has some dozens.
_MOST = 500


def compare_people(request: HttpRequest, frame: dict[str, Any], _record: Any) -> HttpResponse:
    """Compare what two accounts may do by roles and rights; both are filed as read."""
    return _compare(request, frame, sources_of_person)


def compare_roles(request: HttpRequest, frame: dict[str, Any], _record: Any) -> HttpResponse:
    """Compare what two roles bring."""
    return _compare(request, frame, sources_of_role)


def _compare(
    request: HttpRequest, frame: dict[str, Any], sources_of: Callable[[Any], Sources]
) -> HttpResponse:
    model = frame["opts"].model
    offered = list(scoped(actor_of(request), "view", model._default_manager.all())[:_MOST])
    by_key = {row.pk: row for row in offered}
    keys = [number_in(request.GET.get(side, "")) for side in ("left", "right")]
    chosen = [by_key.get(key) for key in keys]
    both = None not in chosen
    screen = registry.for_model(model)
    if both and screen is not None and screen.audited_reads and request.method == "GET":
        for one in filter(None, chosen):
            note_read(one, by=actor_of(request))
    context = {
        **frame,
        "offered": offered,
        "left": chosen[0],
        "right": chosen[1],
        "both": both,
        "differences": differences_of(*(sources_of(one) for one in chosen)) if both else [],
    }
    return TemplateResponse(request, "console/rights_compared.html", context)
