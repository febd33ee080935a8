"""A field of several choices, kept in one text: ``battery,light``."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from erp.foundation.models import several_lookups
from erp.foundation.several import Names, Several, misleading, several, texts_with
from erp.foundation.text import fold

_REMEMBERED = 2_000


def is_free_text(field: Any) -> bool:
    """Tell whether any short text may stand in a field, not only what is chosen."""
    chosen = bool(getattr(field, "choices", None)) or isinstance(field, SeveralChoicesField)
    return isinstance(field, models.CharField) and not chosen


class _Ordered(DeferredAttribute):
    """Whatever is put on a record, a text or codes, stands there in the order of the choices."""

    field: Any

    def __set__(self, instance: Any, value: Any) -> None:
        """Keep the codes as one text."""
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class SeveralInput(forms.MultipleChoiceField):
    """What is ticked, or written as codes or labels with commas between them."""

    def __init__(self, *, stored: SeveralChoicesField, **options: Any) -> None:
        """Offer the choices of the model's field."""
        self.stored = stored
        #: What is stored where nothing is ticked.
        self.nothing: str | None = None if stored.null else ""
        #: Stored codes that the field does not know: another program may know them.
        self.present: tuple[str, ...] = ()
        self.labels = [(code, capfirst(str(label))) for code, label in stored.pairs]
        super().__init__(choices=self.labels, **options)

    def keep(self, value: Any) -> None:
        """Let what a record holds stay: nothing in the way it is stored, unknown codes ticked."""
        if value == "":
            self.nothing = ""
        codes = self.stored.to_python(value or "").codes
        self.present = tuple(code for code in codes if code not in self.stored.codes)
        self.choices = [*self.labels, *((code, code) for code in self.present)]

    def _read(self, value: Any) -> tuple[Several, list[str]]:
        """Return the codes that were named, stored ones among them, and what names none."""
        if isinstance(value, str) and value in self.present:
            value = [value]
        kept: list[str] = []
        if isinstance(value, list | tuple):
            kept = [code for code in value if code in self.present]
            value = [code for code in value if code not in self.present]
        codes, unknown = self.stored.names.read(value or ())
        kept += [code for code in unknown if code in self.present]
        strange = [code for code in unknown if code not in self.present]
        return several([*codes, *kept], self.stored.codes), strange

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        """Say what is asked: the ticks stand in a group of this name."""
        return {"aria-label": capfirst(str(self.label))} if self.label else {}

    def prepare_value(self, value: Any) -> Any:
        """Return what is ticked."""
        return value.split(",") if isinstance(value, str) and value else value or []

    def to_python(self, value: Any) -> Several:  # type: ignore[override]
        """Return the codes; a word that means none is refused by its name."""
        codes, unknown = self._read(value)
        if unknown:
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": unknown[0][:80]},
            )
        return codes

    def validate(self, value: Any) -> None:
        """Insist on one at least where the field is required."""
        forms.Field.validate(self, value)

    def clean(self, value: Any) -> Any:
        """Return the text; a field that may be null has none where nothing is ticked."""
        return super().clean(value) or self.nothing

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether other boxes are ticked."""
        codes, unknown = self._read(data)
        return bool(unknown) or codes != (initial or "")


class SeveralChoicesField(models.CharField):  # type: ignore[type-arg]
    """Any number of the choices; in Python a text whose ``codes`` are those that were chosen.

    Texts, lists and tuples may be assigned. The column holds the codes between commas in the
    order of the choices, as a SET of MySQL does, so equal choices are equal texts. The choices
    are in ``pairs``: ``choices`` of Django stand for one of many.

    Rows are found by ``field__has=code``. What the database itself should keep is stated as
    ``CheckConstraint(condition=Q(field__made_of=Feature.values))``: unlike a check of the field
    it leaves the tables of versions alone, which keep codes that were given up since.
    """

    descriptor_class = _Ordered

    def __init__(self, *args: Any, choices: Any, **options: Any) -> None:
        """Take the choices: pairs of code and label; the longest text follows from them."""
        self.pairs: tuple[tuple[str, Any], ...] = tuple((str(c), label) for c, label in choices)
        self.codes = tuple(code for code, _label in self.pairs)
        self._known: dict[str, Several] = {}
        default = options.get("default", models.NOT_PROVIDED)
        if default is not models.NOT_PROVIDED and default is not None and not callable(default):
            options["default"] = str(several(default, self.codes))
        super().__init__(*args, **{"max_length": max(len(",".join(self.codes)), 1), **options})

    def deconstruct(self) -> Any:
        """Tell migrations the choices; the length is told as well, for a column to grow."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "choices": list(self.pairs)}

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        """Let records say their labels: ``get_features_display()``."""
        super().contribute_to_class(cls, name, private_only=private_only)
        said = f"get_{name}_display"
        if said not in vars(cls):
            setattr(cls, said, lambda record: self.told(getattr(record, self.attname)))

    def check(self, **options: Any) -> list[checks.CheckMessage]:
        """Refuse codes that a text with commas cannot hold or a database takes for one."""
        return [*super().check(**options), *self._checked_codes()]

    def _checked_codes(self) -> Iterator[checks.CheckMessage]:
        bad = [code for code in self.codes if not code or "," in code or code != code.strip()]
        if bad or not self.codes or len({fold(code) for code in self.codes}) < len(self.codes):
            yield checks.Error(
                f"the codes of several choices are {', '.join(map(repr, self.codes)) or 'missing'}",
                hint="Codes are not empty, have no comma and differ by more than case.",
                obj=self,
                id="foundation.E004",
            )
            return
        for language, _name in settings.LANGUAGES:
            with override(language):
                labels = {code: str(label) for code, label in self.pairs}
            if taken := misleading(labels):
                yield checks.Warning(
                    f"labels could be taken for another choice: {', '.join(map(repr, taken))}",
                    hint=f"Name them otherwise in {language}; files hold codes as long as this is.",
                    obj=self,
                    id="foundation.W004",
                )

    @cached_property
    def names(self) -> Names:
        """Return by what each choice may be called: its code, its label in every language."""
        found: dict[str, str] = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                for code, label in self.pairs:
                    found.setdefault(fold(str(label)), code)
        return Names({**found, **{fold(code): code for code in self.codes}})

    def to_python(self, value: Any) -> Any:
        """Return the codes as one text, in the order of the choices."""
        if value is None or hasattr(value, "resolve_expression"):
            return value
        if not isinstance(value, str):
            return several(value, self.codes)
        if value not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[value] = several(value, self.codes)
        return self._known[value]

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """Return the codes of a stored text."""
        return self.to_python(value)

    def validate(self, value: Any, model_instance: Any) -> None:
        """Refuse a code that is none of the choices, by its name, unless it is stored already."""
        super().validate(value, model_instance)
        unknown = [code for code in self.to_python(value or "").codes if code not in self.codes]
        if unknown:
            present = self._stored(model_instance)
            unknown = [code for code in unknown if code not in present]
        if unknown:
            raise ValidationError(
                forms.MultipleChoiceField.default_error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": unknown[0][:80]},
            )

    def _stored(self, record: Any) -> tuple[str, ...]:
        """Return the codes that the database holds for a record."""
        if record is None or record._state.adding:
            return ()
        rows = type(record)._base_manager.using(record._state.db).filter(pk=record.pk)
        value: Any = rows.values_list(self.attname, flat=True).first()
        return self.to_python(value or "").codes  # type: ignore[no-any-return]

    def formfield(self, **options: Any) -> Any:  # type: ignore[override]
        """Return an input for several."""
        options = {"form_class": SeveralInput, "stored": self, **options}
        return models.Field.formfield(self, **options)

    def told(self, value: Any) -> str:
        """Return the labels of a value in the reader's language."""
        labels = dict(self.pairs)
        codes = self.to_python(value or "").codes
        return _(", ").join(str(labels.get(code, code)) for code in codes)

    def written(self, value: Any) -> str:
        """Return what is read as the same value again: labels, or codes where these mislead."""
        labels = {code: str(label) for code, label in self.pairs}
        if self.names.tells(labels):
            return self.told(value)
        return ", ".join(self.to_python(value or "").codes)

    own_words = told

    def own_markup(self, escaped: str) -> str:
        """Return the labels for a form that is only read."""
        return self.told(html.unescape(escaped))

    def any_of(self, codes: Iterable[str], path: str) -> models.Q:
        """Return the rows that have one of the codes at least.

        An index finds them by the texts that these can make, where those are few.
        """
        wanted = list(codes)
        indexed = self.db_index or self.unique  # type: ignore[attr-defined]
        texts = texts_with(wanted, self.codes) if indexed else None
        found = models.Q()
        for code in wanted:
            found |= models.Q(**{f"{path}__has": code})
        if texts is None:
            return found
        listed = models.Q(**{f"{path}__in": texts})
        # the collation of a column may take other letters for the same: then each row is looked at
        return listed if all(map(str.isascii, self.codes)) else listed & found


for _lookup in (several_lookups.Has, several_lookups.MadeOf):
    SeveralChoicesField.register_lookup(_lookup)
