"""Fill fields from a choice: asked by the form while somebody types, answered within his rights."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse

from admin_config.engine.build.rights import actor_of
from admin_config.engine.fields import fields_of
from admin_config.engine.forms.layout import names_in
from admin_config.engine.spec import Fill, Screen
from erp.foundation.actor import Actor
from erp.foundation.rights import choosable


class FillPart:
    """Marks the inputs that fill others, and answers what they fill."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the address that answers."""
        if not self.screen.fills:
            return super().get_urls()  # type: ignore[misc, no-any-return]
        view = self.admin_site.admin_view(self.fill_view)
        return [path("fill/<str:name>/", view, name=self._fill_name()), *super().get_urls()]  # type: ignore[misc]

    def _fill_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_fill"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Tell the browser which input asks for what."""
        found = super().formfield_for_dbfield(db_field, request, **options)  # type: ignore[misc]
        fill = next((f for f in self.screen.fills if f.field == db_field.name), None)
        if fill is None or found is None:
            return found
        try:
            address = reverse(f"console:{self._fill_name()}", args=(fill.field,))
        except NoReverseMatch:
            return found
        inner = getattr(found.widget, "widget", found.widget)
        inner.attrs |= {
            "data-fills": address,
            "data-fills-told": " ".join(fill.told),
            "data-fills-always": " ".join(fill.always),
        }
        return found

    def fill_view(self, request: HttpRequest, name: str) -> JsonResponse:
        """Answer value and words of every field that the choice fills."""
        fill = next((f for f in self.screen.fills if f.field == name), None)
        if fill is None:
            raise Http404
        if not (self.may(request, "add") or self.may(request, "change")):  # type: ignore[attr-defined]
            raise PermissionDenied
        actor = actor_of(request)
        chosen = _read(self.model, name, request.GET.get("value", ""), actor)
        if chosen is None:
            return JsonResponse({"values": {}})
        told = {n: _read(self.model, n, request.GET.get(n, ""), actor) for n in fill.told}
        values = fill.values(chosen, by=actor, **told)
        return JsonResponse({"values": self._fill_shown(request, fill, values)})

    def _fill_shown(self, request: HttpRequest, fill: Fill, values: Any) -> dict[str, Any]:
        """Return what may be put on the form: no hidden field, no record out of reach."""
        known = fields_of(self.model)
        hidden = self.hidden(request)  # type: ignore[attr-defined]
        names = {n for n in names_in(self.screen) if n in known and known[n].editable} - hidden
        shown = {n: _answer(v, actor_of(request)) for n, v in values.items() if n in names}
        emptied = {n: ["", ""] for n in fill.always if n in names and shown.get(n) is None}
        return {n: v for n, v in shown.items() if v is not None} | emptied


def _read(model: Any, name: str, raw: str, actor: Actor) -> Any:
    """Return what an input holds as a value; none where it is empty, wrong or out of reach."""
    field = model._meta.get_field(name)
    if not raw:
        return None
    try:
        if isinstance(field, models.ForeignKey):
            related: Any = field.remote_field.model
            return choosable(actor, related._default_manager.filter(pk=raw)).first()
        return field.clean(raw, None)
    except (ValidationError, ValueError, OverflowError):
        return None


def _answer(value: Any, actor: Actor) -> list[str] | None:
    """Return value and words as the form takes them; nothing for a record out of reach."""
    if value is None:
        return None
    if isinstance(value, models.Model):
        rows: Any = type(value)._default_manager
        reached = choosable(actor, rows.filter(pk=value.pk)).exists()
        return [str(value.pk), str(value)] if reached else None
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    return [text, text]
