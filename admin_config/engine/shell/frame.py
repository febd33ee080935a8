"""What every page's frame needs: names, menu, the person; computed once and cheap."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from unfold.settings import get_config

from admin_config.engine.navigation import menu_for

#: Why each template of unfold is replaced; a test names the original's digest.
OVERRIDDEN_TEMPLATES = {
    "unfold/layouts/skeleton.html": "no inline script and style, nothing drawn late, chart code "
    "only where a chart is, theme set before the first paint, readable without scripts",
    "unfold/helpers/header.html": "a place for find, the person and the trail; buttons that "
    "keyboards and screen readers know",
    "admin/nav_sidebar.html": "the menu by section, lean, a drawer on phones",
    "admin/submit_line.html": "buttons that say what they do and stay in reach on a phone",
}

_FORM_CLASSES = get_config()["FORMS"]["classes"]


def initials(name: str) -> str:
    """Return what stands in the circle for a person: two letters, or one Chinese character."""
    words = name.split()
    if not words:
        return "?"
    if not words[0].isascii():
        return words[0][:1]
    return "".join(word[0] for word in words[:2]).upper()


def frame_context(request: HttpRequest, *, inside: bool) -> dict[str, Any]:
    """Return the context of the frame; ``inside`` tells whether the person is signed in."""
    looks = settings.UNFOLD
    frame: dict[str, Any] = {
        "site_title": looks["SITE_TITLE"],
        "site_header": looks["SITE_HEADER"],
        "site_subheader": "",
        "site_url": "",
        "has_permission": inside,
        "is_popup": "_popup" in request.GET or "_popup" in request.POST,
        "is_nav_sidebar_enabled": True,
        "available_apps": [],
        "form_classes": _FORM_CLASSES,
        "tab_list": [],
        "show_history": True,
        "show_back_button": False,
        "console_languages": settings.LANGUAGE_NAMES,
        "menu": (),
    }
    if inside:
        frame["menu"] = menu_for(request)
        frame["person_initials"] = initials(str(request.user))
    return frame
