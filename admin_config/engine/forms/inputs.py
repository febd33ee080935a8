"""Choose the input element of every field, for forms and for rows inside them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.http import HttpRequest

from admin_config.engine.build.rights import actor_of
from admin_config.engine.forms.cascade import Cascade, is_cascade
from admin_config.engine.forms.colour import ColourText
from admin_config.engine.forms.image_field import PictureField
from admin_config.engine.forms.rights_matrix import RightsMatrix, is_rights
from admin_config.engine.forms.rights_picker import RightsPicker
from admin_config.engine.forms.several import SeveralTicks
from admin_config.engine.forms.switches import SwitchesInput
from admin_config.engine.forms.widgets import (
    CodeInput,
    DateText,
    DateTimeText,
    FileInput,
    LongText,
    NumberText,
    RichText,
    TimeText,
    TypeAhead,
    TypeAheadMany,
)
from erp.foundation.models.colour import ColourField
from erp.foundation.models.key_field import KeyField
from erp.foundation.models.rich_text import RichTextField
from erp.foundation.models.several_choices import SeveralChoicesField, is_free_text
from erp.foundation.models.switches import SwitchesField
from erp.foundation.rights import choosable, may_hand_on

_PHONES = ("phone", "mobile", "fax")

INPUTS: dict[Any, dict[str, Any]] = {
    models.DateField: {"widget": DateText},
    models.DateTimeField: {"form_class": forms.DateTimeField, "widget": DateTimeText},
    models.TimeField: {"widget": TimeText},
    models.IntegerField: {"widget": NumberText},
    models.BigIntegerField: {"widget": NumberText},
    models.TextField: {"widget": LongText},
    RichTextField: {"widget": RichText},
    ColourField: {"widget": ColourText},
    SwitchesField: {"widget": SwitchesInput},
    SeveralChoicesField: {"widget": SeveralTicks},
    models.FileField: {"widget": FileInput},
    models.ImageField: {"widget": FileInput(image=True), "form_class": PictureField},
    models.URLField: {"widget": CodeInput(kind="url"), "assume_scheme": "https"},
    models.EmailField: {"widget": CodeInput(kind="email")},
}


def is_code(field: Any) -> bool:
    """Tell whether a text is a code: compared without blanks, unique, or a slug."""
    if not is_free_text(field):
        return False
    squeezed = any(
        isinstance(key, KeyField) and key.squeezed and key.source == field.name
        for key in field.model._meta.concrete_fields
    )
    return squeezed or field.unique or isinstance(field, models.SlugField)


class InputsPart:
    """Gives every field the input element that fits what it holds."""

    formfield_overrides = INPUTS
    admin_site: Any
    #: Rows of a table are narrow: they offer to add a related record and nothing else.
    narrow = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Return the form field; relations are found by typing, codes take full-width signs."""
        if "widget" not in options:
            options |= _by_name_and_size(db_field)
        found = super().formfield_for_dbfield(db_field, request, **options)  # type: ignore[misc]
        widget = getattr(found, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper) and isinstance(widget.widget, Cascade):
            found.widget = widget = widget.widget
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_delete_related = False
            if self.narrow:
                widget.can_change_related = widget.can_view_related = False
        if found is not None and not found.required and widget is not None:
            widget.attrs.setdefault("data-clearable", "true")
        return found

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Offer by typing the records that the person may look up."""
        if is_cascade(db_field.remote_field.model):
            options.setdefault("widget", Cascade(db_field))
        options.setdefault("widget", TypeAhead(db_field, self.admin_site))
        options.setdefault("queryset", reachable(request, db_field))
        return super().formfield_for_foreignkey(db_field, request, **options)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Offer by typing the records that the person may look up."""
        if is_rights(db_field):
            actor = actor_of(request)
            personal = issubclass(db_field.model, AbstractBaseUser)
            widget = RightsPicker if personal else RightsMatrix
            options.setdefault("widget", widget(lambda right: may_hand_on(actor, right)))
            options.setdefault("queryset", db_field.remote_field.model._default_manager.all())
        options.setdefault("widget", TypeAheadMany(db_field, self.admin_site))
        options.setdefault("queryset", reachable(request, db_field))
        found = super().formfield_for_manytomany(db_field, request, **options)  # type: ignore[misc]
        if found is not None:
            found.help_text = db_field.help_text
        return found


def _by_name_and_size(field: Any) -> dict[str, Any]:
    if isinstance(field, models.DecimalField):
        return {"widget": NumberText(digits=field.decimal_places)}
    if isinstance(field, models.FloatField):
        return {"widget": NumberText(digits=15)}
    if is_free_text(field):
        if any(word in field.name for word in _PHONES):
            return {"widget": CodeInput(kind="tel")}
        if is_code(field):
            return {"widget": CodeInput()}
    return {}


def reachable(request: HttpRequest, field: Any) -> Any:
    """Return the related records that the person may choose."""
    return choosable(actor_of(request), field.remote_field.model._default_manager.all())
