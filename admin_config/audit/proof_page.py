"""The page that says how far the log is proven: the last signed heads, and what waits for one."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from erp.foundation.head_keys import own_public_key
from erp.foundation.models import Head, Seal
from erp.foundation.services.shipping import shipping_stopped

_SHOWN = 20
#: Heads that one download carries; `manage.py audit_heads` prints any number.
_DOWNLOADED = 10_000


def proof_page(request: HttpRequest, frame: dict[str, Any], _record: Any) -> HttpResponse:
    """Show the last heads and what no head covers yet; ``?heads=file`` gives them to be kept."""
    if request.GET.get("heads") == "file":
        return _file()
    context = {
        **frame,
        "heads": Head.objects.order_by("-number")[:_SHOWN],
        "sealed": Seal.objects.exclude(position=None).order_by("-position").first(),
        "waiting": Seal.objects.filter(position=None).count(),
        "public_key": own_public_key(),
        "stopped": shipping_stopped(),
    }
    return TemplateResponse(request, "console/audit_proof.html", context)


def _file() -> HttpResponse:
    heads = list(Head.objects.order_by("-number")[:_DOWNLOADED])
    lines = "".join(json.dumps(head.facts()) + "\n" for head in reversed(heads))
    name = f"heads-{heads[0].number}.jsonl" if heads else "heads.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(lines, content_type="application/jsonl; charset=utf-8", headers=headers)
