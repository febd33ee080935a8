"""Named queries: ``overdue = "status = lent, due_on < today"``, with a card where one is wanted."""

from __future__ import annotations

import re
from typing import Any

from admin_config.generator import names
from admin_config.generator.behaviour import Condition, QueryPlan
from admin_config.generator.blueprint import CHOSEN, RELATIONS, FieldPlan, Kind
from admin_config.generator.mistake import nearest
from admin_config.generator.spec.places import Places
from admin_config.generator.spec.rules import NUMBERS, is_number

_QUERY_WORDS = ("is", "card", "card_zh", "urgent")
_CONDITION = re.compile(r"([a-z][a-z0-9_]*) *(>=|<=|!=|=|>|<) *(.+)")
DAY = re.compile(r"today(?: *([+-]) *(\d{1,4}))?")
_ORDERED = NUMBERS | {Kind.DATE, Kind.MOMENT}


def read_queries(
    places: Places, place: str, given: Any, known: dict[str, FieldPlan]
) -> tuple[QueryPlan, ...]:
    """Return the named queries of a model."""
    rows = places.table(place, given, 'overdue = "status = lent, due_on < today"')
    found = []
    for name, described in rows.items():
        spot = f"{place}.{name}"
        if names.wrong_field_name(name):
            places.wrong(spot, "a query has a name such as overdue")
        table = places.described(spot, described, '"status = lent"', _QUERY_WORDS)
        conditions = tuple(
            condition
            for part in table["is"].split(",")
            if (condition := _condition(places, spot, part.strip(), known)) is not None
        )
        card, card_zh = (places.text(spot, table, word) for word in ("card", "card_zh"))
        urgent = places.flag(spot, table, "urgent")
        found.append(QueryPlan(name, conditions, card, card_zh, urgent))
    return tuple(found)


def _condition(
    places: Places, place: str, text: str, known: dict[str, FieldPlan]
) -> Condition | None:
    parts = _CONDITION.fullmatch(text)
    if parts is None:
        places.wrong(place, f"{text!r} is no condition, such as due_on < today")
        return None
    name, operator, value = parts.groups()
    if not places.named(place, [name], known):
        return None
    why = _unfit(known[name], operator, value)
    if why:
        places.wrong(place, f"{text!r}: {why}")
    return Condition(name, operator, value)


def _unfit(field: FieldPlan, operator: str, value: str) -> str:
    """Return why a value does not fit the field that it is compared with, or nothing."""
    if operator not in {"=", "!="} and field.kind not in _ORDERED:
        return "only numbers and dates are more or less"
    if value == "empty":
        return "" if operator in {"=", "!="} else "what is empty is = empty or != empty"
    return _unfit_value(field, operator, value)


def _unfit_value(field: FieldPlan, operator: str, value: str) -> str:
    if field.kind in CHOSEN:
        values = [choice.value for choice in field.choices]
        known = value in values or not values
        return "" if known else f"no choice {value!r}.{nearest(value, values)}"
    if field.kind in {Kind.DATE, Kind.MOMENT}:
        fits = bool(DAY.fullmatch(value)) and (field.kind is Kind.DATE or operator in {"<", ">="})
        return "" if fits else "a date is compared with today, today + 3 or empty, a moment by < >="
    if field.kind in NUMBERS:
        return "" if is_number(value) else "a number is compared with a figure"
    if field.kind is Kind.YES_NO:
        return "" if value in {"yes", "no"} else "a yes or no is yes or no"
    if field.kind in RELATIONS:
        fits = value == "me" and field.to == "staff.User"
        return "" if fits else "a relation is empty, or me where it points to people"
    return "a text is empty or not"
