"""Input elements by what a field holds; typed numbers, dates and codes may be full-width."""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from unfold.widgets import INPUT_CLASSES, TEXTAREA_CLASSES

from erp.foundation.digits import number_in

_GROUPED = re.compile(r"^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$")
#: Money shows at least so many digits behind the point.
_MONEY_DIGITS = 2


def plain(value: Any) -> Any:
    """Return typed text in half-width signs, outer blanks removed."""
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFKC", value).replace("。", ".").replace("−", "-").strip()


def plain_number(value: Any) -> Any:
    """Return a typed number without blanks and without commas between thousands."""
    text = plain(value)
    if not isinstance(text, str):
        return text
    text = re.sub(r"\s", "", text)
    return text.replace(",", "") if _GROUPED.match(text) else text


def _classes(*more: str) -> str:
    return " ".join([*INPUT_CLASSES, *more])


class CodeInput(forms.TextInput):
    """A code, an address or a phone number: full-width letters and digits become plain ones."""

    def __init__(self, attrs: dict[str, Any] | None = None, kind: str = "text") -> None:
        """Take the kind of keyboard that a phone shows."""
        self.input_type = kind
        super().__init__(
            {"class": _classes(), "autocapitalize": "off", "spellcheck": "false", **(attrs or {})}
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the typed text in plain signs."""
        return plain(super().value_from_datadict(data, files, name))


class NumberText(forms.TextInput):
    """A number typed as text, with the number keyboard on phones and no wheel to change it."""

    def __init__(self, attrs: dict[str, Any] | None = None, digits: int = 0) -> None:
        """Take how many digits behind the point are shown at most."""
        self.digits = digits
        mode = "decimal" if digits else "numeric"
        super().__init__(
            {
                "class": _classes("number-input"),
                "inputmode": mode,
                "autocomplete": "off",
                **(attrs or {}),
            }
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the typed number in plain signs."""
        return plain_number(super().value_from_datadict(data, files, name))

    def format_value(self, value: Any) -> str | None:
        """Show money with two digits and more only where they say something."""
        text = super().format_value(value)
        if not text or not self.digits:
            return text
        try:
            number = Decimal(text)
        except InvalidOperation:
            return text
        if not number.is_finite() or isinstance(value, str):
            return text
        digits = max(-int(number.normalize().as_tuple().exponent), 0)
        least = _MONEY_DIGITS if self.digits == _MONEY_DIGITS else 0
        return f"{number:.{max(min(digits, self.digits), least)}f}"


class DateText(forms.DateInput):
    """A date: the browser's own picker, on a phone its wheel."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Use the one format that browsers agree on."""
        super().__init__({"class": _classes("date-input"), **(attrs or {})}, format="%Y-%m-%d")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the typed date in plain signs; 2026/1/5 and 2026.1.5 are dates as well."""
        text = plain(super().value_from_datadict(data, files, name))
        return re.sub(r"[./年月]", "-", text).rstrip("日") if isinstance(text, str) else text


class DateTimeText(forms.DateTimeInput):
    """A date with a time, in the zone of the person."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Keep seconds, so that saving without a change changes nothing."""
        super().__init__(
            {"class": _classes("date-input"), "step": "1", **(attrs or {})},
            format="%Y-%m-%dT%H:%M:%S",
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the typed date and time in plain signs."""
        return plain(super().value_from_datadict(data, files, name))


class TimeText(forms.TimeInput):
    """A time of day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Keep seconds."""
        super().__init__(
            {"class": _classes("date-input"), "step": "1", **(attrs or {})}, format="%H:%M:%S"
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the typed time in plain signs."""
        return plain(super().value_from_datadict(data, files, name))


class LongText(forms.Textarea):
    """A long text; in a row of a table one line that grows."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Start with four lines."""
        super().__init__({"class": " ".join(TEXTAREA_CLASSES), "rows": 4, **(attrs or {})})


class RichText(LongText):
    """A long text with bold words, lists and links; without scripts its source is typed."""

    class Media:
        js = ("console/rich_text.js",)
        css = {"all": ("console/rich_text.css",)}

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Name the buttons in the reader's language."""
        words = {
            "bold": _("Bold"),
            "italic": _("Italic"),
            "h3": _("Heading"),
            "insertUnorderedList": _("List"),
            "insertOrderedList": _("Numbered list"),
            "link": _("Link: type an address"),
            "removeFormat": _("Plain text"),
        }
        found: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        return {**found, "data-rich-text": "yes", "data-words": json.dumps(words)}


class FileInput(forms.ClearableFileInput):
    """A file of a record: a preview of images, a link that asks for rights, and a way to clear."""

    template_name = "console/file_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, image: bool = False) -> None:
        """Say whether a preview is shown."""
        self.image = image
        super().__init__({"class": "file-input", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the address under which the stored file is served."""
        context = super().get_context(name, value, attrs)
        stored = value if self.is_initial(value) else None
        context["widget"]["address"] = file_address(stored) if stored else ""
        context["widget"]["file_name"] = str(stored).rsplit("/", 1)[-1] if stored else ""
        context["widget"]["image"] = self.image
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> str:
        """Use the project's templates: the renderer of forms looks into apps only."""
        return render_to_string(template_name, context)

    def is_initial(self, value: Any) -> bool:
        """Tell whether a file is stored."""
        return bool(value and getattr(value, "instance", None) is not None and value.name)


def file_address(stored: Any) -> str:
    """Return the address of the view that serves a stored file after asking for rights."""
    record = stored.instance
    meta = record._meta
    try:
        return reverse(
            "console:file", args=(meta.app_label, meta.model_name, record.pk, stored.field.name)
        )
    except NoReverseMatch:
        return ""


class _KnownLabels:
    """Knows the names of what is chosen, so that a row costs no query of its own."""

    known: dict[str, str]

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> Any:
        """Return the chosen options from what is known, else from the database."""
        known = getattr(self, "known", {})
        value = [v for v in value if not v or v in known or self._can_be_a_key(v)]
        chosen = [v for v in value if v]
        if not all(v in known for v in chosen):
            return super().optgroups(name, value, attr)  # type: ignore[misc]
        options: list[Any] = []
        if not self.is_required and not self.allow_multiple_selected:  # type: ignore[attr-defined]
            options.append(self.create_option(name, "", "", selected=False, index=0))  # type: ignore[attr-defined]
        for key in chosen:
            options.append(
                self.create_option(name, key, known[key], selected=True, index=len(options))  # type: ignore[attr-defined]
            )
        return [(None, options, 0)]

    def _can_be_a_key(self, text: str) -> bool:
        """Tell whether the related table may be asked for it; an address can hold anything."""
        relation = self.field.remote_field  # type: ignore[attr-defined]
        meta = relation.model._meta
        name = getattr(relation, "field_name", None) or meta.pk.name
        asked: Any = meta.get_field(name)
        while asked.remote_field is not None:
            asked = asked.target_field
        if isinstance(asked, models.IntegerField):
            return number_in(text) is not None
        return "\0" not in str(text)


class TypeAhead(_KnownLabels, AutocompleteSelect):  # type: ignore[misc]
    """A relation: found by typing, never listed as a whole."""


class TypeAheadMany(_KnownLabels, AutocompleteSelectMultiple):  # type: ignore[misc]
    """Several relations: found by typing."""
