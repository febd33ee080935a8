"""Reads a domain from a TOML file small enough to write by hand in five minutes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps

from admin_config.generator import names
from admin_config.generator.blueprint import (
    MOST_DIGITS,
    RELATIONS,
    TEXTS,
    Choice,
    DomainPlan,
    FieldPlan,
    Kind,
    ModelPlan,
)
from admin_config.generator.mistake import WrongSpec, nearest

_DOMAIN_WORDS = ("title", "title_zh", "about", "above", "rights")
_MODEL_WORDS = ("title", "plural", "title_zh", "about", "icon", "key", "owner", "small", "fields")
_FIELD_WORDS = ("is", "title", "title_zh", "choices", "choices_zh", "default")
_MARKS = ("required", "unique", "indexed", "belongs")
_LENGTHS = {Kind.TEXT: 100, Kind.CODE: 40}
_DIGITS = {Kind.MONEY: (14, 2), Kind.NUMBER: (14, 3), Kind.PERCENT: (5, 2)}
_KIND_WORDS = {kind.value: kind for kind in Kind if kind not in RELATIONS}
_LETTERS = re.compile(r"[RWDCAPXI]+(?: own)?")
_EVERYTHING = "RWDCAPXI"
_LONGEST_CHOICE = 30
_LONGEST_TEXT = 500


def read_spec(path: Path, name: str) -> DomainPlan:
    """Return the domain that the file describes; ``WrongSpec`` names every mistake in it."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongSpec([f"{path}: {error}"]) from error
    reader = _Reader(path.name, content)
    plan = reader.domain(name)
    if reader.mistakes:
        raise WrongSpec(reader.mistakes)
    return plan


class _Reader:
    """Turns tables into plans and collects what is wrong instead of stopping at the first."""

    def __init__(self, file: str, content: dict[str, Any]) -> None:
        self.file = file
        self.content = content
        self.models = [key for key, value in content.items() if key[:1].isupper()]
        self.mistakes: list[str] = []

    def wrong(self, place: str, what: str) -> None:
        self.mistakes.append(f"{self.file}: {place}: {what}")

    def only(self, place: str, table: dict[str, Any], known: tuple[str, ...]) -> None:
        for word in table:
            if word not in known:
                self.wrong(place, f"unknown word {word!r}.{nearest(word, known)}")

    def text(self, place: str, table: dict[str, Any], word: str, otherwise: str = "") -> str:
        value = table.get(word, otherwise)
        if not isinstance(value, str):
            self.wrong(place, f"{word} is a text, not {value!r}")
            return otherwise
        return value

    def domain(self, name: str) -> DomainPlan:
        top = {key: value for key, value in self.content.items() if key not in self.models}
        self.only(name, top, _DOMAIN_WORDS)
        if not self.models:
            self.wrong(name, "describes no model: write a table such as [Book]")
        title = self.text(name, top, "title", names.spoken(name).capitalize())
        return DomainPlan(
            name=name,
            title=title,
            title_zh=self.text(name, top, "title_zh"),
            about=self.text(name, top, "about", f"{title}: what is kept and what is done with it."),
            above=self.text(name, top, "above", "catalog"),
            models=tuple(self.model(model) for model in self.models),
            rights=tuple(self.rights(name, top.get("rights", {"manager": "all"}))),
        )

    def rights(self, place: str, table: Any) -> Iterator[tuple[str, str]]:
        if not isinstance(table, dict):
            self.wrong(place, "rights is a table of role = letters")
            return
        for role, letters in table.items():
            given = _EVERYTHING if letters == "all" else letters
            if not isinstance(given, str) or not _LETTERS.fullmatch(given):
                self.wrong(f"{place}.rights.{role}", "letters of RWDCAPXI, with “own”, or “all”")
            else:
                yield role, given

    def model(self, name: str) -> ModelPlan:
        table = self.content[name]
        if not names.CLASS_NAME.fullmatch(name) or not isinstance(table, dict):
            self.wrong(name, "a model is a table with a name such as BookCopy")
            table = {}
        self.only(name, table, _MODEL_WORDS)
        title = self.text(name, table, "title", names.spoken(name))
        fields = table.get("fields", {})
        if not isinstance(fields, dict) or not fields:
            self.wrong(name, f"has no fields: write a table [{name}.fields]")
            fields = {}
        plan = ModelPlan(
            name=name,
            title=title,
            title_zh=self.text(name, table, "title_zh"),
            plural=self.text(name, table, "plural", names.plural_of(title)),
            about=self.text(name, table, "about", f"{names.with_article(title)}."),
            icon=self.text(name, table, "icon", "table_rows"),
            key=tuple(table.get("key", ())),
            owner=self.text(name, table, "owner"),
            small=bool(table.get("small", False)),
            fields=tuple(
                self.field(f"{name}.{field}", field, what) for field, what in fields.items()
            ),
        )
        self.check_model(plan)
        return plan

    def check_model(self, plan: ModelPlan) -> None:
        known = {field.name: field for field in plan.fields}
        for name in plan.key:
            if name not in known:
                self.wrong(f"{plan.name}.key", f"no field {name!r}.{nearest(str(name), known)}")
        if plan.owner and plan.owner not in known:
            self.wrong(
                f"{plan.name}.owner", f"no field {plan.owner!r}.{nearest(plan.owner, known)}"
            )
        elif plan.owner and known[plan.owner].to.lower() != "staff.user":
            self.wrong(f"{plan.name}.owner", "the owner's field points to staff.User")
        if sum(field.belongs for field in plan.fields) > 1:
            self.wrong(plan.name, "belongs to one record only")

    def field(self, place: str, name: str, described: Any) -> FieldPlan:
        table = {"is": described} if isinstance(described, str) else described
        if not isinstance(table, dict) or not isinstance(table.get("is"), str):
            self.wrong(place, 'say what it is, such as "text 60 required" or { is = "date" }')
            table = {"is": "text"}
        self.only(place, table, _FIELD_WORDS)
        why = names.wrong_field_name(name)
        if why:
            self.wrong(place, why)
        first, *marks = table["is"].split() or ["text"]
        kind, to = self.kind(place, first)
        length, digits = self.measure(place, kind, marks)
        flags = {mark for mark in marks if not mark[:1].isdigit()}
        for mark in flags - set(_MARKS):
            self.wrong(place, f"unknown word {mark!r}.{nearest(mark, _MARKS)}")
        return FieldPlan(
            name=name,
            kind=kind,
            title=self.text(place, table, "title", names.spoken(name)),
            title_zh=self.text(place, table, "title_zh"),
            required="required" in flags or "belongs" in flags,
            unique=self.may(place, "unique", flags, kind in TEXTS),
            indexed="indexed" in flags,
            belongs=self.may(place, "belongs", flags, kind is Kind.RELATION),
            length=length,
            digits=digits,
            default=str(table.get("default", "")),
            choices=tuple(self.choices(place, kind, table)),
            to=to,
        )

    def may(self, place: str, mark: str, flags: set[str], fits: bool) -> bool:
        if mark in flags and not fits:
            self.wrong(place, f"{mark} does not fit this kind of field")
        return mark in flags

    def kind(self, place: str, word: str) -> tuple[Kind, str]:
        """Return the kind and what it points to: ``Shelf``, ``parties.Customer``, ``Tag*``."""
        target = word.removesuffix("*")
        several = Kind.SEVERAL if word.endswith("*") else Kind.RELATION
        if target[:1].isupper() and target in self.models:
            return several, target
        if "." in target:
            try:
                return several, apps.get_model(target)._meta.label
            except (LookupError, ValueError):
                self.wrong(place, f"no model {target!r}")
                return Kind.TEXT, ""
        if word not in _KIND_WORDS:
            known = [*_KIND_WORDS, *self.models]
            self.wrong(place, f"unknown kind {word!r}.{nearest(word, known)}")
            return Kind.TEXT, ""
        return _KIND_WORDS[word], ""

    def measure(self, place: str, kind: Kind, marks: list[str]) -> tuple[int, tuple[int, int]]:
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
        self.wrong(place, f"the measure {given!r} does not fit a {kind.value}")
        return length, digits

    def choices(self, place: str, kind: Kind, table: dict[str, Any]) -> Iterator[Choice]:
        given = table.get("choices", {})
        if kind is not Kind.CHOICE:
            if given:
                self.wrong(place, 'only is = "choice" has choices')
            return
        titles = dict.fromkeys(given, "") if isinstance(given, list) else given
        chinese = table.get("choices_zh", {})
        if not isinstance(titles, dict) or not titles or not isinstance(chinese, dict):
            self.wrong(place, 'a choice has choices, such as ["draft", "lent"]')
            return
        for value, title in titles.items():
            if not 0 < len(value) <= _LONGEST_CHOICE:
                self.wrong(place, f"the choice {value!r} has 1 to {_LONGEST_CHOICE} letters")
            yield Choice(value, title or names.spoken(value), chinese.get(value, ""))
