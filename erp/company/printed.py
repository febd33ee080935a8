"""What can be printed, as told by whoever prints: the settings of print choose among it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from erp.foundation.models.switches import Switch


@dataclass(frozen=True)
class Printed:
    """A layout: by what name it is known, what stands on it, which parts are optional."""

    name: str
    title: Any
    parts: tuple[Switch, ...] = ()


Teller = Callable[[], Iterable[Printed]]
_tellers: list[Teller] = []


def tell_printed(teller: Teller) -> None:
    """Ask this function what can be printed; called once, when the house starts."""
    _tellers.append(teller)


def printed_layouts() -> list[tuple[str, Any]]:
    """Return name and title of every layout, as choices."""
    return [(each.name, each.title) for teller in _tellers for each in teller()]


def optional_parts() -> dict[str, tuple[Switch, ...]]:
    """Return the parts that may be left out or added, by layout."""
    return {each.name: each.parts for teller in _tellers for each in teller()}
