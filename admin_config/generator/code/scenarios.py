"""A test for each life cycle: it goes its way, takes no step out of turn, and stays locked."""

from __future__ import annotations

from collections.abc import Iterator

from admin_config.generator.behaviour import ChainPlan, RuleKind, RulePlan, StepPlan
from admin_config.generator.blueprint import TEXTS, DomainPlan, FieldPlan, Kind, ModelPlan
from admin_config.generator.code.chains import chain_name
from admin_config.generator.code.constraints import rule_name
from admin_config.generator.code.rules import checked
from admin_config.generator.code.services import verb
from admin_config.generator.names import snake

_TESTED = frozenset({RuleKind.COMPARED, RuleKind.BETWEEN})


def has_scenario(model: ModelPlan) -> bool:
    """Tell whether there is something to try out."""
    return model.life is not None or bool(_rules(model))


def scenario_file(domain: DomainPlan, model: ModelPlan) -> str:
    """Return the test of one model's life cycle and rules."""
    noun, place = snake(model.name), f"erp.{domain.name}"
    chains = [line for chain in model.chains for line in _part_by_part(model, chain)]
    body = "\n".join([*_life(domain, model), *chains, *_tests_of_rules(model)])
    services = sorted(verb(model, step) for step in _steps(model) if verb(model, step) in body)
    rules = sorted({f"check_{rule_name(model, rule)}" for rule in _rules(model)})
    factories = [
        name for name in (f"{each.name}Factory" for each in domain.models) if f"{name}(" in body
    ]
    imports = [
        "import datetime as dt" if "dt." in body else "",
        "from decimal import Decimal" if "Decimal(" in body else "",
        "import pytest" if "pytest" in body else "",
        "from erp.foundation.actor import SYSTEM" if "SYSTEM" in body else "",
        "from erp.foundation.refusal import Refusal" if "Refusal" in body else "",
        f"from {place}.models import {model.name}" if f" {model.name}." in body else "",
        f"from {place}.rules.{noun} import {', '.join(rules)}" if rules else "",
        f"from {place}.services.{noun} import {', '.join(services)}" if services else "",
        f"from tests.factories import {', '.join(sorted(factories))}" if factories else "",
        _named("tests.language.chains", ("left_of", "part_of", "source_of"), body),
        _named("tests.language.writing", ("as_the_house", "nothing_changes"), body),
        *(f"from {place}.chains import {chain_name(model, chain)}" for chain in model.chains),
    ]
    says = f"{_capital(_with_article(model))} goes its way step by step; nobody breaks its rules."
    mark = ["pytestmark = pytest.mark.django_db"] if "SYSTEM" in body or chains else []
    head = [f'"""{says}"""', "", "from __future__ import annotations", "", *imports, ""]
    return "\n".join([*head, *mark, "", "", body.strip("\n"), ""])


def _named(place: str, known: tuple[str, ...], body: str) -> str:
    names = [name for name in known if f"{name}(" in body]
    return f"from {place} import {', '.join(names)}" if names else ""


def _part_by_part(model: ModelPlan, chain: ChainPlan) -> Iterator[str]:
    """Yield the test that a paper is continued part by part, never by more than is left."""
    name, source = chain_name(model, chain), snake(chain.source.rpartition(".")[2])
    yield ""
    yield ""
    yield f"def test_it_continues_a_{source}_part_by_part() -> None:"
    yield f"    {source} = source_of({name}, 5)"
    yield f"    first = part_of({name}, {source}, 2)"
    yield f"    assert first.{_start(model)}"
    if not chain.limited:
        yield f"    part_of({name}, {source}, 9)"
        yield f"    assert left_of({name}, {source}) == 5"
        return
    yield f"    assert left_of({name}, {source}) == 3"
    yield '    with pytest.raises(Refusal, match="more than the 3 that are left"):'
    yield f"        part_of({name}, {source}, 4)"
    yield f"    part_of({name}, {source}, 3)"
    yield f"    assert left_of({name}, {source}) == 0"


def _start(model: ModelPlan) -> str:
    return f"status == {(model.life.start if model.life is not None else '')!r}"


def _steps(model: ModelPlan) -> tuple[StepPlan, ...]:
    return model.life.steps if model.life is not None else ()


def _rules(model: ModelPlan) -> list[RulePlan]:
    return [
        rule
        for rule in checked(model)
        if rule.kind in _TESTED and model.field(rule.fields[0]).kind is not Kind.RELATION
    ]


def way_of(model: ModelPlan) -> tuple[StepPlan, ...]:
    """Return the steps that a record takes when all goes well: always the first that is left."""
    life = model.life
    if life is None:
        return ()
    here, passed = life.start, {life.start}
    way: list[StepPlan] = []
    while True:
        step = next((s for s in life.steps if here in s.sources and s.target not in passed), None)
        if step is None:
            return tuple(way)
        way.append(step)
        here = step.target
        passed.add(here)


def _life(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    way, life = way_of(model), model.life
    if life is None or not way:
        return
    noun = snake(model.name)
    end = way[-1].target
    yield ""
    yield ""
    yield f"def test_it_goes_from_{life.start}_to_{end}() -> None:"
    yield from _made(domain, model)
    yield f"    assert {noun}.status == {life.start!r}"
    for step in way:
        yield f"    {noun} = {_called(model, step)}"
        yield f"    assert {noun}.status == {step.target!r}"
    yield from _out_of_turn(model)
    yield from _stays_locked(domain, model, way)


def _made(domain: DomainPlan, model: ModelPlan) -> Iterator[str]:
    noun = snake(model.name)
    yield f"    {noun} = {model.name}Factory()"
    for line in domain.lines_of(model)[:1]:
        relation = line.parent.name if line.parent is not None else noun
        yield f"    {line.name}Factory({relation}={noun})"
        if model.priced:
            yield f"    {noun} = {model.name}.objects.get(pk={noun}.pk)"


def _called(model: ModelPlan, step: StepPlan) -> str:
    reason = ', reason="Said so"' if step.reason else ""
    return f"{verb(model, step)}({snake(model.name)}, by=SYSTEM{reason})"


def _out_of_turn(model: ModelPlan) -> Iterator[str]:
    life = model.life
    if life is None:
        return
    late = [s for s in life.steps if life.start not in s.sources and s.target != life.start]
    if not late:
        return
    noun = snake(model.name)
    yield ""
    yield ""
    yield "def test_a_new_one_takes_no_step_but_its_own() -> None:"
    yield f"    {noun} = {model.name}Factory()"
    for step in late:
        yield '    with nothing_changes(), pytest.raises(Refusal, match="is not possible now"):'
        yield f"        {_called(model, step)}"


def _stays_locked(domain: DomainPlan, model: ModelPlan, way: tuple[StepPlan, ...]) -> Iterator[str]:
    life, field = model.life, _changed(model)
    first = [place for place, step in enumerate(way) if life and step.target not in life.open]
    if life is None or field is None or not first:
        return
    noun = snake(model.name)
    yield ""
    yield ""
    yield f"def test_nobody_writes_it_once_it_is_{way[first[0]].target}() -> None:"
    yield from _made(domain, model)
    for step in way[: first[0] + 1]:
        yield f"    {noun} = {_called(model, step)}"
    yield f"    {noun}.{field.name} = {_another(field)}"
    yield '    with nothing_changes(), pytest.raises(Refusal, match="locked"), as_the_house():'
    yield f"        {noun}.save()"


def _changed(model: ModelPlan) -> FieldPlan | None:
    """Return a field that somebody could try to change."""
    kinds = {*TEXTS, Kind.LONG_TEXT, Kind.DATE}
    fields = [f for f in model.known.values() if f.kind in kinds and not f.locked]
    return next(iter(fields), None)


def _another(field: FieldPlan) -> str:
    return "dt.date(2020, 2, 2)" if field.kind is Kind.DATE else '"other"'


def _tests_of_rules(model: ModelPlan) -> Iterator[str]:
    for rule in _rules(model):
        held, broken = _values(model, rule)
        name = rule_name(model, rule)
        yield ""
        yield ""
        yield f"def test_{name}() -> None:"
        yield f"    check_{name}({held})"
        yield "    with pytest.raises(Refusal) as refused:"
        yield f"        check_{name}({broken})"
        yield f"    assert list(refused.value.message_dict) == [{rule.fields[0]!r}]"


def _values(model: ModelPlan, rule: RulePlan) -> tuple[str, str]:
    """Return arguments that keep the rule, and such that break it."""
    kind = model.field(rule.fields[0]).kind
    if rule.kind is RuleKind.BETWEEN:
        return _figure(kind, rule.values[0]), f"{_figure(kind, rule.values[1])} + 1"
    more = ("+ 1", "- 1") if rule.operator in {">", ">="} else ("- 1", "+ 1")
    if len(rule.fields) == 1:
        bound = _figure(kind, rule.values[0])
        return f"{bound} {more[0]}", bound if rule.operator == "!=" else f"{bound} {more[1]}"
    low, high = _pair(kind)
    if rule.operator == "!=":
        return f"{high}, {low}", f"{low}, {low}"
    later = rule.operator in {">", ">="}
    return (f"{high}, {low}", f"{low}, {high}") if later else (f"{low}, {high}", f"{high}, {low}")


def _pair(kind: Kind) -> tuple[str, str]:
    if kind is Kind.DATE:
        return "dt.date(2026, 1, 1)", "dt.date(2026, 1, 2)"
    if kind is Kind.MOMENT:
        return ("dt.datetime(2026, 1, 1, tzinfo=dt.UTC)", "dt.datetime(2026, 1, 2, tzinfo=dt.UTC)")
    return _figure(kind, "1"), _figure(kind, "2")


def _figure(kind: Kind, value: str) -> str:
    return value if kind is Kind.INTEGER else f"Decimal({value!r})"


def _with_article(model: ModelPlan) -> str:
    return f"{'an' if model.title[:1].lower() in 'aeiou' else 'a'} {model.title}"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
