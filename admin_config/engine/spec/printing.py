"""The words of print: ``Layout`` and what stands on a printed paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model

    from admin_config.engine.spec.mailing import Mailing


@dataclass(frozen=True)
class Letterhead:
    """Who issues the paper, told by fields of the record that ``of`` leads to.

    Of a field that has a Chinese one beside it (``address`` and ``address_zh``) the one in the
    paper's language is printed.
    """

    #: The relation from the paper to whoever issues it.
    of: str
    #: The name; the one in the other language stands below it.
    name: str = "name"
    #: Rows below the name, several fields to a row, each with its label where ``labelled``.
    details: tuple[tuple[str, ...], ...] = ()
    #: Fields that are printed with their label.
    labelled: tuple[str, ...] = ()
    #: The fields of the bank, printed at the end of the paper.
    bank: tuple[str, ...] = ()
    #: The field that holds the logo.
    logo: str = ""
    #: The field that holds the stamp, which no draft carries.
    stamp: str = ""
    #: The field that holds the issuer's colour, e.g. ``#1c5d49``.
    accent: str = ""


@dataclass(frozen=True)
class Addressee:
    """To whom the paper goes: paths from the paper, a row each; empty rows are left out."""

    #: The paths.
    rows: tuple[str, ...]
    #: What stands above them, small, such as “To”.
    label: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class PrintColumn:
    """A column of the table of lines: one value, or several below each other."""

    #: Path from the line to the value; ``#`` is the number of the line on the paper, nothing a
    #: column that is left blank.
    value: str
    #: More paths whose values stand below the first, small; empty ones are left out.
    below: tuple[str, ...] = ()
    #: Printed where the first value is empty.
    otherwise: str = ""
    #: The heading; the label of the field otherwise.
    label: Any = field(default=None, compare=False, repr=False)
    #: Takes what width is left, in this share; 0 is as wide as what stands in it.
    share: int = 0
    #: An amount of money: written with the currency's digits, its heading names the currency.
    money: bool = False
    #: Left out of a paper where no line has a value (or all have zero).
    where_filled: bool = False
    #: Left empty for somebody to fill in by hand; so wide, in millimetres.
    blank: int = 0
    #: May be left out in the settings of print.
    optional: bool = False
    #: Printed only where the settings of print ask for it.
    extra: bool = False


@dataclass(frozen=True)
class PrintLines:
    """The table of lines: its head on every page, rows never parted, sums carried over."""

    #: The accessor of the lines.
    accessor: str
    #: What stands in a row, from left to right.
    columns: tuple[PrintColumn, ...]
    #: The money column whose sum is carried from page to page; none when empty.
    carried: str = ""


@dataclass(frozen=True)
class PrintTotal:
    """A row below the lines: a money field of the head."""

    #: The money field.
    value: str
    #: What stands before it; the label of the field otherwise.
    label: Any = field(default=None, compare=False, repr=False)
    #: Left out when it is zero.
    where_filled: bool = False
    #: The one that stands out.
    main: bool = False


@dataclass(frozen=True)
class PrintTaxes:
    """A row for each tax rate of the lines: called with head and lines, answers (rate, tax)."""

    #: Works the rows out.
    of: Callable[[Any, list[Any]], list[tuple[Any, Any]]]
    #: Relations of the lines that it reads.
    along: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How a paper is printed: what stands where, in its own language."""

    #: By this the layout is known in addresses and settings, e.g. ``quotation``.
    name: str
    #: The paper.
    model: type[Model]
    #: What stands on top, a lazy text.
    title: Any = field(compare=False, repr=False)
    #: Who issues it.
    letterhead: Letterhead | None = None
    #: To whom it goes.
    addressee: Addressee | None = None
    #: Facts beside the addressee: paths from the paper; empty ones are left out.
    facts: tuple[str, ...] = ()
    #: The table of its lines.
    lines: PrintLines | None = None
    #: What stands below them, in order.
    totals: tuple[PrintTotal | PrintTaxes, ...] = ()
    #: The money field that is written out in words.
    in_words: str = ""
    #: Long texts below the totals, each under its label.
    texts: tuple[str, ...] = ()
    #: Answers texts that the house keeps in both languages, each as (field, English, Chinese).
    #: Where a paper holds one of them, a print in both languages says the other one, too.
    pairs: Callable[[], Iterable[tuple[str, str, str]]] | None = field(
        default=None, compare=False, repr=False
    )
    #: Whether there is room for signature and stamp of both sides.
    signatures: tuple[Any, ...] = field(default=(), compare=False, repr=False)
    #: The field that holds the number of the paper.
    number: str = "number"
    #: The field with the paper's language.
    language: str = "language"
    #: The relation to its currency (code, name, digits); none for papers without money.
    currency: str = "currency"
    #: Size of its pages unless the settings of print say another one: a4, a5, b5, letter, half.
    size: str = "a4"
    #: "Draft" stands across the page while this answers yes.
    draft: Callable[[Any], bool] | None = field(default=None, compare=False, repr=False)
    #: What stands across a paper that holds no longer, a lazy text such as "Cancelled"; empty while
    #: it holds. Such a paper bears no stamp and is not sent.
    void: Callable[[Any], Any] | None = field(default=None, compare=False, repr=False)
    #: How it goes out by mail; it is not sent without.
    mailing: Mailing | None = field(default=None, compare=False, repr=False)
