"""What would be written: every new file with its text, every changed file with its new text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from admin_config.generator.blueprint import DomainPlan, ModelPlan
from admin_config.generator.code import (
    chains,
    factories,
    guards,
    life_cycles,
    models,
    queries,
    rules,
    scenarios,
    screens,
    services,
)
from admin_config.generator.mistake import WrongSpec
from admin_config.generator.names import snake
from admin_config.generator.origin import origin_file, origin_path
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
        for path, edit in edits(domain)
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
    yield from _behaviour(domain, home)
    if any(model.origin is not None for model in domain.models):
        yield origin_path(domain.name), origin_file(domain)
    place = f"admin_config/screens/{domain.name}"
    yield f"{place}/__init__.py", f'"""Screens of {domain.title}."""\n'
    for model in screens.shown(domain):
        yield f"{place}/{snake(model.name)}.py", screens.screen_file(domain, model)
        if model.life is not None:
            yield f"{place}/{snake(model.name)}_verbs.py", screens.verbs_file(domain, model)
    yield f"tests/factories/{domain.name}.py", factories.factories_file(domain)
    tried = [model for model in domain.models if scenarios.has_scenario(model)]
    if tried:
        yield f"tests/erp/{domain.name}/__init__.py", f'"""{domain.title}, step by step."""\n'
    for model in tried:
        file = f"tests/erp/{domain.name}/test_{snake(model.name)}.py"
        yield file, scenarios.scenario_file(domain, model)


def _behaviour(domain: DomainPlan, home: str) -> Iterator[tuple[str, str]]:
    """Yield life cycles, guards, rules, services and queries, each only where there is one."""
    if life_cycles.living(domain):
        yield f"{home}/life_cycles.py", life_cycles.life_cycles_file(domain)
        if chains.continuing(domain):
            yield f"{home}/chains.py", chains.chains_file(domain)
        yield f"{home}/guards.py", guards.guards_file(domain)
    floors = {
        "rules": ("What is allowed in", rules.has_rules, _rules_file),
        "services": ("What can be done in", _has_life, services.services_file),
        "queries": ("What is asked of", queries.has_queries, queries.queries_file),
    }
    for floor, (says, has, written) in floors.items():
        found = [model for model in domain.models if has(model)]
        if found:
            yield f"{home}/{floor}/__init__.py", f'"""{says} {domain.title}."""\n'
        for model in found:
            yield f"{home}/{floor}/{snake(model.name)}.py", written(domain, model)


def _rules_file(_domain: DomainPlan, model: ModelPlan) -> str:
    return rules.rules_file(model)


def _has_life(model: ModelPlan) -> bool:
    return model.life is not None


def _apps_file(domain: DomainPlan) -> str:
    name = "".join(part.capitalize() for part in domain.name.split("_"))
    ready = [
        "",
        "    def ready(self) -> None:",
        '        """Put the guards up."""',
        f"        from erp.{domain.name} import guards",
        "",
        "        guards.register()",
    ]
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
            *(ready if life_cycles.living(domain) else []),
            "",
        ]
    )
