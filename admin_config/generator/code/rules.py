"""The rules of a model as Python: one function each, pure, with a message at the field."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.behaviour import RuleKind, RulePlan
from admin_config.generator.blueprint import DomainPlan, FieldPlan, Kind, ModelPlan
from admin_config.generator.code import phrases
from admin_config.generator.code.constraints import rule_name
from admin_config.generator.code.fields import BLANK_TEXTS, with_small_article
from admin_config.generator.code.imports import imports_for, module
from admin_config.generator.names import snake

_TYPES = {
    Kind.INTEGER: "int | None",
    Kind.NUMBER: "Decimal | None",
    Kind.MONEY: "Decimal | None",
    Kind.PERCENT: "Decimal | None",
    Kind.DATE: "dt.date | None",
    Kind.MOMENT: "dt.datetime | None",
    Kind.YES_NO: "bool",
    Kind.TEXT: "str",
    Kind.LONG_TEXT: "str",
    Kind.CODE: "str",
    Kind.CHOICE: "str",
    Kind.CHOICES: "str",
    Kind.EMAIL: "str",
    Kind.LINK: "str",
}
#: What breaks a comparison, by its operator.
_BROKEN = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "!=": "=="}
_GETTEXT = {"_": "from django.utils.translation import gettext as _"}


def checked(model: ModelPlan) -> tuple[RulePlan, ...]:
    """Return the rules that are functions; uniqueness only the database can tell."""
    return tuple(rule for rule in model.rules if rule.kind is not RuleKind.UNIQUE)


def needed_by_steps(model: ModelPlan) -> tuple[str, ...]:
    """Return the fields that some step needs, once each."""
    steps = model.life.steps if model.life is not None else ()
    return tuple(dict.fromkeys(name for step in steps for name in step.needs if name != "lines"))


def needs_lines(model: ModelPlan) -> bool:
    """Tell whether some step needs lines."""
    return model.life is not None and any("lines" in step.needs for step in model.life.steps)


def has_rules(model: ModelPlan) -> bool:
    """Tell whether a model has a file of rules."""
    return bool(checked(model) or needed_by_steps(model) or needs_lines(model))


def rules_file(model: ModelPlan) -> str:
    """Return the rules of one model."""
    body = "\n".join(
        [
            *(line for rule in checked(model) for line in _rule(model, rule)),
            *(_has_lines(model) if needs_lines(model) else ()),
            *(line for name in needed_by_steps(model) for line in _is_filled(model, name)),
        ]
    )
    says = f"What {with_small_article(model.title)} must keep."
    return module(says, imports_for(body, **_GETTEXT), body)


def lines_check(model: ModelPlan) -> str:
    """Return what the check for lines is called."""
    return f"check_{snake(model.name)}_has_lines"


def filled_check(name: str) -> str:
    """Return what the check is called that a field is filled before a step."""
    return f"check_{name}_is_known"


def attribute(field: FieldPlan) -> str:
    """Return the attribute that tells a value without asking the database."""
    return f"{field.name}_id" if field.kind is Kind.RELATION else field.name


def rules_called(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    """Yield the import of the rules that a model asks when it is checked."""
    names = [f"check_{rule_name(model, rule)}" for rule in checked(model)]
    if names:
        yield f"from erp.{domain.name}.rules.{snake(model.name)} import {', '.join(sorted(names))}"


def clean_method(model: ModelPlan) -> Iterator[str]:
    """Yield the method by which forms and files ask the rules."""
    if not checked(model):
        return
    yield ""
    yield "    def clean(self) -> None:"
    yield f'        """Keep what {with_small_article(model.title)} must keep."""'
    for rule in checked(model):
        asked = ", ".join(f"self.{attribute(model.field(name))}" for name in rule.fields)
        yield f"        check_{rule_name(model, rule)}({asked})"


def type_of(field: FieldPlan) -> str:
    """Return the type of a field's value where a rule takes it."""
    return _TYPES.get(field.kind, "object")


def _rule(model: ModelPlan, rule: RulePlan) -> Iterator[str]:
    fields = [model.field(name) for name in rule.fields]
    typed = ", ".join(f"{field.name}: {type_of(field)}" for field in fields)
    condition, phrase, params = _broken(rule, fields)
    text = rule.says or phrase
    yield ""
    yield ""
    yield f"def check_{rule_name(model, rule)}({typed}) -> None:"
    yield f'    """{_summary(rule, fields)}"""'
    yield f"    if {condition}:"
    if rule.says:
        yield f"        raise Refusal({{{fields[0].name!r}: _({text!r})}})"
        return
    yield f"        message = _({text!r})"
    yield f"        params = {{{params}}}"
    yield "        refused = Refusal(message, code='rule', params=params)"
    yield f"        raise Refusal({{{fields[0].name!r}: refused}})"


def _summary(rule: RulePlan, fields: list[FieldPlan]) -> str:
    one = fields[0].title
    if rule.kind is RuleKind.BETWEEN:
        return f"Refuse “{one}” outside of {rule.values[0]} to {rule.values[1]}."
    other = fields[1].title if len(fields) > 1 else rule.values[0]
    if rule.kind is RuleKind.COMPARED:
        dated = fields[0].kind in {Kind.DATE, Kind.MOMENT}
        words = {">=": "before", ">": "not after", "<=": "after", "<": "not before"}
        if not dated:
            words = {">=": "below", ">": "not above", "<=": "above", "<": "not below"}
        return f"Refuse “{one}” where it is {words.get(rule.operator, 'the same as')} “{other}”."
    if rule.kind is RuleKind.WITH:
        return f"Refuse “{other}” without “{one}”."
    if rule.kind is RuleKind.WHEN:
        return f"Refuse an empty “{one}” where “{other}” is “{rule.values[0]}”."
    return f"Refuse what has neither “{one}” nor “{other}”."


def _broken(rule: RulePlan, fields: list[FieldPlan]) -> tuple[str, str, str]:
    """Return when the rule is broken, what is said then, and the words in it."""
    first = fields[0]
    if rule.kind is RuleKind.COMPARED:
        return _broken_comparison(rule, fields)
    if rule.kind is RuleKind.BETWEEN:
        low, high = map(_figure, rule.values)
        held = f"{first.name} is not None and not {low} <= {first.name} <= {high}"
        return held, phrases.BETWEEN[0], f"'low': {rule.values[0]!r}, 'high': {rule.values[1]!r}"
    other = fields[1]
    named = f"'other': _({other.title!r})"
    if rule.kind is RuleKind.EITHER:
        return f"{_is_empty(first)} and {_is_empty(other)}", phrases.EITHER[0], named
    if rule.kind is RuleKind.WITH:
        return f"{_is_filled_in(other)} and {_is_empty(first)}", phrases.WITH[0], named
    value = rule.values[0]
    if other.kind is Kind.YES_NO:
        held = other.name if value == "yes" else f"not {other.name}"
        title = "yes" if value == "yes" else "no"
    else:
        held = f"{other.name} == {value!r}"
        title = next((c.title for c in other.choices if c.value == value), value)
    return f"{held} and {_is_empty(first)}", phrases.WHEN[0], f"{named}, 'value': _({title!r})"


def _broken_comparison(rule: RulePlan, fields: list[FieldPlan]) -> tuple[str, str, str]:
    first = fields[0]
    said = phrases.OF_DAYS if first.kind in {Kind.DATE, Kind.MOMENT} else phrases.OF_NUMBERS
    if len(fields) == 1:
        held = f"{first.name} is not None and {first.name} {_BROKEN[rule.operator]} "
        return (
            held + _figure(rule.values[0]),
            said[rule.operator][0],
            f"'other': {rule.values[0]!r}",
        )
    other = fields[1]
    known = [f"{field.name} is not None" for field in fields if _may_lack(field)]
    held = " and ".join([*known, f"{first.name} {_BROKEN[rule.operator]} {other.name}"])
    return held, said[rule.operator][0], f"'other': _({other.title!r})"


def _may_lack(field: FieldPlan) -> bool:
    return field.kind not in BLANK_TEXTS


def _figure(value: str) -> str:
    return f"Decimal({value})" if value.lstrip("-").isdigit() else f"Decimal({value!r})"


def _is_empty(field: FieldPlan) -> str:
    return f"not {field.name}" if field.kind in BLANK_TEXTS else f"{field.name} is None"


def _is_filled_in(field: FieldPlan) -> str:
    return field.name if field.kind in BLANK_TEXTS else f"{field.name} is not None"


def _has_lines(model: ModelPlan) -> Iterator[str]:
    yield ""
    yield ""
    yield f"def {lines_check(model)}(count: int) -> None:"
    yield f'    """Refuse {with_small_article(model.title)} without lines."""'
    yield "    if not count:"
    text = phrases.no_lines(model.title, "")[0]
    yield f"        raise Refusal(_({text!r}), code='no_lines')"


def _is_filled(model: ModelPlan, name: str) -> Iterator[str]:
    field = model.field(name)
    yield ""
    yield ""
    yield f"def {filled_check(name)}({name}: {type_of(field)}) -> None:"
    yield f'    """Refuse to go on as long as “{field.title}” is empty."""'
    yield f"    if {_is_empty(field)}:"
    yield f"        message = _({phrases.FILL_IN[0]!r})"
    yield f"        params = {{'field': _({field.title!r})}}"
    yield f"        raise Refusal({{{name!r}: Refusal(message, code='empty', params=params)}})"
