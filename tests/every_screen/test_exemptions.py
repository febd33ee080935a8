"""What is exempted is known, wanted, and really missing; every screen can be tried at all."""

from __future__ import annotations

import ast
from pathlib import Path

from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from tests.every_screen.exemptions import EXEMPTIONS
from tests.every_screen.making import factory_of


def behaviours() -> set[str]:
    """Return the name of every behaviour that is tried on screens."""
    found: set[str] = set()
    for file in Path(__file__).parent.glob("test_*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found |= {
            node.name.removeprefix("test_")
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        }
    return found


def test_exemptions_name_what_there_is() -> None:
    screens = {screen.label for screen in registry}
    stale = [(b, s) for b, s in EXEMPTIONS if b not in behaviours() or s not in screens]
    assert stale == []


def test_exemptions_say_why() -> None:
    assert [pair for pair, reason in EXEMPTIONS.items() if len(reason.split()) < 3] == []


def test_screen_has_a_factory(screen: Screen) -> None:
    assert factory_of(screen.model)._meta.model is screen.model
