"""The columns that a screen's files may have: import-export's fields with the form's own rules."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export.fields import Field
from import_export.widgets import DurationWidget, JSONWidget, Widget

from admin_config.engine.fields import ScreenField, fields_of
from admin_config.engine.forms.inputs import INPUTS, is_code
from admin_config.engine.forms.widgets import CodeInput
from admin_config.engine.spec import Screen
from admin_config.engine.transfer import dates, values
from admin_config.engine.transfer.keys import NaturalKey, References, is_certain, key_fields
from erp.foundation.actor import Actor
from erp.foundation.models.several_choices import SeveralChoicesField
from erp.foundation.rights import Reach, choosable, hidden_fields, reach
from erp.foundation.text import fold

if TYPE_CHECKING:
    from admin_config.engine.transfer.on_the_way import OnTheWay

_REMEMBERED = 5_000
#: What a cell of a file cannot hold.
_UNFIT = (models.FileField, models.BinaryField)


class Wrong(ValidationError):
    """A cell that is refused, with what to do about it."""

    def __init__(self, message: Any, hint: str = "") -> None:
        """Keep the hint beside the message."""
        super().__init__(message)
        self.hint = hint


def _holds_code(field: Any) -> bool:
    """Tell whether the form makes full-width signs plain in this field."""
    stated = INPUTS.get(type(field), {}).get("widget")
    phone = any(word in field.name for word in ("phone", "mobile", "fax"))
    return isinstance(stated, CodeInput) or is_code(field) or phone


def widget_for(field: Any, options: dict[str, Any]) -> Widget:
    """Return the widget that reads and writes a field's values."""
    if getattr(field, "choices", None):
        return values.ChoiceWidget(list(field.flatchoices))
    if isinstance(field, SeveralChoicesField):
        return values.SeveralWidget(field)
    order = options.get("dates", "")
    comma = {"decimal_comma": options.get("numbers") == "comma"}
    makers: tuple[tuple[Any, Any], ...] = (
        (models.BooleanField, values.BooleanWidget),
        (models.IntegerField, lambda: values.IntegerWidget(**comma)),
        (models.DecimalField, lambda: values.DecimalWidget(**comma)),
        (models.FloatField, lambda: values.FloatWidget(**comma)),
        (models.DateTimeField, lambda: dates.DateTimeWidget(order=order)),
        (models.DateField, lambda: dates.DateWidget(order=order)),
        (models.TimeField, dates.TimeWidget),
        (models.DurationField, DurationWidget),
        (models.JSONField, JSONWidget),
    )
    text = values.CodeWidget if _holds_code(field) else values.TextWidget
    made = next((make for kind, make in makers if isinstance(field, kind)), text)
    widget: Widget = made()
    return widget


class Column(Field):
    """One field of the model as a column: read from cells, checked as the form checks it."""

    def __init__(self, found: ScreenField, header: str, options: dict[str, Any]) -> None:
        """Prepare reading and checking once, for any number of rows."""
        self.name = found.name
        self.model_field: Any = found.field
        self.typed = found.editable
        self.attname: str = getattr(found.field, "attname", found.name)
        #: Of a relation that many may share: by which column of the other record it is kept.
        self.target: str = (
            found.field.target_field.attname if type(found.field) is models.ForeignKey else ""
        )
        self.header = header
        self.is_relation, self.is_many = found.is_relation, found.is_many
        super().__init__(
            attribute=found.field.attname if found.local else found.name,
            column_name=found.name,
            widget=widget_for(found.field, options),
        )
        self.form_field = self._form_field()
        self.references: References | None = None
        #: What creates records that cells name, where the person chose so, and hears their names.
        self.on_the_way: OnTheWay | None = None
        self.told_as: Callable[[Any, str], None] = lambda _key, _name: None
        #: Names of new records in rows of the file, for columns that point to their own kind.
        self.announced: dict[str, int] = {}
        #: The row that is being read.
        self.row = 0
        own = self.form_field.validators if self.form_field else []
        self._validators = [v for v in found.field.validators if v not in own]
        self._known: dict[Any, tuple[Any, ValidationError | None]] = {}
        self._textual = isinstance(self.widget, values.TextWidget)
        self._stays_default = (
            not self.is_many and found.field.has_default() and not found.field.blank
        )
        self._quick_length = self._length_of_plain_text()
        self._takes_wide = type(self.widget) is values.TextWidget
        #: Cells of this chunk and the one record that each names.
        self._named: dict[str, Any] = {}

    def _form_field(self) -> forms.Field | None:
        made = getattr(self.model_field, "formfield", None)
        secure = isinstance(self.model_field, models.URLField)
        options = {"assume_scheme": "https"} if secure else {}
        found: forms.Field | None = made(**options) if made is not None else None
        return found

    @property
    def required(self) -> bool:
        """Tell whether the form insists on a value."""
        return bool(self.typed and self.form_field is not None and self.form_field.required)

    def _length_of_plain_text(self) -> int:
        """Return how long a text may be of which nothing else is asked; 0 where more is."""
        kinds = (validators.MaxLengthValidator, validators.ProhibitNullCharactersValidator)
        field: Any = self.form_field
        if type(field) is not forms.CharField or not field.strip:
            return 0
        if type(self.widget) not in {values.TextWidget, values.CodeWidget} or self.is_relation:
            return 0
        every = (*self.model_field.validators, *field.validators)
        if not all(type(validate) in kinds for validate in every):
            return 0
        return self.model_field.max_length or 0

    def may_stay_default(self, cell: Any) -> bool:
        """Tell whether an empty cell of a new row means the field's default."""
        if not self._stays_default:
            return False
        return cell is None or (isinstance(cell, str) and not cell.strip())

    def look_from(self, actor: Actor) -> None:
        """Let relations find the records that the actor may choose in the form."""
        if not (self.is_relation or self.is_many):
            return
        model = self.model_field.related_model
        rows = model._base_manager.complex_filter(self.model_field.get_limit_choices_to())
        self.references = References(NaturalKey(model), choosable(actor, rows))

    def prepare(self, cells: list[Any]) -> None:
        """Look up the records that a chunk's cells name."""
        if self.references is not None:
            self._named.clear()
            different = dict.fromkeys(values.text_of(cell) for cell in cells)
            names = [name for cell in different for name in self._names(cell)]
            self.references.prepare(names)
            if self.on_the_way is not None:
                lacking = [name for name in names if not self.references.get(name)]
                for key in self.on_the_way.prepare(lacking):
                    self.told_as(key, self.on_the_way.names[key])

    def _names(self, cell: Any) -> list[str]:
        text = values.undefuse(values.text_of(cell)).strip()
        if self.is_many:
            return values.names_listed(text)
        return [text] if text else []

    def cleaned(self, cell: Any) -> Any:
        """Return the value of a cell; ``ValidationError`` in the words of the form."""
        if self.references is not None:
            return self._one_named(cell)
        if self._textual or isinstance(cell, list | dict):
            return self._plain_text(cell) or self._checked(cell)
        known = self._known.get((type(cell), cell))
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            known = self._known[type(cell), cell] = self._attempted(cell)
        value, error = known
        if error is not None:
            raise error
        return value

    def _plain_text(self, cell: Any) -> str:
        """Return a text with which nothing can be wrong; empty where more has to be asked.

        What a widget turns into something else is none: quoted formulas, signs of full width.
        """
        if type(cell) is not str or cell[:1] == "'" or not (self._takes_wide or cell.isascii()):
            return ""
        text = cell.strip()
        return text if len(text) <= self._quick_length and "\0" not in text else ""

    def _one_named(self, cell: Any) -> Any:
        if self.is_many or type(cell) is not str:
            return self._referred(cell)
        record = self._named.get(cell)
        if record is None:
            record = self._referred(cell)
            if record is not None and record.pk is not None:
                self._named[cell] = record
        return record

    def _attempted(self, cell: Any) -> tuple[Any, ValidationError | None]:
        try:
            return self._checked(cell), None
        except ValidationError as error:
            return None, error

    def _checked(self, cell: Any) -> Any:
        value = self._read(cell)
        if self.form_field is None:
            return value
        try:
            value = self.form_field.clean(value)
            if value not in self.model_field.empty_values:
                for validate in self._validators:
                    validate(value)
        except ValidationError as error:
            raise Wrong(error.messages, self._hint()) from None
        if value is None and not self.model_field.null and self.model_field.empty_strings_allowed:
            return ""
        return value

    def _read(self, cell: Any) -> Any:
        try:
            return self.clean({self.column_name: cell})
        except dates.AmbiguousDate:
            raise Wrong(
                _("“%(value)s” could be two dates.") % {"value": values.text_of(cell)},
                _("Choose whether the day or the month comes first, and check again."),
            ) from None
        except ValidationError:
            raise
        except (ValueError, TypeError, OverflowError, decimal.InvalidOperation):
            invalid = (self.form_field and self.form_field.error_messages.get("invalid")) or _(
                "Enter a valid value."
            )
            raise Wrong(
                str(invalid),
                _("The cell holds “%(value)s”.") % {"value": values.text_of(cell)[:80]},
            ) from None

    def _hint(self) -> str:
        if isinstance(self.widget, values.ChoiceWidget | values.SeveralWidget):
            pairs = getattr(self.model_field, "pairs", None) or self.model_field.flatchoices
            labels = [str(label) for _value, label in pairs if _value]
            return _("Allowed: %(values)s.") % {"values": _(", ").join(labels[:20])}
        return ""

    def _referred(self, cell: Any) -> Any:
        names = self._names(cell)
        if not names:
            if self.required:
                raise Wrong(self.form_field.error_messages["required"])  # type: ignore[union-attr]
            return [] if self.is_many else None
        found = [self._one(name) for name in names]
        return found if self.is_many else found[0]

    def _one(self, name: str) -> Any:
        records = self.references.get(name)  # type: ignore[union-attr]
        if len(records) == 1:
            return records[0]
        if not records and self.announced.get(fold(name), self.row) < self.row:
            return self.model_field.related_model()
        if not records and self.on_the_way is not None:
            return self.on_the_way.get(name)
        facts = {
            "kind": self.model_field.related_model._meta.verbose_name,
            "name": name[:80],
        }
        if records:
            raise Wrong(
                _("There are several records of kind %(kind)s named “%(name)s”.") % facts,
                _("Give them different names first."),
            )
        raise Wrong(
            _("There is no %(kind)s “%(name)s”.") % facts,
            _("Add it first, or correct the name."),
        )

    def names(self) -> set[str]:
        """Return every header by which a file may call this column, folded."""
        found = {self.name, self.name.replace("_", " "), self.header}
        for code, _name in settings.LANGUAGES:
            with override(code):
                found.add(str(self.model_field.verbose_name))
        return {fold(name) for name in found}


def put(record: Any, column: Column, name: str, value: Any) -> None:
    """Set a field; a related record by its key, and as what is known of it already."""
    if column.target and value is not None and value.pk is not None:
        record.__dict__[column.attname] = getattr(value, column.target)
        record._state.fields_cache[column.model_field.name] = value
    else:
        setattr(record, name, value)


def columns_for(
    screen: Screen, actor: Actor, options: dict[str, Any] | None = None
) -> dict[str, Column]:
    """Return every column of a screen that the actor may see, by field name, in order."""
    model = screen.model
    left_out = {*hidden_fields(actor, model), *screen.exclude, *getattr(model, "secret_fields", ())}
    fields = {
        name: found
        for name, found in fields_of(model).items()
        if name not in left_out and not isinstance(found.field, _UNFIT)
    }
    if key_fields(model) != ("pk",) and is_certain(model):
        fields = {name: found for name, found in fields.items() if not found.field.primary_key}
    headers = _headers(fields)
    own = {name: Column(found, headers[name], options or {}) for name, found in fields.items()}
    if not (screen.along or screen.values):
        return own
    from admin_config.engine.along.columns import extra_columns

    return {**own, **extra_columns(screen, actor, options or {}, own)}


def _headers(fields: dict[str, ScreenField]) -> dict[str, str]:
    """Return a header for each field; two fields of one label also say their names."""
    labels = [fold(found.label) for found in fields.values()]
    return {
        name: capfirst(found.label)
        if labels.count(fold(found.label)) == 1
        else f"{capfirst(found.label)} ({name})"
        for name, found in fields.items()
    }


def _past_fields(screen: Screen, actor: Actor) -> tuple[str, ...]:
    """Return the fields of past papers that this person's files may state."""
    past = screen.importing.past if screen.importing is not None else ()
    may_state = bool(past) and reach(actor, "approve", screen.model) == Reach.ALL
    return past if may_state else ()


def import_columns(
    screen: Screen, actor: Actor, options: dict[str, Any] | None = None
) -> dict[str, Column]:
    """Return the columns that a file may fill: what can be typed, and the key.

    Of the key it may also state what the house gives, but never what it works out by itself.
    """
    derived = getattr(screen.model, "derived_fields", ())
    key = [name for name in key_fields(screen.model) if name not in derived]
    stated = screen.importing.fields if screen.importing is not None else None
    found = columns_for(screen, actor, options)
    for name in _past_fields(screen, actor):
        found[name].typed = True
    fit = {
        name: column
        for name, column in found.items()
        if name in key
        or column.model_field.primary_key
        or (column.typed and name not in screen.readonly and (stated is None or name in stated))
    }
    for column in fit.values():
        column.look_from(actor)
    return fit
