"""Values that keep the rules of a model: what a factory must fill, and with how much."""

from __future__ import annotations

from decimal import Decimal

from admin_config.generator.behaviour import RuleKind, RulePlan
from admin_config.generator.blueprint import FieldPlan, Kind, ModelPlan
from admin_config.generator.code.rules import needed_by_steps

_WEEK = 7
_LATER = frozenset({">", ">="})
_EARLIER = frozenset({"<", "<="})
#: So many rules may hang together, each day later than the one before.
_LONGEST_CHAIN = 9


def is_needed(model: ModelPlan, field: FieldPlan) -> bool:
    """Tell whether a record lacks something without this field: by itself, a rule or a step."""
    if field.required or field.name in {*model.key, model.owner, *needed_by_steps(model)}:
        return True
    filling = {RuleKind.WITH, RuleKind.WHEN, RuleKind.EITHER}
    return any(rule.kind in filling and field.name == rule.fields[0] for rule in model.rules)


def days_later(model: ModelPlan, field: FieldPlan) -> int:
    """Return by how many days a date comes after those that it must not precede."""
    return _rank(model, field.name, 0) * _WEEK


def _rank(model: ModelPlan, name: str, deep: int) -> int:
    if deep > _LONGEST_CHAIN:
        return 0
    below = [_rank(model, other, deep + 1) + 1 for other in _lower_than(model, name)]
    return max(below, default=0)


def _lower_than(model: ModelPlan, name: str) -> list[str]:
    """Return the fields whose value must not be above that of this one."""
    found = []
    for rule in model.rules:
        if rule.kind is not RuleKind.COMPARED or len(rule.fields) == 1:
            continue
        first, second = rule.fields
        if first == name and rule.operator in _LATER | {"!="}:
            found.append(second)
        elif second == name and rule.operator in _EARLIER:
            found.append(first)
    return found


def figure_for(model: ModelPlan, field: FieldPlan) -> str:
    """Return a figure within all bounds that the rules set."""
    low, high = _bounds(model, field)
    step = _rank(model, field.name, 0)
    value = Decimal(7) if field.kind is Kind.INTEGER or not field.digits[1] else Decimal("7.5")
    value += step
    if low is not None and value <= low:
        value = low + 1 + step if high is None or low + 1 + step < high else (low + high) / 2
    if high is not None and value >= high:
        value = high - 1 if low is None or high - 1 > low else (low + high) / 2
    return str(int(value)) if field.kind is Kind.INTEGER else f"Decimal('{value}')"


def _bounds(model: ModelPlan, field: FieldPlan) -> tuple[Decimal | None, Decimal | None]:
    lows: list[Decimal] = []
    highs: list[Decimal] = []
    for rule in model.rules:
        if rule.fields[0] == field.name:
            _note(rule, lows, highs)
    return max(lows, default=None), min(highs, default=None)


def _note(rule: RulePlan, lows: list[Decimal], highs: list[Decimal]) -> None:
    if rule.kind is RuleKind.BETWEEN:
        lows.append(Decimal(rule.values[0]))
        highs.append(Decimal(rule.values[1]))
    elif rule.kind is RuleKind.COMPARED and rule.values:
        bound = Decimal(rule.values[0])
        if rule.operator in _LATER:
            lows.append(bound)
        elif rule.operator in _EARLIER:
            highs.append(bound)
