"""The menu: the declared sections, without what a person may not look up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.admin.utils import quote
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.text import capfirst

from admin_config.engine.build.rights import actor_of
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from erp.foundation.rights import may


@dataclass(frozen=True)
class MenuItem:
    """An entry of the menu, as one person sees it on one page."""

    title: Any
    icon: str
    link: str
    active: bool


@dataclass(frozen=True)
class MenuGroup:
    """A section of the menu with the entries that a person may look up."""

    title: Any
    items: tuple[MenuItem, ...]


def _address(label: str, page: str) -> str:
    return _kept_address(label, page, get_script_prefix())


@cache
def _kept_address(label: str, page: str, _prefix: str) -> str:
    """Return an address that a process works out once: a menu of a hundred screens asks for all."""
    return reverse(f"console:{label.replace('.', '_')}_{page}")


def list_address(screen: Screen) -> str:
    """Return the address of a screen's list."""
    return _address(screen.label, "changelist")


def add_address(screen: Screen) -> str:
    """Return the address of a screen's empty form."""
    return _address(screen.label, "add")


def is_addressable(key: str) -> bool:
    """Tell whether a key can stand in an address; browsers take nothing and dots out of it."""
    return key not in {"", ".", ".."}


def record_address(screen: Screen, key: Any) -> str:
    """Return the address of a record's form; of the list where its key fits into no address."""
    if not is_addressable(str(key)):
        return list_address(screen)
    meta = screen.model._meta
    return reverse(f"console:{meta.app_label}_{meta.model_name}_change", args=(quote(str(key)),))


def title_of(screen: Screen) -> str:
    """Return what a screen is called: its records in the plural."""
    return capfirst(str(screen.model._meta.verbose_name_plural))


def section_of(screen: Screen) -> str:
    """Return the title of the menu's section in which a screen stands."""
    for section in registry.menu:
        if any(other is screen for other in section.screens):
            return str(section.title)
    return ""


def visible_screens(request: HttpRequest) -> list[Screen]:
    """Return the screens that a person may look up, in the order of the menu."""
    actor = actor_of(request)
    return [screen for screen in registry if may(actor, "view", screen.model)]


def menu_for(request: HttpRequest) -> list[MenuGroup]:
    """Return the menu's sections and entries that this person may look up."""
    seen = {screen.label for screen in visible_screens(request)}
    groups = []
    for section in registry.menu:
        items = tuple(_item(s, request.path) for s in section.screens if s.label in seen)
        if items:
            groups.append(MenuGroup(section.title, items))
    return groups


def _item(screen: Screen, path: str) -> MenuItem:
    address = list_address(screen)
    return MenuItem(title_of(screen), screen.icon, address, path.startswith(address))
