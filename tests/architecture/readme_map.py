"""The map of the README, made from the first sentence of every package (run me to renew it)."""

from __future__ import annotations

import ast

from tests.architecture.source import ROOT, tree_of

START, END = "<!-- map: made from docstrings -->", "<!-- end of the map -->"
#: Whose sub-packages stand in the map, deepest last.
SHOWN = ("erp", "admin_config", "admin_config/engine", "tests")


def lines() -> list[str]:
    """Return the map's lines: a folder and what its docstring says."""
    found: list[str] = []
    for parent in SHOWN:
        children = sorted((ROOT / parent).glob("*/__init__.py"))
        for init in [ROOT / parent / "__init__.py", *children]:
            folder = f"{init.parent.relative_to(ROOT)}/"
            if "migrations" in folder or (init.parent.name == "engine" and parent != SHOWN[2]):
                continue
            sentence = (ast.get_docstring(tree_of(init)) or "").split("\n\n")[0]
            found.append(f"- `{folder}` – {' '.join(sentence.split())}")
    return found


def renewed(readme: str) -> str:
    """Return the README with the map of today."""
    before, rest = readme.split(START)
    after = rest.split(END)[1]
    return "\n".join([before + START, *lines(), END + after])


if __name__ == "__main__":
    README = ROOT / "README.md"
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
