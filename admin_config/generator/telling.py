"""The plan in words: what a person reads before saying yes, and every text of the domain."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.behaviour import ChainPlan, QueryPlan, RuleKind, RulePlan, StepPlan
from admin_config.generator.blueprint import RELATIONS, DomainPlan, FieldPlan, ModelPlan
from admin_config.generator.code import phrases
from admin_config.generator.code.layout import titles_of
from admin_config.generator.code.queries import waits_for_approval
from admin_config.generator.code.rules import checked, needed_by_steps, needs_lines
from admin_config.generator.code.words import context_of
from admin_config.generator.spec.papers import is_new_kind

#: A text, its Chinese, and its context where it has one.
Text = tuple[str, str, str]


def described(domain: DomainPlan) -> Iterator[str]:
    """Yield the domain in lines that a person reads before saying yes."""
    yield f"{domain.name}: {domain.title}, directly above {domain.above}"
    for role, letters in domain.rights:
        yield f"  {role} may {letters}"
    for model in domain.models:
        yield f"  {_headline(domain, model)}"
        for field in model.fields:
            yield f"    {field.name:<24} {_described(field)}"
        yield from _behaviour(model)


def _headline(domain: DomainPlan, model: ModelPlan) -> str:
    words = [model.name]
    if model.paper is not None:
        money = ", with prices and totals" if model.priced else ""
        words.append(f", a paper with numbers {model.paper.prefix}-…{money}")
    if model.parent is not None:
        typed = ", typed in a grid" if model.parent.lines else ""
        goods = " of goods with prices" if domain.is_priced_line(model) else ""
        words.append(f", lines{goods} of {model.parent.to}{typed}")
    if model.key:
        words.append(f", known by {' + '.join(model.key)}")
    return "".join(words)


def _described(field: FieldPlan) -> str:
    what = f"→ {field.to}" if field.kind in RELATIONS else field.kind.value
    measure = str(field.length or "") or ".".join(
        map(str, field.digits if any(field.digits) else ())
    )
    marks = [n for n in ("required", "unique", "indexed", "belongs") if getattr(field, n)]
    marks += ["set by steps"] if field.locked and not field.source else []
    marks += ["what it continues"] if field.source else []
    marks += [f"of the {field.of}"] if field.of else []
    values = ["|".join(choice.value for choice in field.choices)] if field.choices else []
    return " ".join(word for word in (what, measure, *values, *marks) if word)


def _behaviour(model: ModelPlan) -> Iterator[str]:
    if model.life is not None:
        yield f"    starts as {model.life.start}, is written while {', '.join(model.life.open)}"
        for step in model.life.steps:
            yield f"      {step.name:<22} {_step(step)}"
    for chain in model.chains:
        yield f"    continues                {_chain(chain)}"
    for fill in model.fills:
        yield f"    {fill.field:<24} fills {', '.join(fill.filled)}"
    for rule in model.rules:
        yield f"    rule                     {_rule(rule)}"
    for query in model.queries:
        yield f"    query {query.name:<18} {_query(query)}"


def _chain(chain: ChainPlan) -> str:
    words = [f"{chain.source} while {', '.join(chain.when)}: {chain.line} by {chain.field}"]
    words.append("never more than is left" if chain.limited else "any number of times")
    if chain.kept_from:
        words.append(f"{chain.noun} stays out of {', '.join(chain.kept_from)} meanwhile")
    if chain.anew:
        words.append(f"without {', '.join(chain.anew)}")
    return "; ".join(words)


def _step(step: StepPlan) -> str:
    words = [f"{', '.join(step.sources)} → {step.target}"]
    if step.right != "change":
        words.append(f"needs the right to {step.right}")
    if step.another:
        words.append("by another person, within the amount of their roles")
    if step.needs:
        words.append(f"needs {', '.join(step.needs)}")
    if step.reason:
        words.append(f"asks why{f', kept in {step.keeps}' if step.keeps else ''}")
    words += [f"sets {name} to {value}" for name, value in step.sets]
    return "; ".join(words)


def _rule(rule: RulePlan) -> str:
    first, *others = rule.fields
    if rule.kind is RuleKind.COMPARED:
        return f"{first} {rule.operator} {[*others, *rule.values][0]}"
    if rule.kind is RuleKind.BETWEEN:
        return f"{first} between {rule.values[0]} and {rule.values[1]}"
    if rule.kind is RuleKind.UNIQUE:
        return f"{', '.join(rule.fields)} once"
    if rule.kind is RuleKind.EITHER:
        return f"{first} or {others[0]} is filled"
    if rule.kind is RuleKind.WITH:
        return f"{first} is filled where {others[0]} is"
    return f"{first} is filled where {others[0]} is {rule.values[0]}"


def _query(query: QueryPlan) -> str:
    asked = ", ".join(f"{c.field} {c.operator} {c.value}" for c in query.conditions)
    return f"{asked}{f'; on the home page: {query.card}' if query.card else ''}"


def texts_of(domain: DomainPlan) -> Iterator[Text]:
    """Yield every text of the domain that people read, with its Chinese where it was given."""
    yield domain.title, domain.title_zh, ""
    for model in domain.models:
        for text, chinese, context in _texts_of_model(domain, model):
            yield text, chinese, context_of(text, chinese, context)


def _texts_of_model(domain: DomainPlan, model: ModelPlan) -> Iterator[Text]:
    yield model.title, model.title_zh, domain.title
    yield model.plural, model.title_zh, domain.title
    if is_new_kind(model):
        yield model.title, model.title_zh, ""
    for field in model.fields:
        yield field.title, field.title_zh, model.title
        for choice in field.choices:
            yield choice.title, choice.title_zh, model.title
    for step in model.life.steps if model.life is not None else ():
        yield step.title, step.title_zh, model.title
        yield step.told, step.told_zh, model.title
    for chain in model.chains:
        yield chain.title, chain.title_zh, model.title
    yield from titles_of(model)
    for query in model.queries:
        yield query.card, query.card_zh, model.title
    if waits_for_approval(model):
        yield (*phrases.waits_for_me(model.plural, model.title_zh), "")
    for text, chinese in _said(model):
        yield text, chinese, ""


def _said(model: ModelPlan) -> Iterator[tuple[str, str]]:
    """Yield what rules and steps say to people."""
    for rule in checked(model):
        yield rule.says, rule.says_zh
    yield from (*phrases.OF_DAYS.values(), *phrases.OF_NUMBERS.values())
    yield from (phrases.BETWEEN, phrases.WITH, phrases.WHEN, phrases.EITHER)
    if needed_by_steps(model):
        yield phrases.FILL_IN
    if needs_lines(model):
        yield phrases.no_lines(model.title, model.title_zh)
