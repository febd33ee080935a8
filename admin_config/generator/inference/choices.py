"""The values a column may have, from its type, from CHECK rules and from its comment."""

from __future__ import annotations

import re

from admin_config.generator.inference.findings import Remark
from admin_config.generator.reading import Column, Family, Table
from erp.foundation.text import fold

Pairs = tuple[tuple[str, str], ...]
_NAME = r"[\"`\[(]*(?P<column>\w+)[\"`\])]*"
_CAST = r"(?:\s*::\s*[\w ]+(?:\(\d+\))?(?:\[\])?)*"
_IN = re.compile(
    rf"{_NAME}\)?{_CAST}\s*(?:in\s*\(|=\s*any\s*\(+\s*array\s*\[)(?P<values>[^()\[\]]*)[)\]]",
    re.IGNORECASE,
)
_EQUAL = re.compile(
    rf"{_NAME}{_CAST}\s*=\s*(?P<value>'(?:[^']|'')*'|-?\d+){_CAST}(?=\s*(?:\)|or\b|$))",
    re.IGNORECASE,
)
_VALUE = re.compile(r"'((?:[^']|'')*)'|(?<![\w'])(-?\d+)(?![\w'])")
_FEWEST, _MOST = 2, 60
_LONGEST = 30
#: A SET has 64 values at most.
_LONGEST_OF_SET = 100


def choices_of(table: Table, column: Column, remark: Remark) -> tuple[Pairs, str]:
    """Return the values with their titles, and where they were read; nothing where any will do.

    A comment tells titles; the type or a CHECK tells which values there are. Where both speak,
    the values are those of the database and the titles those of the comment.
    """
    titles = dict(remark.choices)
    if column.family is Family.SET:
        fits = can_be_several(column.values)
        return tuple((value, titles.get(value, "")) for value in column.values * fits), "its type"
    for values, why in ((_of_type(column), "its type"), (_of_checks(table, column), "a CHECK")):
        if _FEWEST <= len(values) <= _MOST and all(0 < len(each) <= _LONGEST for each in values):
            return tuple((value, titles.get(value, "")) for value in values), why
    if titles and all(len(value) <= _LONGEST for value in titles) and _fits(column, titles):
        return remark.choices, "its comment"
    return (), ""


def can_be_several(values: tuple[str, ...]) -> bool:
    """Tell whether several of the values can stand in one text, and each be found in it."""
    plain = all(value and value == value.strip() and "," not in value for value in values)
    short = all(len(value) <= _LONGEST_OF_SET for value in values)
    return plain and short and bool(values) and len({*map(fold, values)}) == len(values)


def _of_type(column: Column) -> tuple[str, ...]:
    return column.values if column.family is Family.ENUM else ()


def _of_checks(table: Table, column: Column) -> tuple[str, ...]:
    for check in table.checks:
        for found in _IN.finditer(check.expression):
            if found["column"].casefold() == column.name.casefold():
                return tuple(dict.fromkeys(_values(found["values"])))
        equal = [f for f in _EQUAL.finditer(check.expression) if f["column"] == column.name]
        others = len(_EQUAL.findall(check.expression)) - len(equal)
        if len(equal) >= _FEWEST and not others and " and " not in check.expression.lower():
            return tuple(dict.fromkeys(value for f in equal for value in _values(f["value"])))
    return ()


def _values(text: str) -> list[str]:
    return [b or a.replace("''", "'") for a, b in _VALUE.findall(text)]


def _fits(column: Column, titles: dict[str, str]) -> bool:
    """Tell whether the column can hold the values of its comment."""
    numbers = all(value.lstrip("-").isdigit() for value in titles)
    if column.family in {Family.INTEGER, Family.BOOLEAN}:
        return numbers
    return column.family in {Family.TEXT, Family.LONG_TEXT, Family.ENUM}
