"""Template tags of coming in: the list of one's own devices for any page."""

from __future__ import annotations

from typing import Any

from django import template

from admin_config.access.own_sessions import own_sessions as sessions_of

register = template.Library()


@register.inclusion_tag("console/own_sessions.html", takes_context=True)
def own_sessions(context: Any) -> dict[str, Any]:
    """Show where the person is signed in, with buttons to sign devices out."""
    request = context["request"]
    found = sessions_of(request)
    return {"request": request, "sessions": found, "others": len(found) > 1, "next": request.path}
