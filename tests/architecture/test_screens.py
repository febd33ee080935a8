"""Screens are declarations: few lines each, in one file each, with no admin of their own."""

from __future__ import annotations

import ast
import statistics

from admin_config import screens
from tests.architecture.source import ROOT, modules, tree_of

MEDIAN, LONGEST = 25, 120


def declared_lines() -> dict[str, int]:
    """Return how many lines the declaration of every screen takes."""
    found: dict[str, int] = {}
    for path in modules("admin_config/screens"):
        for node in tree_of(path).body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(t, ast.Name) and t.id == "SCREEN" for t in targets):
                found[str(path.relative_to(ROOT))] = (node.end_lineno or 0) - node.lineno + 1
    return found


def test_declarations_are_short() -> None:
    lines = declared_lines()
    declared = [screen for section in screens.MENU for screen in section.screens]
    assert len(lines) == len(declared)
    assert statistics.median(lines.values()) <= MEDIAN
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def test_the_escape_hatch_stays_counted() -> None:
    own = [screen.label for section in screens.MENU for screen in section.screens if screen.admin]
    assert sorted(own) == sorted(OWN_ADMINS)


#: Screens with a ModelAdmin of their own, each with the reason.
OWN_ADMINS: dict[str, str] = {
    "foundation.job": "its page follows a running job and offers to cancel it",
    "foundation.operation": "its page shows many records with their differences, and undo",
}
