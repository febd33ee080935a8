"""Fields: ``KIND [measure] [required] [unique] [indexed] [belongs] [lines]``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from admin_config.generator import names
from admin_config.generator.blueprint import (
    CHOSEN,
    MOST_DIGITS,
    RELATIONS,
    TEXTS,
    Choice,
    FieldPlan,
    Kind,
)
from admin_config.generator.mistake import nearest
from admin_config.generator.spec.places import Places, Table
from erp.foundation.several import misleading
from erp.foundation.text import fold

_FIELD_WORDS = ("is", "title", "title_zh", "choices", "choices_zh", "default", "of")
_MARKS = ("required", "unique", "indexed", "belongs", "lines")
_LENGTHS = {Kind.TEXT: 100, Kind.CODE: 40}
_DIGITS = {Kind.MONEY: (14, 2), Kind.NUMBER: (14, 3), Kind.PERCENT: (5, 2)}
_KIND_WORDS = {kind.value: kind for kind in Kind if kind not in RELATIONS}
LONGEST_CHOICE = 30
_LONGEST_TEXT = 500


def read_field(places: Places, place: str, name: str, described: Any) -> FieldPlan:
    """Return the field that the words describe."""
    example = '"text 60 required"'
    table = places.described(place, described, example, _FIELD_WORDS)
    why = names.wrong_field_name(name)
    if why:
        places.wrong(place, why)
    first, *marks = table["is"].split() or ["text"]
    kind, to = _kind(places, place, first)
    length, digits = _measure(places, place, kind, marks)
    flags = {mark for mark in marks if not mark[:1].isdigit()}
    for mark in sorted(flags - set(_MARKS)):
        places.wrong(place, f"unknown word {mark!r}.{nearest(mark, _MARKS)}")
    lines = _may(places, place, "lines", flags, kind is Kind.RELATION)
    belongs = _may(places, place, "belongs", flags, kind is Kind.RELATION) or lines
    return FieldPlan(
        name=name,
        kind=kind,
        title=places.text(place, table, "title", names.spoken(name)),
        title_zh=places.text(place, table, "title_zh"),
        required="required" in flags or belongs,
        unique=_may(places, place, "unique", flags, kind in TEXTS),
        indexed="indexed" in flags,
        belongs=belongs,
        lines=lines,
        length=length,
        digits=digits,
        default=_default(table),
        choices=tuple(_choices(places, place, kind, table)),
        to=to,
        of=places.text(place, table, "of"),
    )


def _default(table: Table) -> str:
    """Return what a new record starts with; of several choices a list, or a text with commas."""
    given = table.get("default", "")
    return ",".join(map(str, given)) if isinstance(given, list) else str(given)


def _check_titles(places: Places, place: str, titles: Table, chinese: Table) -> None:
    """Note titles that could be taken for another of several choices."""
    in_chinese = {value: str(chinese.get(value, "")) for value in titles}
    for stated in ({value: str(title) for value, title in titles.items()}, in_chinese):
        for value in misleading(stated):
            places.wrong(place, f"the title of {value!r} is that of another choice, or its value")


def _check_codes(places: Places, place: str, titles: Table) -> None:
    """Note values of which several cannot stand in one text."""
    for value in titles:
        if "," in value or value != value.strip():
            places.wrong(place, f"the choice {value!r} has a comma or a blank at its ends")
    if len({fold(value) for value in titles}) < len(titles):
        places.wrong(place, "several choices differ by more than case")


def _may(places: Places, place: str, mark: str, flags: set[str], fits: bool) -> bool:
    if mark in flags and not fits:
        places.wrong(place, f"{mark} does not fit this kind of field")
    return mark in flags


def _kind(places: Places, place: str, word: str) -> tuple[Kind, str]:
    """Return the kind and what it points to: ``Shelf``, ``parties.Customer``, ``Tag*``."""
    target = word.removesuffix("*")
    several = Kind.SEVERAL if word.endswith("*") else Kind.RELATION
    if target[:1].isupper() and target in places.models:
        return several, target
    if "." in target:
        try:
            return several, apps.get_model(target)._meta.label
        except (LookupError, ValueError):
            places.wrong(place, f"no model {target!r}{_nearest_model(target)}")
            return Kind.TEXT, ""
    if word not in _KIND_WORDS:
        known = [*_KIND_WORDS, *places.models]
        places.wrong(place, f"unknown kind {word!r}.{nearest(word, known)}")
        return Kind.TEXT, ""
    return _KIND_WORDS[word], ""


def _nearest_model(target: str) -> str:
    labels = [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("erp.") and not model.__name__.startswith("Historical")
    ]
    found = nearest(target, labels)
    return f".{found}" if "mean" in found else ""


def _measure(
    places: Places, place: str, kind: Kind, marks: list[str]
) -> tuple[int, tuple[int, int]]:
    """Return length and digits: ``text 60``, ``number 12.3`` (twelve digits, three behind)."""
    given = next((mark for mark in marks if mark[:1].isdigit()), "")
    length, digits = _LENGTHS.get(kind, 0), _DIGITS.get(kind, (0, 0))
    if not given:
        return length, digits
    if kind in TEXTS and given.isdigit() and 0 < int(given) <= _LONGEST_TEXT:
        return int(given), digits
    whole, point, behind = given.partition(".")
    if digits != (0, 0) and point and whole.isdigit() and behind.isdigit():
        found = (int(whole), int(behind))
        if 0 < found[0] <= MOST_DIGITS and found[1] <= found[0]:
            return length, found
    places.wrong(place, f"the measure {given!r} does not fit a {kind.value}")
    return length, digits


def _choices(places: Places, place: str, kind: Kind, table: Table) -> Iterator[Choice]:
    given = table.get("choices", {})
    if kind not in CHOSEN:
        if given:
            places.wrong(place, 'only is = "choice" or "choices" has choices')
        return
    titles = dict.fromkeys(given, "") if isinstance(given, list) else given
    chinese = table.get("choices_zh", {})
    if not isinstance(titles, dict) or not titles or not isinstance(chinese, dict):
        places.wrong(place, 'a choice has choices, such as ["draft", "lent"]')
        return
    default = _default(table)
    standing = default.split(",") if kind is Kind.CHOICES else [default]
    for value in [*chinese, *filter(None, standing)]:
        if value not in titles:
            places.wrong(place, f"no choice {value!r}.{nearest(value, titles)}")
    if kind is Kind.CHOICES:
        _check_codes(places, place, titles)
        _check_titles(places, place, titles, chinese)
    for value, title in titles.items():
        if not 0 < len(value) <= LONGEST_CHOICE:
            places.wrong(place, f"the choice {value!r} has 1 to {LONGEST_CHOICE} letters")
        yield Choice(value, title or names.spoken(value), chinese.get(value, ""))
