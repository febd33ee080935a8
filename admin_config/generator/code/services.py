"""Services as Python: one verb for each step of a life cycle."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.behaviour import LifePlan, StepPlan
from admin_config.generator.blueprint import DomainPlan, FieldPlan, Kind, ModelPlan
from admin_config.generator.code.fields import BLANK_TEXTS, with_small_article
from admin_config.generator.code.imports import imports_for, module
from admin_config.generator.code.life_cycles import cycle_name
from admin_config.generator.code.words import lazily
from admin_config.generator.names import snake

_SIGNED = ("submitted_by", "submitted_at", "approved_by", "approved_at")


def verb(model: ModelPlan, step: StepPlan) -> str:
    """Return what the service of a step is called: ``approve_order``."""
    return f"{step.name}_{snake(model.name)}"


def services_file(domain: DomainPlan, model: ModelPlan) -> str:
    """Return the services of one model."""
    steps = model.life.steps if model.life is not None else ()
    body = "\n".join([*(line for step in steps for line in _service(model, step)), *_taking(model)])
    place = f"erp.{domain.name}"
    own = (
        f"from {place}.life_cycles import {cycle_name(model)}",
        f"from {place}.models import {model.name}",
    )
    imports = [
        *imports_for(body, "from typing import TYPE_CHECKING", *own),
        "",
        "if TYPE_CHECKING:",
        "    from erp.foundation.actor import Actor",
    ]
    title = with_small_article(model.title)
    says = f"What can be done with {title}: each verb is one step of its life cycle."
    return module(says, imports, body)


def _service(model: ModelPlan, step: StepPlan) -> Iterator[str]:
    noun = snake(model.name)
    reason = ", reason: str" if step.reason else ""
    told = lazily(step.told, step.told_zh, model.title)
    left = list(_left_behind(model, step))
    yield ""
    yield ""
    yield f"@service(OperationKind.ACTION, told={told})"
    head = f"def {verb(model, step)}({noun}: {model.name}, *, by: Actor{reason})"
    yield f"{head} -> {model.name}:"
    yield f'    """{_summary(model, step)}"""'
    if left:
        yield ""
        yield "    def prepare(row: Any) -> None:"
        yield from (f"        {line}" for line in left)
        yield ""
    prepare = ", prepare" if left else ""
    yield f"    return _step({noun}, {step.name!r}, by{prepare})"


def _summary(model: ModelPlan, step: StepPlan) -> str:
    told = f"Take the step “{step.name}” of {with_small_article(model.title)}"
    if step.another:
        return f"{told}: by somebody else, within their amount."
    return f"{told}{', and say why' if step.reason else ''}."


def _left_behind(model: ModelPlan, step: StepPlan) -> Iterator[str]:
    """Yield what a step leaves on the record, its checks first."""
    life = model.life
    if life is None:
        return
    if step.another:
        yield "check_may_approve(row, by)"
    elif any_approval(life) and _is_return(life, step) and step.right == "approve":
        yield "note_deputy(row, by)"
    for name, value in step.sets:
        yield f"row.{name} = {_value(model.field(name), value)}"
    if step.keeps:
        field = model.field(step.keeps)
        cut = "" if field.kind is Kind.LONG_TEXT else f"[:{field.length}]"
        yield f"row.{step.keeps} = reason{cut}"
    if model.paper is not None:
        yield from _signatures(life, step)
    if step in life.hands_in:
        for name in _reasons_of_return(life, step):
            yield f'row.{name} = ""'


def _signatures(life: LifePlan, step: StepPlan) -> Iterator[str]:
    if step in life.hands_in:
        yield "row.submitted_by, row.submitted_at = by.user, timezone.now()"
        yield "row.approved_by, row.approved_at = None, None"
    elif step.another:
        yield "row.approved_by, row.approved_at = by.user, timezone.now()"
    elif step.target in life.open and not _is_return(life, step) and any_approval(life):
        yield "row.submitted_by, row.submitted_at = None, None"
        yield "row.approved_by, row.approved_at = None, None"


def any_approval(life: LifePlan) -> bool:
    """Tell whether somebody else approves at some step."""
    return any(step.another for step in life.steps)


def _is_return(life: LifePlan, step: StepPlan) -> bool:
    """Tell whether a step gives back what waits for approval; who handed it in stays noted."""
    waits = {source for other in life.steps if other.another for source in other.sources}
    return set(step.sources) <= waits


def _reasons_of_return(life: LifePlan, step: StepPlan) -> list[str]:
    return [other.keeps for other in life.steps if other.keeps and other.target in step.sources]


def _value(field: FieldPlan, word: str) -> str:
    if word == "nothing":
        return '""' if field.kind in BLANK_TEXTS else "None"
    return {"today": "house_day()", "now": "timezone.now()", "me": "by.user"}[word]


def _taking(model: ModelPlan) -> Iterator[str]:
    noun = snake(model.name)
    prepares = model.life is not None and any(
        list(_left_behind(model, step)) for step in model.life.steps
    )
    more = ", prepare: Any = None" if prepares else ""
    yield ""
    yield ""
    yield f"def _step({noun}: {model.name}, name: str, by: Actor{more}) -> {model.name}:"
    if prepares:
        yield '    given = {"prepare": prepare} if prepare is not None else {}'
    given = ", **given" if prepares else ""
    yield f"    row: {model.name} = take_step({cycle_name(model)}, {noun}, name, by=by{given})"
    yield "    return row"
