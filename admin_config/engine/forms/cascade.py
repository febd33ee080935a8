"""A relation to a tree of few levels: one picker per level, each filled by the one before.

The model says it: ``tree_levels`` names the levels, ``parent`` is the relation upwards, and
``tree_within`` names the field, on the tree and on the form alike, that the first level hangs on.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.http import Http404, HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from unfold.widgets import SELECT_CLASSES

from admin_config.engine.build.rights import actor_of
from erp.foundation.digits import number_in
from erp.foundation.rights import choosable

#: A browser keeps a level for so many seconds; trees change rarely.
_KEPT = 600


def is_cascade(model: Any) -> bool:
    """Tell whether records of the model are chosen level by level."""
    return bool(getattr(model, "tree_levels", ()))


class Cascade(forms.TextInput):
    """The pickers of a tree; what is posted is the key of the lowest one chosen."""

    template_name = "console/cascade.html"

    class Media:
        js = ("console/cascade.js",)
        css = {"all": ("console/cascade.css",)}

    def __init__(self, field: Any, attrs: dict[str, Any] | None = None) -> None:
        """Remember the relation that is filled."""
        self.field = field
        #: Names of what is chosen, known without a query of its own.
        self.known: dict[str, str] = {}
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add where the levels come from and what the chosen one is called."""
        context = super().get_context(name, value, attrs)
        model = self.field.remote_field.model
        context["cascade"] = {
            "address": cascade_address(model),
            "within": getattr(model, "tree_within", ""),
            "field": self.field.name,
            "levels": [str(label) for label in model.tree_levels],
            "chosen": self.known.get(str(value), "") if value else "",
            "classes": " ".join(SELECT_CLASSES),
        }
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> str:
        """Use the project's templates: the renderer of forms looks into apps only."""
        return render_to_string(template_name, context)


def cascade_address(model: Any) -> str:
    """Return where the levels of a tree are answered."""
    try:
        return reverse("console:cascade", args=(model._meta.app_label, model._meta.model_name))
    except NoReverseMatch:
        return ""


def levels(request: HttpRequest, app_label: str, model_name: str) -> JsonResponse:
    """Answer the levels down to the one below ``of``: what is chosen in each and what may be.

    Without ``of`` it is the first level within ``within``. Only trees open for choice are
    answered, and what is inactive is offered only where it is chosen already.
    """
    model = _tree(app_label, model_name)
    rows = choosable(actor_of(request), model._default_manager.all())
    chain = _chain(rows, request.GET.get("of", ""))
    within = number_in(request.GET.get("within", ""))
    name = model.tree_within
    if chain and name:
        within = getattr(chain[0], model._meta.get_field(name).attname)
    answer = [] if name and within is None else list(_levels(model, rows, chain, within))
    response = JsonResponse({"levels": answer})
    patch_cache_control(response, private=True, max_age=_KEPT)
    patch_vary_headers(response, ["Cookie"])
    return response


def _tree(app_label: str, model_name: str) -> Any:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        raise Http404 from None
    if not is_cascade(model):
        raise Http404
    return model


def _chain(rows: Any, of: str) -> list[Any]:
    """Return the chosen record and those above it, the highest first."""
    chain: list[Any] = []
    key = number_in(of)
    while key is not None:
        record = rows.filter(pk=key).first()
        if record is None:
            break
        chain.insert(0, record)
        key = record.parent_id
    return chain


def _levels(model: Any, rows: Any, chain: list[Any], within: Any) -> Any:
    labels = model.tree_levels
    for depth in range(min(len(chain) + 1, len(labels))):
        above = chain[depth - 1].pk if depth else None
        chosen = chain[depth] if depth < len(chain) else None
        options = rows.filter(parent=above)
        if not depth and within is not None:
            options = options.filter(**{model.tree_within: within})
        found = [o for o in options.order_by("code") if o.active or o == chosen]
        if found:
            yield {
                "label": str(labels[depth]),
                "chosen": str(chosen.pk) if chosen else "",
                "options": [[str(o.pk), _short(o)] for o in found],
            }


def _short(record: Any) -> str:
    from django.utils.translation import get_language

    return str(record.name_in(get_language() or "en"))


def cascade_urls(site: Any) -> list[URLPattern]:
    """Return the address of the levels."""
    return [
        path(
            "cascade/<str:app_label>/<str:model_name>/",
            site.admin_view(levels, cacheable=True),
            name="cascade",
        )
    ]
