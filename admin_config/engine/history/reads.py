"""Files in the log who opened a record, on screens that ask for it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse

from admin_config.engine.build.rights import actor_of
from admin_config.engine.spec import Page, Screen
from erp.foundation.digits import number_in
from erp.foundation.services.reading import note_read

_OK = 200


class ReadsPart:
    """Notes that a record was looked at, after its page was made."""

    screen: ClassVar[Screen]
    model: Any

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the record; where the screen asks for it, say in the log that it was shown."""
        response: HttpResponse = super().change_view(  # type: ignore[misc]
            request, object_id, form_url, extra_context
        )
        return self._noted(request, object_id, response)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what happened to the record, which tells what was in it; say so likewise."""
        response: HttpResponse = super().history_view(  # type: ignore[misc]
            request, object_id, extra_context
        )
        return self._noted(request, object_id, response)

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what differs between two versions; say so likewise."""
        response: HttpResponse = super().compare_view(request, object_id)  # type: ignore[misc]
        return self._noted(request, object_id, response)

    def restore_view(self, request: HttpRequest, object_id: str, version: str) -> HttpResponse:
        """Show what restoring a version would change; say so likewise."""
        response: HttpResponse = super().restore_view(request, object_id, version)  # type: ignore[misc]
        return self._noted(request, object_id, response)

    def page_view(
        self, request: HttpRequest, object_id: str | None = None, *, page: Page
    ) -> HttpResponseBase:
        """Answer a declared page; one about a record, or a file of it, tells of it likewise."""
        response: HttpResponseBase = super().page_view(request, object_id, page=page)  # type: ignore[misc]
        if object_id is not None and response.status_code == _OK:
            self._note_key(request, object_id)
        return response

    def _noted(self, request: HttpRequest, object_id: str, response: HttpResponse) -> HttpResponse:
        if isinstance(response, TemplateResponse) and response.status_code == _OK:
            self._note_key(request, object_id)
        return response

    def _note_key(self, request: HttpRequest, object_id: str) -> None:
        key = number_in(unquote(object_id))
        if not self.screen.audited_reads or key is None:
            return
        record = self.model._base_manager.filter(pk=key).first()
        if record is None:
            record = self._then(self._last_version(request, object_id))  # type: ignore[attr-defined]
        self.note_looked_at(request, record)

    def note_looked_at(self, request: HttpRequest, record: Any) -> None:
        """Say in the log that a record was shown, where the screen asks for it."""
        if self.screen.audited_reads and record is not None and request.method == "GET":
            note_read(record, by=actor_of(request))
