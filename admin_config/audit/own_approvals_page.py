"""The page of approvals that lacked a second person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from admin_config.audit.days import day_in, end_of, start_of, today
from admin_config.audit.places import history_address, sees_all
from admin_config.engine.build.rights import actor_of
from erp.company.queries.own_approval import MOST, approved_models, own_approvals
from erp.foundation.actor import Actor
from erp.staff.models import User

_DAYS = 90


def may_review_approvals(_record: Any, actor: Actor) -> bool:
    """Tell whether somebody may look up all papers of any kind that is approved."""
    return any(sees_all(actor, model) for model in approved_models())


def own_approvals_page(request: HttpRequest, frame: dict[str, Any], _record: Any) -> HttpResponse:
    """List the approvals of a time by who owned or submitted the paper."""
    actor = actor_of(request)
    last = day_in(request, "to", today())
    first = day_in(request, "from", last - dt.timedelta(days=min(_DAYS, last.toordinal() - 1)))
    found = [
        one for one in own_approvals(start_of(first), end_of(last)) if sees_all(actor, one.model)
    ]
    people = User.objects.in_bulk({one.approver for one in found})
    rows = [
        {
            "approval": one,
            "kind": one.model._meta.verbose_name,
            "person": people.get(one.approver),
            "history": history_address(one.model, one.key),
        }
        for one in found
    ]
    context = {**frame, "rows": rows, "first": first, "last": last, "full": len(found) >= MOST}
    return TemplateResponse(request, "console/audit_approvals.html", context)
