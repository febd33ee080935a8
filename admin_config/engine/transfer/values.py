"""How a cell becomes a value: import-export's widgets, taught what people really type."""

from __future__ import annotations

import datetime as dt
import decimal
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export import widgets

from erp.foundation.models.several_choices import SeveralChoicesField
from erp.foundation.text import fold

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
#: Ten to such a power is no count of anything, and writing it out would take forever.
_ENDLESS = re.compile(r"e\+?\d{3}", re.IGNORECASE)
_QUOTE = '"'
#: A name in quotes up to the next one, or as it stands.
_LISTED = re.compile(r'\s*"((?:[^"]|"")+)"\s*(?=[;；\n]|$)|([^;；\n]+)')
_UNCLEAR = re.compile(r'[;；\n]|^\s*"')
_YES = ["yes", "y", "true", "t", "1", "on", "x", "✓", "✔", "√", "是", "真", "对", "有", "启用"]
_NO = ["no", "n", "false", "f", "0", "off", "-", "✗", "✘", "×", "否", "假", "错", "无", "停用"]


def defuse(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def undefuse(text: str) -> str:
    """Take away exactly the apostrophe that ``defuse`` put there."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text, 1) else text


def text_of(cell: Any) -> str:
    """Return a cell as text; whole numbers without the point that spreadsheets store them with."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)  # noqa: PLR2004
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ") if cell.time() != dt.time() else cell.date().isoformat()
    return str(cell)


def listed(names: Iterable[str]) -> str:
    """Return names as one cell; one that holds what stands between them is put in quotes."""
    return "; ".join(
        f'"{n.replace(_QUOTE, _QUOTE * 2)}"' if _UNCLEAR.search(n) else n for n in names
    )


def names_listed(text: str) -> list[str]:
    """Return the names that one cell lists."""
    found = (quoted.replace(_QUOTE * 2, _QUOTE) or bare for quoted, bare in _LISTED.findall(text))
    return [name.strip() for name in found if name.strip()]


def plain(cell: Any) -> str:
    """Return a cell as trimmed text with full-width characters made narrow."""
    return unicodedata.normalize("NFKC", text_of(cell)).strip()


class TextWidget(widgets.CharWidget):
    """A text as typed: codes such as ``007`` and ``1E5`` stay what they are."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        """Return the text without the apostrophe that an export put before a formula."""
        cleaned = super().clean(text_of(value), row, **options)
        return undefuse(cleaned) if cleaned else cleaned

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        """Return the text, defused."""
        return defuse(str(value)) if value not in (None, "") else ""


class CodeWidget(TextWidget):
    """A code, an address or a phone number: full-width signs become plain ones, as in the form."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        """Return the text in plain signs."""
        cleaned = super().clean(value, row, **options)
        return plain(cleaned) if cleaned else cleaned


class NumberReading:
    """Thousands separators, full-width digits and blanks around a number."""

    def __init__(self, *, decimal_comma: bool = False) -> None:
        """Take whether the comma stands before the digits after the point."""
        super().__init__()
        self.decimal_comma = decimal_comma

    def prepared(self, value: Any) -> Any:
        """Return the number as Python writes it; what is none stays as it is."""
        if isinstance(value, int | decimal.Decimal) and not isinstance(value, bool):
            return value
        text = plain(value).replace("\u2212", "-").replace(" ", "").replace("_", "?")
        if self.decimal_comma:
            text = text.replace(".", "").replace(",", ".")
        elif _GROUPED.fullmatch(text):
            text = text.replace(",", "")
        if "," in text or len(text) > 400:  # noqa: PLR2004 - no number of ours is that long
            raise ValueError(text)
        return text

    def render(self, value: Any, obj: Any = None, **_options: Any) -> Any:
        """Return the number itself, which every format can write."""
        return "" if value is None else value


class DecimalWidget(NumberReading, widgets.DecimalWidget):
    """A number with digits after the point."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        """Return a Decimal; ``ValueError`` for what is no finite number."""
        number = super().clean(self.prepared(value), row, **options)
        if number is not None and not number.is_finite():
            raise ValueError(value)
        return number


class IntegerWidget(NumberReading, widgets.IntegerWidget):
    """A whole number; ``12.0`` is one, ``12.5`` is none."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        """Return an int; ``ValueError`` for what is no whole number."""
        prepared = self.prepared(value)
        if isinstance(prepared, str) and _ENDLESS.search(prepared):
            raise ValueError(value)
        number = super().clean(prepared, row, **options)
        if number is not None and decimal.Decimal(str(prepared)) != number:
            raise ValueError(value)
        return number


class FloatWidget(NumberReading, widgets.FloatWidget):
    """A number of any size."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        """Return a float; ``ValueError`` for what is none."""
        return super().clean(self.prepared(value), row, **options)


class BooleanWidget(widgets.BooleanWidget):
    """Yes or no in either language, or what a checkbox column of a sheet holds."""

    def clean(self, value: Any, row: Any = None, **_options: Any) -> Any:
        """Return True, False or None for an empty cell; anything else is refused by name."""
        if isinstance(value, bool):
            return value
        word = fold(plain(value))
        if not word:
            return None
        if word in _YES or word in _NO:
            return word in _YES
        raise ValidationError(
            _("“%(value)s” is neither yes nor no."), params={"value": text_of(value)}
        )

    def render(self, value: Any, obj: Any = None, **_options: Any) -> Any:
        """Return ``yes`` or ``no`` in the reader's language."""
        return "" if value is None else (_("yes") if value else _("no"))


class SeveralWidget(widgets.Widget):
    """Codes or labels with commas between them, which the form's field tells apart."""

    def __init__(self, field: SeveralChoicesField) -> None:
        """Learn the labels; where one could be read as another or as two, files have codes."""
        super().__init__()
        labels = {code: str(label) for code, label in field.pairs}
        fits = field.names.tells(labels)
        self.labels = labels if fits else dict.fromkeys(field.codes, "")
        self.between = _(", ") if fits else ", "

    def clean(self, value: Any, row: Any = None, **_options: Any) -> Any:
        """Return the words of the cell."""
        return undefuse(text_of(value).strip())

    def render(self, value: Any, obj: Any = None, **_options: Any) -> Any:
        """Return the labels in the reader's language."""
        codes = str(value).split(",") if value else []
        return defuse(self.between.join(self.labels.get(code) or code for code in codes))


class ChoiceWidget(widgets.Widget):
    """A stored value, or its label in any of the house's languages."""

    def __init__(self, choices: Iterable[tuple[Any, Any]]) -> None:
        """Learn every name of every choice."""
        super().__init__()
        self.labels = {value: str(label) for value, label in choices if value not in (None, "")}
        self.values: dict[str, Any] = {}
        for code, _name in settings.LANGUAGES:
            with override(code):
                for value, label in choices:
                    if value not in (None, ""):
                        self.values.setdefault(fold(str(label)), value)
        for value in self.labels:
            self.values[fold(str(value))] = value
        for value, label in self.labels.items():
            if self.values[fold(label)] != value:  # would be read as another choice
                self.labels[value] = str(value)

    def clean(self, value: Any, row: Any = None, **_options: Any) -> Any:
        """Return the stored value; unknown words pass on, for the field to refuse them."""
        text = plain(value)
        return self.values.get(fold(text), text) if text else ""

    def render(self, value: Any, obj: Any = None, **_options: Any) -> Any:
        """Return the label in the reader's language."""
        return "" if value in (None, "") else defuse(self.labels.get(value, str(value)))
