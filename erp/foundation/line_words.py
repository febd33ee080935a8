"""What a domain tells about the lines of a paper while somebody types them: matches and facts.

A screen names plain functions of its domain, each asked for many rows at once and with who asks:

- ``match(texts, *, by, record) -> list[Match]``: which record each wording means;
- ``facts(rows, *, by, record) -> list[list[Fact]]``: what is worth knowing beside each row;
- ``fill(chosen, *, by, record) -> list[dict[str, Any]]``: which columns a chosen record fills.

``record`` is the head as typed so far, saved or not; ``rows`` are unsaved lines as typed. The
functions write nothing and show nothing that ``by`` may not see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django.db.models import Model


@dataclass(frozen=True)
class Match:
    """Which record a wording means: surely one, doubtfully one of a few, or none."""

    kind: Literal["sure", "doubtful", "none"]
    #: The record that is meant for sure, and only then.
    record: Model | None = None
    #: Records that may be meant, the likeliest first; a person chooses.
    candidates: tuple[Model, ...] = ()
    #: Why, in the reader's words: "old designation of 6204", "similar code".
    why: str = ""


@dataclass(frozen=True)
class Fact:
    """One thing worth knowing beside a line, such as its list price or a warning."""

    label: str
    #: The value as a person reads it.
    value: str = ""
    tone: Literal["plain", "good", "warn", "bad"] = "plain"
    #: The column that a click writes ``typed`` into, e.g. ``"unit_price"``; empty for none.
    column: str = ""
    #: The value as somebody would type it into that column.
    typed: str = ""
