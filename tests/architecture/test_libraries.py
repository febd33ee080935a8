"""Every library that the owner gave carries real traffic, and this is where."""

from __future__ import annotations

import ast

import pytest

from erp import settings
from tests.architecture.source import ROOT, modules, tree_of

#: Package as one installs it, its module, and the files that live on it.
CARRIED = {
    "django-unfold": ("unfold", "admin_config/engine/site.py"),
    "django-import-export": ("import_export", "admin_config/engine/transfer/values.py"),
    "django-simple-history": ("simple_history", "erp/foundation/models/versions.py"),
    "django-auditlog": ("auditlog", "erp/foundation/models/log_entry.py"),
    "django-rq": ("django_rq", "erp/queue.py"),
    "mysqlclient": ("MySQLdb", "DATABASES of a mysql:// address"),
    "django-otp": ("django_otp", "MIDDLEWARE"),
    "reportlab": ("reportlab", "admin_config/engine/printing/drawing.py"),
}


def importers(module: str) -> set[str]:
    """Return the product's files that import a module."""
    found = set()
    for path in modules("erp", "admin_config"):
        for node in ast.walk(tree_of(path)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == module for name in names):
                found.add(str(path.relative_to(ROOT)))
    return found


@pytest.mark.parametrize("package", CARRIED)
def test_a_given_library_works_where_it_is_said_to(package: str) -> None:
    module, place = CARRIED[package]
    if place.endswith(".py"):
        assert place in importers(module)
    elif place == "MIDDLEWARE":
        assert any(entry.startswith(module) for entry in settings.MIDDLEWARE)


def test_every_given_library_is_listed_and_pinned() -> None:
    pinned = {
        line.split("==")[0].strip().lower()
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if "==" in line
    }
    assert {*CARRIED} <= pinned
