"""Read a paper into texts: as its layout says, in its language, with what the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from admin_config.engine.printing.amount_words import in_words
from admin_config.engine.printing.fetching import ready_to_print
from admin_config.engine.printing.fonts import cleaned, missing_in
from admin_config.engine.printing.looks import Look
from admin_config.engine.printing.pairs import Pairs
from admin_config.engine.printing.parties import PartiesReading
from admin_config.engine.printing.paths import (
    field_at,
    label_at,
    value_at,
    values_at,
)
from admin_config.engine.printing.sheet import Column, Fact, Frame, Row, Sheet, Total
from admin_config.engine.printing.wording import LANGUAGES, Unprintable, blocks
from admin_config.engine.spec.printing import Layout, PrintColumn, PrintTaxes
from erp.foundation.actor import Actor
from erp.foundation.models.bilingual import local_text

__all__ = ["LANGUAGES", "Unprintable", "ready_to_print", "sheet_of"]

_MILLIMETRE = 72 / 25.4
#: A look without a word of the settings.
_DECLARED = Look()


#: Texts of the settings that stand under a label where the paper says nothing itself.
_STANDING = {"remarks": _lazy("remarks"), "terms": _lazy("terms")}


def sheet_of(
    layout: Layout,
    paper: Any,
    *,
    by: Actor,
    language: str = "",
    mark: Any = "",
    look: Look = _DECLARED,
    pairs: Pairs | None = None,
) -> Sheet:
    """Return a paper as texts; ``language`` is one of the house's, or ``both``, else its own.

    ``mark`` stands across it, a lazy text; ``look`` is what the settings of print say, ``pairs``
    the house's texts in both languages. Raises ``Unprintable`` with every place whose characters
    cannot be printed.
    """
    own = str(getattr(paper, layout.language, "") or LANGUAGES[0])
    language = language or look.language or own
    data = own if language == "both" else language
    told = LANGUAGES if language == "both" else (data,)
    if language == "both" and own == LANGUAGES[1]:
        told = LANGUAGES[::-1]
    with override(data):
        reading = _Reading(layout, paper, by, told, mark, look, pairs or Pairs(layout))
        return replace(reading.sheet(), language=language)


class _Reading(PartiesReading):
    """One paper while it is read."""

    def sheet(self) -> Sheet:
        """Read everything; complain of everything that cannot be printed at once."""
        layout = self.layout
        lines = self._lines()
        columns, rows = self._table(lines)
        sheet = Sheet(
            title=self._told(lambda: str(layout.title)),
            number=self._at(layout.number),
            head=self._head(),
            addressee_label=self._told(self._addressee_label),
            addressee=self._addressee(),
            facts=self._facts(layout.facts),
            opening=self._standing("opening", _("opening text")),
            closing=self._standing("closing", _("closing text")),
            foot=self._standing("foot", _("line at the foot")),
            columns=columns,
            rows=rows,
            digits=self.digits,
            totals=tuple(self._totals(lines)),
            in_words=self._in_words(),
            texts=tuple(self._texts()),
            signatures=self._signatures(),
            mark=self.mark,
            words=self._frame(),
            style=self._style(),
        )
        if self.missing:
            raise Unprintable(tuple(self.missing.items()))
        return sheet

    def _frame(self) -> Frame:
        return Frame(
            page=self._told(lambda: _("Page {page} of {pages}"), apart=" · "),
            carried=self._told(lambda: _("Carried forward")),
            brought=self._told(lambda: _("Brought forward")),
            bank=self._told(lambda: _("Bank details")),
        )

    # --- the table -------------------------------------------------------------------------------
    def _lines(self) -> list[Any]:
        if self.layout.lines is None:
            return []
        return list(getattr(self.paper, self.layout.lines.accessor).all())

    def _table(self, lines: list[Any]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
        spec = self.layout.lines
        if spec is None:
            return (), ()
        model: Any = self.layout.model._meta.get_field(spec.accessor).related_model
        shown = [
            column
            for column in spec.columns
            if self._wanted(column)
            and not self._hides(model, column.value)
            and (not column.where_filled or any(map(_fills(column), lines)))
        ]
        columns = tuple(self._column(model, column) for column in shown)
        rows = tuple(
            Row(
                tuple(self._cell(model, column, line, place) for column in shown),
                getattr(line, spec.carried) if spec.carried else Decimal(0),
            )
            for place, line in enumerate(lines, 1)
        )
        return columns, rows

    def _wanted(self, column: PrintColumn) -> bool:
        """Tell whether a column is printed, as far as the settings say."""
        if not (column.optional or column.extra):
            return True
        return self.look.prints(f"column.{column.value}", at_first=not column.extra)

    @property
    def _carried(self) -> str:
        return self.layout.lines.carried if self.layout.lines else ""

    def _column(self, model: Any, column: PrintColumn) -> Column:
        if column.label is not None:
            label = self._told(lambda: str(column.label), apart="\n")
        elif column.value == "#":
            label = self._told(lambda: _("No."), apart="\n")
        else:
            label = self._told(lambda: label_at(model, column.value), apart="\n")
        if column.money and self.currency is not None:
            label += f" ({self.currency})"
        return Column(
            label=label,
            share=column.share,
            blank=column.blank * _MILLIMETRE,
            right=column.value not in {"", "#"} and _is_number(model, column.value),
            carries=bool(column.value) and column.value == self._carried,
        )

    def _cell(self, model: Any, column: PrintColumn, line: Any, place: int) -> tuple[str, ...]:
        if column.blank:
            return ("",)
        if column.value == "#":
            return (str(place),)
        money = self.digits if column.money else None
        if self.in_both:
            return self._cell_in_both(column, partial(self._cell_texts, model, line, place, money))
        first = self._cell_text(model, column.value, line, place, money)
        if not first and column.otherwise:
            first = self._cell_text(model, column.otherwise, line, place, money)
        wanted = self._below(column)
        below = (self._cell_text(model, path, line, place, money) for path in wanted)
        return (first, *(text for text in dict.fromkeys(below) if text and text != first))

    def _below(self, column: PrintColumn) -> list[str]:
        return [path for path in column.below if self.look.prints(f"below.{path}")]

    def _cell_text(self, model: Any, path: str, line: Any, place: int, money: int | None) -> str:
        if self._hides(model, path):
            return ""
        text = cleaned(value_at(line, path, money=money))
        if missing_in(text):
            self._checked(text, _line_place(model, path, place))
        return text

    def _cell_in_both(
        self, column: PrintColumn, texts_at: Callable[[str], tuple[str, ...]]
    ) -> tuple[str, ...]:
        """Return a cell in both languages, each text once.

        Words that are still the goods' own, for they end with their name in either language, are
        followed by the name in the other one; words of somebody's own stay as they are.
        """
        ours = texts_at(column.otherwise) if column.otherwise else ()
        said = texts_at(column.value) or ours
        own = [name for name in ours if said and _ends_with(said[0], name)]
        named = []
        if own:
            named = [name for name in ours if any(name in each for each in own)]
            named += [name for name in ours if f" {name} " in f" {said[0]} "]
            said = (*said, *(name for name in ours if name not in named))
        below = (
            text
            for path in self._below(column)
            for text in texts_at(path)
            if path != column.otherwise or text not in named
        )
        return tuple(dict.fromkeys((*said, *below))) or ("",)

    def _cell_texts(
        self, model: Any, line: Any, place: int, money: int | None, path: str
    ) -> tuple[str, ...]:
        if self._hides(model, path):
            return ()
        found = tuple(map(cleaned, values_at(line, path, self.languages, money=money)))
        for text in filter(missing_in, found):
            self._checked(text, _line_place(model, path, place))
        return tuple(text for text in found if text.strip())

    # --- below the table -------------------------------------------------------------------------
    def _totals(self, lines: list[Any]) -> Iterator[Total]:
        for total in self.layout.totals:
            if isinstance(total, PrintTaxes):
                for rate, tax in total.of(self.paper, lines):
                    yield Total(self._told(partial(str, rate)), self._money(tax))
                continue
            if self._hides(self.layout.model, total.value):
                continue
            value = getattr(self.paper, total.value)
            if value or not total.where_filled:
                label = (
                    self._told(partial(str, total.label))
                    if total.label is not None
                    else self._label(self.layout.model, total.value)
                )
                label += f" {self.currency}" if total.main and self.currency else ""
                yield Total(label, self._money(value), total.main)

    def _money(self, amount: Decimal) -> str:
        return f"{amount:,.{self.digits}f}"

    def _texts(self) -> Iterator[Fact]:
        """Return the paper's own texts; where it says nothing, what always stands there."""
        for path in dict.fromkeys((*self.layout.texts, *_STANDING)):
            own = path in self.layout.texts
            value = self._at(path) if own else ""
            label = (
                self._label(self.layout.model, path)
                if own
                else self._told(lambda path=path: capfirst(str(_STANDING[path])))  # type: ignore[misc]
            )
            value = self._with_other(path, value) if value else self._standing(path, label)
            if value:
                yield Fact(label, value)

    def _with_other(self, path: str, text: str) -> str:
        """Return a text of the paper, in both languages with what says the same beside it.

        In one that is not the paper's own, it is what says the same there, where that is known.
        """
        own = str(getattr(self.paper, self.layout.language, "") or LANGUAGES[0])
        if self.languages == (own,):
            return text
        asked = "" if self.in_both else self.languages[0]
        standing = self.look.texts.get(path, ("", ""))
        other = self.pairs.other(path, text, standing, language=asked)
        other = self._checked(other, label_at(self.layout.model, path))
        if not self.in_both:
            return other or text
        return text if other == text.strip() else blocks((text, other))

    def _signatures(self) -> tuple[str, ...]:
        if not self.look.prints("signatures"):
            return ()
        return tuple(self._told(partial(str, each)) for each in self.layout.signatures)

    def _in_words(self) -> Fact | None:
        if not self.layout.in_words or self.currency is None:
            return None
        if not self.look.prints("in_words"):
            return None
        if self._hides(self.layout.model, self.layout.in_words):
            return None
        amount = getattr(self.paper, self.layout.in_words)
        currency: Any = self.currency

        def said() -> str:
            name = local_text(currency, "name")
            language = get_language() or LANGUAGES[0]
            return in_words(amount, name, language=language, digits=self.digits)

        return Fact(self._told(lambda: _("Amount in words")), self._told(said, apart=" / "))


def _line_place(model: Any, path: str, place: int) -> str:
    label = label_at(model, path)
    return _("line %(number)d, %(field)s") % {"number": place, "field": label}


def _ends_with(said: str, name: str) -> bool:
    """Tell whether words are a name, or end with it as a word of its own."""
    before, found, after = said.rpartition(name)
    return bool(found) and not after.strip() and (not before or before[-1].isspace())


def _fills(column: PrintColumn) -> Callable[[Any], bool]:
    return lambda line: bool(getattr(line, column.value))


def _is_number(model: Any, path: str) -> bool:
    kind = field_at(model, path).get_internal_type()
    return kind in {"DecimalField", "IntegerField", "PositiveIntegerField", "FloatField"}
