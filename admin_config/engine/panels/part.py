"""Offer the declared panels below a record and answer each when the page asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from admin_config.engine.build.rights import actor_of
from admin_config.engine.history.timeline import timeline_of
from admin_config.engine.panels.differing import differences_between
from admin_config.engine.panels.rows import table_of
from admin_config.engine.spec import Changes, Differs, Panel, Screen
from erp.foundation.actor import Actor
from erp.foundation.rights import may

AnyPanel = Panel | Changes | Differs


@dataclass(frozen=True)
class Offered:
    """A panel's heading and where its content is fetched."""

    title: str
    address: str


class PanelPart:
    """Shows what else is known about a record, within the rights on each kind."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the address of the panels."""
        if not self.screen.panels:
            return super().get_urls()  # type: ignore[misc, no-any-return]
        view = self.admin_site.admin_view(self.panel_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_panel"
        return [path("<str:object_id>/panel/<int:number>/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> Any:
        """Name the panels that this person may look into."""
        record = options.get("obj")
        if record is not None and "_popup" not in request.GET:
            name = f"console:{self.opts.app_label}_{self.opts.model_name}_panel"
            own = [
                Offered(str(panel.title), reverse(name, args=(quote(str(record.pk)), number)))
                for number, panel in enumerate(self.screen.panels)
                if _may_look(panel, record, actor_of(request))
            ]
            context["panels"] = [*context.get("panels", ()), *own]
        return super().render_change_form(request, context, *args, **options)  # type: ignore[misc]

    def panel_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Answer the content of one panel as markup."""
        record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if record is None or number >= len(self.screen.panels):
            raise Http404
        panel, actor = self.screen.panels[number], actor_of(request)
        if not self.has_view_permission(request, record) or not _may_look(panel, record, actor):  # type: ignore[attr-defined]
            raise PermissionDenied
        template, content = self._content(panel, record, actor)
        return TemplateResponse(request, template, content)

    def _content(self, panel: AnyPanel, record: Any, actor: Actor) -> tuple[str, dict[str, Any]]:
        if isinstance(panel, Panel):
            return "console/panel.html", {"table": table_of(panel, record, by=actor)}
        if isinstance(panel, Differs):
            other = getattr(record, panel.against)
            found = differences_between(panel, other, record, by=actor)
            return "console/panel_differs.html", {"touched": found[0], "list": found[1:]}
        timeline = timeline_of(self.screen, record.pk, by=actor)
        history = reverse(
            f"console:{self.opts.app_label}_{self.opts.model_name}_history", args=(record.pk,)
        )
        events = timeline.events[: panel.most]
        return "console/panel_changes.html", {"events": events, "history": history}


def _may_look(panel: AnyPanel, record: Any, actor: Actor) -> bool:
    """Tell whether there is something behind the panel that the person may look up."""
    if isinstance(panel, Panel):
        return may(actor, "view", panel.model)
    if isinstance(panel, Differs):
        other = getattr(record, panel.against)
        return other is not None and may(actor, "view", other)
    return True
