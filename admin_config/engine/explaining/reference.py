"""The reference of the screen language, made from the language itself: words, arguments, rules."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from admin_config.engine import spec
from admin_config.engine.checks.mistake import Mistake

#: Where the reference stands, below the project's folder.
FILE = "docs/screen-language.md"
HEAD = """\
# The screen language

Every word of the language with its arguments, and every rule that `manage.py check` holds a
declaration to. Made by `manage.py write_language_reference` from the words; do not edit.

A screen is a value in `admin_config/screens/<domain>/<model>.py`, named `SCREEN`. `Screen(Brand)`
alone is complete; every argument is a difference from what the model already tells.
`manage.py explain <screen>` prints what was inferred, what was declared, what the list costs.
"""


@dataclass(frozen=True)
class Argument:
    """One argument of a word, as its source tells it."""

    name: str
    kind: str
    default: str
    meaning: str


def words() -> list[type[Any]]:
    """Return the words of the language, ``Screen`` first."""
    found = [getattr(spec, name) for name in spec.__all__]
    return sorted(found, key=lambda word: (word.__name__ != "Screen", word.__name__))


def arguments_of(word: type[Any]) -> list[Argument]:
    """Return a word's arguments with the comments that stand above them."""
    lines = inspect.getsource(word).splitlines()
    tree: Any = ast.parse("\n".join(lines)).body[0]
    return [
        Argument(
            node.target.id,
            ast.unparse(node.annotation),
            _default(node.value),
            _comment_above(lines, node.lineno - 1),
        )
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]


def _default(value: ast.expr | None) -> str:
    if value is None:
        return ""
    if isinstance(value, ast.Call):
        given = {keyword.arg: ast.unparse(keyword.value) for keyword in value.keywords}
        factory = given.get("default_factory")
        return f"{factory}()" if factory else given.get("default", "")
    return ast.unparse(value)


def _comment_above(lines: list[str], row: int) -> str:
    found: list[str] = []
    while row and lines[row - 1].strip().startswith("#:"):
        row -= 1
        found.insert(0, lines[row].strip().removeprefix("#:").strip())
    return " ".join(found)


def reference() -> str:
    """Return the whole reference as Markdown."""
    return "\n".join((HEAD, *_words(), *_rules()))


def _words() -> Iterator[str]:
    for word in words():
        yield f"## {word.__name__}\n"
        yield f"{inspect.cleandoc(word.__doc__ or '')}\n"
        yield "| argument | type | default | meaning |"
        yield "|---|---|---|---|"
        for found in arguments_of(word):
            default = f"`{found.default}`" if found.default else "required"
            kind = found.kind.replace("|", "\\|")
            yield f"| `{found.name}` | `{kind}` | {default} | {found.meaning} |"
        yield ""


def _rules() -> Iterator[str]:
    yield "## Rules\n"
    yield "Each error names the file and line, the word, and the nearest right one.\n"
    yield "| id | complains of |"
    yield "|---|---|"
    yield from (f"| {mistake.id} | {mistake.meaning} |" for mistake in Mistake)
    yield ""
