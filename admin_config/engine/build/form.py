"""The form of a screen: its sections, its inputs, its children, and saving as one operation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import URLPattern

from admin_config.engine.build.rights import actor_of
from admin_config.engine.drafts.part import DraftPart
from admin_config.engine.fields import fields_of
from admin_config.engine.forms.amounts_shown import Grouped
from admin_config.engine.forms.children import ChildrenPart
from admin_config.engine.forms.inputs import InputsPart
from admin_config.engine.forms.layout import fieldsets_of, in_order, names_in
from admin_config.engine.forms.owners import fixed_owners, own_values
from admin_config.engine.forms.record_form import RecordForm
from admin_config.engine.forms.rights_matrix import with_tables_of_rights
from admin_config.engine.forms.saving import SavingPart
from admin_config.engine.forms.tool import Tool
from admin_config.engine.spec import Screen

__all__ = ["FormPart"]


class FormPart(Grouped, DraftPart, SavingPart, ChildrenPart, InputsPart):
    """Shows the declared sections and children and saves them within one operation."""

    screen: ClassVar[Screen]
    model: Any
    form = RecordForm
    change_form_template = "console/form.html"
    popup_response_template = None
    warn_unsaved_form = True
    view_on_site = False

    class Media:
        js = (
            "console/form.js",
            "console/along.js",
            "console/drafts.js",
            "console/fill.js",
            "console/belongs.js",
            "console/panels.js",
            "console/preview.js",
        )
        css = {
            "all": (
                "console/form.css",
                "console/rights_matrix.css",
                "console/panels.css",
                "console/preview.css",
            )
        }

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the sections without the fields that the person may not see."""
        hidden = self.hidden(request)  # type: ignore[attr-defined]
        computed = set(self._computed())
        fieldsets = fieldsets_of(
            self.screen,
            lambda name: name not in hidden and (obj is not None or name not in computed),
        )
        looked_at = obj is not None and not self.has_change_permission(request, obj)  # type: ignore[attr-defined]
        return with_tables_of_rights(self.model, fieldsets) if looked_at else fieldsets

    def _computed(self) -> tuple[str, ...]:
        known = fields_of(self.screen.model)
        return tuple(n for n in names_in(self.screen) if n not in known or not known[n].editable)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Return the fields that are shown but not typed."""
        fixed = fixed_owners(request, self.model)
        return tuple(dict.fromkeys((*self.screen.readonly, *self._computed(), *fixed)))

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Return every relation: all of them are found by typing."""
        return [f.name for f in fields_of(self.model).values() if f.is_relation or f.is_many]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        """Return the form's class, which knows who types and what was refused before."""
        form = super().get_form(request, obj, change=change, **options)  # type: ignore[misc]
        form.actor = actor_of(request)
        form.preset = own_values(request, self.model)
        form.refusal = getattr(request, "_refusal", None)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start a new record with the screen's defaults, the person as owner, then the address."""
        given = super().get_changeform_initial_data(request)  # type: ignore[misc]
        known = set(fields_of(self.model)) - self.hidden(request)  # type: ignore[attr-defined]
        defaults = {name: make(request) for name, make in self.screen.defaults}
        owners = {
            name.removesuffix("_id"): value
            for name, value in own_values(request, self.model).items()
        }
        return {**defaults, **owners, **{k: v for k, v in given.items() if k in known}}

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> Any:
        """Add what differs from what somebody else saved, and the verbs beside the form."""
        forms = [context["adminform"].form]
        for inline in context["inline_admin_formsets"]:
            forms += inline.formset.forms
            forms.append(inline.formset)
        context["conflicts"] = [c for form in forms for c in getattr(form, "conflicts", ())]
        record = options.get("obj")
        if record is not None and hasattr(
            record, "shown_to"
        ):  # What it tells depends on who reads.
            record.shown_to = actor_of(request)
        context["laid_out"] = in_order(context["adminform"], context["inline_admin_formsets"])
        context["record_bar"] = self.record_bar(request, record) if record is not None else []
        return super().render_change_form(request, context, *args, **options)

    def record_bar(self, request: HttpRequest, record: Any) -> list[Tool]:
        """Return the verbs offered beside the form; every part adds its own."""
        return []

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return the record with what it points to, or none when it is out of reach."""
        try:
            return super().get_object(request, object_id, from_field)  # type: ignore[misc]
        except OverflowError:
            # a number that no key can be, where the key is another model's
            return None

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the screen."""
        return list(super().get_urls())  # type: ignore[misc]
