"""The form of a row: what was not touched is neither judged nor written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceField
from django.utils.translation import gettext as _

from admin_config.engine.forms.record_form import RecordForm
from admin_config.engine.forms.widgets import LongText
from admin_config.explorer.pointers import Gone


class StoredText(forms.CharField):
    """A text that is kept with its blanks; a browser's line ends are no change."""

    def __init__(self, **options: Any) -> None:
        """Keep the blanks around it."""
        super().__init__(**{**options, "strip": False})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the text differs in more than its line ends."""
        return plain_lines(initial) != plain_lines(data)


def plain_lines(text: Any) -> str:
    """Return a text with plain line ends."""
    return str(text or "").replace("\r\n", "\n").replace("\r", "\n")


def _in_one_line(text: Any) -> str:
    return plain_lines(text).replace("\n", "")


class StoredMoment(forms.DateTimeField):
    """A moment as it is written in the table: no zone is added or taken away."""

    def prepare_value(self, value: Any) -> Any:
        """Show it as it stands."""
        return value

    def to_python(self, value: Any) -> Any:
        """Return what was typed, without a zone."""
        found = super().to_python(value)
        return found.replace(tzinfo=None) if found is not None else None


class RowForm(RecordForm):
    """A form of one row of an explored table."""

    def _prepare_fields(self) -> None:
        super()._prepare_fields()
        if self.instance._state.adding:
            return
        for name, field in self.fields.items():
            value = self.initial.get(name)
            if isinstance(field, ModelChoiceField):
                self._keep_pointer(name, field, value)
            elif isinstance(field, StoredText) and plain_lines(value) != _in_one_line(value):
                field.widget = LongText()  # an input of one line would lose the others
            elif isinstance(field, forms.TypedChoiceField) and value not in (None, ""):
                choices: Any = field.choices
                known = {str(each) for each, _title in choices}
                if str(value) not in known:
                    field.choices = [*choices, (value, str(value))]

    def _keep_pointer(self, name: str, field: Any, value: Any) -> None:
        """Show what is chosen even where no such row is, so that it is not lost by saving."""
        if value in (None, ""):
            return
        chosen = getattr(self.instance, name)
        label = str(chosen)
        if isinstance(chosen, Gone):
            label = _("%(key)s (no such row)") % {"key": chosen}
        inner = getattr(field.widget, "widget", field.widget)
        inner.known = {str(value): label}

    def _untouched(self) -> set[str]:
        """Return the fields that stand as they were read."""
        if self.instance._state.adding:
            return set()
        return set(self.fields) - set(self.changed_data)

    def full_clean(self) -> None:
        """Judge what was typed: an old value that breaks a rule does not hinder other changes."""
        super().full_clean()
        if not self.is_bound:
            return
        errors: Any = self.errors
        for name in self._untouched() & set(errors):
            del errors[name]

    def clean(self) -> dict[str, Any]:
        """Leave out what was not touched; line ends stay as the table has them."""
        cleaned = super().clean()
        for name in self._untouched():
            cleaned.pop(name, None)
        for name, value in cleaned.items():
            if isinstance(self.fields.get(name), StoredText) and isinstance(value, str):
                had = "\r\n" in str(self.initial.get(name) or "")
                cleaned[name] = value if had else plain_lines(value)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), *self._untouched()}  # type: ignore[misc]

    def validate_unique(self) -> None:
        """Ask for every set of unique columns of which one was touched."""
        touched = set(self.fields) - self._untouched()
        exclude = {*super()._get_validation_exclusions()} - touched  # type: ignore[misc]
        try:
            self.instance.validate_unique(exclude=exclude - set(self.fields))
        except ValidationError as error:
            self._update_errors(error)
