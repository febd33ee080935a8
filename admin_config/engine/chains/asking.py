"""What is asked between papers and the one that continues them: how much of what, and the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.forms.widgets import NumberText
from admin_config.engine.site import console
from admin_config.engine.spec import Continues
from erp.foundation.continuing import lines_of
from erp.foundation.continuing import told as as_told
from erp.foundation.services.continuing import begun, check_left, missing_in


@dataclass(frozen=True)
class AskedLine:
    """A line that may be continued: what there is, what was taken, what is left, what is typed."""

    paper: Any
    name: str
    quantity: str
    taken: str
    left: str
    field: Any


class Asking:
    """What the page shows, and what was typed into it."""

    def __init__(self, request: HttpRequest, word: Continues, papers: list[Any]) -> None:
        """Find the lines of which something is left and the fields that nothing fills."""
        self.continuation = word.continuation
        self.papers = papers
        every = lines_of(self.continuation, papers)
        self._left = self.continuation.left(every)
        self.rows = [line for line in every if self._left[line.pk] > 0]
        self.head = begun(self.continuation, papers, by=actor_of(request))
        typed = request.POST if request.method == "POST" else None
        self.form = _head_form(request, self.continuation.head, missing_in(self.head))(typed)
        self.quantities = _quantity_form(self.continuation, self.rows, self._left)(typed)

    @property
    def media(self) -> forms.Media:
        """Return the scripts and styles of the inputs."""
        found: forms.Media = self.form.media + self.quantities.media
        return found

    @property
    def lines(self) -> list[AskedLine]:
        """Return the lines as they are shown, each with its input."""
        papers = {paper.pk: paper for paper in self.papers}
        of, quantity = self.continuation.of, self.continuation.quantity
        return [
            AskedLine(
                papers[getattr(line, f"{of}_id")],
                str(line),
                as_told(getattr(line, quantity)),
                as_told(getattr(line, quantity) - self._left[line.pk]),
                as_told(self._left[line.pk]),
                self.quantities[_name(line)],
            )
            for line in self.rows
        ]

    def is_valid(self) -> bool:
        """Tell whether everything typed can be taken; what cannot is said where it stands."""
        typed: bool = self.form.is_valid() & self.quantities.is_valid()
        for line in self.rows:
            wanted = self.quantities.cleaned_data.get(_name(line)) or Decimal(0)
            try:
                check_left(line, wanted, self._left[line.pk], limited=self.continuation.limited)
            except ValidationError as refusal:
                self.quantities.add_error(_name(line), refusal)
                typed = False
        return typed

    @property
    def wanted(self) -> Mapping[Any, Decimal]:
        """Return how much of which line is wanted, by its key."""
        typed = self.quantities.cleaned_data
        return {line.pk: typed[_name(line)] or Decimal(0) for line in self.rows}

    @property
    def values(self) -> Mapping[str, Any]:
        """Return what was filled in besides."""
        return dict(self.form.cleaned_data)

    def refuse(self, refusal: ValidationError) -> None:
        """Say why the paper was not made: at the field that is to blame, else above all."""
        told = getattr(refusal, "message_dict", None) or {NON_FIELD_ERRORS: refusal.messages}
        known = {stored.name: stored for stored in self.head._meta.concrete_fields}
        for name, texts in told.items():
            if name in self.form.fields:
                self.form.add_error(name, texts)
            elif name in known:
                label = capfirst(str(known[name].verbose_name))
                self.form.add_error(None, [f"{label}: {text}" for text in texts])
            else:
                self.form.add_error(None, texts)


def _name(line: Any) -> str:
    return f"quantity-{line.pk}"


def _head_form(request: HttpRequest, model: Any, names: list[str]) -> type[forms.Form]:
    """Return a form of those fields of the new paper that somebody has to fill in."""
    admin = console._registry[model]
    found: dict[str, Any] = {}
    for name in names:
        field = admin.formfield_for_dbfield(model._meta.get_field(name), request)
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        found[name] = field
    return type("HeadForm", (forms.Form,), found)


def _quantity_form(continuation: Any, lines: list[Any], left: Mapping[Any, Decimal]) -> Any:
    """Return a form with one number for each line, which starts with all that is left."""
    stored = continuation.line._meta.get_field(continuation.quantity)
    places = getattr(stored, "decimal_places", 0) or 0
    return type(
        "QuantityForm",
        (forms.Form,),
        {
            _name(line): forms.DecimalField(
                label=str(line),
                required=False,
                initial=left[line.pk],
                max_digits=getattr(stored, "max_digits", None),
                decimal_places=places,
                widget=NumberText({"aria-label": f"{_('Take now')}: {line}"}, digits=places),
            )
            for line in lines
        },
    )
