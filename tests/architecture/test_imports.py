"""Who may import whom, where import-linter does not look: inside functions, and from the tests."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.source import modules, name_of, tree_of

CONSOLE = frozenset({"admin_config", "unfold", "import_export", "rq", "django_rq"})
#: They put the two halves together.
JOINTS = frozenset({"erp/settings.py", "erp/urls.py", "erp/queue.py", "erp/log_settings.py"})


def imported_by(path: Path) -> set[str]:
    """Return the first names of the modules that a file imports, wherever it does."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_the_business_runs_without_the_console() -> None:
    found = {
        name_of(path): sorted(imported_by(path) & CONSOLE)
        for path in modules("erp")
        if name_of(path) not in JOINTS and imported_by(path) & CONSOLE
    }
    assert found == {}


def test_the_product_runs_without_its_tests() -> None:
    product = modules("erp", "admin_config")
    assert [name_of(path) for path in product if "tests" in imported_by(path)] == []
