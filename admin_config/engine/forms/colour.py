"""The input of a colour: its code as text, beside it the browser's own palette."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from admin_config.engine.forms.widgets import CodeInput


class ColourText(CodeInput):
    """A colour as #rrggbb, typed or taken from the palette; empty is the usual one."""

    template_name = "console/colour_input.html"

    class Media:
        js = ("console/colour.js",)

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> str:
        """Use the project's templates: the renderer of forms looks into apps only."""
        return render_to_string(template_name, context)
