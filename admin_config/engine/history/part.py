"""History at a screen: the life of each record, comparing versions, restoring one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.copying.lineage import lineage_of
from admin_config.engine.forms.tool import Tool
from admin_config.engine.history.belonging import State, latest_operation, parts_of, state_at
from admin_config.engine.history.comparing import compare
from admin_config.engine.history.record_search import log_address
from admin_config.engine.history.restoring import restore_state
from admin_config.engine.history.timeline import Timeline, child_relations, timeline_of
from admin_config.engine.history.undoing import undo_link, undo_offers
from admin_config.engine.spec import Screen
from erp.foundation.actor import Actor
from erp.foundation.digits import number_in
from erp.foundation.models import Operation
from erp.foundation.models.recorded import Recorded
from erp.foundation.rights import may
from erp.foundation.roles import as_role, belongs
from erp.foundation.services.versions import standing_ids


class HistoryPart:
    """Adds the pages about a record's versions; they also work when the record is gone."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the addresses of comparing and restoring."""
        if not issubclass(self.model, Recorded):
            return list(super().get_urls())  # type: ignore[misc]
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        own = [
            path(
                "<str:object_id>/history/compare/", wrap(self.compare_view), name=f"{name}_compare"
            ),
            path(
                "<str:object_id>/history/<str:version>/restore/",
                wrap(self.restore_view),
                name=f"{name}_restore",
            ),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def record_bar(self, request: HttpRequest, record: Any) -> list[Tool]:
        """Offer the history beside the form."""
        tools: list[Tool] = super().record_bar(request, record)  # type: ignore[misc]
        if isinstance(record, Recorded):
            tools.append(Tool(_("History"), self._verb_address("history", record.pk), "history"))
        return tools

    def _verb_address(self, verb: str, *arguments: Any) -> str:
        return reverse(
            f"console:{self.opts.app_label}_{self.opts.model_name}_{verb}", args=arguments
        )

    def _last_version(self, request: HttpRequest, object_id: str) -> Any:
        """Return the newest version of a record that the person may look up."""
        key = unquote(object_id)
        if not issubclass(self.model, Recorded) or number_in(key) is None:
            raise Http404
        pk = self.model._meta.pk.attname
        newest = self.model.history.filter(**{pk: key}).order_by("-history_id").first()
        if newest is None:
            raise Http404
        record = self.model._base_manager.filter(pk=key).first() or self._then(newest)
        if not belongs(record):
            raise Http404
        try:
            allowed = may(actor_of(request), "view", record)
        except ObjectDoesNotExist:
            allowed = False
        if not allowed:
            raise PermissionDenied
        return newest

    def _then(self, version: Any) -> Any:
        """Return the record of a version as this screen's own kind, whose rights decide."""
        return as_role(self.model, version.instance)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show what happened to the record, newest first."""
        newest = self._last_version(request, object_id)
        key = getattr(newest, self.model._meta.pk.attname)
        before = number_in(request.GET.get("before", ""))
        actor = actor_of(request)
        timeline = timeline_of(self.screen, key, by=actor, before=before)
        gone = newest.history_type == "-"
        self._offer_undo(timeline, newest, actor)
        if not gone and self.may(request, "change", self._then(newest)):  # type: ignore[attr-defined]
            changes = [event for event in timeline.events if event.is_change]
            for number, event in enumerate(changes):
                event.restorable = before is not None or number > 0
        return self._history_page(
            request,
            "console/history.html",
            newest,
            title=_("History"),
            timeline=timeline,
            lineage=lineage_of(self.screen, self._then(newest), by=actor),
            gone=gone,
            newest=newest,
            back=None if gone else self._verb_address("change", key),
            in_log=log_address(self.model, key) if may(actor, "view", Operation) else "",
        )

    def _offer_undo(self, timeline: Timeline, newest: Any, actor: Actor) -> None:
        """Offer to undo what this record stands at, and what touched only its rows."""
        kinds = [self.model, *(model for model, _column in child_relations(self.screen))]
        model, pk = newest.instance_type, newest.instance_type._meta.pk.attname
        (stands,) = standing_ids(model, [getattr(newest, pk)]).values()
        overtaken = {e.operation.pk for e in timeline.events if e.version not in (None, *stands)}
        operations = [event.operation for event in timeline.events]
        offers = undo_offers(operations, actor, kinds, overtaken=overtaken)
        for event in timeline.events:
            event.undo = offers.get(event.operation.pk)

    def _history_page(
        self, request: HttpRequest, template: str, version: Any, **context: Any
    ) -> HttpResponse:
        return TemplateResponse(
            request,
            template,
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "original": version.instance,
                "key": getattr(version, self.model._meta.pk.attname),
                **context,
            },
        )

    def _state(self, request: HttpRequest, object_id: str, chosen: Any) -> State:
        """Return the state that an address names: a version, or ``o`` and an operation."""
        newest = self._last_version(request, object_id)
        model = newest.instance_type
        key = getattr(newest, model._meta.pk.attname)
        text = str(chosen or "")
        found: State | None = None
        if text.startswith("o"):
            found = state_at(model, key, number_in(text[1:]) or 0)
        else:
            versions = model.history.filter(**{model._meta.pk.attname: key})
            version = versions.filter(history_id=number_in(text) or 0).first()
            found = State(version, version.operation_id) if version is not None else None
        if found is None:
            raise Http404
        return found

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what differs between two versions, the older one first."""
        chosen = [self._state(request, object_id, request.GET.get(name)) for name in ("a", "b")]
        older, newer = sorted(chosen, key=lambda state: state.operation_id or 0)
        return self._history_page(
            request,
            "console/compare.html",
            newer.version,
            title=_("Compare versions"),
            comparison=compare(self.screen, older, newer, by=actor_of(request)),
            sides=self._sides(request, object_id, older, newer),
            back=self._verb_address("history", unquote(object_id)),
        )

    def _sides(self, request: HttpRequest, object_id: str, *states: State) -> list[dict[str, Any]]:
        """Return the operations behind the compared states, with the way back to each."""
        newest = self._last_version(request, object_id)
        alive = newest.history_type != "-" and self.may(request, "change", self._then(newest))  # type: ignore[attr-defined]
        operations = Operation.objects.in_bulk([s.operation_id for s in states if s.operation_id])
        latest = latest_operation(self.screen, states[0].key)
        return [
            {
                "name": name,
                "operation": operations.get(state.operation_id or 0),
                "restore": self._verb_address("restore", states[0].key, f"o{state.operation_id}")
                if alive and state.operation_id != latest and state.version.history_type != "-"
                else "",
            }
            for name, state in zip("AB", states, strict=True)
        ]

    def restore_view(self, request: HttpRequest, object_id: str, version: str) -> HttpResponse:
        """Show what restoring a version would change; a POST does it."""
        chosen = self._state(request, object_id, version)
        newest = self._last_version(request, object_id)
        if not self.may(request, "change", self._then(newest)):  # type: ignore[attr-defined]
            raise PermissionDenied
        refusal: list[str] = []
        actor = actor_of(request)
        if request.method == "POST":
            reason = request.POST.get("reason", "").strip()
            try:
                done = restore_state(
                    chosen, parts_of(self.screen), by=actor, reason=reason, through=self.model
                )
            except ValidationError as error:
                refusal = error.messages
            else:
                link = undo_link(done.operation) if done.operation is not None else ""
                text = _("The earlier version is back.")
                messages.success(request, format_html("{} {}", text, link))
                return HttpResponseRedirect(self._verb_address("change", unquote(object_id)))
        return self._history_page(
            request,
            "console/restore.html",
            newest,
            title=_("Restore a version"),
            comparison=compare(self.screen, State(newest, None), chosen, by=actor),
            chosen=Operation.objects.filter(pk=chosen.operation_id or 0).first(),
            has_rows=bool(parts_of(self.screen)),
            refusal=refusal,
            back=self._verb_address("history", unquote(object_id)),
        )
