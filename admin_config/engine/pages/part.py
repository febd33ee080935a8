"""Give every declared page its address, its button and the frame around it, within the rights."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse

from admin_config.engine.build.rights import actor_of
from admin_config.engine.forms.tool import Tool
from admin_config.engine.navigation import list_address, record_address
from admin_config.engine.spec import Page, Screen
from erp.foundation.rights import may


class PagesPart:
    """Adds the declared pages to the form and to the list."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the address of each page."""
        own = []
        for page in self.screen.pages:
            place = f"{page.name}/" if page.of_list else f"<str:object_id>/{page.name}/"
            view = self.admin_site.admin_view(partial(self.page_view, page=page))
            own.append(path(place, view, name=self._page_name(page)))
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def _page_name(self, page: Page) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page.name.replace('-', '_')}"

    def _may_open(self, request: HttpRequest, page: Page, record: Any) -> bool:
        actor = actor_of(request)
        if not may(actor, page.right, self.model if record is None else record):
            return False
        return page.allowed is None or page.allowed(record, actor)

    def record_bar(self, request: HttpRequest, record: Any) -> list[Tool]:
        """Lead from the form to the pages about its record."""
        tools: list[Tool] = super().record_bar(request, record)  # type: ignore[misc]
        return [*tools, *self._leading(request, record)]

    def list_tools(self, request: HttpRequest) -> list[Tool]:
        """Lead from the list to the pages about it."""
        tools: list[Tool] = super().list_tools(request)  # type: ignore[misc]
        return [*self._leading(request, None), *tools]

    def _leading(self, request: HttpRequest, record: Any) -> list[Tool]:
        arguments = () if record is None else (quote(str(record.pk)),)
        return [
            Tool(
                str(page.label),
                reverse(f"console:{self._page_name(page)}", args=arguments),
                page.icon,
            )
            for page in self.screen.pages
            if page.of_list is (record is None) and self._may_open(request, page, record)
        ]

    def page_view(
        self, request: HttpRequest, object_id: str | None = None, *, page: Page
    ) -> HttpResponseBase:
        """Answer a declared page: 404 for what is out of reach, 403 without the right."""
        record = None
        if object_id is not None:
            record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
            if record is None and may(actor_of(request), "view", self.model):
                raise Http404
        if (object_id is not None and record is None) or not self._may_open(request, page, record):
            raise PermissionDenied
        frame = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": str(page.label),
            "back": list_address(self.screen)
            if record is None
            else record_address(self.screen, record.pk),
        }
        return page.view(request, frame, record)
