"""The word ``MenuSection``: a heading of the menu with its screens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from admin_config.engine.spec.screen import Screen


@dataclass(frozen=True)
class MenuSection:
    """A group of screens in the menu; a person sees those that they may look up."""

    #: The heading, a lazy text.
    title: Any = field(compare=False, repr=False)
    #: Its screens in order.
    screens: tuple[Screen, ...] = ()
