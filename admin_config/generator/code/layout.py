"""How the fields of a form are laid out where its description does not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from admin_config.generator.blueprint import DomainPlan, FieldPlan, Kind, ModelPlan
from admin_config.generator.code.services import any_approval
from admin_config.generator.code.words import lazily

_LONG = frozenset({Kind.LONG_TEXT, Kind.SEVERAL, Kind.CHOICES})
#: Kinds that a grid of lines has no cells for.
_NO_CELL = frozenset({Kind.SEVERAL, Kind.IMAGE, Kind.FILE, Kind.MOMENT})
Row = tuple[str, ...]


def sections_of(model: ModelPlan) -> list[str]:
    """Return the sections as code: as described, else those of a paper or a life cycle."""
    wishes = model.screen
    if wishes.sections is not None:
        chinese = dict(wishes.sections_zh)
        return [
            section(lazily(title, chinese.get(title, ""), model.title), rows)
            for title, rows in wishes.sections
        ]
    if model.life is None:
        return []
    return list(_inferred(model))


def titles_of(model: ModelPlan) -> Iterator[tuple[str, str, str]]:
    """Yield the titles of the sections with their Chinese and context."""
    chinese = dict(model.screen.sections_zh)
    for title, _rows in model.screen.sections or ():
        yield title, chinese.get(title, ""), model.title
    if model.screen.sections is None and model.life is not None:
        yield _capital(model.title), model.title_zh, "form"


def section(title: str, rows: Iterable[Row], *, tab: bool = False) -> str:
    """Return one section as code; fields of one row stand side by side."""
    inside = ", ".join(repr(row) if len(row) > 1 else repr(row[0]) for row in rows)
    return f"Section({title}, ({inside},){', tab=True' if tab else ''})"


def columns_of_lines(domain: DomainPlan, line: ModelPlan) -> tuple[str, ...]:
    """Return the columns of a grid of lines: all that can be typed, the amount before remarks."""
    own = [f.name for f in line.fields if not f.belongs and f.kind not in _NO_CELL and not f.locked]
    if not domain.is_priced_line(line):
        return tuple(own)
    goods = ("wording", "sku", "quantity", "unit", "unit_price", "discount", "tax_rate", "amount")
    return (*goods, *own, "lead_time", "note")


def _inferred(model: ModelPlan) -> Iterator[str]:
    typed = [f for f in model.fields if not f.locked]
    short = [f for f in typed if f.kind not in _LONG]
    long = [f for f in typed if f.kind in _LONG]
    first: list[Row] = [("number", "status")] if model.paper is not None else [("status",)]
    names = [*(["issued_on", "owner"] if model.paper is not None else []), *_names(short)]
    title = lazily(_capital(model.title), model.title_zh, "form")
    yield section(title, [*first, *_pairs(names)])
    if model.priced:
        money = ["currency", "rate", "tax_kind", "payment_terms", "shipping", "adjustment"]
        yield section('_("Money")', [*_pairs(money), ("base_total",)])
    if long:
        yield section('_("Notes")', [(name,) for name in _names(long)])
    if model.priced:
        paper: list[Row] = [("company", "language"), ("delivery_way",), ("remarks",), ("terms",)]
        yield section('_("Paper")', paper, tab=True)
    kept = _pairs([f.name for f in model.fields if f.locked and f.name != "status"])
    if model.paper is not None and model.life is not None and any_approval(model.life):
        kept = [("submitted_by", "submitted_at"), ("approved_by", "approved_at"), *kept]
    if kept:
        yield section('_("Life cycle")', kept, tab=True)


def _names(fields: Iterable[FieldPlan]) -> list[str]:
    return [field.name for field in fields]


def _pairs(names: list[str]) -> list[Row]:
    return [tuple(names[place : place + 2]) for place in range(0, len(names), 2)]


def _capital(title: str) -> str:
    return f"{title[:1].upper()}{title[1:]}"
