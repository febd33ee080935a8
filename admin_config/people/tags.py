"""What the profile says about standing in for colleagues."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from admin_config.engine.build.rights import actor_of
from erp.foundation.house_day import house_day
from erp.foundation.rights import may
from erp.staff.models import Deputyship

register = template.Library()
_MOST = 20


@register.inclusion_tag("console/own_deputies.html", takes_context=True)
def own_deputies(context: dict[str, Any]) -> dict[str, Any]:
    """Show who stands in for the person, and for whom they do, now and to come."""
    request: HttpRequest = context["request"]
    rows = Deputyship.objects.filter(ends_on__gte=house_day()).select_related("person", "deputy")
    rows = rows.order_by("starts_on", "pk")
    return {
        "mine": rows.filter(person=request.user.pk)[:_MOST],
        "others": rows.filter(deputy=request.user.pk)[:_MOST],
        "may_name": may(actor_of(request), "add", Deputyship),
        "today": house_day(),
    }
