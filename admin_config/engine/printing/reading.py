"""Read a paper into texts: as its layout says, in its language, with what the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from admin_config.engine.printing.amount_words import in_words
from admin_config.engine.printing.fonts import cleaned, missing_in
from admin_config.engine.printing.paths import (
    columns_in,
    field_at,
    hides,
    label_at,
    relations_in,
    value_at,
)
from admin_config.engine.printing.sheet import Column, Fact, Frame, Head, Row, Sheet, Total
from admin_config.engine.spec.printing import Layout, PrintColumn, PrintTaxes, PrintTotal
from erp.foundation.actor import Actor
from erp.foundation.models.bilingual import local_text

_MILLIMETRE = 72 / 25.4
#: Both languages of the house, for papers that carry both.
LANGUAGES = ("en", "zh-hans")


class Unprintable(Exception):
    """Characters that no font of ours has: where they stand, and which."""

    def __init__(self, found: tuple[tuple[str, str], ...]) -> None:
        """Keep places and characters."""
        super().__init__(found)
        self.found = found

    def told(self) -> str:
        """Return it for people."""
        return "; ".join(
            _("%(place)s: %(characters)s") % {"place": place, "characters": " ".join(characters)}
            for place, characters in self.found
        )


def ready_to_print(layout: Layout, papers: QuerySet[Any]) -> QuerySet[Any]:
    """Return the papers with everything fetched along: two questions, however many papers."""
    papers = papers.select_related(*relations_in(layout.model, _head_paths(layout)))
    if layout.lines is None:
        return papers
    lines: Any = layout.model._meta.get_field(layout.lines.accessor).related_model
    paths = [path for column in layout.lines.columns for path in _line_paths(column)]
    paths += [name for t in layout.totals if isinstance(t, PrintTaxes) for name in t.along]
    back = layout.model._meta.get_field(layout.lines.accessor).remote_field.name  # type: ignore[union-attr]
    rows = lines._default_manager.select_related(*relations_in(lines, paths)).only(
        back, *columns_in(lines, [*paths, *filter(None, [layout.lines.carried])])
    )
    return papers.prefetch_related(Prefetch(layout.lines.accessor, queryset=rows))


def _line_paths(column: PrintColumn) -> list[str]:
    paths = (column.value, column.otherwise, *column.below)
    return [path for path in paths if path not in {"", "#"}]


def _head_paths(layout: Layout) -> list[str]:
    """Return every path from the paper that is printed or decides how."""
    head, totals = layout.letterhead, layout.totals
    paths = [*layout.facts, *layout.texts, layout.number, layout.language, layout.currency]
    paths += [total.value for total in totals if isinstance(total, PrintTotal)]
    paths += layout.addressee.rows if layout.addressee else ()
    if head:
        paths += [head.of]
    return [path for path in paths if path]


def sheet_of(layout: Layout, paper: Any, *, by: Actor, language: str = "", mark: str = "") -> Sheet:
    """Return a paper as texts; ``language`` is one of the house's, or ``both``, else its own.

    Raises ``Unprintable`` with every place whose characters cannot be printed.
    """
    own = str(getattr(paper, layout.language, "") or LANGUAGES[0])
    language = language or own
    data = own if language == "both" else language
    told = LANGUAGES if language == "both" else (data,)
    if language == "both" and own == LANGUAGES[1]:
        told = LANGUAGES[::-1]
    with override(data):
        return _Reading(layout, paper, by, told, mark).sheet()


class _Reading:
    """One paper while it is read."""

    def __init__(
        self, layout: Layout, paper: Any, by: Actor, languages: Sequence[str], mark: str
    ) -> None:
        self.layout, self.paper, self.by, self.languages = layout, paper, by, languages
        self.mark = mark
        self.missing: dict[str, str] = {}
        currency = getattr(paper, layout.currency, None) if layout.currency else None
        self.currency = currency
        self.digits = min(getattr(currency, "digits", 2), 2)

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
            columns=columns,
            rows=rows,
            digits=self.digits,
            totals=tuple(self._totals(lines)),
            in_words=self._in_words(),
            texts=self._facts(layout.texts, apart="\n"),
            signatures=tuple(self._told(partial(str, s)) for s in layout.signatures),
            mark=self.mark,
            words=self._frame(),
        )
        if self.missing:
            raise Unprintable(tuple(self.missing.items()))
        return sheet

    # --- words -----------------------------------------------------------------------------------
    def _told(self, say: Callable[[], str], apart: str = " ") -> str:
        """Return a text in the language of the paper, or in both."""
        said = []
        for language in self.languages:
            with override(language):
                said.append(say())
        return apart.join(dict.fromkeys(said))

    def _checked(self, text: str, place: str) -> str:
        """Return the text as it can be printed; note what no font has."""
        text = cleaned(text)
        lost = missing_in(text)
        if lost:
            self.missing[place] = "".join(dict.fromkeys(self.missing.get(place, "") + lost))
        return text

    def _at(self, path: str, *, money: int | None = None) -> str:
        if hides(self.by, self.layout.model, path):
            return ""
        place = label_at(self.layout.model, path)
        return self._checked(value_at(self.paper, path, money=money), place)

    def _label(self, model: Any, path: str) -> str:
        return self._told(lambda: label_at(model, path))

    def _frame(self) -> Frame:
        return Frame(
            page=self._told(lambda: _("Page {page} of {pages}"), apart=" · "),
            carried=self._told(lambda: _("Carried forward")),
            brought=self._told(lambda: _("Brought forward")),
            bank=self._told(lambda: _("Bank details")),
        )

    # --- the head --------------------------------------------------------------------------------
    def _head(self) -> Head | None:
        spec = self.layout.letterhead
        issuer = getattr(self.paper, spec.of) if spec else None
        if spec is None or issuer is None:
            return None
        place = label_at(self.layout.model, spec.of)
        names = []
        for language in dict.fromkeys((*self.languages, *LANGUAGES)):
            with override(language):
                names.append(self._checked(local_text(issuer, spec.name), place))
        rows = (self._detail_row(issuer, row, place) for row in spec.details)
        bank = (
            Fact(self._label(type(issuer), name), self._checked(value_at(issuer, name), place))
            for name in spec.bank
        )
        return Head(
            names=tuple(dict.fromkeys(name for name in names if name)),
            details=tuple(row for row in rows if row),
            bank=tuple(fact for fact in bank if fact.value),
            logo=_file(issuer, spec.logo),
            stamp=_file(issuer, spec.stamp) if not self.mark else "",
        )

    def _detail_row(self, issuer: Any, names: tuple[str, ...], place: str) -> str:
        labelled = self.layout.letterhead.labelled if self.layout.letterhead else ()
        said = []
        for name in names:
            value = self._checked(value_at(issuer, name), place)
            if value:
                label = f"{self._label(type(issuer), name)} " if name in labelled else ""
                said.append(label + value)
        return " · ".join(said)

    def _addressee_label(self) -> str:
        label = self.layout.addressee.label if self.layout.addressee else None
        return str(label or "")

    def _addressee(self) -> tuple[str, ...]:
        rows = self.layout.addressee.rows if self.layout.addressee else ()
        return tuple(text for path in rows if (text := self._at(path)))

    def _facts(self, paths: tuple[str, ...], apart: str = "") -> tuple[Fact, ...]:
        found = (Fact(self._label(self.layout.model, path), self._at(path)) for path in paths)
        return tuple(fact for fact in found if fact.value)

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
            if not hides(self.by, model, column.value)
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
            right=column.value != "#" and _is_number(model, column.value),
            carries=bool(self.layout.lines and column.value == self.layout.lines.carried),
        )

    def _cell(self, model: Any, column: PrintColumn, line: Any, place: int) -> tuple[str, ...]:
        if column.blank:
            return ("",)
        if column.value == "#":
            return (str(place),)
        money = self.digits if column.money else None
        first = self._cell_text(model, column.value, line, place, money)
        if not first and column.otherwise:
            first = self._cell_text(model, column.otherwise, line, place, money)
        below = (self._cell_text(model, path, line, place, money) for path in column.below)
        return (first, *(text for text in dict.fromkeys(below) if text and text != first))

    def _cell_text(self, model: Any, path: str, line: Any, place: int, money: int | None) -> str:
        if hides(self.by, model, path):
            return ""
        text = cleaned(value_at(line, path, money=money))
        if missing_in(text):
            self._checked(text, _line_place(model, path, place))
        return text

    # --- below the table -------------------------------------------------------------------------
    def _totals(self, lines: list[Any]) -> Iterator[Total]:
        for total in self.layout.totals:
            if isinstance(total, PrintTaxes):
                for rate, tax in total.of(self.paper, lines):
                    yield Total(self._told(partial(str, rate)), self._money(tax))
                continue
            if hides(self.by, self.layout.model, total.value):
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

    def _in_words(self) -> Fact | None:
        if not self.layout.in_words or self.currency is None:
            return None
        if hides(self.by, self.layout.model, self.layout.in_words):
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


def _fills(column: PrintColumn) -> Callable[[Any], bool]:
    return lambda line: bool(getattr(line, column.value))


def _is_number(model: Any, path: str) -> bool:
    kind = field_at(model, path).get_internal_type()
    return kind in {"DecimalField", "IntegerField", "PositiveIntegerField", "FloatField"}


def _file(holder: Any, name: str) -> str:
    """Return the path of a stored picture; nothing where there is none or it is gone."""
    file = getattr(holder, name) if name else None
    if not file or not file.storage.exists(file.name):
        return ""
    return str(file.path)
