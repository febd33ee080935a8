"""Where the page's script sends what stands in a form, every few seconds while somebody types."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from admin_config.engine.build.rights import actor_of
from admin_config.engine.drafts.keeping import MOST, Entries, keep_draft
from admin_config.engine.registry import registry
from erp.foundation.digits import number_in
from erp.foundation.rights import may
from erp.foundation.text import is_storable_text


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what was typed; only where the person may save it."""
    if len(request.body) > MOST:
        return HttpResponse(status=413)
    try:
        sent = json.loads(request.body)
        label, key, entries = sent["form"], sent["key"], _entries(sent["fields"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return HttpResponse(status=400)
    screen = registry.find(label) if isinstance(label, str) else None
    if screen is None:
        raise Http404
    actor = actor_of(request)
    target: Any = screen.model
    if key:
        if number_in(str(key)) is None:
            raise Http404
        target = screen.model._default_manager.filter(pk=key).first()
    if screen.read_only or target is None or not may(actor, "change" if key else "add", target):
        raise PermissionDenied
    keep_draft(actor, screen.model, key or None, entries)
    return HttpResponse(status=204)


def _entries(sent: Any) -> Entries:
    if not isinstance(sent, list):
        raise TypeError
    for entry in sent:
        if not isinstance(entry, list) or len(entry) != 2:  # noqa: PLR2004 - name and value
            raise TypeError
        if not all(map(is_storable_text, entry)):
            raise TypeError
    return [(name, value) for name, value in sent]


def draft_urls(site: Any) -> list[URLPattern]:
    """Return the address of drafts."""
    return [path("draft/", site.admin_view(draft), name="draft")]
