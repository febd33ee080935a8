"""Rules: ``back_on >= lent_on``, ``discount between 0 and 100``, ``note required with price``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from admin_config.generator.behaviour import RuleKind, RulePlan
from admin_config.generator.blueprint import FieldPlan, Kind
from admin_config.generator.mistake import nearest
from admin_config.generator.spec.places import Places

_RULE_WORDS = ("is", "says", "says_zh")
_NAME = r"([a-z][a-z0-9_]*)"
_COMPARED = re.compile(rf"{_NAME} *(>=|<=|!=|>|<) *(\S+)")
_BETWEEN = re.compile(rf"{_NAME} between (\S+) and (\S+)")
_UNIQUE = re.compile(rf"({_NAME}(?: *, *{_NAME})+) unique")
_WITH = re.compile(rf"{_NAME} required with {_NAME}")
_WHEN = re.compile(rf"{_NAME} required when {_NAME} *= *(\S+)")
_EITHER = re.compile(rf"{_NAME} or {_NAME}")
NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.PERCENT})
_DAYS = frozenset({Kind.DATE, Kind.MOMENT})
#: Kinds that are never empty, or hold several values.
_ALWAYS = frozenset({Kind.YES_NO, Kind.SEVERAL})
_FORMS = (
    '"back_on >= lent_on", "price between 0 and 100", "book, reader unique", '
    '"note required with price", "note required when state = worn", "phone or email"'
)


def read_rules(
    places: Places, place: str, given: Any, known: dict[str, FieldPlan]
) -> tuple[RulePlan, ...]:
    """Return the rules of a model."""
    if not isinstance(given, list):
        places.wrong(place, f"are a list, such as [{_FORMS}]")
        return ()
    return tuple(
        rule
        for number, each in enumerate(given, 1)
        for rule in _rule(places, f"{place}[{number}]", each, known)
    )


def _rule(
    places: Places, place: str, given: Any, known: dict[str, FieldPlan]
) -> Iterator[RulePlan]:
    table = places.described(place, given, '"back_on >= lent_on"', _RULE_WORDS)
    text = " ".join(table["is"].split())
    says = {word: places.text(place, table, word) for word in ("says", "says_zh")}
    readers: tuple[tuple[re.Pattern[str], Callable[..., RulePlan]], ...] = (
        (_BETWEEN, _between),
        (_UNIQUE, _unique),
        (_WITH, lambda found: RulePlan(RuleKind.WITH, found.groups())),
        (_WHEN, lambda f: RulePlan(RuleKind.WHEN, (f[1], f[2]), values=(f[3],))),
        (_EITHER, lambda found: RulePlan(RuleKind.EITHER, found.groups())),
        (_COMPARED, lambda found: _compared(found, known)),
    )
    for pattern, made in readers:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        rule = made(found)
        if len(places.named(place, rule.fields, known)) == len(rule.fields):
            why = _unfit(rule, known)
            if why:
                places.wrong(place, why)
            else:
                yield RulePlan(rule.kind, rule.fields, rule.operator, rule.values, **says)
        return
    places.wrong(place, f"is no rule: {text!r}. Write one such as {_FORMS}")


def _between(found: re.Match[str]) -> RulePlan:
    return RulePlan(RuleKind.BETWEEN, (found[1],), values=(found[2], found[3]))


def _unique(found: re.Match[str]) -> RulePlan:
    names = tuple(name.strip() for name in found[1].split(","))
    return RulePlan(RuleKind.UNIQUE, names)


def _compared(found: re.Match[str], known: dict[str, FieldPlan]) -> RulePlan:
    left, operator, right = found.groups()
    if is_number(right) and right not in known:
        return RulePlan(RuleKind.COMPARED, (left,), operator, (right,))
    return RulePlan(RuleKind.COMPARED, (left, right), operator)


def is_number(text: str) -> bool:
    """Tell whether a value is a plain number."""
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _unfit(rule: RulePlan, known: dict[str, FieldPlan]) -> str:
    """Return why the rule does not fit its fields, or nothing."""
    fields = [known[name] for name in rule.fields]
    if len({*rule.fields}) < len(rule.fields):
        return "names a field twice"
    if rule.kind is RuleKind.COMPARED:
        return _incomparable(rule, fields)
    if rule.kind is RuleKind.BETWEEN:
        return _no_range(rule, fields[0])
    if any(field.kind is Kind.SEVERAL for field in fields):
        return "a field of several values has no rule"
    if rule.kind is RuleKind.UNIQUE:
        several = any(field.kind is Kind.CHOICES for field in fields)
        return "several choices tell no records apart" if several else ""
    return _never_empty(rule, fields)


def _never_empty(rule: RulePlan, fields: list[FieldPlan]) -> str:
    filled = fields[:1] if rule.kind is RuleKind.WHEN else fields
    if any(field.kind in _ALWAYS for field in filled):
        return "a yes or no is never empty"
    optional = fields if rule.kind is RuleKind.EITHER else fields[:1]
    always = [field.name for field in optional if field.required]
    if always:
        return f"{always[0]!r} is required anyway"
    return _no_value(rule, fields[1]) if rule.kind is RuleKind.WHEN else ""


def _incomparable(rule: RulePlan, fields: list[FieldPlan]) -> str:
    kinds = {field.kind for field in fields}
    if kinds <= NUMBERS or (len(fields) > 1 and (kinds <= {Kind.DATE} or kinds <= {Kind.MOMENT})):
        return ""
    if kinds <= {Kind.RELATION} and rule.operator == "!=" and fields[0].to == fields[-1].to:
        return ""
    if kinds <= {Kind.RELATION}:
        return "two relations to one model can only differ: !="
    return "compares two numbers, two dates or two moments, or a number with a figure"


def _no_range(rule: RulePlan, field: FieldPlan) -> str:
    if field.kind not in NUMBERS or not all(is_number(value) for value in rule.values):
        return "between holds a number between two figures"
    low, high = map(Decimal, rule.values)
    return "" if low < high else f"{rule.values[0]} is not below {rule.values[1]}"


def _no_value(rule: RulePlan, field: FieldPlan) -> str:
    if field.kind is Kind.YES_NO:
        return "" if rule.values[0] in {"yes", "no"} else "a yes or no is yes or no"
    if field.kind is not Kind.CHOICE:
        return f"{field.name!r} is no choice of one"
    values = [choice.value for choice in field.choices]
    if rule.values[0] in values or not values:
        return ""
    return f"no choice {rule.values[0]!r}.{nearest(rule.values[0], values)}"
