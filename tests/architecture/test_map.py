"""The README's map says what the code says, and the import rules know every domain."""

from __future__ import annotations

import tomllib

from tests.architecture import readme_map
from tests.architecture.source import ROOT

#: What stands on top of the project, and nothing else.
TOP = {
    *("erp", "admin_config", "fixtures", "tests", "docs", ".ci", "manage.py", "requirements.txt"),
    *("constraints.txt", "Procfile", "README.md", "LICENSE", "Makefile", "pyproject.toml"),
    *(".gitignore", ".git", ".venv", ".data"),
}


def test_the_map_is_made_from_the_docstrings() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme == readme_map.renewed(readme), "run: python -m tests.architecture.readme_map"


def test_nothing_else_lies_on_top() -> None:
    tools = {path.name for path in ROOT.iterdir() if path.name.endswith("_cache")}
    kept = {path.name for path in ROOT.iterdir()} - tools - {".hypothesis", "__pycache__"}
    assert kept - TOP == set()


def test_the_import_rules_name_every_domain() -> None:
    domains = {path.parent.name for path in (ROOT / "erp").glob("*/apps.py")}
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    stack, forbidden, engine, floors = rules["contracts"]
    stacked = {name.strip() for layer in stack["layers"] for name in layer.split(":")}
    assert stacked == domains
    assert set(forbidden["source_modules"]) == {f"erp.{domain}" for domain in domains}
    unknown_to_engine = set(engine["forbidden_modules"]) - {"admin_config.screens"}
    assert unknown_to_engine == {f"erp.{domain}" for domain in domains - {"foundation"}}
    assert set(floors["containers"]) == {f"erp.{domain}" for domain in domains}
