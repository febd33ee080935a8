"""Saving as one operation: once for each form, over nobody's work, refusals back on the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.forms.messages import forgetting_messages
from admin_config.engine.forms.once import (
    new_form_token,
    saved_before_with_other_text,
    typed_token_of,
)
from admin_config.engine.spec import Screen
from erp.foundation.models import LogEntry, Operation, OperationKind
from erp.foundation.operation import AlreadyDone, run
from erp.foundation.refusal import StaleRecord

#: Set when the record went while it was edited: saving then makes it anew.
GONE = "_gone"


class SavingPart:
    """Wraps the admin's own form view, so that a POST is one operation or nothing at all."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form; a POST saves everything on it or shows it again with what is wrong."""
        context = {**(extra_context or {}), "form_token": new_form_token()}
        if request.method == "POST" and object_id is not None:
            object_id = self._object_to_save(request, object_id, context)
        elif request.method == "POST":
            self._ask_about_other_text(request)
        view = super().changeform_view  # type: ignore[misc]

        def show(_running: Any = None) -> HttpResponse:
            found: HttpResponse = view(request, object_id, form_url, context)
            return found

        if request.method != "POST":
            return show()
        return self._save(
            request, show, OperationKind.CHANGE if object_id else OperationKind.CREATE
        )

    def _object_to_save(
        self, request: HttpRequest, object_id: str, context: dict[str, Any]
    ) -> str | None:
        """Return the record's key, or none when it is gone and what was typed makes a new one."""
        if self.get_object(request, unquote(object_id)) is not None:  # type: ignore[attr-defined]
            return object_id
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            return object_id
        context["gone"] = True
        if GONE not in request.POST:
            request._refusal = ValidationError(  # type: ignore[attr-defined]
                _(
                    "Somebody else deleted this record meanwhile. What you typed is still here: "
                    "save again to make a new record of it."
                ),
                code="gone",
            )
        return None

    def _ask_about_other_text(self, request: HttpRequest) -> None:
        """Refuse a new record when its form made one before, of other text: correct or add?"""
        before = saved_before_with_other_text(request)
        if before is None:
            return
        record = self._first_record(request, before)
        text = _(
            "This form was saved already, and what you typed now differs. Nothing is lost: save "
            "again to make a second record of it, or open the first one and change it there."
        )
        link = (
            format_html(' <a class="ch-link" href="{}">{}</a>', self._page_of(record), record)
            if record is not None
            else ""
        )
        request._refusal = ValidationError(  # type: ignore[attr-defined]
            format_html("{}{}", text, link), code="saved_before"
        )

    def _first_record(self, request: HttpRequest, operation: Operation) -> Any:
        """Return the record that an operation made here, if the person may look it up."""
        entry = (
            LogEntry.objects.filter(
                operation=operation,
                content_type=ContentType.objects.get_for_model(self.model),
            )
            .order_by("id")
            .first()
        )
        record = self.model._default_manager.filter(pk=entry.object_pk).first() if entry else None
        seen = record is not None and self.has_view_permission(request, record)  # type: ignore[attr-defined]
        return record if seen else None

    def _page_of(self, record: Any) -> str:
        names = f"{self.opts.app_label}_{self.opts.model_name}"
        if record is None:
            return reverse(f"console:{names}_changelist")
        return reverse(f"console:{names}_change", args=(record.pk,))

    def _save(
        self, request: HttpRequest, show: Callable[..., HttpResponse], kind: OperationKind
    ) -> HttpResponse:
        """Run the view in one operation; what saving refuses is shown on the same form."""
        facts: dict[str, Any] = {"by": actor_of(request), "form_token": typed_token_of(request)}
        work = forgetting_messages(request, show)
        last: Exception | None = None
        for attempt in range(3):
            request._look_closely = attempt > 0  # type: ignore[attr-defined]
            try:
                return run(work, kind, **facts)
            except AlreadyDone as again:
                return self._show_first(request, again)
            except StaleRecord as stale:
                last = stale
            except IntegrityError as error:
                # the first time somebody was faster: looking again finds whose value it is
                if isinstance(last, IntegrityError):
                    request._refusal = ValidationError(  # type: ignore[attr-defined]
                        _("This cannot be saved: a value is taken, or something it needs is gone."),
                        code="integrity",
                    )
                last = error
            except ValidationError as refusal:
                request._refusal = refusal  # type: ignore[attr-defined]
                last = refusal
        return run(work, kind, **facts)

    def _show_first(self, request: HttpRequest, again: AlreadyDone) -> HttpResponse:
        """Answer the second of two posts with the record that the first one saved."""
        messages.info(request, _("This was saved already; it was not saved twice."))
        record = self._first_record(request, again.operation)
        if record is not None and IS_POPUP_VAR in request.POST:
            return self.response_add(request, record)  # type: ignore[attr-defined, no-any-return]
        return HttpResponseRedirect(self._page_of(record))

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Do nothing: the operation's recorder has noted it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Do nothing: the operation's recorder has noted it."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """Do nothing: the operation's recorder has noted it."""

    def construct_change_message(self, *_args: Any, **_options: Any) -> str:
        """Return nothing: the operation's recorder writes what changed."""
        return ""
