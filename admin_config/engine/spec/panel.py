"""The words ``Panel``, ``Changes`` and ``Differs``: what else is known, shown below a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Panel:
    """Other records that have to do with this one, such as a customer's quotations.

    Fetched after the page shows, within the rights on their own model; who may not look those up
    sees no panel.
    """

    #: The heading, a lazy text.
    title: Any = field(compare=False, repr=False)
    #: The model of the records.
    model: type[Model]
    #: Its records for the record of the page, in order; rights are added to them.
    rows: Callable[[Any], QuerySet[Any]] = field(compare=False, repr=False)
    #: Columns of the panel, paths over relations included.
    columns: tuple[str, ...]
    #: The list's filter that shows all of them, called with the record; empty for no such list.
    query: Callable[[Any], str] | None = field(default=None, compare=False, repr=False)
    #: The model whose list that is, where the rows have no list of their own.
    listed: type[Model] | None = None
    #: The relation whose record a row opens; empty for the row's own.
    opens: str = ""
    #: Rows shown; the list has the rest.
    most: int = 8


@dataclass(frozen=True)
class Changes:
    """What was changed last at the record and its children, and by whom."""

    #: The heading, a lazy text.
    title: Any = field(compare=False, repr=False)
    #: Operations shown; the history has the rest.
    most: int = 5


@dataclass(frozen=True)
class Differs:
    """In what the record differs from another that it points to, such as the one it revises."""

    #: The heading, a lazy text.
    title: Any = field(compare=False, repr=False)
    #: The relation to the other record; without one there is no panel.
    against: str
    #: Relations (accessor names) whose records are compared along, such as ``"lines"``.
    parts: tuple[str, ...] = ()
    #: Fields by which parts are recognised, the surest first.
    known_by: tuple[str, ...] = ()
