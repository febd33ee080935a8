"""The parts of a layout that people may leave out, or add, in the settings of print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from admin_config.engine.printing.paths import label_at
from admin_config.engine.spec.printing import Layout, Letterhead

_HEAD = _("Letterhead and foot")
_FACTS = _("Facts beside the addressee")
_COLUMNS = _("Columns")
_BELOW = _("Below the first column")


@dataclass(frozen=True)
class Part:
    """A part by its name, where it stands, what it is called, and whether it prints by itself."""

    name: str
    group: Any
    label: Any
    at_first: bool = True

    def told(self) -> str:
        """Return what it is called, in the reader's language."""
        return str(self.label() if callable(self.label) else self.label)


def parts_of(layout: Layout) -> tuple[Part, ...]:
    """Return every part of a layout that is optional, in the order of the paper."""
    return tuple(_parts(layout))


def _parts(layout: Layout) -> Iterator[Part]:
    if layout.letterhead is not None:
        yield from _head_parts(layout.letterhead)
    if layout.in_words:
        yield Part("in_words", _HEAD, _("Amount in words"))
    if layout.signatures:
        yield Part("signatures", _HEAD, _("Room for signatures"))
    for path in layout.facts:
        yield Part(f"fact.{path}", _FACTS, partial(label_at, layout.model, path))
    if layout.lines is None:
        return
    lines: Any = layout.model._meta.get_field(layout.lines.accessor).related_model
    for column in layout.lines.columns:
        if column.optional or column.extra:
            label = column.label or partial(label_at, lines, column.value)
            yield Part(f"column.{column.value}", _COLUMNS, label, at_first=not column.extra)
    for column in layout.lines.columns:
        for path in column.below:
            yield Part(f"below.{path}", _BELOW, partial(label_at, lines, path))


def _head_parts(head: Letterhead) -> Iterator[Part]:
    if head.logo:
        yield Part("logo", _HEAD, _("Logo"))
    yield Part("second_name", _HEAD, _("Our name in the other language"))
    if head.details:
        yield Part("details", _HEAD, _("Our address and numbers"))
    if head.bank:
        yield Part("bank", _HEAD, _("Bank details"))
    if head.stamp:
        yield Part("stamp", _HEAD, _("Stamp"))
