"""The word ``Fill``: what a choice on a form brings along."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any


@dataclasses.dataclass(frozen=True)
class Fill:
    """Choosing one thing on a form fills others, such as a customer his contact and currency.

    What somebody typed stays; only what is empty, stands there from the start or was filled by an
    earlier choice is replaced.
    """

    #: The relation, choice or date that is chosen.
    field: str
    #: What follows: called with the chosen value and ``by``, it answers values by field name.
    values: Callable[..., Mapping[str, Any]] = dataclasses.field(compare=False, repr=False)
    #: Other fields of the form that the function is told as keywords; ``None`` where empty.
    told: tuple[str, ...] = ()
    #: Fields that belong to the choice alone: replaced whoever filled them.
    always: tuple[str, ...] = ()
