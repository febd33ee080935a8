"""What a plan needs so that Python, Django and two databases take it: no circle, no name twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from admin_config.generator.blueprint import RELATIONS, TEXTS, FieldPlan, Kind, ModelPlan
from admin_config.generator.code.models import constant, related_name
from admin_config.generator.names import snake

#: Kinds of which one may be insisted on where nothing else is required.
_FILLED = frozenset(
    {*TEXTS, Kind.DATE, Kind.MOMENT, Kind.INTEGER, Kind.NUMBER, Kind.MONEY}
    | {Kind.LONG_TEXT, Kind.EMAIL, Kind.LINK, Kind.PERCENT}
)
#: MariaDB keeps 65,535 bytes a row, four for a letter, twice for what is folded beside it.
_MOST_LETTERS = 9_000


def mended(models: list[ModelPlan]) -> tuple[list[ModelPlan], list[str]]:
    """Return models that can be written, and what was changed for it."""
    reports: list[str] = []
    models = [_without_wide_rows(model, reports) for model in models]
    models = _without_circles(models, reports)
    models = [_insisting(model, {m.name: m for m in models}, reports) for model in models]
    models = _without_deep_lines(models)
    models = [replace(model, fields=tuple(map(_with_constants, model.fields))) for model in models]
    return _without_clashes(models, reports), reports


def _without_wide_rows(model: ModelPlan, reports: list[str]) -> ModelPlan:
    """Return the model with its longest texts as long texts where a row would not hold them."""
    while sum(field.length for field in model.fields) > _MOST_LETTERS:
        longest = max(
            (f for f in model.fields if f.kind in TEXTS and f.name not in model.key),
            key=lambda field: field.length,
        )
        reports.append(f"{model.name}.{longest.name}: a long text, or the row would be too wide")
        changed = replace(longest, kind=Kind.LONG_TEXT, length=0, unique=False, required=False)
        model = _with_field(model, changed)
    return model


def _with_field(model: ModelPlan, changed: FieldPlan) -> ModelPlan:
    fields = tuple(changed if each.name == changed.name else each for each in model.fields)
    return replace(model, fields=fields)


def _needs(model: ModelPlan) -> Iterator[FieldPlan]:
    yield from (f for f in model.fields if f.kind is Kind.RELATION and f.required)


def _without_circles(models: list[ModelPlan], reports: list[str]) -> list[ModelPlan]:
    """Return models of which none is needed, over others, to make itself."""
    done: list[str] = []
    found = {model.name: model for model in models}
    left = dict(found)
    while left:
        ready = next(
            (m for m in left.values() if all(f.to in {*done, m.name} for f in _needs(m))), None
        )
        if ready is None:
            ready = min(left.values(), key=lambda m: sum(f.to not in done for f in _needs(m)))
        for field in list(_needs(ready)):
            if field.to not in done:
                ready = _relaxed(ready, field)
                reports.append(f"{ready.name}.{field.name}: not required, records need each other")
        found[ready.name] = ready
        done.append(ready.name)
        del left[ready.name]
    return list(found.values())


def _relaxed(model: ModelPlan, field: FieldPlan) -> ModelPlan:
    changed = replace(field, required=False, belongs=False)
    key = () if field.name in model.key else model.key
    return replace(_with_field(model, changed), key=key)


def _insisting(model: ModelPlan, models: dict[str, ModelPlan], reports: list[str]) -> ModelPlan:
    """Return the model with a field that must be filled: an empty record tells nothing."""
    plain = [field for field in model.fields if field.kind in _FILLED]
    if any(field.required for field in plain):
        return model
    named = [field for field in (model.naming,) if field is not None]
    safe = [f for f in model.fields if f.kind is Kind.RELATION and not _leads(f.to, model, models)]
    for field in [*named, *plain, *safe][:1]:
        reports.append(f"{model.name}.{field.name}: required, or a record could be empty")
        return _with_field(model, replace(field, required=True))
    return model


def _leads(start: str, end: ModelPlan, models: dict[str, ModelPlan]) -> bool:
    """Tell whether making a record of one model may need a record of the other."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name == end.name:
            return True
        if name in models and name not in seen:
            seen.add(name)
            waiting += [f.to for f in models[name].fields if f.kind is Kind.RELATION]
    return False


def _without_deep_lines(models: list[ModelPlan]) -> list[ModelPlan]:
    """Return models whose lines have no lines of their own: the form shows one floor."""
    lines = {model.name for model in models if model.parent}
    deep = [m for m in models if m.parent and (m.parent.to in lines or m.parent.to == m.name)]
    changed = {m.name: _with_field(m, replace(m.parent, belongs=False)) for m in deep if m.parent}
    return [changed.get(model.name, model) for model in models]


def _with_constants(field: FieldPlan) -> FieldPlan:
    """Return a choice whose values are constants of different names."""
    known = {constant(choice.value) for choice in field.choices}
    if len(known) == len(field.choices):
        return field
    if field.kind is Kind.CHOICES:
        return replace(field, kind=Kind.LONG_TEXT, choices=(), default="")
    return replace(field, kind=Kind.TEXT, length=max(len(c.value) for c in field.choices) + 6)


def _without_clashes(models: list[ModelPlan], reports: list[str]) -> list[ModelPlan]:
    """Return models none of whose fields has the name of a way back from another model."""
    ways: dict[str, set[str]] = {model.name: set() for model in models}
    for model in models:
        for field in model.fields:
            if field.kind in RELATIONS and field.to in ways:
                ways[field.to].add(related_name(model, field))
    return [_renamed(model, ways[model.name], reports) for model in models]


def _renamed(model: ModelPlan, taken: set[str], reports: list[str]) -> ModelPlan:
    columns = {f"{f.name}_id" for f in model.fields if f.kind is Kind.RELATION}
    names = {f.name: _beside(model, f) for f in model.fields if f.name in taken | columns}
    for old, new in names.items():
        why = "the column of a relation" if old in columns else "the way back of a relation"
        reports.append(f"{model.name}.{old}: called {new}, {why} is {old}")
    fields = tuple(replace(f, name=names.get(f.name, f.name)) for f in model.fields)
    return replace(model, fields=fields, key=tuple(names.get(n, n) for n in model.key))


def _beside(model: ModelPlan, field: FieldPlan) -> str:
    """Return another name for a field whose own is taken."""
    used = {each.name for each in model.fields}
    name = f"{snake(model.name)}_{field.name}"
    return name if name not in used else f"{name}_2"
