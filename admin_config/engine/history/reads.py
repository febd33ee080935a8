"""Files in the log who opened a record, on screens that ask for it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from admin_config.engine.build.rights import actor_of
from admin_config.engine.spec import Screen
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
        key = number_in(unquote(object_id))
        shown = isinstance(response, TemplateResponse) and response.status_code == _OK
        if self.screen.audited_reads and key is not None and shown and request.method == "GET":
            record = self.model._base_manager.filter(pk=key).first()
            if record is not None:
                note_read(record, by=actor_of(request))
        return response
