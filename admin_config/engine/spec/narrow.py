"""The word ``Narrow``: a filter over what no field of the row says, such as the record of a log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Q

    from erp.foundation.actor import Actor


@dataclass(frozen=True)
class Narrow:
    """A filter in which something is typed, and a function that says which rows are meant."""

    #: Its name in the address.
    name: str
    #: What stands on it, a lazy text.
    label: Any = field(compare=False, repr=False)
    #: The condition for what was typed, called with text and actor; raises ``ValueError`` with
    #: words for people where nothing is found by it.
    find: Callable[[str, Actor], Q] = field(compare=False, repr=False)
    #: What its chip says for what stands in the address, called with text and actor.
    told: Callable[[str, Actor], str] | None = field(default=None, compare=False, repr=False)
    #: What the empty input says, a lazy text.
    hint: Any = field(default="", compare=False, repr=False)
