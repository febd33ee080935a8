"""Copying at a screen: one record or a selection, each as a new record linked to its origin."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.copying.copier import copy_record
from admin_config.engine.copying.lineage import lineage_of
from admin_config.engine.forms.once import form_token_of
from admin_config.engine.forms.tool import Tool
from admin_config.engine.history.undoing import undo_link
from admin_config.engine.spec import Screen
from erp.foundation.models import LogEntry, OperationKind
from erp.foundation.models.recorded import Recorded
from erp.foundation.operation import AlreadyDone, RunningOperation, run, tentatively

#: A selection is copied within one request, so it is bounded.
MOST = 500
_REASONS = 5


class CopyPart:
    """Adds the copy button and the list's copy action."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def may_copy(self, request: HttpRequest, record: Any = None) -> bool:
        """Tell whether the screen copies at all and the person may copy and add."""
        return bool(
            self.screen.copy is not None
            and issubclass(self.model, Recorded)
            and self.may(request, "copy", record)  # type: ignore[attr-defined]
            and self.may(request, "add")  # type: ignore[attr-defined]
        )

    def get_urls(self) -> list[URLPattern]:
        """Add the address that a copy is posted to."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_copy"
        view = self.admin_site.admin_view(self.copy_view)
        return [path("<str:object_id>/copy/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def record_bar(self, request: HttpRequest, record: Any) -> list[Tool]:
        """Offer the copy beside the form."""
        tools: list[Tool] = super().record_bar(request, record)  # type: ignore[misc]
        if self.may_copy(request, record):
            name = f"console:{self.opts.app_label}_{self.opts.model_name}_copy"
            address = reverse(name, args=(record.pk,))
            tools.append(Tool(_("Copy"), address, "content_copy", post=True))
        return tools

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> Any:
        """Say above the form what the record was copied from and what from it."""
        record = options.get("obj")
        if record is not None and "_popup" not in request.GET:
            context["lineage"] = lineage_of(self.screen, record, by=actor_of(request))
        return super().render_change_form(request, context, *args, **options)  # type: ignore[misc]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer copying a selection to those who may copy at all."""
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        if "_popup" not in request.GET and self.may_copy(request):
            actions["copy_selected"] = (_copy_selected, "copy_selected", _("Copy"))
        return actions

    def copy_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Copy one record and open the copy."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, object_id)  # type: ignore[attr-defined]
        if record is None or not self.may_copy(request, record):
            raise PermissionDenied
        made, refused, done = self.copy_all(request, [record])
        for reason in refused:
            messages.error(request, reason)
        opened = made[0].pk if made else object_id
        if done is not None and made:
            text = _("This is a copy of “%(record)s”.") % {"record": record}
            messages.success(request, format_html("{} {}", text, undo_link(done)))
        return HttpResponseRedirect(
            reverse(f"console:{self.opts.app_label}_{self.opts.model_name}_change", args=(opened,))
        )

    def copy_all(
        self, request: HttpRequest, records: list[Any]
    ) -> tuple[list[Any], list[str], Any]:
        """Copy records as one operation; return the copies, the refusals and the operation."""
        spec, actor = self.screen.copy, actor_of(request)

        def work(running: RunningOperation) -> tuple[list[Any], list[str], Any]:
            made: list[Any] = []
            refused: list[str] = []
            origins: dict[str, Any] = {}
            for record in records:
                try:
                    with tentatively():
                        copy = copy_record(record, spec, by=actor)  # type: ignore[arg-type]
                except ValidationError as error:
                    refused.append(f"{record}: {' '.join(error.messages)}")
                except IntegrityError:
                    refused.append(_("%(record)s: it cannot stand twice.") % {"record": record})
                else:
                    made.append(copy)
                    origins[str(copy.pk)] = record.pk
            if made:
                running.row.details = {"origins": {self.opts.label_lower: origins}}
            return made, refused, running.stored() if made else None

        try:
            return run(work, OperationKind.COPY, by=actor, form_token=form_token_of(request))
        except AlreadyDone as again:
            messages.info(request, _("This was done already; it was not done twice."))
            keys = LogEntry.objects.filter(
                operation=again.operation,
                content_type__app_label=self.opts.app_label,
                content_type__model=self.opts.model_name,
            ).values_list("object_pk", flat=True)
            return list(self.model._base_manager.filter(pk__in=list(keys))), [], None


def _copy_selected(admin: Any, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse | None:
    """Copy a selection of the list as one operation."""
    records = list(chosen.order_by("pk")[: MOST + 1])
    if len(records) > MOST:
        text = _("At most %(most)d records are copied at once.") % {"most": MOST}
        messages.error(request, text)
        return None
    made, refused, done = admin.copy_all(request, records)
    if made and done is not None:
        text = _("Copied: %(count)d.") % {"count": len(made)}
        messages.success(request, format_html("{} {}", text, undo_link(done)))
    if refused:
        text = _("Not copied: %(count)d.") % {"count": len(refused)}
        messages.warning(request, f"{text} {' '.join(refused[:_REASONS])}")
    return None
