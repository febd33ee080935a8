"""The word ``Belongs``: what may be chosen in one relation depends on another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Belongs:
    """One relation offers only what belongs to the record chosen in another.

    A quotation's contact is one of its customer's: no other is offered, a new one starts with
    that customer, another customer clears it, and every write of something else is refused.
    """

    #: The relation that is offered from, such as ``contact``.
    field: str
    #: The relation of the same form that decides, such as ``customer``.
    to: str
    #: The relation of the offered records that must be the same, such as ``party``.
    by: str
