"""Papers that continue others: ``from = "sales.Quotation when approved, won"``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.utils import translation

from admin_config.generator import names
from admin_config.generator.behaviour import ChainPlan
from admin_config.generator.blueprint import RELATIONS, DomainPlan, FieldPlan, Kind, ModelPlan
from admin_config.generator.mistake import nearest
from admin_config.generator.spec.places import Places, Table
from erp.foundation.life_cycle import cycle_of

_WORDS = ("is", "title", "title_zh", "icon", "anew", "limit", "keeps_from")
_EXAMPLE = '"sales.Quotation when approved, won"'
#: In which state a paper may be continued if nothing is said, and in which it takes nothing.
_USUAL, _CANCELLED = "approved", "cancelled"
_QUANTITY = "quantity"
#: Amounts of a priced head that go along with the first part alone.
_ONCE = ("shipping", "adjustment")
_CHINESE = "zh-hans"


@dataclass(frozen=True)
class _Source:
    """The paper that is continued, of this description or of the house."""

    label: str
    title: str
    title_zh: str
    line: str
    line_title: str
    line_title_zh: str
    of: str
    states: tuple[str, ...]
    open: tuple[str, ...]
    #: Names of what head and lines have.
    head_fields: frozenset[str]
    line_fields: frozenset[str]


def read_chains(places: Places, name: str, table: Table) -> tuple[ChainPlan, ...]:
    """Return what the papers of a model continue, as far as it stands there itself."""
    given = table.get("from", [])
    rows = given if isinstance(given, list) else [given]
    if rows and "paper" not in table:
        places.wrong(f"{name}.from", 'only a paper continues another: say paper = "SO"')
        return ()
    return tuple(_read(places, f"{name}.from", name, row) for row in rows)


def _read(places: Places, place: str, name: str, described: Any) -> ChainPlan:
    table = places.described(place, described, _EXAMPLE, _WORDS)
    source, _when, states = table["is"].partition(" when ")
    title = f"Make {names.spoken(name)}"
    return ChainPlan(
        source=source.strip(),
        when=tuple(state.strip() for state in states.split(",") if state.strip()),
        limited=places.flag(place, table, "limit", otherwise=True),
        anew=places.texts(f"{place}.anew", table.get("anew", [])),
        kept_from=places.texts(f"{place}.keeps_from", table.get("keeps_from", [])),
        title=places.text(place, table, "title", title),
        title_zh=places.text(place, table, "title_zh"),
        icon=places.text(place, table, "icon", "arrow_forward"),
    )


def with_chains(places: Places, domain: DomainPlan) -> DomainPlan:
    """Return the domain in which the lines of continuing papers point to what they continue."""
    for head in domain.models:
        for chain in head.chains:
            domain = _joined(places, domain, head.name, chain)
    return domain


def _joined(places: Places, domain: DomainPlan, name: str, chain: ChainPlan) -> DomainPlan:
    place = f"{name}.from"
    head = domain.model(name)
    source = _source(places, place, domain, chain.source)
    lines = domain.lines_of(head) if head is not None else ()
    if head is None or source is None:
        return domain
    if len(lines) != 1:
        places.wrong(place, f'one model is its lines: {names.snake(name)} = "{name} lines"')
        return domain
    line = lines[0]
    whole = _completed(places, place, head, source, chain)
    _check_lines(places, line, source, place)
    field = FieldPlan(
        name=whole.field,
        kind=Kind.RELATION,
        title=source.line_title,
        title_zh=source.line_title_zh,
        to=source.line,
        locked=True,
        source=True,
    )
    chains = tuple(whole if each == chain else each for each in head.chains)
    changed = {
        head.name: replace(head, chains=chains),
        line.name: replace(line, fields=(*line.fields, field)),
    }
    models = tuple(changed.get(model.name, model) for model in domain.models)
    return replace(domain, models=models)


def _completed(
    places: Places, place: str, head: ModelPlan, source: _Source, chain: ChainPlan
) -> ChainPlan:
    """Return the plan with what follows from the states of both papers."""
    for spot, states in ((place, chain.when), (f"{place}.keeps_from", chain.kept_from)):
        for state in states:
            if state not in source.states:
                places.wrong(spot, f"no state {state!r}.{nearest(state, source.states)}")
    if chain.kept_from and not chain.limited:
        places.wrong(f"{place}.keeps_from", "without a limit nothing is taken, so nothing is kept")
    when = chain.when or tuple(state for state in source.states if state == _USUAL)
    if not when:
        places.wrong(place, f"say in which states, such as {_EXAMPLE}")
    own = [state.value for state in head.life.states] if head.life is not None else []
    held = {*source.open, *chain.kept_from, _CANCELLED}
    kept = [each for each in source.states if each in held]
    either = head.known.keys() | source.line_fields
    for name in chain.anew:
        if name not in either:
            places.wrong(f"{place}.anew", f"no field {name!r}.{nearest(name, either)}")
    return replace(
        chain,
        when=when,
        void=tuple(state for state in own if state == _CANCELLED),
        kept_from=tuple(each for each in kept if each not in when) if chain.limited else (),
        line=source.line,
        of=source.of,
        field=names.snake(source.line.rpartition(".")[2]),
        once=tuple(n for n in _ONCE if head.priced and n in source.head_fields and chain.limited),
        title_zh=chain.title_zh or f"生成{head.title_zh}" * bool(head.title_zh),
        noun=source.title,
    )


def _source(places: Places, place: str, domain: DomainPlan, label: str) -> _Source | None:
    own = domain.model(label)
    if own is not None:
        return _of_domain(places, place, domain, own)
    if "." not in label:
        papers = [model.name for model in domain.models if model.paper is not None]
        places.wrong(place, f"no paper {label!r}.{nearest(label, papers)}")
        return None
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        labels = [each._meta.label for each in apps.get_models() if cycle_of(each) is not None]
        places.wrong(place, f"no paper {label!r}.{nearest(label, labels)}")
        return None
    return _of_house(places, place, model)


def _of_domain(places: Places, place: str, domain: DomainPlan, head: ModelPlan) -> _Source | None:
    lines = domain.lines_of(head)
    if head.paper is None or head.life is None or len(lines) != 1:
        places.wrong(place, f"{head.name} is no paper with lines, so nothing can continue it")
        return None
    line = lines[0]
    return _Source(
        label=head.name,
        title=head.title,
        title_zh=head.title_zh,
        line=line.name,
        line_title=line.title,
        line_title_zh=line.title_zh,
        of=line.parent.name if line.parent is not None else "",
        states=tuple(state.value for state in head.life.states),
        open=head.life.open,
        head_fields=frozenset(head.known),
        line_fields=frozenset(line.known),
    )


def _of_house(places: Places, place: str, model: Any) -> _Source | None:
    cycle = cycle_of(model)
    if cycle is None or not cycle.parts:
        places.wrong(place, f"{model._meta.label} is no paper with lines and a life cycle")
        return None
    line, of = cycle.parts[0]
    states = model._meta.get_field(cycle.status).flatchoices
    with translation.override(None):
        titles = (str(model._meta.verbose_name), str(line._meta.verbose_name))
    with translation.override(_CHINESE):
        chinese = (str(model._meta.verbose_name), str(line._meta.verbose_name))
    return _Source(
        label=model._meta.label,
        title=titles[0],
        title_zh=chinese[0],
        line=line._meta.label,
        line_title=titles[1],
        line_title_zh=chinese[1],
        of=of,
        states=tuple(str(value) for value, _label in states),
        open=tuple(sorted(cycle.open)),
        head_fields=frozenset(field.name for field in model._meta.concrete_fields),
        line_fields=frozenset(field.name for field in line._meta.concrete_fields),
    )


def _check_lines(places: Places, line: ModelPlan, source: _Source, place: str) -> None:
    for fields, whose in ((line.known.keys(), line.name), (source.line_fields, source.line)):
        if _QUANTITY not in fields:
            places.wrong(place, f"{whose} has no number {_QUANTITY!r} that could be counted")
    taken = {field.name for field in line.fields}
    name = names.snake(source.line.rpartition(".")[2])
    if name in taken:
        places.wrong(f"{line.name}.{name}", "what is continued stands there under this name")
    for field in _needed(line):
        if field.name not in source.line_fields:
            places.wrong(
                f"{line.name}.{field.name}",
                f"is required, and {source.line} has no such field: leave out required",
            )


def _needed(line: ModelPlan) -> Iterator[FieldPlan]:
    """Yield the fields that a new line cannot do without."""
    for field in line.fields:
        empty = field.kind in {*RELATIONS, Kind.DATE, Kind.MOMENT, Kind.INTEGER} or any(
            field.digits
        )
        if field.required and empty and not (field.belongs or field.locked or field.default):
            yield field
