"""The form of one record: its version token, its owner, its files, and refusals at their place."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.forms import PaginationInlineFormSet

from admin_config.engine.forms.rights_matrix import RightsMatrix, usual_rights
from admin_config.engine.forms.stale import Conflict, compare_with_saved
from erp.foundation.actor import Actor
from erp.foundation.files import check_upload
from erp.foundation.models.key_field import KeyField
from erp.foundation.models.several_choices import SeveralInput
from erp.foundation.rights import may

_ROW_GONE = gettext_lazy(
    "Somebody else deleted this row meanwhile: remove it here, or enter it anew."
)
TOKEN = "version_token"  # noqa: S105 - a field's name


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that knows which version it was opened with and refuses to overwrite a newer one."""

    version_token = forms.IntegerField(
        required=False, widget=forms.HiddenInput, label=gettext_lazy("version")
    )

    #: Who types; set on the class that the admin makes for a request.
    actor: ClassVar[Actor | None] = None
    #: Not so for rows that are shown to somebody who may not change them.
    may_type: ClassVar[bool] = True
    #: Values of a new record that are not typed, by attribute name.
    preset: ClassVar[dict[str, Any]] = {}
    #: What saving was refused with, to be shown on the form.
    refusal: ClassVar[ValidationError | None] = None

    def __init__(self, *args: Any, **options: Any) -> None:
        """Bind the form; one that is out of date takes over what only the other side changed."""
        super().__init__(*args, **options)
        self.stale = False
        self.conflicts: list[Conflict] = []
        if self.instance._state.adding:
            for name, value in self.preset.items():
                setattr(self.instance, name, value)
        if hasattr(self.instance, "version") and not self.instance._state.adding:
            self.initial[TOKEN] = self.instance.version
        self._prepare_fields()
        if self.is_bound and not self.instance._state.adding:
            compare_with_saved(self)

    def _prepare_fields(self) -> None:
        for name, field in self.fields.items():
            if isinstance(field, forms.FileField):
                field.validators.append(check_upload)
            elif isinstance(matrix := getattr(field.widget, "widget", None), RightsMatrix):
                matrix.usual = usual_rights(self.instance)
            elif isinstance(field, SeveralInput) and not self.instance._state.adding:
                field.keep(self.initial.get(name))
            elif isinstance(field, ModelChoiceField) and not self.instance._state.adding:
                self._keep_present(name, field)

    def _keep_present(self, name: str, field: Any) -> None:
        """Let what is chosen already stay chosen, whether or not the person may look it up."""
        known = {f.name: f for f in self.instance._meta.concrete_fields}
        stored = known.get(name)
        if stored is None or isinstance(field, ModelMultipleChoiceField):
            return
        key = getattr(self.instance, stored.attname)
        if key is None:
            return
        if stored.is_cached(self.instance):
            chosen = getattr(self.instance, name)
            inner = getattr(field.widget, "widget", field.widget)
            inner.known = {str(field.prepare_value(chosen)): field.label_from_instance(chosen)}
        if field.queryset.query.where:
            everything = field.queryset.model._default_manager.filter(
                **{stored.target_field.name: key}
            )
            field.queryset = field.queryset | everything

    def hidden_tokens(self) -> list[Any]:
        """Return what else says which versions the form was opened with."""
        return []

    def clean(self) -> dict[str, Any]:
        """Refuse what is out of date, what was refused on saving and what the person may not do."""
        super().clean()
        if self.stale:
            message = _(
                "Somebody else saved this meanwhile. Nothing was overwritten and nothing of yours "
                "is lost: look at the differences, then save again."
            )
            self.add_error(None, ValidationError(message, code="stale"))
        if self.refusal is not None:
            self._show(self.refusal)
        return self.cleaned_data

    def _show(self, refusal: ValidationError) -> None:
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, errors in refusal.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)

    def _update_errors(self, errors: ValidationError) -> None:
        """Keep what a rule says about a field that is not on this form off the page by name."""
        if hasattr(errors, "error_dict"):
            known = {*self.fields, NON_FIELD_ERRORS}
            elsewhere = [name for name in errors.error_dict if name not in known]
            for name in elsewhere:
                found = errors.error_dict.pop(name)
                if name in self._guarded():
                    found = [ValidationError(_("A value that you do not see is not accepted."))]
                errors.error_dict.setdefault(NON_FIELD_ERRORS, []).extend(found)
        super()._update_errors(errors)  # type: ignore[misc]

    def _guarded(self) -> set[str]:
        return set(getattr(self.instance, "guarded_fields", ()))


class RecordFormSet(PaginationInlineFormSet):
    """Rows inside a form: each with its own version token and its own rights."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Say in words that a row is gone, instead of naming an unknown choice."""
        super().add_fields(form, index)
        key = form.fields.get(self._pk_field.name)
        if key is not None:
            key.error_messages["invalid_choice"] = _ROW_GONE

    def clean(self) -> None:
        """Check every changed and every removed row for rights and for being up to date."""
        super().clean()
        self._refuse_doubles()
        actor = self.form.actor
        for form in self.initial_forms:
            if form.instance.pk is None and form not in self.deleted_forms:
                form.add_error(None, _ROW_GONE)
                raise ValidationError(_ROW_GONE)
            if actor is None or form.instance.pk is None:
                continue
            if form in self.deleted_forms:
                if form.stale:
                    self._refuse(_("“%s” was changed by somebody else meanwhile."), form)
                elif not may(actor, "delete", form.instance):
                    self._refuse(_("You may not delete “%s”."), form)
            elif form.has_changed() and not may(actor, "change", form.instance):
                form.add_error(None, _("You may not change this."))

    def _refuse(self, message: str, form: Any) -> None:
        raise ValidationError(message % form.instance)

    def _refuse_doubles(self) -> None:
        """Refuse two rows with one unique key that the person does not type himself."""
        model = self.model
        keys = {f.name: f for f in model._meta.concrete_fields if isinstance(f, KeyField)}
        groups = [(name,) for name, key in keys.items() if key.unique]
        groups += [
            tuple(constraint.fields)
            for constraint in model._meta.total_unique_constraints
            if set(constraint.fields) & set(keys)
        ]
        for group in groups:
            self._refuse_double(group, keys)

    def _refuse_double(self, group: tuple[str, ...], keys: dict[str, Any]) -> None:
        seen: set[tuple[Any, ...]] = set()
        for form in self.forms:
            if form in self.deleted_forms or (not form.has_changed() and not form.instance.pk):
                continue
            form.instance._fill_keys()
            others = [n for n in group if n != self.fk.name]
            value = tuple(
                getattr(form.instance, self.model._meta.get_field(n).attname) for n in others
            )
            if None in value:
                continue
            if value in seen:
                source = next(keys[n].source for n in group if n in keys)
                place = source if source in form.fields else None
                form.add_error(place, _("This stands in two rows."))
                raise ValidationError(_("Two rows have the same value."))
            seen.add(value)
