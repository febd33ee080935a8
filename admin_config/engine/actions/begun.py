"""A new record begun from one of another screen: its form opens filled in, saving joins the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.forms.tool import Tool
from admin_config.engine.navigation import record_address
from admin_config.engine.registry import registry
from admin_config.engine.spec import Begin, Screen
from erp.foundation.digits import number_in
from erp.foundation.rights import may, scoped

#: Names in the address of a form where it was begun: the screen, the place of the word, the key.
BEGUN = "_begun"


@dataclass(frozen=True)
class Beginning:
    """Where a form was begun."""

    screen: Screen
    word: Begin
    record: Any

    @property
    def address(self) -> str:
        """Return the page of the record that it was begun from."""
        return record_address(self.screen, self.record.pk)


class BegunPart:
    """Offers what can be begun from a record, and fills in and joins what was begun elsewhere."""

    screen: ClassVar[Screen]
    model: Any

    def record_bar(self, request: HttpRequest, record: Any) -> list[Tool]:
        """Offer what can be begun from the record beside its form."""
        tools = [
            Tool(str(word.label), _address_of(self.screen, place, record), word.icon, main=True)
            for place, word in enumerate(self.screen.begins)
            if may_begin(request, word, record)
        ]
        return [*tools, *super().record_bar(request, record)]  # type: ignore[misc]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Put what a new form starts with into its address; tell where it cannot be begun."""
        begun = self._begun(request) if object_id is None else None
        if begun is not None and request.method == "GET":
            try:
                values = begun.word.values(begun.record, by=actor_of(request))
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
                return HttpResponseRedirect(begun.address)
            address: Any = request.GET.copy()
            for name, value in values.items():
                if value not in (None, "") and name not in address:
                    address[name] = str(getattr(value, "pk", value))
            request.GET = address
        view = super().changeform_view  # type: ignore[misc]
        response: HttpResponse = view(request, object_id, form_url, extra_context)
        return response

    def _begun(self, request: HttpRequest) -> Beginning | None:
        """Return where a new form was begun, if the person may still begin it there."""
        label, place, key = (*request.GET.get(BEGUN, "").split(":"), "", "", "")[:3]
        screen, number = registry.find(label), number_in(place)
        if screen is None or number is None or number >= len(screen.begins):
            return None
        word = screen.begins[number]
        if word.model is not self.model:
            return None
        rows = scoped(actor_of(request), "view", screen.model._default_manager.all())
        record = rows.filter(pk=number_in(key)).first()
        found = record is not None and may_begin(request, word, record)
        return Beginning(screen, word, record) if found else None

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        """Ask for what has to be filled in a form that was begun elsewhere."""
        form = super().get_form(request, obj, change=change, **options)  # type: ignore[misc]
        begun = self._begun(request) if obj is None else None
        for name in begun.word.needs if begun is not None else ():
            if name in form.base_fields:
                form.base_fields[name].required = True
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the new record, then point the one to it from which it was begun."""
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        begun = self._begun(request) if not change else None
        if begun is not None and begun.word.joins:
            rows = begun.screen.model._default_manager.select_for_update()
            record = rows.get(pk=begun.record.pk)
            if not may_begin(request, begun.word, record):
                raise ValidationError(_("It is not in a state for this."))
            setattr(record, begun.word.joins, obj)
            record.full_clean()
            record.save()


def may_begin(request: HttpRequest, word: Begin, record: Any) -> bool:
    """Tell whether the person may add the new record, and change the one that will point to it."""
    actor = actor_of(request)
    if not may(actor, "add", word.model) or (word.joins and not may(actor, "change", record)):
        return False
    return word.when is None or bool(word.when(record))


def _address_of(screen: Screen, place: int, record: Any) -> str:
    meta = screen.begins[place].model._meta
    form = reverse(f"console:{meta.app_label}_{meta.model_name}_add")
    return f"{form}?{BEGUN}={screen.label}:{place}:{record.pk}"
