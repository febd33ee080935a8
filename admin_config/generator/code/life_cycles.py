"""Life cycles as Python: the table of steps, and what a step asks for besides its state."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.behaviour import StepPlan
from admin_config.generator.blueprint import DomainPlan, ModelPlan
from admin_config.generator.code.fields import (
    choice_class,
    constant,
    related_name,
    with_small_article,
)
from admin_config.generator.code.imports import imports_for, models_in, module
from admin_config.generator.code.rules import attribute, filled_check, lines_check
from admin_config.generator.names import snake


def living(domain: DomainPlan) -> tuple[ModelPlan, ...]:
    """Return the models with a life cycle."""
    return tuple(model for model in domain.models if model.life is not None)


def cycle_name(model: ModelPlan) -> str:
    """Return the constant that holds a model's life cycle."""
    return snake(model.name).upper()


def status_class(domain: DomainPlan, model: ModelPlan) -> str:
    """Return the class of a model's states."""
    return choice_class(domain, model, model.field("status"))


def life_cycles_file(domain: DomainPlan) -> str:
    """Return the life cycles of all models, each declared once."""
    body = "\n".join(line for model in living(domain) for line in _cycle(domain, model))
    imports = imports_for(body, *models_in(domain, body), *_rules(domain))
    says = f"The steps that records of {domain.title} take, each declared once."
    return module(says, imports, body)


def _rules(domain: DomainPlan) -> Iterator[str]:
    for model in living(domain):
        names = {name for step in _steps(model) for name in _checks(model, step)}
        if names:
            place = f"erp.{domain.name}.rules.{snake(model.name)}"
            yield f"from {place} import {', '.join(sorted(names))}"


def _steps(model: ModelPlan) -> tuple[StepPlan, ...]:
    return model.life.steps if model.life is not None else ()


def _checks(model: ModelPlan, step: StepPlan) -> list[str]:
    return [lines_check(model) if name == "lines" else filled_check(name) for name in step.needs]


def _cycle(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    life, states = model.life, status_class(domain, model)
    if life is None:
        return
    for step in life.steps:
        if step.needs:
            yield from _check(domain, model, step)
    yield ""
    yield ""
    yield f"{cycle_name(model)} = LifeCycle("
    yield f"    model={model.name},"
    yield f"    start={_state(states, life.start)},"
    yield f"    open={_states(states, life.open)},"
    if life.past:
        yield f"    past={_states(states, life.past)},"
    parts = [
        f"({part.name}, {part.parent.name!r})"
        for part in domain.children_of(model)
        if part.parent is not None
    ]
    if parts:
        yield f"    parts=({', '.join(parts)},),"
    yield "    steps=("
    for step in life.steps:
        yield f"        {_step(model, step, states)},"
    yield "    ),"
    yield ")"


def _step(model: ModelPlan, step: StepPlan, states: str) -> str:
    words = [repr(step.name), _states(states, step.sources), _state(states, step.target)]
    if step.right != "change":
        words.append(f"right={step.right!r}")
    if step.needs:
        words.append(f"check={_check_name(model, step)}")
    return f"Step({', '.join(words)})"


def _state(states: str, value: str) -> str:
    return f"{states}.{constant(value)}.value"


def _states(states: str, values: tuple[str, ...]) -> str:
    return f"frozenset({{{', '.join(_state(states, value) for value in values)}}})"


def _check_name(model: ModelPlan, step: StepPlan) -> str:
    return f"_{snake(model.name)}_can_{step.name}"


def _check(domain: DomainPlan, model: ModelPlan, step: StepPlan) -> Iterator[str]:
    noun = snake(model.name)
    yield ""
    yield ""
    yield f"def {_check_name(model, step)}({noun}: Any) -> None:"
    title = with_small_article(model.title)
    yield f'    """Refuse {title} that lacks what the step “{step.name}” needs."""'
    for name, check in zip(step.needs, _checks(model, step), strict=True):
        if name == "lines":
            line = domain.lines_of(model)[0]
            relation = related_name(line, line.parent) if line.parent is not None else "lines"
            yield f"    {check}({noun}.{relation}.count())"
        else:
            yield f"    {check}({noun}.{attribute(model.field(name))})"
