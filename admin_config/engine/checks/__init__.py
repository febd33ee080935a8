"""Every rule of the language as a system check: an id, the file, the word and a hint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.core import checks

from admin_config.engine.checks import (
    along,
    belongs,
    charts,
    children,
    form,
    lines,
    lists,
    names,
    printing,
    transfer,
    verbs,
)
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen

Rule = Callable[[Screen], Iterator[checks.CheckMessage]]

#: The rules, each with ids of its own; docs/screen-language.md lists them.
RULES: tuple[Rule, ...] = (
    *names.RULES,
    *form.RULES,
    *lists.RULES,
    *children.RULES,
    *lines.RULES,
    *along.RULES,
    *belongs.RULES,
    *charts.RULES,
    *transfer.RULES,
    *printing.RULES,
    *verbs.RULES,
)


def register() -> None:
    """Add the checks of the language to Django's."""
    checks.register(check_screens)


def check_screens(
    screens: Iterable[Screen] | None = None, **_options: object
) -> list[checks.CheckMessage]:
    """Return an error for every wrong word of every screen."""
    chosen = registry if screens is None else screens
    return [found for screen in chosen for rule in RULES for found in rule(screen)]
