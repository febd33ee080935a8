"""The form of a screen with fields of other records: laid out, typed, saved as one operation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.helpers import AdminForm
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.along.fields import fields_along, stated, value_fields
from admin_config.engine.along.record_form import AlongForm, Extras, token_fields
from admin_config.engine.along.scope import scope_in
from admin_config.engine.along.shown import shown_instead
from admin_config.engine.build.rights import actor_of
from admin_config.engine.registry import registry
from admin_config.engine.spec import Along, Screen
from erp.foundation.digits import number_in


class AlongPart:
    """Adds to the form what ``Along`` and ``Values`` declare."""

    screen: ClassVar[Screen]
    model: Any
    admin_site: Any
    opts: Any

    def extras(self, request: HttpRequest, obj: Any) -> Extras:
        """Return the fields that the form has beside the model's own, read once a request."""
        held: dict[Any, Extras] = request.__dict__.setdefault("_extras", {})
        key = (self.screen.label, getattr(obj, "pk", None))
        if key not in held:
            held[key] = self._extras(request, obj)
        return held[key]

    def _extras(self, request: HttpRequest, obj: Any) -> Extras:
        screen, actor = self.screen, actor_of(request)
        along = {a.relation: fields_along(screen, a, actor) for a in screen.along}
        along = {relation: fields for relation, fields in along.items() if fields}
        if screen.values is None:
            return Extras(screen, along)
        scope = scope_in(screen, obj, request)
        definitions = tuple(screen.values.definitions().of(scope))
        return Extras(screen, along, value_fields(screen, definitions), definitions)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Put the sections of other records between the declared ones."""
        fieldsets = list(super().get_fieldsets(request, obj))  # type: ignore[misc]
        if not (self.screen.along or self.screen.values):
            return fieldsets
        extras = self.extras(request, obj)
        for along in self.screen.along:
            seen = extras.along.get(along.relation, {})
            fields = _only(along.fields, {extra.key for extra in seen.values()})
            if fields:
                named = [
                    tuple(map(along.name_of, f)) if isinstance(f, tuple) else along.name_of(f)
                    for f in fields
                ]
                options = {
                    "fields": named,
                    "classes": ["along", f"along-{along.relation}"],
                    "description": self._links(request, obj, along),
                }
                fieldsets.insert(along.place, (along.title, options))
        if self.screen.values is not None:
            fieldsets.insert(self.screen.values.place, self._values_section(request, extras))
        looked_at = obj is not None and not self.has_change_permission(request, obj)  # type: ignore[attr-defined]
        return shown_instead(fieldsets, extras) if looked_at else fieldsets

    def _values_section(self, request: HttpRequest, extras: Extras) -> Any:
        values = stated(self.screen)
        names = list(extras.values)
        pairs = [tuple(names[i : i + 2]) for i in range(0, len(names), 2)]
        options: dict[str, Any] = {"fields": pairs, "classes": ["along-values"]}
        if not names:
            options["description"] = _("They follow from what is chosen above.")
        return (values.title, options)

    def _links(self, request: HttpRequest, obj: Any, along: Along) -> str:
        """Return the way to the other record's own page and history."""
        other: Any = getattr(obj, along.relation, None) if obj is not None else None
        screen = registry.for_model(type(other)) if other is not None else None
        if screen is None:
            return ""
        meta = screen.model._meta
        names = f"{self.admin_site.name}:{meta.app_label}_{meta.model_name}"
        return format_html(
            '<a class="ch-link" href="{}">{}</a> · <a class="ch-link" href="{}">{}</a>',
            reverse(f"{names}_change", args=(other.pk,)),
            capfirst(str(screen.model._meta.verbose_name)),
            reverse(f"{names}_history", args=(other.pk,)),
            _("History"),
        )

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        """Return the form's class with the fields of other records on it."""
        if not (self.screen.along or self.screen.values):
            return super().get_form(request, obj, change=change, **options)  # type: ignore[misc]
        extras = self.extras(request, obj)
        looked_at = obj is not None and not self.has_change_permission(request, obj)  # type: ignore[attr-defined]
        if not looked_at:
            declared = {
                name: self.formfield_for_dbfield(extra.field, request)  # type: ignore[attr-defined]
                for fields in (*extras.along.values(), extras.values)
                for name, extra in fields.items()
            }
            facts = {**declared, **token_fields(extras), "extras": extras}
            options["form"] = type("AlongForm", (AlongForm,), facts)
        form = super().get_form(request, obj, change=change, **options)  # type: ignore[misc]
        for along in self.screen.along:
            if obj is None and along.relation in form.base_fields:
                form.base_fields[along.relation].required = False
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Let the address fill in what is typed along as well."""
        given: dict[str, Any] = super().get_changeform_initial_data(request)  # type: ignore[misc]
        if self.screen.along or self.screen.values:
            names = [name for name in self.extras(request, None).names if name in request.GET]
            given |= {name: request.GET[name] for name in names}
        return given

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the records along first, then this one, then its values."""
        extended = isinstance(form, AlongForm)
        if extended:
            form.save_along()
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        if extended:
            form.save_values()

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> Any:
        """Tell the page which inputs decide which fields there are."""
        if self.screen.along or self.screen.values:
            scope = self.screen.values.scope if self.screen.values else ""
            relations = [along.relation for along in self.screen.along]
            context["along_relations"] = " ".join(relations)
            context["along_follow"] = " ".join([*relations, scope]).strip()
        return super().render_change_form(request, context, *args, **options)  # type: ignore[misc]

    def fields_view(self, request: HttpRequest) -> JsonResponse:
        """Return the section of values for a scope that is being chosen."""
        key = number_in(request.GET.get("of", ""))
        obj = self.get_object(request, str(key)) if key is not None else None  # type: ignore[attr-defined]
        allowed = (
            self.has_change_permission(request, obj)  # type: ignore[attr-defined]
            if obj is not None
            else self.has_add_permission(request)  # type: ignore[attr-defined]
        )
        if not allowed:
            return JsonResponse({"html": ""}, status=403)
        form = self.get_form(request, obj, change=obj is not None)(instance=obj)
        section = self._values_section(request, self.extras(request, obj))
        admin_form = AdminForm(form, [section], {}, (), model_admin=self)  # type: ignore[arg-type]
        context = {"fieldset": next(iter(admin_form)), "adminform": admin_form}
        html = render_to_string("admin/includes/fieldset.html", context, request)
        return JsonResponse({"html": html})

    def get_urls(self) -> list[URLPattern]:
        """Add the address at which the page asks for fields, where the screen has such values."""
        if self.screen.values is None:
            return list(super().get_urls())  # type: ignore[misc]
        name = f"{self.opts.app_label}_{self.opts.model_name}_fields"
        view = self.admin_site.admin_view(self.fields_view)
        return [path("fields/", view, name=name), *super().get_urls()]  # type: ignore[misc]


def _only(fields: tuple[Any, ...], keys: set[str]) -> list[Any]:
    """Return the entries whose fields may be seen; those side by side stay so."""
    found: list[Any] = []
    for entry in fields:
        line = tuple(n for n in (entry if isinstance(entry, tuple) else (entry,)) if n in keys)
        if line:
            found.append(line if len(line) > 1 else line[0])
    return found
