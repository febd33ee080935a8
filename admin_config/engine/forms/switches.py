"""The input of switches: a tick for each, under headings, of the choice that decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.template.loader import render_to_string

from erp.foundation.models.switches import AllSwitches, Switch, told_switches, turned

#: Stands between the choice that decides and the name of a switch.
_APART = "|"


class SwitchesInput(forms.Widget):
    """Ticks instead of the words that are stored; those of other choices are folded away."""

    template_name = "console/switches.html"
    #: Set by the field: see ``erp.foundation.models.switches``.
    switches: AllSwitches = staticmethod(dict)
    of = ""

    class Media:
        js = ("console/switches.js",)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the switches of every choice, by heading."""
        context = super().get_context(name, value, attrs)
        standing = turned(value or "")
        context["widget"]["of"] = self.of
        context["widget"]["choices"] = [
            (choice, _headed(choice, switches, standing))
            for choice, switches in self.switches().items()
            if switches
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return which switches of the chosen one stand otherwise than by themselves."""
        if f"{name}_shown" not in data:
            return data.get(name)
        chosen = data.get(name.rpartition("-")[0] + self.of if "-" in name else self.of, "")
        ticked = set(data.getlist(name) if hasattr(data, "getlist") else data.get(name, ()))
        switches = self.switches().get(chosen, ())
        return told_switches(
            {s.name: f"{chosen}{_APART}{s.name}" in ticked for s in switches}, switches
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Tell that nothing was sent; unticked boxes send nothing, their mark does."""
        return f"{name}_shown" not in data and name not in data

    def use_required_attribute(self, initial: Any) -> bool:
        """Require no tick."""
        return False

    def id_for_label(self, id_: str) -> str:
        """Lead the label to no single tick."""
        return ""

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> str:
        """Use the project's templates: the renderer of forms looks into apps only."""
        return render_to_string(template_name, context)


def _headed(choice: str, switches: Sequence[Switch], standing: dict[str, bool]) -> list[Any]:
    """Return the switches of a choice under their headings: value, label and whether it is on."""
    return [
        (
            title,
            [
                (f"{choice}{_APART}{s.name}", s.label(), standing.get(s.name, s.on))
                for s in switches
                if str(s.group) == title
            ],
        )
        for title in dict.fromkeys(str(s.group) for s in switches)
    ]
