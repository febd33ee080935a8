"""Wishes for a screen: ``[Book.screen]`` with columns, filters, sections, charts and the like."""

from __future__ import annotations

from typing import Any

from admin_config.generator.behaviour import ChartPlan, ScreenPlan
from admin_config.generator.blueprint import RELATIONS, TEXTS, FieldPlan, Kind
from admin_config.generator.mistake import nearest
from admin_config.generator.spec.places import Places, Table
from admin_config.generator.spec.rules import NUMBERS

_WORDS = (
    *("columns", "filters", "totals", "order", "editable", "sections", "sections_zh"),
    *("charts", "search", "reset", "copy"),
)
_CHARTS = ("trend", "share")
_MORE = {"trend": ("sum", "split", "months"), "share": ("sum",)}
_DIVIDES = frozenset({Kind.CHOICE, Kind.RELATION, Kind.YES_NO})
_DATED = frozenset({Kind.DATE, Kind.MOMENT})
_FILTERED = RELATIONS | _DIVIDES | _DATED | NUMBERS | {Kind.CHOICES}
_NO_ORDER = frozenset({Kind.SEVERAL, Kind.CHOICES})
_EXAMPLE = '"trend lent_on split status", "share shelf sum price"'
Known = dict[str, FieldPlan]


def read_screen(places: Places, place: str, given: Any, known: Known) -> ScreenPlan:
    """Return what a person wishes of a screen."""
    table = places.table(place, given, 'columns = ["code", "name"]')
    places.only(place, table, _WORDS)
    reader = _Wishes(places, place, table, known)
    return ScreenPlan(
        columns=reader.names("columns", frozenset(Kind) - {Kind.SEVERAL, Kind.LONG_TEXT}),
        filters=reader.names("filters", _FILTERED),
        totals=reader.names("totals", NUMBERS),
        ordering=reader.order(),
        editable=reader.names("editable", frozenset(Kind) - {Kind.SEVERAL}) or (),
        sections=reader.sections(),
        sections_zh=tuple(reader.chinese().items()),
        charts=reader.charts(),
        search=reader.names("search", frozenset({*TEXTS, Kind.EMAIL, Kind.LONG_TEXT})),
        reset=reader.names("reset", frozenset(Kind)) or (),
        copy=places.flag(place, table, "copy", otherwise=True),
    )


class _Wishes:
    """Reads the wishes of one screen."""

    def __init__(self, places: Places, place: str, table: Table, known: Known) -> None:
        self.places = places
        self.place = place
        self.table = table
        self.known = known

    def names(self, word: str, kinds: frozenset[Kind]) -> tuple[str, ...] | None:
        """Return the named fields, each of a kind that fits; ``None`` where nothing is said."""
        if word not in self.table:
            return None
        place = f"{self.place}.{word}"
        found = self.places.named(place, self.places.texts(place, self.table[word]), self.known)
        for name in found:
            if self.known[name].kind not in kinds:
                self.places.wrong(place, f"{name!r} is of a kind that does not fit here")
            if word == "editable" and self.known[name].locked:
                self.places.wrong(place, f"{name!r} is typed by nobody")
        return found

    def order(self) -> tuple[str, ...] | None:
        """Return the order of the list: one field, with a minus before it for the newest first."""
        name = self.places.text(self.place, self.table, "order")
        if not name:
            return None
        place = f"{self.place}.order"
        found = self.places.named(place, [name.removeprefix("-")], self.known)
        if any(self.known[each].kind in _NO_ORDER for each in found):
            self.places.wrong(place, f"{name!r} is of a kind that does not fit here")
        return (name,) if found else None

    def sections(self) -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] | None:
        """Return titles with rows of fields: ``"Book" = ["code name", "shelf"]``."""
        if "sections" not in self.table:
            return None
        place = f"{self.place}.sections"
        rows = self.places.table(place, self.table["sections"], '"Book" = ["code name", "shelf"]')
        found = []
        for title, lines in rows.items():
            spot = f"{place}.{title}"
            typed = [tuple(line.split()) for line in self.places.texts(spot, lines)]
            for line in typed:
                self.places.named(spot, line, self.known)
            found.append((title, tuple(typed)))
        self._missing(place, {name for _t, typed in found for line in typed for name in line})
        return tuple(found)

    def _missing(self, place: str, shown: set[str]) -> None:
        for field in self.known.values():
            must = field.required and not field.default and not field.belongs and not field.locked
            if must and field.kind is not Kind.YES_NO and field.name not in shown:
                self.places.wrong(place, f"leave out {field.name!r}, which is required")

    def chinese(self) -> dict[str, str]:
        """Return the Chinese of the sections' titles."""
        place = f"{self.place}.sections_zh"
        given = self.places.table(place, self.table.get("sections_zh", {}), '{ Book = "图书" }')
        titles = self.table.get("sections", {})
        for title in given:
            if title not in titles:
                self.places.wrong(place, f"no section {title!r}.{nearest(title, titles)}")
        return {title: str(chinese) for title, chinese in given.items()}

    def charts(self) -> tuple[ChartPlan, ...] | None:
        """Return trends and shares: ``trend lent_on split status``, ``share shelf sum price``."""
        if "charts" not in self.table:
            return None
        place = f"{self.place}.charts"
        return tuple(
            chart
            for number, text in enumerate(self.places.texts(place, self.table["charts"]), 1)
            if (chart := self._chart(f"{place}[{number}]", text)) is not None
        )

    def _chart(self, place: str, text: str) -> ChartPlan | None:
        kind, *words = text.split() or [""]
        if kind not in _CHARTS or not words or len(words) % 2 == 0:
            self.places.wrong(place, f"is no chart: {text!r}. Write one such as {_EXAMPLE}")
            return None
        field, more = words[0], dict(zip(words[1::2], words[2::2], strict=True))
        self.places.only(place, more, _MORE[kind])
        self._fits(place, field, _DATED if kind == "trend" else _DIVIDES)
        self._fits(place, more.get("sum", ""), NUMBERS)
        self._fits(place, more.get("split", ""), _DIVIDES)
        months = more.get("months", "0")
        if not months.isdigit():
            self.places.wrong(place, f"months is a number, not {months!r}")
        return ChartPlan(
            kind,
            field,
            more.get("sum", ""),
            more.get("split", ""),
            int(months) if months.isdigit() else 0,
        )

    def _fits(self, place: str, name: str, kinds: frozenset[Kind]) -> None:
        if not name or not self.places.named(place, [name], self.known):
            return
        if self.known[name].kind not in kinds:
            self.places.wrong(place, f"{name!r} is of a kind that does not fit here")
