"""Puts a new domain into the files that list domains: settings, menu, rights, rules, tests."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from admin_config.generator.blueprint import DomainPlan, ModelPlan
from admin_config.generator.code.models import owner_path
from admin_config.generator.code.screens import shown
from admin_config.generator.mistake import WrongSpec
from admin_config.generator.names import snake
from admin_config.generator.spec.papers import is_new_kind

#: How letters end that reach only records which the person owns.
_OWN = " own"
Edit = Callable[[str, DomainPlan], str]
#: Sections of the menu that stay below what the business does.
_LAST_SECTIONS = ("Company", "Staff", "System")


def edits(domain: DomainPlan) -> Iterator[tuple[str, Edit]]:
    """Yield every file of the house that lists domains, and how the new one gets into it."""
    yield "erp/settings.py", installed
    yield "pyproject.toml", import_rules
    yield "erp/staff/default_rights.py", default_rights
    yield "admin_config/screens/__init__.py", menu
    yield "tests/factories/__init__.py", factories
    if any(is_new_kind(model) for model in domain.models):
        yield "erp/company/models/paper.py", kinds_of_paper


def installed(text: str, domain: DomainPlan) -> str:
    """Return the settings with the domain directly after the one it stands on."""
    before = f'    "erp.{domain.above}",\n'
    return _replaced(text, before, f'{before}    "erp.{domain.name}",\n', "INSTALLED_APPS")


def import_rules(text: str, domain: DomainPlan) -> str:
    """Return the import rules with the domain one layer above the one it stands on."""
    layer = re.compile(rf'^    "[^"]*\b{domain.above}\b[^"]*",\n', re.MULTILINE)
    if not layer.search(text):
        raise WrongSpec([f"pyproject.toml: no layer {domain.above!r} to stand on"])
    text = layer.sub(lambda found: f'    "{domain.name}",\n{found.group(0)}', text, count=1)
    listed = re.compile(rf'("erp\.{domain.above}")(?=[^\n]*\])')
    return listed.sub(rf'\1, "erp.{domain.name}"', text)


def default_rights(text: str, domain: DomainPlan) -> str:
    """Return the table of default rights with a section for the domain.

    Where a role is limited to its own, records that nobody owns have a section of their own, in
    which it reads: else it could neither see nor choose any of them.
    """
    limited = any(letters.endswith(_OWN) for _role, letters in domain.rights)
    owned = [model for model in domain.models if owner_path(domain, model)]
    if not limited or len(owned) == len(domain.models):
        return _with_rights(text, domain.name, domain, domain.models, domain.rights)
    if owned:
        text = _with_rights(text, domain.name, domain, owned, domain.rights)
    free = [model for model in domain.models if model not in owned]
    readers = [(role, "R" if each.endswith(_OWN) else each) for role, each in domain.rights]
    return _with_rights(text, f"{domain.name}_of_nobody", domain, free, readers)


def _with_rights(
    text: str,
    section: str,
    domain: DomainPlan,
    models: Iterable[ModelPlan],
    rights: Iterable[tuple[str, str]],
) -> str:
    labels = "".join(f"{f'{domain.name}.{m.name.lower()}'!r}, " for m in models)
    rows = "".join(f"{role!r}: {letters!r}, " for role, letters in rights)
    text = _into_literal(text, "SECTIONS", f"    {section!r}: ({labels}),\n")
    return _into_literal(text, "TABLE", f"    {section!r}: {{{rows}}},\n")


def menu(text: str, domain: DomainPlan) -> str:
    """Return the menu with one section for the domain, above company, staff and system."""
    files = [snake(model.name) for model in shown(domain)]
    screens = "".join(f"{name}.SCREEN, " for name in files)
    section = f"    MenuSection(_({domain.title!r}), ({screens})),\n"
    lines = text.splitlines(keepends=True)
    found = _assigned(text, "MENU")
    place = next(
        (part.lineno for part in found.elts if _title_of(part) in _LAST_SECTIONS),
        (found.end_lineno or 0),
    )
    lines.insert(place - 1, section)
    imported = f"from admin_config.screens.{domain.name} import {', '.join(files)}\n"
    return _with_import("".join(lines), imported)


def factories(text: str, domain: DomainPlan) -> str:
    """Return the list of factories with those of the domain."""
    names = [f"{model.name}Factory" for model in domain.models]
    known = [part.value for part in _assigned(text, "__all__").elts]  # type: ignore[attr-defined]
    head = text[: text.index("__all__")]
    text = f"{head}__all__ = {sorted([*known, *names])!r}\n"
    return _with_import(
        text, f"from tests.factories.{domain.name} import {', '.join(sorted(names))}\n"
    )


def kinds_of_paper(text: str, domain: DomainPlan) -> str:
    """Return the kinds of papers with those of the domain, and with what their numbers begin."""
    for model in domain.models:
        if model.paper is not None and is_new_kind(model):
            kind, name = snake(model.name).upper(), snake(model.name)
            member = f"    {kind} = {name!r}, _({model.title!r})\n"
            text = _into_class(text, "Paper", member)
            text = _into_literal(text, "PREFIXES", f"    Paper.{kind}: {model.paper.prefix!r},\n")
    return text


def _into_class(text: str, name: str, line: str) -> str:
    """Put a line at the end of a class."""
    found = next(n for n in ast.parse(text).body if isinstance(n, ast.ClassDef) and n.name == name)
    lines = text.splitlines(keepends=True)
    lines.insert(found.end_lineno or 0, line)
    return "".join(lines)


def _replaced(text: str, old: str, new: str, place: str) -> str:
    if text.count(old) != 1:
        raise WrongSpec([f"{place}: {old.strip()} is not there, so nothing can stand above it"])
    return text.replace(old, new)


def _assigned(text: str, name: str) -> ast.Tuple | ast.List:
    for node in ast.parse(text).body:
        targets: list[Any] = getattr(node, "targets", None) or [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            value: ast.Tuple | ast.List = node.value  # type: ignore[attr-defined]
            return value
    raise WrongSpec([f"{name} is not where the generator looks for it"])


def _into_literal(text: str, name: str, line: str) -> str:
    """Put a line before the closing bracket of a literal that ends on a line of its own."""
    lines = text.splitlines(keepends=True)
    lines.insert((_assigned(text, name).end_lineno or 0) - 1, line)
    return "".join(lines)


def _with_import(text: str, line: str) -> str:
    """Put an import after the last one; the formatter sorts them."""
    last = [n for n in ast.parse(text).body if isinstance(n, ast.ImportFrom | ast.Import)][-1]
    lines = text.splitlines(keepends=True)
    lines.insert(last.end_lineno or 0, line)
    return "".join(lines)


def _title_of(section: ast.expr) -> str:
    texts = [
        node.value
        for node in ast.walk(section)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return next((text for text in texts if text in _LAST_SECTIONS), "")
