"""What continues what as Python: one declaration for each kind of paper that others go on from."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.behaviour import ChainPlan
from admin_config.generator.blueprint import DomainPlan, ModelPlan
from admin_config.generator.code.fields import choice_class, constant
from admin_config.generator.code.imports import imports_for, models_in, module
from admin_config.generator.names import snake


def continuing(domain: DomainPlan) -> tuple[ModelPlan, ...]:
    """Return the models whose papers continue others."""
    return tuple(model for model in domain.models if model.chains)


def chain_name(model: ModelPlan, chain: ChainPlan) -> str:
    """Return the constant that holds what continues what: ``DELIVERY_OF_SALES_ORDER``."""
    return f"{snake(model.name)}_of_{snake(chain.source.rpartition('.')[2])}".upper()


def chains_file(domain: DomainPlan) -> str:
    """Return the chains of a domain, each declared once."""
    body = "\n".join(
        line
        for model in continuing(domain)
        for chain in model.chains
        for line in _chain(domain, model, chain)
    )
    says = f"Which papers of {domain.title} continue which, each declared once."
    return module(says, imports_for(body, *models_in(domain, body)), body, future=False)


def _chain(domain: DomainPlan, model: ModelPlan, chain: ChainPlan) -> Iterator[str]:
    line = domain.lines_of(model)[0]
    yield f"{chain_name(model, chain)} = Continuation("
    yield f"    line={line.name},"
    yield f"    relation={(line.parent.name if line.parent is not None else '')!r},"
    yield f"    source={chain.field!r},"
    yield f"    of={chain.of!r},"
    yield f"    when={_states(domain, domain.model(chain.source), chain.when)},"
    if chain.void:
        yield f"    void={_states(domain, model, chain.void)},"
    if chain.kept_from:
        yield f"    kept_from={_states(domain, domain.model(chain.source), chain.kept_from)},"
    if not chain.limited:
        yield "    limited=False,"
    if chain.anew:
        yield f"    anew=frozenset({{{', '.join(map(repr, chain.anew))}}}),"
    if chain.once:
        yield f"    once={chain.once!r},"
    yield ")"


def _states(domain: DomainPlan, model: ModelPlan | None, values: tuple[str, ...]) -> str:
    """Return states as code: by their constants where the domain declares them."""
    if model is None:
        return f"frozenset({{{', '.join(map(repr, values))}}})"
    states = choice_class(domain, model, model.field("status"))
    named = ", ".join(f"{states}.{constant(value)}.value" for value in values)
    return f"frozenset({{{named}}})"
