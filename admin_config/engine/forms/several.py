"""The input of several choices: a tick for each, in the order in which they are declared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string


class SeveralTicks(forms.CheckboxSelectMultiple):
    """Ticks side by side as far as there is room; the Tab key leads from one to the next."""

    template_name = "console/several.html"
    #: Not that of its ticks: a single tick stands beside its label, these stand below theirs.
    input_type = "several"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the rows: value, label, the id that belongs to the label, whether it is ticked."""
        context = super().get_context(name, value, attrs)
        ticked = set(context["widget"]["value"])
        context["widget"]["wrong"] = "aria-invalid" in context["widget"]["attrs"]
        within = context["widget"]["attrs"].get("id") or f"id_{name}"
        context["widget"]["rows"] = [
            (str(code), label, f"{within}_{place}", str(code) in ticked)
            for place, (code, label) in enumerate(self.choices)
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what is ticked; what one text names as well, from a grid or another program."""
        found = super().value_from_datadict(data, files, name)
        single = isinstance(found, list) and len(found) == 1
        return found[0] if single else found

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Lead the label to no single tick: it names them all."""
        return ""

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> str:
        """Use the project's templates: the renderer of forms looks into apps only."""
        return render_to_string(template_name, context)
