"""The word ``HomeCard``: records of a screen that wait for a person, shown on the home page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from erp.foundation.actor import Actor


@dataclass(frozen=True)
class HomeCard:
    """How many records wait for the person, the first of them by name, and where all are listed.

    The card is shown to those who may look the screen up; rows they may not see do not count.
    """

    #: What waits, a lazy text such as "Quotations that expire this week".
    title: Any = field(compare=False, repr=False)
    #: The records that wait for this person; rights are added to it.
    rows: Callable[[Actor], QuerySet[Any]]
    #: A filter of the list that they all pass, e.g. ``"status=submitted"``; the list that the card
    #: opens is narrowed to exactly the card's rows besides.
    query: str = ""
    #: Needs attention: shown in the colour of a warning.
    urgent: bool = False
