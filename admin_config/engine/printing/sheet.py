"""A paper as texts, in its language: read from the record, and what its pages are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from admin_config.engine.printing.style import Style


@dataclass(frozen=True)
class Fact:
    """A label and its value."""

    label: str
    value: str


@dataclass(frozen=True)
class Head:
    """The letterhead."""

    names: tuple[str, ...]
    details: tuple[str, ...] = ()
    bank: tuple[Fact, ...] = ()
    #: Paths of stored files, or the bytes of files that are only uploaded.
    logo: str | bytes = ""
    stamp: str | bytes = ""


@dataclass(frozen=True)
class Column:
    """A column of the table of lines."""

    label: str
    #: Its share of what width is left; 0 is as wide as its texts.
    share: int = 0
    #: So wide in points, for a hand to write in; 0 elsewhere.
    blank: float = 0
    #: Numbers stand at the right.
    right: bool = False
    #: The column in which sums are carried over.
    carries: bool = False


@dataclass(frozen=True)
class Row:
    """A line: in each column its value and the small texts below it."""

    cells: tuple[tuple[str, ...], ...]
    carried: Decimal = Decimal(0)


@dataclass(frozen=True)
class Total:
    """A row of the totals."""

    label: str
    value: str
    main: bool = False


@dataclass(frozen=True)
class Frame:
    """What every paper says by itself; ``page`` has room for two numbers."""

    page: str = "Page {page} of {pages}"
    carried: str = "Carried forward"
    brought: str = "Brought forward"
    bank: str = "Bank"


@dataclass(frozen=True)
class Sheet:
    """Everything that stands on a paper, as text."""

    title: str
    number: str
    head: Head | None = None
    addressee_label: str = ""
    addressee: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    #: Stands above the lines, below them, and at the foot of every page.
    opening: str = ""
    closing: str = ""
    foot: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    #: How money is written in the carried sums: places after the point.
    digits: int = 2
    totals: tuple[Total, ...] = ()
    in_words: Fact | None = None
    texts: tuple[Fact, ...] = ()
    signatures: tuple[str, ...] = ()
    #: Stands across every page, such as “Draft”.
    mark: str = ""
    #: Words of the frame, in the paper's language.
    words: Frame = field(default_factory=Frame)
    #: In which language it is: one of the house's, or both.
    language: str = ""
    #: How large the letters of its lines are against their usual size.
    letters: float = 1.0
    #: How large its pages are, and their colour.
    style: Style = field(default_factory=Style)
