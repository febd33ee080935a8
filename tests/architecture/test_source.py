"""Every file says what it is, has a name one would guess, and stays small."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

from tests.architecture.source import modules, name_of, tree_of

#: Drawers into which anything fits are opened by nobody.
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "managers"}
MEDIAN_FILE, MEDIAN_FUNCTION, LONGEST_FILE = 150, 15, 400


@pytest.mark.parametrize("path", list(modules()), ids=name_of)
def test_a_module_begins_with_one_sentence(path: Path) -> None:
    text = ast.get_docstring(tree_of(path))
    assert text, f"{name_of(path)} does not say what it is"
    first = text.split("\n\n")[0]
    assert first[0].isupper() or first[0] == "`", first
    assert first.rstrip().endswith((".", "?", "!", ":")), first


def test_no_file_is_a_drawer() -> None:
    assert [name_of(path) for path in modules() if path.stem in FORBIDDEN] == []


def test_files_and_functions_are_small() -> None:
    product = list(modules("erp", "admin_config"))
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in product}
    functions = [
        (node.end_lineno or 0) - node.lineno + 1
        for path in product
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert statistics.median(sizes.values()) <= MEDIAN_FILE
    assert statistics.median(functions) <= MEDIAN_FUNCTION
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}
