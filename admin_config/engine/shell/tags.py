"""Template tags of the frame: the trail above a page and its heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from django import template
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from admin_config.engine.navigation import list_address, section_of, title_of
from admin_config.engine.registry import registry

register = template.Library()


@dataclass(frozen=True)
class Step:
    """One step of the trail."""

    title: str
    link: str = ""


def _record(context: Any) -> Model | None:
    for name in ("original", "object"):
        found = context.get(name)
        if isinstance(found, Model):
            return found
    return None


def _list_link(screen: Any, context: Any) -> str:
    """Return the list's address with the filter that the person came from."""
    kept = parse_qs(context.get("preserved_filters") or "").get("_changelist_filters", [""])[0]
    address = list_address(screen)
    return f"{address}?{kept}" if kept else address


@register.simple_tag(takes_context=True)
def list_left(context: Any) -> str:
    """Return the address of the record's list as the person left it."""
    screen = registry.for_model(context["opts"].model)
    return _list_link(screen, context) if screen is not None else ""


def _record_link(record: Model) -> str:
    meta = record._meta
    try:
        return reverse(f"console:{meta.app_label}_{meta.model_name}_change", args=(record.pk,))
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def trail(context: Any) -> list[Step]:
    """Return the steps from the menu's section to this page."""
    opts = context.get("opts")
    title = str(context.get("title") or "")
    screen = registry.for_model(opts.model) if opts is not None else None
    if screen is None:
        return [Step(title)]
    steps = [Step(section_of(screen)), _screen_step(screen, context)]
    record = _record(context)
    if record is not None:
        steps.append(Step(str(record), _record_link(record)))
    if context.get("cl") is None and not _names(record, title, context):
        steps.append(Step(title))
    return [step for step in steps if step.title]


def _names(record: Model | None, title: str, context: Any) -> bool:
    """Tell whether the record's step already says what the page is."""
    return record is not None and ("adminform" in context or title in str(record))


def _screen_step(screen: Any, context: Any) -> Step:
    return Step(title_of(screen), _list_link(screen, context))


@register.simple_tag(takes_context=True)
def page_heading(context: Any) -> str:
    """Return the page's one heading: what was put there, the record, the screen or the title."""
    given = str(context.get("content_title") or "").strip()
    if given:
        return given
    if context.get("cl") is not None:
        screen = registry.for_model(context["cl"].model)
        return title_of(screen) if screen else str(context["cl"].opts.verbose_name_plural)
    record = _record(context)
    if record is not None and "adminform" in context:
        return str(record)
    return str(context.get("title") or "")
