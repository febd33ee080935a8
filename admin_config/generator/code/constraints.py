"""Constraints and indexes of a model: what the database keeps whoever writes."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.behaviour import RuleKind, RulePlan
from admin_config.generator.blueprint import CHOSEN, TEXTS, DomainPlan, FieldPlan, Kind, ModelPlan
from admin_config.generator.code.fields import BLANK_TEXTS, choice_class, constant, has_key_column
from admin_config.generator.names import snake

#: Longer names are cut; databases take 63 or 64 letters.
_LONGEST = 60
_LOOKUPS = {">=": "__gte", ">": "__gt", "<=": "__lte", "<": "__lt"}
_WORDS = {
    ">=": "not_below",
    ">": "above",
    "<=": "not_above",
    "<": "below",
    "!=": "not",
}
_WORDS_OF_DAYS = {
    ">=": "not_before",
    ">": "after",
    "<=": "not_after",
    "<": "before",
    "!=": "not",
}


def rule_name(model: ModelPlan, rule: RulePlan) -> str:
    """Return what a rule is called: ``back_on_not_before_lent_on``."""
    first = rule.fields[0]
    if rule.kind is RuleKind.COMPARED:
        dated = model.field(first).kind in {Kind.DATE, Kind.MOMENT}
        word = (_WORDS_OF_DAYS if dated else _WORDS)[rule.operator]
        return (
            f"{first}_{word}_{rule.fields[1] if len(rule.fields) > 1 else _spelt(rule.values[0])}"
        )
    if rule.kind is RuleKind.BETWEEN:
        return f"{first}_between_{_spelt(rule.values[0])}_and_{_spelt(rule.values[1])}"
    if rule.kind is RuleKind.UNIQUE:
        return f"{'_'.join(rule.fields)}_once"
    if rule.kind is RuleKind.WHEN:
        return f"{first}_when_{rule.fields[1]}_{_spelt(rule.values[0])}"
    return f"{first}_{'with' if rule.kind is RuleKind.WITH else 'or'}_{rule.fields[1]}"


def _spelt(value: str) -> str:
    text = value.replace("-", "minus_").replace(".", "_")
    return "".join(letter if letter.isalnum() else "_" for letter in text).lower()


def constraints_of(domain: DomainPlan, model: ModelPlan, base: str) -> Iterator[str]:
    """Yield the constraints of a model: its key and its rules."""
    found = [*_key(model), *_known_codes(domain, model)]
    found += [*(_constraint(domain, model, rule) for rule in model.rules)]
    if not found:
        return
    yield "        constraints = ("
    if base in {"PaperHead", "PaperLine"}:
        yield f"            *{base}.Meta.constraints,"
    for constraint in found:
        yield f"            {constraint},"
    yield "        )"


def _known_codes(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    """Yield what keeps fields of several choices to these: in the tables of the house alone."""
    for field in model.fields:
        if field.kind is Kind.CHOICES and field.adopted is None:
            codes = f"{choice_class(domain, model, field)}.values"
            called = f"{snake(model.name)}_{field.name}"[: _LONGEST - 6] + "_known"
            condition = f"models.Q({field.name}__made_of={codes})"
            yield f"models.CheckConstraint(condition={condition}, name={called!r})"


def indexes_of(model: ModelPlan) -> Iterator[str]:
    """Yield the indexes by which lists of papers are ordered and filtered."""
    if model.paper is None:
        return
    stem = snake(model.name)
    by = [("issued_on",), ("status", "issued_on"), ("owner", "issued_on")]
    if model.priced:
        by += [("currency", "issued_on"), ("total",), ("base_total",)]
    yield "        indexes = ("
    for fields in by:
        short = {"issued_on": "issued", "base_total": "base"}.get(fields[0], fields[0])
        yield f"            models.Index(fields={fields!r}, name='{stem}_{short}'),"
    yield "        )"


def _key(model: ModelPlan) -> Iterator[str]:
    if not model.key or (len(model.key) == 1 and model.field(model.key[0]).kind in TEXTS):
        return
    yield _unique(model, model.key, f"{snake(model.name)}_once")


def _unique(model: ModelPlan, names: tuple[str, ...], called: str) -> str:
    # a copy differs by the ending of the last one, which only texts have
    names = tuple(sorted(names, key=lambda name: model.field(name).kind in TEXTS))
    columns = tuple(
        f"{name}_key" if has_key_column(model, model.field(name)) else name for name in names
    )
    return f"models.UniqueConstraint(fields={columns!r}, name={called!r})"


def _constraint(domain: DomainPlan, model: ModelPlan, rule: RulePlan) -> str:
    called = f"{snake(model.name)}_{rule_name(model, rule)}"[:_LONGEST].rstrip("_")
    if rule.kind is RuleKind.UNIQUE:
        return _unique(model, rule.fields, called)
    return f"models.CheckConstraint(condition={_condition(domain, model, rule)}, name={called!r})"


def _condition(domain: DomainPlan, model: ModelPlan, rule: RulePlan) -> str:
    first = rule.fields[0]
    if rule.kind is RuleKind.COMPARED:
        right = f"models.F({rule.fields[1]!r})" if len(rule.fields) > 1 else _figure(rule.values[0])
        if rule.operator == "!=":
            return f"~models.Q({first}={right})"
        return f"models.Q({first}{_LOOKUPS[rule.operator]}={right})"
    if rule.kind is RuleKind.BETWEEN:
        low, high = map(_figure, rule.values)
        return f"models.Q({first}__gte={low}, {first}__lte={high})"
    filled, other = _filled(model.field(first)), model.field(rule.fields[1])
    if rule.kind is RuleKind.EITHER:
        return f"{filled} | {_filled(other)}"
    if rule.kind is RuleKind.WITH:
        return f"{_empty(other)} | {filled}"
    value = value_of(domain, model, other, rule.values[0])
    return f"~models.Q({other.name}={value!s}) | {filled}"


def value_of(domain: DomainPlan, model: ModelPlan, field: FieldPlan, value: str) -> str:
    """Return a value as code: a constant of the choice where the model declares it."""
    if field.kind is Kind.YES_NO:
        return str(value == "yes")
    if field.kind in CHOSEN and field.choices:
        return f"{choice_class(domain, model, field)}.{constant(value)}"
    return repr(value)


def _figure(value: str) -> str:
    return value if value.lstrip("-").isdigit() else f"Decimal({value!r})"


def _empty(field: FieldPlan) -> str:
    if field.kind in BLANK_TEXTS:
        return f"models.Q({field.name}='')"
    return f"models.Q({field.name}__isnull=True)"


def _filled(field: FieldPlan) -> str:
    if field.kind in BLANK_TEXTS:
        return f"~models.Q({field.name}='')"
    return f"models.Q({field.name}__isnull=False)"
