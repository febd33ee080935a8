"""How a value of each kind of field is shown: in a list, a quick look, a comparison, on paper."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from admin_config.engine.listing.states import tones_of
from erp.foundation.models.rich_text import RichTextField, plain_rich_text
from erp.foundation.models.several_choices import SeveralChoicesField

#: Longer texts are cut in a list; the quick look shows them whole.
LONGEST = 100
#: Decimals of more places than this show only the places that are used.
_FIXED_PLACES = 2


@dataclass(frozen=True)
class Cell:
    """A kind of cell: its style (``text``, ``number``, ``choice`` …) and forms."""

    style: str
    #: The value as plain text, whole.
    text: Callable[[Any], str]
    #: The value as markup for a list: escaped, cut where it is long.
    html: Callable[[Any], str]


def _plain(style: str, text: Callable[[Any], str]) -> Cell:
    def shown(value: Any) -> str:
        words = text(value)
        return html.escape(words if len(words) <= LONGEST else Truncator(words).chars(LONGEST))

    return Cell(style, text, shown)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _grouped() -> Callable[[str], str]:
    """Return what brings ``1,234.5`` into the signs of the language that is active."""
    separator = formats.get_format("DECIMAL_SEPARATOR")
    grouping = formats.get_format("THOUSAND_SEPARATOR") or ","
    if (grouping, separator) == (",", "."):
        return str
    signs = str.maketrans({",": grouping, ".": separator})
    return lambda written: written.translate(signs)


def number_text(value: Any, places: int | None = None) -> str:
    """Return a number with grouped digits; ``places`` fixes the decimals, ``None`` keeps them."""
    if value is None or value == "":
        return ""
    written = f"{value:,}" if places is None else f"{Decimal(str(value)):,.{places}f}"
    return _grouped()(written)


def _number(places: int | None) -> Cell:
    grouped = _grouped()
    shape = "," if places is None else f",.{places}f"

    def text(value: Any) -> str:
        return "" if value is None else grouped(format(value, shape))

    return Cell("number", text, text)


def _used_places(places: int) -> Cell:
    """Show at least no and at most ``places`` decimals: for quantities and rates."""

    def text(value: Any) -> str:
        if value is None:
            return ""
        try:
            exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places)).normalize()
        except InvalidOperation:  # more digits than are worked with, or no number at all
            return _text(value)
        exponent = exact.as_tuple().exponent
        return number_text(exact, max(0, -exponent if isinstance(exponent, int) else 0))

    return _plain("number", text)


def moment_text(value: dt.datetime | None) -> str:
    """Return a moment in the reader's zone, to the minute."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return local.strftime("%Y-%m-%d %H:%M")


def _flag() -> Cell:
    words = {True: _("Yes"), False: _("No"), None: ""}
    marks = {
        value: format_html('<span class="cl-{}" role="img" aria-label="{}"></span>', mark, word)
        for value, mark, word in ((True, "yes", words[True]), (False, "no", words[False]))
    }
    return Cell(
        "flag",
        lambda value: words[None if value is None else bool(value)],
        lambda value: "" if value is None else marks[bool(value)],
    )


def _choice(field: Any) -> Cell:
    labels = {value: capfirst(str(label)) for value, label in field.flatchoices}
    tones = tones_of(labels)

    def text(value: Any) -> str:
        return labels.get(value, _text(value))

    if not tones:
        return _plain("choice", text)
    tags = {
        value: format_html('<span class="cl-tag cl-{}">{}</span>', tones[value], label)
        for value, label in labels.items()
    }
    return Cell("state", text, lambda value: tags.get(value) or html.escape(_text(value)))


def _several(field: SeveralChoicesField) -> Cell:
    labels = {code: capfirst(str(label)) for code, label in field.pairs}
    between = _(", ")

    def text(value: Any) -> str:
        codes = field.to_python(value or "").codes
        return between.join(labels.get(code, code) for code in codes)

    return _plain("choice", text)


def _many() -> Cell:
    return _plain("text", lambda value: _(", ").join(str(record) for record in value.all()))


def _file() -> Cell:
    return _plain("text", lambda value: PurePosixPath(value.name).name if value else "")


def _day() -> Cell:
    return _plain("date", lambda value: value.isoformat() if value else "")


def _duration() -> Cell:
    return _plain("number", _text)


_KINDS: tuple[tuple[Any, Callable[[], Cell]], ...] = (
    (models.BooleanField, _flag),
    (models.DateTimeField, lambda: _plain("date", moment_text)),
    (models.DateField, _day),
    (models.TimeField, lambda: _plain("date", lambda v: v.strftime("%H:%M") if v else "")),
    (models.DurationField, _duration),
    (models.AutoField, lambda: _plain("number", _text)),
    (models.IntegerField, lambda: _number(None)),
    (models.FloatField, lambda: _used_places(6)),
    (models.ManyToManyField, _many),
    (models.FileField, _file),
    (RichTextField, lambda: _plain("text", lambda value: plain_rich_text(value or ""))),
)


def cell_of(field: Any) -> Cell:
    """Return how values of a field are shown, in the language and zone that are active now.

    A field may know better than its type: then it has ``own_cell``.
    """
    if hasattr(field, "own_cell"):
        own: Cell = field.own_cell()
        return own
    is_several = isinstance(field, SeveralChoicesField)
    if is_several or getattr(field, "flatchoices", None):
        return _several(field) if is_several else _choice(field)
    if getattr(field, "is_name", False):  # a number that is a name, such as a key of a table
        return _plain("number", _text)
    if isinstance(field, models.DecimalField):
        places = field.decimal_places
        return _number(places) if places <= _FIXED_PLACES else _used_places(places)
    for kind, cell in _KINDS:
        if isinstance(field, kind):
            return cell()
    return _plain("text", _text)


def cell_for(value: Any) -> Cell:
    """Return how a computed value is shown, from what it is."""
    if isinstance(value, bool):
        return _flag()
    if isinstance(value, Decimal):
        return _used_places(4)
    if isinstance(value, int | float):
        return _number(None)
    if isinstance(value, dt.datetime):
        return _plain("date", moment_text)
    if isinstance(value, dt.date):
        return _day()
    return _plain("text", _text)
