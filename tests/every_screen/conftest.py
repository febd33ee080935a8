"""Hands every registered screen to every test that asks for one, and applies the exemptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from admin_config.engine.bulk.offered import bulk_names
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from erp.staff.models import User
from tests.every_screen.exemptions import EXEMPTIONS
from tests.every_screen.visiting import Visit

#: What a screen must declare for a behaviour to be meant for it.
FITS: dict[str, Callable[[Screen], bool]] = {
    "writable": lambda screen: not screen.read_only,
    "copyable": lambda screen: not screen.read_only and screen.copy is not None,
    "importable": lambda screen: not screen.read_only and screen.importing is not None,
    "exportable": lambda screen: "export" in screen.model._meta.default_permissions,
    "printable": lambda screen: "print" in screen.model._meta.default_permissions,
    "charted": lambda screen: bool(screen.charts),
    "guarded": lambda screen: bool(getattr(screen.model, "guarded_fields", ())),
    "owned": lambda screen: bool(getattr(screen.model, "owner_fields", ())),
    "editable": lambda screen: bool(screen.editable),
    "merging": lambda screen: screen.merge is not None,
    "together": lambda screen: bool(bulk_names(screen)),
    "lined": lambda screen: bool(screen.lines) and not screen.read_only,
    "continuing": lambda screen: bool(screen.continues),
    "searchable": lambda screen: bool(getattr(screen.model, "search_fields", ())),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test for each screen that the behaviour is meant for."""
    if "screen" not in metafunc.fixturenames:
        return
    marks = [mark.args for mark in metafunc.definition.iter_markers("for_screens")]
    words = {word for args in marks for word in args}
    chosen = [screen for screen in registry if all(FITS[word](screen) for word in words)]
    behaviour = metafunc.function.__name__.removeprefix("test_")
    metafunc.parametrize(
        "screen", [_param(behaviour, screen) for screen in chosen], ids=lambda s: s.label
    )


def _param(behaviour: str, screen: Screen) -> object:
    reason = EXEMPTIONS.get((behaviour, screen.label))
    if reason is None:
        return screen
    return pytest.param(screen, marks=pytest.mark.xfail(reason=reason, strict=True))


@pytest.fixture
def visit(screen: Screen, system: User) -> Visit:
    """Somebody with every right in front of the screen."""
    return Visit(screen, system)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many ways in were tried: each for a role, a screen, an own or a foreign record."""
    passed = terminalreporter.stats.get("passed", ())
    tried = [dict(report.user_properties).get("doors", 0) for report in passed]
    if any(tried):
        terminalreporter.write_line(f"{sum(tried):,} combinations of role, screen and door tried")
