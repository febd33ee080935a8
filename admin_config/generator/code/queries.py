"""Named queries as Python: the records that have a name of their own, such as what is overdue."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.behaviour import Condition, FillPlan, QueryPlan
from admin_config.generator.blueprint import CHOSEN, DomainPlan, FieldPlan, Kind, ModelPlan
from admin_config.generator.code.constraints import value_of
from admin_config.generator.code.fields import BLANK_TEXTS, with_small_article
from admin_config.generator.code.imports import imports_for, models_in, module, names_in
from admin_config.generator.spec.queries import DAY

_LOOKUPS = {"=": "", "!=": "", "<": "__lt", "<=": "__lte", ">": "__gt", ">=": "__gte"}
_SAID = {
    "=": "is",
    "!=": "is not",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
}
_SAID_OF_DAYS = {
    **_SAID,
    "<": "is before",
    "<=": "is not after",
    ">": "is after",
    ">=": "is not before",
}
_SAID_OF_SEVERAL = {"=": "has", "!=": "has not"}
_LONGEST_SUMMARY = 85


def waits_for_approval(model: ModelPlan) -> tuple[str, ...]:
    """Return the states in which a paper waits for somebody else's approval."""
    steps = model.life.steps if model.life is not None else ()
    return tuple(dict.fromkeys(s for step in steps if step.another for s in step.sources))


def has_queries(model: ModelPlan) -> bool:
    """Tell whether a model has a file of queries."""
    return bool(model.queries or model.fills or waits_for_approval(model))


def filling(fill: FillPlan) -> str:
    """Return what the function is called that says what a choice brings along."""
    return f"values_for_{fill.field}"


def queries_file(domain: DomainPlan, model: ModelPlan) -> str:
    """Return the named queries of one model."""
    body = "\n".join(
        [
            *(_waiting(domain, model) if waits_for_approval(model) else ()),
            *(line for query in model.queries for line in _query(domain, model, query)),
            *(line for fill in model.fills for line in _fill(model, fill)),
        ]
    )
    asks = "Actor" in names_in(body)
    checked = ["", "if TYPE_CHECKING:", "    from erp.foundation.actor import Actor"]
    typing = ["from typing import TYPE_CHECKING"] if asks else []
    imports = [*imports_for(body, *typing, *models_in(domain, body)), *(checked if asks else [])]
    says = f"Which {model.plural} wait for somebody" if asks else f"What {model.plural} start with"
    return module(f"{says}.", imports, body)


def _fill(model: ModelPlan, fill: FillPlan) -> Iterator[str]:
    noun, title = fill.field, model.field(fill.field).title
    yield ""
    yield ""
    yield f"def {filling(fill)}({noun}: Any, **_asked: Any) -> dict[str, Any]:"
    says = f"Return what {with_small_article(model.title)} takes over from its {title}"
    yield f'    """{says}, where that says anything."""'
    yield f"    found = {{name: getattr({noun}, name) for name in {fill.filled!r}}}"
    yield '    return {name: value for name, value in found.items() if value not in (None, "")}'


def _waiting(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    status = model.field("status")
    states = [value_of(domain, model, status, value) for value in waits_for_approval(model)]
    asked = f"status={states[0]}" if len(states) == 1 else f"status__in=({', '.join(states)})"
    yield ""
    yield ""
    yield "def waiting_for_approval(actor: Actor) -> QuerySet[Any]:"
    yield f'    """Return the {model.plural} that this person could approve now."""'
    yield f"    return papers_to_approve({model.name}.objects.filter({asked}), actor)"


def _query(domain: DomainPlan, model: ModelPlan, query: QueryPlan) -> Iterator[str]:
    mine = any(condition.value == "me" for condition in query.conditions)
    kept = [c for c in query.conditions if c.operator != "!="]
    left = [c for c in query.conditions if c.operator == "!="]
    rows = f"{model.name}.objects"
    if kept:
        rows += f".filter({', '.join(_asked(domain, model, c) for c in kept)})"
    for condition in left:
        rows += f".exclude({_asked(domain, model, condition)})"
    order = [c.field for c in query.conditions if model.field(c.field).kind in _DATED][:1]
    order = order or (["issued_on"] if model.paper is not None else [])
    rows += f".order_by({', '.join(repr(name) for name in [*order, 'pk'])})"
    yield ""
    yield ""
    yield f"def {query.name}({'actor' if mine else '_actor'}: Actor) -> QuerySet[Any]:"
    yield f'    """{_summary(model, query)}"""'
    yield f"    return {rows}"


_DATED = frozenset({Kind.DATE, Kind.MOMENT})


def _summary(model: ModelPlan, query: QueryPlan) -> str:
    asked = " and ".join(_said(model, condition) for condition in query.conditions)
    found = f"Return the {model.plural} where {asked}."
    short = f"Return the {model.plural} that are {query.name.replace('_', ' ')}."
    return found if len(found) <= _LONGEST_SUMMARY else short


def _said(model: ModelPlan, condition: Condition) -> str:
    dated = model.field(condition.field).kind in _DATED
    words = _SAID_OF_DAYS if dated else _SAID
    if model.field(condition.field).kind is Kind.CHOICES and condition.value != "empty":
        words = _SAID_OF_SEVERAL
    return f"{model.field(condition.field).title} {words[condition.operator]} {condition.value}"


def _asked(domain: DomainPlan, model: ModelPlan, condition: Condition) -> str:
    field = model.field(condition.field)
    if condition.value == "empty":
        return f"{field.name}=''" if field.kind in BLANK_TEXTS else f"{field.name}__isnull=True"
    several = field.kind is Kind.CHOICES
    lookup = "__has" if several else _LOOKUPS[condition.operator]
    return f"{field.name}{lookup}={_value(domain, model, field, condition.value)}"


def _value(domain: DomainPlan, model: ModelPlan, field: FieldPlan, value: str) -> str:
    day = DAY.fullmatch(value)
    if day is not None:
        shift = f" {day[1]} dt.timedelta(days={int(day[2])})" if day[1] else ""
        if field.kind is Kind.MOMENT:
            days = f"{day[1] or '+'} dt.timedelta(days={int(day[2] or 0)})"
            return f"timezone.now() {days}"
        return f"house_day(){shift}"
    if value == "me":
        return "actor.user"
    if field.kind in {*CHOSEN, Kind.YES_NO}:
        return value_of(domain, model, field, value)
    return value if value.lstrip("-").isdigit() else f"Decimal({value!r})"
