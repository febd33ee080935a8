"""Lay a form out: the declared or inferred sections as the admin's fieldsets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.html import conditional_escape

from admin_config.engine.infer.form import sections_of
from admin_config.engine.spec import Screen, Section


def fieldsets_of(screen: Screen, shown: Callable[[str], bool]) -> list[tuple[Any, dict[str, Any]]]:
    """Return the sections with the fields that may be shown; empty ones are left out."""
    found = []
    for section in sections_of(screen):
        fields = list(_shown(section.fields, shown, screen.exclude))
        if fields:
            found.append((section.title, _options(section, fields)))
    return found


def _shown(
    names: Iterable[Any], shown: Callable[[str], bool], exclude: tuple[str, ...]
) -> Iterable[Any]:
    """Keep what may be shown; fields side by side stay side by side."""
    for name in names:
        if isinstance(name, tuple | list):
            line = tuple(n for n in name if n not in exclude and shown(n))
            if line:
                yield line
        elif name not in exclude and shown(name):
            yield name


def _options(section: Section, fields: list[Any]) -> dict[str, Any]:
    classes = [
        *(["tab"] if section.tab else []),
        *(["collapse"] if section.folded and not section.tab else []),
    ]
    options: dict[str, Any] = {"fields": fields, "classes": classes}
    if section.help:
        options["description"] = conditional_escape(section.help)
    return options


def in_order(sections: Iterable[Any], inlines: Iterable[Any]) -> list[tuple[str, Any]]:
    """Return the sections that are no tabs, with the lines of a paper at their declared place."""
    found = [("section", part) for part in sections if "tab" not in part.classes]
    for inline in inlines:
        lines = getattr(inline.opts, "lines", None)
        if lines is not None and not lines.tab:
            found.insert(lines.place, ("lines", inline))
    return found


def names_in(screen: Screen) -> list[str]:
    """Return every name on the form, side by side or not."""
    names: list[str] = []
    for section in sections_of(screen):
        for name in section.fields:
            names += name if isinstance(name, tuple | list) else [name]
    return names
