"""Papers: ``paper = "RO"`` begins the numbers, ``paper = "RO priced"`` has lines with prices."""

from __future__ import annotations

import re
from dataclasses import replace

from admin_config.generator.blueprint import DomainPlan, FieldPlan, Kind, ModelPlan, PaperPlan
from admin_config.generator.given import LINE, NUMBERED, PRICED, PRICED_LINE
from admin_config.generator.mistake import nearest
from admin_config.generator.names import snake
from admin_config.generator.spec.places import Places, Table
from admin_config.generator.spec.rules import NUMBERS
from erp.company.models import PREFIXES, Paper

_PREFIX = re.compile(r"[A-Z]{1,8}")
#: Letters of a kind of paper, which other tables keep.
_LONGEST_KIND = 20
_FROM_THE_CATALOG = "a priced paper sells what is in the catalog"


def read_paper(places: Places, name: str, table: Table) -> PaperPlan | None:
    """Return what makes a model a paper, if it is one."""
    if "paper" not in table:
        return None
    place = f"{name}.paper"
    prefix, *marks = places.text(name, table, "paper").split() or [""]
    if not _PREFIX.fullmatch(prefix):
        places.wrong(place, f"numbers begin with 1 to 8 capital letters, not {prefix!r}")
    for mark in marks:
        if mark != "priced":
            places.wrong(place, f"unknown word {mark!r}.{nearest(mark, ['priced'])}")
    for word in ("key", "owner", "small"):
        if word in table:
            places.wrong(f"{name}.{word}", "a paper is known by its number and has an owner")
    _check_kind(places, place, snake(name), prefix)
    return PaperPlan(prefix, priced="priced" in marks)


def _check_kind(places: Places, place: str, kind: str, prefix: str) -> None:
    if len(kind) > _LONGEST_KIND:
        places.wrong(place, f"the name of a paper has {_LONGEST_KIND} letters at most")
    for paper, taken in PREFIXES.items():
        if paper.value == kind and taken != prefix:
            places.wrong(place, f"the house numbers a {paper.label} with {taken!r}")
        elif paper.value != kind and taken == prefix:
            places.wrong(place, f"{prefix!r} begins the numbers of a {paper.label} already")


def is_new_kind(model: ModelPlan) -> bool:
    """Tell whether the house does not know this kind of paper yet."""
    return model.paper is not None and snake(model.name) not in set(Paper.values)


def given_for(places: Places, name: str, table: Table, fields: tuple[FieldPlan, ...]) -> Table:
    """Return by name the fields that the house declares for a model: a paper's, or a line's."""
    found: tuple[FieldPlan, ...] = ()
    words = str(table.get("paper", "")).split()
    parent = next((field for field in fields if field.lines), None)
    if words:
        found = PRICED if "priced" in words[1:] else NUMBERED
    elif parent is not None:
        head = places.content.get(parent.to, {})
        above = str(head.get("paper", "")).split() if isinstance(head, dict) else []
        found = PRICED_LINE if "priced" in above[1:] else LINE
    for field in fields:
        if field.name in {each.name for each in found}:
            what = "line" if not words else "paper"
            places.wrong(f"{name}.{field.name}", f"every such {what} has this field already")
    return {field.name: field for field in found}


def check_papers(places: Places, domain: DomainPlan, above: list[str]) -> None:
    """Note what papers and lines lack; ``above`` are the domains that this one may import."""
    prefixes: dict[str, str] = {}
    for model in domain.models:
        if model.paper is not None:
            other = prefixes.setdefault(model.paper.prefix, model.name)
            if other != model.name:
                places.wrong(f"{model.name}.paper", f"{other} has the same prefix")
        if model.priced and len(domain.lines_of(model)) != 1:
            places.wrong(
                model.name, f'has prices, so one model is its lines: order = "{model.name} lines"'
            )
        if model.priced and "catalog" not in above:
            places.wrong("above", f'{_FROM_THE_CATALOG}, so it stands above = "catalog"')
        _check_line(places, domain, model)
        _check_needs(places, domain, model)


def _check_line(places: Places, domain: DomainPlan, model: ModelPlan) -> None:
    head, relation = domain.head_of(model), model.parent
    if relation is None or not relation.lines:
        return
    place = f"{model.name}.{relation.name}"
    if head is None or head.paper is None:
        places.wrong(place, f"{relation.to} is no paper: say belongs, or give it a paper")
    typed = [field for field in model.known.values() if not field.locked]
    if not any(field.kind in NUMBERS and field.name != "position" for field in typed):
        places.wrong(place, "lines have a number such as quantity; without one say belongs")
    if model.key:
        places.wrong(f"{model.name}.key", "lines are known by their place in the paper")


def _check_needs(places: Places, domain: DomainPlan, model: ModelPlan) -> None:
    steps = model.life.steps if model.life is not None else ()
    for step in steps:
        if "lines" in step.needs and not domain.lines_of(model):
            places.wrong(f"{model.name}.steps.{step.name}.needs", f"{model.name} has no lines")


def with_needs(domain: DomainPlan) -> DomainPlan:
    """Return the domain with lines asked for where a paper is handed in and goes on from there."""
    return replace(domain, models=tuple(_with_needs(domain, m) for m in domain.models))


def _with_needs(domain: DomainPlan, model: ModelPlan) -> ModelPlan:
    if model.life is None or model.paper is None or not domain.lines_of(model):
        return model
    life = model.life
    steps = tuple(
        replace(step, needs=("lines", *step.needs))
        if life.start in step.sources and step.target not in life.past and "lines" not in step.needs
        else step
        for step in life.steps
    )
    return replace(model, life=replace(life, steps=steps))


def status_field(model: ModelPlan) -> FieldPlan:
    """Return the field that holds where a record stands in its life cycle."""
    if model.life is None:
        message = f"{model.name} has no life cycle"
        raise ValueError(message)
    return FieldPlan(
        "status",
        Kind.CHOICE,
        "status",
        "状态",
        required=True,
        choices=model.life.states,
        default=model.life.start,
        locked=True,
    )
