"""The explorer's own log: what was changed by whom, and the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admin_config.engine.build.rights import actor_of
from admin_config.engine.history.operation_admin import OperationAdmin
from admin_config.engine.history.undoing import undo_link
from admin_config.engine.site import console
from admin_config.engine.spec import Screen
from admin_config.explorer.taking_back import may_be_taken_back, take_back
from erp.foundation.models import Operation
from erp.foundation.refusal import Refusal


class ChangesAdmin(OperationAdmin):
    """Shows what was done here, with the button that takes changes of rows back."""

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one act with its rows, each column old and new."""
        response: Any = super().change_view(request, object_id, form_url, extra_context)
        found = response.context_data["operation"]
        response.context_data["may_undo"] = may_be_taken_back(found)
        return response  # type: ignore[no-any-return]


def log_screen() -> Screen:
    """Return the screen of the log."""
    return Screen(
        Operation,
        icon="manage_history",
        columns=("created_at", "act", "told", "actor_label", "reason", "records"),
        filters=("kind", "created_at"),
        ordering=("-id",),
        copy=None,
        importing=None,
        read_only=True,
        admin=ChangesAdmin,
    )


def undo_view(request: HttpRequest, key: int) -> HttpResponse:
    """Say what would be taken back and ask why; a POST takes it back."""
    target = get_object_or_404(Operation.objects.select_related("undone_by"), pk=key)
    page = reverse("console:foundation_operation_change", args=(target.pk,))
    if not may_be_taken_back(target):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, target, page)
    try:
        done = take_back(
            target, by=actor_of(request), reason=request.POST.get("reason", "").strip()
        )
    except Refusal as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(page)
    text = ngettext(
        "%(count)d record was taken back.", "%(count)d records were taken back.", target.records
    ) % {"count": target.records}
    messages.success(request, format_html("{} {}", text, undo_link(done)))
    return HttpResponseRedirect(page)


def _page(request: HttpRequest, target: Operation, page: str) -> HttpResponse:
    return TemplateResponse(
        request,
        "console/undo.html",
        {
            **console.each_context(request),
            "title": _("Undo"),
            "operation": target,
            "records": target.records,
            "next": page,
        },
    )
