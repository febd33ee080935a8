"""The word ``Preview``: what a form comes to, shown beside it while people type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Pick:
    """Something that is chosen above a preview, such as the paper that is shown."""

    #: Under this name the choice is handed to ``draw``.
    name: str
    #: What stands before it.
    label: Any = field(compare=False, repr=False)
    #: Values with what they are called; the first is taken until another is chosen.
    options: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Preview:
    """A PDF of what the form says as it stands, beside it and drawn anew while people type.

    Nothing is stored of it. It is offered to those who may save the form.
    """

    #: Draws it: called with the record as typed, ``chosen`` (values by name) and ``by``. What it
    #: refuses is told at the fields; what was drawn before stays.
    draw: Callable[..., bytes] = field(compare=False, repr=False)
    #: What may be chosen above it: called with the record as typed and ``by``.
    picks: Callable[..., Sequence[Pick]] | None = field(default=None, compare=False, repr=False)
