"""The words of labels: ``Label``, what is stuck on goods, on shelves and on boxes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Label:
    """A label of a record: a few texts and a code that a scanner reads.

    The code is drawn as EAN-13, EAN-8 or UPC-A where it is such a number, as Code 128 otherwise,
    and as a QR code where it holds other letters or is too long for the label.
    """

    #: By this the label is known in addresses, e.g. ``goods``.
    name: str
    #: What it is called, a lazy text.
    title: Any = field(compare=False, repr=False)
    #: Paths to its texts, the one that stands out first; empty ones are left out.
    rows: tuple[str, ...]
    #: Path to what the code says.
    code: str
    #: The code where the first path is empty.
    otherwise: str = ""
    #: Always a QR code, beside the texts: for shelves and racks, read from afar.
    square: bool = False
    #: The sheet or roll that is offered first.
    stock: str = "a4-3x8"
