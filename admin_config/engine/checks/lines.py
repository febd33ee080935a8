"""Rules about lines: names that are there, an order that counts, functions of their shape."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator

from django.core.checks import CheckMessage
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from admin_config.engine.checks.complaint import complain, nearest
from admin_config.engine.checks.known import columns_known, field_names
from admin_config.engine.checks.mistake import Mistake
from admin_config.engine.spec import Lines, Screen

_Named = tuple[str, str, Collection[str]]


def _field(lines: Lines, name: str) -> object:
    try:
        return lines.model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _of_rule(screen: Screen, lines: Lines) -> Iterator[_Named]:
    """Yield the names of the rule of figures: argument, name, what is known there."""
    rule, own = lines.compute, field_names(lines.model)
    head = columns_known(screen.model)
    if rule is None:
        return
    for argument in ("quantity", "price", "discount", "amount", "tax"):
        yield f"compute.{argument}", getattr(rule, argument), own
    for argument in ("tax_kind", "currency", "goods", "taxes", "total"):
        yield f"compute.{argument}", getattr(rule, argument), head
    for name in rule.added:
        yield "compute.added", name, head


def line_names(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of names that lines or head do not have."""
    for lines in screen.lines:
        own = field_names(lines.model)
        named: list[_Named] = [("paste", name, lines.columns) for name in lines.paste]
        named += [("depends", name, field_names(screen.model)) for name in lines.depends]
        named += [("wording", lines.wording, lines.columns), ("order", lines.order or "", own)]
        named += [("goods", lines.goods, lines.columns), *_of_rule(screen, lines)]
        stored = {field.name for field in lines.model._meta.concrete_fields}
        named += [("doubt", lines.doubt, stored)]
        for place, name, known in named:
            if name and name not in known:
                yield complain(
                    screen,
                    Mistake.UNKNOWN_NAME,
                    f"lines {lines.model.__name__}.{place} names {name!r}, which is not there.",
                    hint=nearest(name, known),
                    word=name,
                )


def line_order(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of an order that is no whole number."""
    for lines in screen.lines:
        found = _field(lines, lines.order or "")
        if found is not None and not isinstance(found, models.IntegerField):
            yield complain(
                screen,
                Mistake.LINES_NO_ORDER,
                f"lines {lines.model.__name__} are ordered by {lines.order!r}.",
                hint="Order them by a PositiveIntegerField.",
                word=lines.order or "",
            )


def line_goods(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of goods that are no relation, and of matches that fill nothing."""
    for lines in screen.lines:
        found = _field(lines, lines.goods)
        wrong = lines.goods and found is not None and not isinstance(found, models.ForeignKey)
        idle = not lines.goods and (lines.match is not None or lines.fill is not None)
        if wrong or idle:
            yield complain(
                screen,
                Mistake.LINES_NO_GOODS,
                f"lines {lines.model.__name__} find no records for {lines.goods!r}.",
                hint="Name the relation that a match fills: goods=.",
                word=lines.goods or lines.model.__name__,
            )


def line_doubts(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of doubts that are kept in what is no yes-or-no field."""
    for lines in screen.lines:
        found = _field(lines, lines.doubt) if lines.doubt else None
        if found is not None and not isinstance(found, models.BooleanField):
            yield complain(
                screen,
                Mistake.LINES_NO_DOUBT,
                f"lines {lines.model.__name__} keep their doubt in {lines.doubt!r}.",
                hint="Give the line a BooleanField that nobody types.",
                word=lines.doubt,
            )


def line_functions(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of functions without the keywords ``by`` and ``record``."""
    for lines in screen.lines:
        for place in ("match", "facts", "fill"):
            function = getattr(lines, place)
            takes = set() if function is None else set(inspect.signature(function).parameters)
            if function is not None and not {"by", "record"} <= takes:
                yield complain(
                    screen,
                    Mistake.LINES_FUNCTION,
                    f"{place} of lines {lines.model.__name__} does not take `by` and `record`.",
                    hint=f"Give it the shape {place}(rows, *, by, record).",
                    word=function.__name__,
                )


RULES = (line_names, line_order, line_goods, line_doubts, line_functions)
