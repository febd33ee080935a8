"""Deleting at a screen: shows what goes along and what forbids it, then does it by POST."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin import helpers
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from admin_config.engine.build.rights import actor_of
from admin_config.engine.forms.once import form_token_of, new_form_token
from admin_config.engine.forms.tool import Tool
from admin_config.engine.history.undoing import undo_link
from admin_config.engine.spec import Screen
from erp.foundation.digits import number_in
from erp.foundation.fresh_proof import DELETES_PROVEN_ABOVE, check_fresh_proof
from erp.foundation.models import OperationKind
from erp.foundation.models.recorded import Recorded
from erp.foundation.operation import AlreadyDone, operation
from erp.foundation.rights import scoped
from erp.foundation.services.deleting import Deleted, delete_chosen, refusals_of
from erp.foundation.services.impact import Impact, impact_of
from erp.foundation.services.job import ask_for_job
from erp.foundation.telling import about_many

#: More than this is confirmed by typing the number.
TYPED_ABOVE = 100
#: More than this goes on in the background.
AT_ONCE = 500
_REASONS = 5


class DeletePart:
    """Replaces the admin's pages of deletion, which list whole trees."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any
    #: How what is deleted comes back.
    way_back: Any = gettext_lazy("It can be restored from the trash.")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer deleting a selection to those who may delete at all."""
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        actions.pop("delete_selected", None)
        if "_popup" not in request.GET and self.has_delete_permission(request):  # type: ignore[attr-defined]
            actions["delete_selected"] = (_delete_selected, "delete_selected", _("Delete"))
        return actions

    def list_tools(self, request: HttpRequest) -> list[Tool]:
        """Lead from the list to what was deleted from it."""
        tools: list[Tool] = super().list_tools(request)  # type: ignore[misc]
        if not self.has_delete_permission(request) or not issubclass(self.model, Recorded):  # type: ignore[attr-defined]
            return tools
        address = f"{reverse('console:trash')}?kind={self.opts.label_lower}"
        return [Tool(_("Trash"), address, "delete"), *tools]

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show what deleting one record means; a POST deletes it."""
        record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if record is None:
            if not self.has_delete_permission(request):  # type: ignore[attr-defined]
                raise PermissionDenied
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return]
        if not self.has_delete_permission(request, record):  # type: ignore[attr-defined]
            raise PermissionDenied
        chosen = self.model._base_manager.filter(pk=record.pk)
        return self.delete_chosen_view(request, chosen, original=record)

    def delete_chosen_view(
        self, request: HttpRequest, chosen: QuerySet[Any], original: Any = None
    ) -> HttpResponse:
        """Confirm and delete the chosen records; those that may not go stay and say why."""
        mine = scoped(actor_of(request), "delete", chosen)
        count = mine.count()
        confirmed = request.method == "POST" and request.POST.get("post") == "yes"
        mistake = self._mistake(request, count) if confirmed else ""
        if confirmed and not mistake:
            return self.delete_confirmed(request, mine)
        return self._ask_before(request, chosen, mine, mistake=mistake, original=original)

    def _mistake(self, request: HttpRequest, count: int) -> str:
        expected = number_in(request.POST.get("expected", ""))
        if expected is not None and expected != count:
            return _("The selection changed meanwhile: look again before you delete it.")
        if count > TYPED_ABOVE and request.POST.get("typed", "").strip() != str(count):
            return _("Type the number of records to confirm.")
        return ""

    def _ask_before(
        self,
        request: HttpRequest,
        chosen: QuerySet[Any],
        mine: QuerySet[Any],
        *,
        mistake: str,
        original: Any,
    ) -> HttpResponse:
        count = mine.count()
        impact = self.impact_on(mine)
        refused = refusals_of(list(mine), by=actor_of(request)) if count <= TYPED_ABOVE else []
        stay = max(impact.blocked, len(refused))
        meta = self.opts
        return TemplateResponse(
            request,
            "console/delete.html",
            {
                **self.admin_site.each_context(request),
                "opts": meta,
                "original": original,
                "title": _("Delete"),
                "count": count,
                "name": str(original or (mine.first() if count == 1 else "")),
                "not_mine": 0 if original is not None else chosen.count() - count,
                "going": [
                    (kind._meta, number - (count if kind is self.model else 0))
                    for kind, number in impact.gone.items()
                    if number > (count if kind is self.model else 0)
                ],
                "forbidden": [
                    (kind._meta, number, names)
                    for kind, (number, names) in impact.forbidden_by.items()
                ],
                "blocked": impact.blocked,
                "refused": refused,
                "left": max(count - stay, 0),
                "typed_needed": count > TYPED_ABOVE,
                "background": count > AT_ONCE,
                "mistake": mistake,
                "hidden": kept_inputs(request),
                "way_back": self.way_back,
                "form_token": new_form_token(),
                "back": self._back(original),
            },
        )

    def impact_on(self, chosen: QuerySet[Any]) -> Impact:
        """Return what deleting these records takes along and what forbids it."""
        return impact_of(chosen)

    def _back(self, original: Any) -> str:
        name = f"console:{self.opts.app_label}_{self.opts.model_name}"
        return (
            reverse(f"{name}_change", args=(original.pk,))
            if original
            else reverse(f"{name}_changelist")
        )

    def delete_confirmed(self, request: HttpRequest, mine: QuerySet[Any]) -> HttpResponse:
        """Delete what was confirmed, at once or, where it is much, in the background."""
        reason = request.POST.get("reason", "").strip()
        keys = list(mine.order_by("pk").values_list("pk", flat=True))
        if len(keys) > DELETES_PROVEN_ABOVE:
            check_fresh_proof()
        if len(keys) > AT_ONCE:
            return self._in_background(request, keys, reason)
        records = list(self.model._base_manager.filter(pk__in=keys))
        try:
            done = delete_chosen(
                records, by=actor_of(request), reason=reason, form_token=form_token_of(request)
            )
        except AlreadyDone:
            messages.info(request, _("This was done already; it was not done twice."))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            tell_deleted(request, done, self.opts)
        return HttpResponseRedirect(self.list_left(request))  # type: ignore[attr-defined]

    def _in_background(self, request: HttpRequest, keys: list[Any], reason: str) -> HttpResponse:
        actor = actor_of(request)
        with operation(OperationKind.DELETE, by=actor, reason=reason) as running:
            running.row.be_about(about_many(self.model, len(keys)))
            running.row.details = {"asked": len(keys)}
            job = ask_for_job(
                "console.delete",
                by=actor,
                title=_("Delete: %(what)s") % {"what": running.row.summary},
                model=self.opts.label_lower,
                keys=keys,
                lead=running.stored().pk,
            )
        messages.info(request, _("This takes a while: it goes on in the background."))
        return HttpResponseRedirect(reverse("console:foundation_job_change", args=(job.pk,)))


def kept_inputs(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what the list's action form sent, to be sent again with the confirmation."""
    kept = ("action", "select_across", "select_until", helpers.ACTION_CHECKBOX_NAME)
    return [(name, value) for name in kept for value in request.POST.getlist(name)]


def _delete_selected(admin: Any, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse:
    """Confirm and delete a selection of the list."""
    found: HttpResponse = admin.delete_chosen_view(request, chosen)
    return found


def tell_deleted(request: HttpRequest, done: Deleted, meta: Any) -> None:
    """Say how many went, offer to undo it, and say what stayed and why."""
    if done.records:
        kind = meta.verbose_name if done.records == 1 else meta.verbose_name_plural
        text = _("Deleted: %(count)d %(kind)s.") % {"count": done.records, "kind": kind}
        link = undo_link(done.operation) if done.operation else ""
        messages.success(request, format_html("{} {}", text, link))
    if done.kept:
        text = ngettext("%(count)d stays:", "%(count)d stay:", len(done.kept)) % {
            "count": len(done.kept)
        }
        reasons = " ".join(reason for _name, reason in done.kept[:_REASONS])
        messages.warning(request, f"{text} {reasons}")
