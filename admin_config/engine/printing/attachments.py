"""The files that go along with a mail: one is handed out at once, of several a list is shown."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from erp.foundation.digits import number_in


def attachments_page(request: HttpRequest, frame: dict[str, Any], mail: Any) -> HttpResponseBase:
    """Send the attachment that the address names, or the only one; list several."""
    files = list(mail.attachments.all())
    wanted = number_in(request.GET.get("file", ""))
    chosen = [each for each in files if each.pk == wanted] or (files if len(files) == 1 else [])
    if not chosen:
        return TemplateResponse(request, "console/attachments.html", {**frame, "files": files})
    try:
        content = chosen[0].file.open("rb")
    except OSError:
        messages.error(request, _("The file is not there any more."))
        return HttpResponseRedirect(frame["back"])
    answer = FileResponse(
        content, as_attachment=True, filename=chosen[0].name, content_type=chosen[0].content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
