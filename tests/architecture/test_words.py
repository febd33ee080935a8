"""One vocabulary: where a thing stands and what it is called follow from what it is."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from django.apps import apps

from admin_config.engine.registry import registry
from admin_config.generator.names import snake
from tests.architecture.source import ROOT, modules, name_of, tree_of

FOR_LATER = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
VERB_NOUN = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")


def functions_on(floor: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the public functions of one floor of every domain above the foundation."""
    for path in modules("erp"):
        if path.parent.name == floor and path.parent.parent.name != "foundation":
            for node in tree_of(path).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield name_of(path), node


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{name_of(path)}:{number}"
        for path in modules("erp", "admin_config")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if FOR_LATER.search(line)
    ]
    assert found == []


def test_services_are_verbs_and_name_the_actor() -> None:
    for file, node in functions_on("services"):
        marks = {ast.unparse(mark).split("(")[0] for mark in node.decorator_list}
        if "service" in marks:
            assert VERB_NOUN.fullmatch(node.name), f"{file}: {node.name}"
            named = [argument.arg for argument in node.args.kwonlyargs]
            assert "by" in named, f"{file}: {node.name} does not name the actor"


def test_rules_that_raise_are_called_check() -> None:
    for file, node in functions_on("rules"):
        raises = any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
        assert not raises or node.name.startswith("check_"), f"{file}: {node.name}"


def test_a_model_stands_in_the_file_of_its_name() -> None:
    for model in apps.get_models():
        *folder, file = model.__module__.split(".")
        if folder[0] not in {"erp", "admin_config"} or model.__name__.startswith("Historical"):
            continue
        own = ROOT.joinpath(*folder, f"{snake(model.__name__)}.py")
        assert file == snake(model.__name__) or not own.exists(), f"{model._meta.label}: {file}.py"


def test_a_screen_stands_in_the_file_of_its_model() -> None:
    folders = (ROOT / "admin_config" / "screens", ROOT / "tests" / "toy" / "screens")
    files = [place for folder in folders for place in folder.rglob("*.py")]
    declared = Counter(
        place.stem for place in files if "SCREEN = " in place.read_text(encoding="utf-8")
    )
    assert declared == Counter(snake(screen.model.__name__) for screen in registry)


def test_what_is_public_says_what_it_does() -> None:
    silent = [
        f"{name_of(path)}: {node.name}"
        for path in modules("erp", "admin_config")
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []
