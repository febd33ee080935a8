"""Writes a planned domain into the project: all of it, or nothing when a step fails."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from admin_config.generator.blueprint import DomainPlan
from admin_config.generator.mistake import WrongSpec
from admin_config.generator.plan import Written, files_of
from admin_config.generator.spec.papers import is_new_kind
from admin_config.generator.telling import texts_of

#: Changed by the last steps, so put back with the rest.
_CATALOGUE = "admin_config/engine/locale/zh_Hans/LC_MESSAGES/django"
_RENEWED = ("README.md", f"{_CATALOGUE}.po", f"{_CATALOGUE}.mo")


def write_domain(domain: DomainPlan, root: Path) -> list[Written]:
    """Write every file, format it, make the migration, take the texts into the catalogue.

    When a step fails the tree is as it was and ``WrongSpec`` says which step and why.
    """
    files = files_of(domain, root)
    with _all_or_nothing(root, [file.path for file in files], domain):
        for file in files:
            path = root / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, encoding="utf-8")
        _format(root, [file.path for file in files if file.path.endswith(".py")])
        # checks the project too: one start of Django does for both
        labels = _migrated(domain)
        _run(root, "the migration", "manage.py", "makemigrations", *labels, "-v", "0")
        _adopt_tables(root, domain)
        _translate(domain)
        _run(root, "the map of the README", "-m", "tests.architecture.readme_map")
    return files


def changes_told(domain: DomainPlan, root: Path) -> Iterator[str]:
    """Yield a line for every file that ``write_domain`` makes or changes."""
    for file in files_of(domain, root):
        yield f"{'new    ' if file.new else 'changed'} {file.path}"
    for label in _migrated(domain):
        yield f"new     erp/{label}/migrations/ (the next migration)"
    for path in _RENEWED:
        yield f"changed {path}"


def _adopt_tables(root: Path, domain: DomainPlan) -> None:
    """Let the migration take tables of another program in, behind the models over them."""
    adopted = [model.name for model in domain.models if model.adopted is not None]
    if not adopted:
        return
    last = max((root / "erp" / domain.name / "migrations").glob("[0-9]*.py"))
    text = last.read_text(encoding="utf-8")
    imported = "from erp.foundation.adopting import AdoptTable\n"
    text = text.replace("\n\nclass Migration", f"\n{imported}\n\nclass Migration", 1)
    lines = "".join(f"        AdoptTable({name!r}),\n" for name in adopted)
    head, bracket, rest = text.rpartition("    ]")
    last.write_text(f"{head}{lines}{bracket}{rest}", encoding="utf-8")


def _migrated(domain: DomainPlan) -> list[str]:
    """Return the apps whose tables change: texts of the company name the kinds of papers."""
    papers = ["company"] if any(is_new_kind(model) for model in domain.models) else []
    return [*papers, domain.name]


def _format(root: Path, paths: list[str]) -> None:
    ruff = Path(sys.executable).parent / "ruff"
    if not ruff.exists():
        raise WrongSpec(["the generator needs the development tools: run `make check` once"])
    order = ("check", "--fix", "--quiet", "--select", "I,RUF022")
    for verb in (
        order,
        ("format", "--quiet"),
        ("check", "--fix", "--quiet"),
        ("format", "--quiet"),
    ):
        _called(root, "the formatter", [str(ruff), *verb, "--force-exclude", *paths])


def _run(root: Path, step: str, *arguments: str) -> None:
    _called(root, step, [sys.executable, *arguments])


def _called(root: Path, step: str, command: list[str]) -> None:
    done = subprocess.run(  # noqa: S603 - our own tools with our own paths
        command, cwd=root, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        raise WrongSpec([f"{step} failed:", done.stdout.strip(), done.stderr.strip()])


def _translate(domain: DomainPlan) -> None:
    """Take the new texts into the catalogue, with the Chinese of the description where none is."""
    from admin_config.engine.translating import catalogue
    from admin_config.engine.translating.extract import own_messages

    own_messages.cache_clear()
    fresh = catalogue.updated()
    for text, chinese, context in texts_of(domain):
        entry = fresh.get(text, context or None)
        if entry is not None and chinese and not entry.string:
            entry.string = chinese
    catalogue.po_file().write_bytes(catalogue.po_bytes(fresh))
    catalogue.mo_file().write_bytes(catalogue.mo_bytes(catalogue.stored()))


@contextmanager
def _all_or_nothing(root: Path, paths: list[str], domain: DomainPlan) -> Iterator[None]:
    kept = {
        path: (root / path).read_bytes() if (root / path).exists() else None
        for path in (*paths, *_RENEWED)
    }
    before = _migrations(root, domain)
    try:
        yield
    except BaseException:
        for path, content in kept.items():
            if content is not None:
                (root / path).write_bytes(content)
            else:
                (root / path).unlink(missing_ok=True)
        for made in _migrations(root, domain) - before:
            made.unlink()
        _remove_empty(root / "erp" / domain.name)
        _remove_empty(root / "admin_config" / "screens" / domain.name)
        _remove_empty(root / "tests" / "erp" / domain.name)
        raise


def _migrations(root: Path, domain: DomainPlan) -> set[Path]:
    """Return the migrations that stand in the tree, of the apps whose tables change."""
    return {
        file
        for label in _migrated(domain)
        for file in (root / "erp" / label / "migrations").glob("[0-9]*.py")
    }


def _remove_empty(folder: Path) -> None:
    for cache in folder.rglob("__pycache__"):
        for file in cache.iterdir():
            file.unlink()
    for inner in sorted(folder.rglob("*"), reverse=True):
        if inner.is_dir() and not any(inner.iterdir()):
            inner.rmdir()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
