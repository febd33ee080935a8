"""What would be written: every new file with its text, every changed file with its new text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from admin_config.generator.blueprint import RELATIONS, DomainPlan, FieldPlan
from admin_config.generator.code import factories, models, screens
from admin_config.generator.mistake import WrongSpec
from admin_config.generator.names import snake
from admin_config.generator.wiring import edits


@dataclass(frozen=True)
class Written:
    """One file as it will stand in the project."""

    path: str
    text: str
    new: bool


def files_of(domain: DomainPlan, root: Path) -> list[Written]:
    """Return every file that the domain needs; ``WrongSpec`` when one of them is there already."""
    fresh = [Written(path, text, new=True) for path, text in _new_files(domain)]
    taken = [file.path for file in fresh if (root / file.path).exists()]
    if taken:
        raise WrongSpec([f"{path} is there already" for path in taken])
    changed = [
        Written(path, edit((root / path).read_text(encoding="utf-8"), domain), new=False)
        for path, edit in edits()
    ]
    return [*fresh, *changed]


def _new_files(domain: DomainPlan) -> Iterator[tuple[str, str]]:
    home = f"erp/{domain.name}"
    yield f"{home}/__init__.py", f'"""{domain.about}"""\n'
    yield f"{home}/apps.py", _apps_file(domain)
    yield f"{home}/migrations/__init__.py", ""
    yield f"{home}/models/__init__.py", models.package_file(domain)
    for model in domain.models:
        yield f"{home}/models/{snake(model.name)}.py", models.model_file(domain, model)
    place = f"admin_config/screens/{domain.name}"
    yield f"{place}/__init__.py", f'"""Screens of {domain.title}."""\n'
    for model in screens.shown(domain):
        yield f"{place}/{snake(model.name)}.py", screens.screen_file(domain, model)
    yield f"tests/factories/{domain.name}.py", factories.factories_file(domain)


def _apps_file(domain: DomainPlan) -> str:
    name = "".join(part.capitalize() for part in domain.name.split("_"))
    return "\n".join(
        [
            f'"""{domain.title} as a Django app."""',
            "",
            "from django.apps import AppConfig",
            "from django.utils.translation import gettext_lazy as _",
            "",
            "",
            f"class {name}Config(AppConfig):",
            f'    """{domain.about}"""',
            "",
            f'    name = "erp.{domain.name}"',
            f'    label = "{domain.name}"',
            f"    verbose_name = _({domain.title!r})",
            "",
        ]
    )


def described(domain: DomainPlan) -> Iterator[str]:
    """Yield the domain in lines that a person reads before saying yes."""
    yield f"{domain.name}: {domain.title}, directly above {domain.above}"
    for model in domain.models:
        belongs = f", lines of {model.parent.to}" if model.parent else ""
        key = f", known by {' + '.join(model.key)}" if model.key else ""
        yield f"  {model.name}{belongs}{key}"
        for field in model.fields:
            yield f"    {field.name:<24} {_described(field)}"


def _described(field: FieldPlan) -> str:
    what = f"→ {field.to}" if field.kind in RELATIONS else field.kind.value
    measure = str(field.length or "") or ".".join(
        map(str, field.digits if any(field.digits) else ())
    )
    marks = [n for n in ("required", "unique", "indexed", "belongs") if getattr(field, n)]
    values = ["|".join(choice.value for choice in field.choices)] if field.choices else []
    return " ".join(word for word in (what, measure, *values, *marks) if word)


def texts_of(domain: DomainPlan) -> Iterator[tuple[str, str]]:
    """Yield every text of the domain that people read, with its Chinese where it was given."""
    yield domain.title, domain.title_zh
    for model in domain.models:
        yield model.title, model.title_zh
        yield model.plural, model.title_zh
        for field in model.fields:
            yield field.title, field.title_zh
            for choice in field.choices:
                yield choice.title, choice.title_zh
