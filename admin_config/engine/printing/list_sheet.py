"""A list of the console as texts: what it shows, what narrows it, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admin_config.engine.listing import figures
from admin_config.engine.listing.cells import LONGEST, moment_text, number_text
from admin_config.engine.listing.columns import Column as ListColumn
from admin_config.engine.listing.fetching import fetch_rows
from admin_config.engine.listing.query import ListQuery
from admin_config.engine.listing.shown import chips_of
from admin_config.engine.printing.fonts import cleaned, missing_in
from admin_config.engine.printing.list_widths import Fitted, fitted, usual_width, wanted
from admin_config.engine.printing.sheet import Column, Fact, Frame, Head, Row, Sheet, Total
from admin_config.engine.printing.style import Style
from erp.foundation.refusal import Refusal
from erp.foundation.time_limit import TookTooLong, time_limit

#: A list is printed within one request, so it is bounded.
MOST = 2_000
#: Rows fetched at once.
_CHUNK = 500
#: Kinds of cells whose values are never broken into lines.
_WHOLE = frozenset({"number", "date", "flag"})
#: The ways in which a page may lie; the first is "as the columns need it".
AS_FITS, UPRIGHT, ACROSS = "fits", "upright", "across"


@dataclass(frozen=True)
class ListWish:
    """What of a list is printed: its rows, whether somebody ticked them, and on what page."""

    query: ListQuery
    rows: QuerySet[Any]
    ticked: bool = False
    paper: str = "a4"
    lies: str = AS_FITS


class TooManyColumns(Refusal):
    """The columns of a list do not fit on the page that was asked for."""


@dataclass(frozen=True)
class PrintedList:
    """A list as a sheet, and how many of its records stand on it."""

    sheet: Sheet
    rows: int
    is_cut: bool


def printed_list(wish: ListWish, *, person: str) -> PrintedList:
    """Read a list into a sheet, in the language that is active.

    Refused when its columns are too many for the page.
    """
    query = wish.query
    ordered = wish.rows.order_by(*query.order.lookups)
    keys = list(ordered.values_list("pk", flat=True)[: MOST + 1])
    is_cut, keys = len(keys) > MOST, keys[:MOST]
    rows = tuple(_rows(query, keys))
    texts = [
        wanted(
            printable(column.label),
            [row.cells[place][0] for row in rows],
            whole=column.cell.style in _WHOLE,
        )
        for place, column in enumerate(query.columns)
    ]
    style = _style(wish, usual_width(texts))
    fit = fitted(texts, _room(style))
    if fit is None:
        raise TooManyColumns(_too_many(len(texts)), code="columns")
    sheet = Sheet(
        title=printable(capfirst(str(query.screen.model._meta.verbose_name_plural))),
        number="",
        head=Head((str(settings.UNFOLD["SITE_TITLE"]),)),
        facts=tuple(_facts(wish, person, len(rows))),
        opening=_cut_short() if is_cut else "",
        columns=_columns(query.columns, fit),
        rows=rows,
        totals=tuple(_totals(wish)),
        words=Frame(page=_("Page {page} of {pages}")),
        letters=fit.letters,
        style=style,
    )
    return PrintedList(sheet, len(rows), is_cut)


def printable(text: str) -> str:
    """Return the text with the code of each character that the font lacks in its place."""
    text = cleaned(text)
    for character in missing_in(text):
        text = text.replace(character, f"[U+{ord(character):04X}]")
    return text


def _rows(query: ListQuery, keys: Sequence[Any]) -> Iterator[Row]:
    cells = [(column.value, column.cell.text) for column in query.columns]
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        for record in fetch_rows(query.root, chunk, query.columns, by=query.actor):
            yield Row(tuple((_cell(text(value(record))),) for value, text in cells))


def _cell(text: str) -> str:
    """Return a value as the list shows it: on one line, long texts cut."""
    if len(text) > LONGEST:
        text = Truncator(text).chars(LONGEST)
    return printable(" ".join(text.split()))


def _columns(columns: Sequence[ListColumn], fit: Fitted) -> tuple[Column, ...]:
    return tuple(
        Column(
            printable(column.label),
            share=round(100 * width),
            right=column.cell.style == "number",
        )
        for column, width in zip(columns, fit.widths, strict=True)
    )


def _room(style: Style) -> float:
    return style.width - style.left - style.right


def _style(wish: ListWish, wanted: float) -> Style:
    upright = Style(paper=wish.paper)
    across = Style(paper=wish.paper, landscape=True)
    if wish.lies == AS_FITS:
        return upright if wanted <= _room(upright) else across
    return across if wish.lies == ACROSS else upright


def _facts(wish: ListWish, person: str, count: int) -> Iterator[Fact]:
    """Yield when and by whom it was printed, and what narrows the list."""
    query = wish.query
    yield Fact(_("Printed"), moment_text(timezone.now()))
    yield Fact(_("By"), printable(person))
    told = ngettext("%(count)s record", "%(count)s records", count) % {"count": number_text(count)}
    yield Fact(_("Records"), told + (_(", chosen by hand") if wish.ticked else ""))
    for chip in chips_of(query):
        yield Fact(printable(chip.label), printable(chip.summary))
    sort = next((c.label for c in query.columns if c.name == query.order.name), "")
    if sort:
        way = _("descending") if query.order.descending else _("ascending")
        yield Fact(_("Sorted by"), f"{printable(sort)}, {way}")


def _cut_short() -> str:
    return _(
        "This list is longer: only its first %(most)s records are printed here. Narrow it with a "
        "filter to print the others."
    ) % {"most": number_text(MOST)}


def _too_many(count: int) -> str:
    return _(
        "%(count)d columns do not fit on this page, however small the letters. Choose fewer "
        "columns of the list, or let the page lie across."
    ) % {"count": count}


def _totals(wish: ListWish) -> Iterable[Total]:
    """Yield the sums of everything that is meant, also of what the limit leaves out."""
    try:
        with time_limit(figures.TOTALS_TIME):
            sums = figures.totals(wish.query, wish.rows)
    except TookTooLong:
        return
    labels = {column.name: column.label for column in wish.query.columns}
    for name, amounts in sums.items():
        for amount in amounts:
            yield Total(_("Sum: %(column)s") % {"column": printable(labels[name])}, amount)
