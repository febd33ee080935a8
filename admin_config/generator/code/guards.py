"""What an app puts up when it starts: the guards of life cycles, and totals that follow lines."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.blueprint import DomainPlan, ModelPlan
from admin_config.generator.code.chains import chain_name, continuing
from admin_config.generator.code.imports import imports_for, models_in, module
from admin_config.generator.code.life_cycles import cycle_name, living
from admin_config.generator.code.queries import waits_for_approval
from admin_config.generator.code.rules import attribute

#: What a deputy reaches for somebody who is away waits in this state.
_HANDED_IN = ("submitted",)


def guards_file(domain: DomainPlan) -> str:
    """Return the guards of a domain."""
    body = "\n".join(
        [
            *(line for model in living(domain) if model.priced for line in _priced(domain, model)),
            "",
            "",
            "def register() -> None:",
            '    """Put the guards up."""',
            *(line for model in living(domain) for line in _registered(domain, model)),
            *(f"    chain({name})" for name in _chains(domain)),
        ]
    )
    cycles = ", ".join(sorted(cycle_name(model) for model in living(domain)))
    own = [f"from erp.{domain.name}.life_cycles import {cycles}", *models_in(domain, body)]
    if _chains(domain):
        own.append(f"from erp.{domain.name}.chains import {', '.join(_chains(domain))}")
    says = f"What stands before writes of {domain.title}, and what is worked out after them."
    return module(says, imports_for(body, *own), body)


def _chains(domain: DomainPlan) -> list[str]:
    return sorted(chain_name(m, chain) for m in continuing(domain) for chain in m.chains)


def _priced(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    line = domain.lines_of(model)[0]
    relation = line.parent.name if line.parent is not None else ""
    own = tuple(attribute(field) for field in line.fields if not field.belongs)
    yield ""
    yield ""
    yield f"PRICED_{cycle_name(model)} = PricedPaper("
    yield f"    cycle={cycle_name(model)},"
    yield f"    head={model.name},"
    yield f"    line={line.name},"
    yield f"    relation={relation!r},"
    if own:
        yield f"    line_facts={own!r},"
    yield ")"


def _registered(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    yield f"    govern({cycle_name(model)})"
    if waits_for_approval(model) == _HANDED_IN:
        parts = [
            f"({part.name}, {part.parent.name!r})"
            for part in domain.children_of(model)
            if part.parent is not None
        ]
        yield f"    let_deputies_approve({', '.join([model.name, *parts])})"
    if model.priced:
        yield f"    settle({model.name}, PRICED_{cycle_name(model)}.settle_heads)"
        line = domain.lines_of(model)[0]
        yield f"    settle({line.name}, PRICED_{cycle_name(model)}.settle_lines)"
    elif domain.children_of(model):
        yield f"    settle_parts({cycle_name(model)})"
