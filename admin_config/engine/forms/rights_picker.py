"""Choose rights in two panes: those that could be given, and those that are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from admin_config.engine.forms.rights_matrix import LABELS
from admin_config.engine.navigation import title_of
from admin_config.engine.registry import registry
from erp.foundation.models.recorded import ACTIONS, OWN_ACTIONS
from erp.foundation.rights import owner_fields


@dataclass(frozen=True)
class Choice:
    """One right of one screen."""

    key: str
    label: str
    #: Whoever edits does not hold it: it can neither be given nor taken.
    locked: bool


class RightsPicker(forms.SelectMultiple):
    """A person's own rights, beside those of their roles; what no screen shows is kept."""

    class Media:
        js = ("console/rights_picker.js",)
        css = {"all": ("console/rights_picker.css",)}

    def __init__(self, held: Any, attrs: dict[str, Any] | None = None) -> None:
        """Take what whoever edits may hand on: a test of ``app.codename``."""
        self.held = held
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Part the rights into those that are given and those that could be."""
        chosen = {str(key) for key in value or ()}
        choices = self._offered()
        known = {choice.key for choice in choices}
        return {
            "name": name,
            "attrs": attrs or {},
            "given": [choice for choice in choices if choice.key in chosen],
            "available": [c for c in choices if c.key not in chosen and not c.locked],
            "kept": sorted(chosen - known),
        }

    def _offered(self) -> list[Choice]:
        rows = Permission.objects.values_list("content_type__app_label", "codename", "pk")
        keys = {f"{app}.{codename}": str(key) for app, codename, key in rows}
        found = []
        for screen in registry:
            meta, title = screen.model._meta, title_of(screen)
            for codename, said in _rights_at(screen.model):
                right = f"{meta.app_label}.{codename}_{meta.model_name}"
                if right in keys:
                    found.append(Choice(keys[right], f"{title}: {said}", not self.held(right)))
        return found

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> str:
        """Use the project's templates: the renderer of forms looks into apps only."""
        return render_to_string("console/rights_picker.html", context)


def _rights_at(model: Any) -> list[tuple[str, str]]:
    """Return the rights of a model by codename, each in words."""
    found = []
    for action in ACTIONS:
        label = str(LABELS[action])
        own = bool(owner_fields(model)) and action in OWN_ACTIONS
        if own:
            found.append((f"own_{action}", _("%(action)s own ones") % {"action": label}))
        found.append((action, _("%(action)s all") % {"action": label} if own else label))
    for name in getattr(model, "guarded_fields", ()):
        field = model._meta.get_field(name).verbose_name
        found.append((f"see_{name}", _("see: %(field)s") % {"field": field}))
    return found
