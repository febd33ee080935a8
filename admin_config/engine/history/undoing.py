"""Undo in the console: offered where it can work, asked for with a reason, told what stayed."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admin_config.engine.build.rights import actor_of
from erp.foundation.actor import Actor
from erp.foundation.fresh_proof import DELETES_PROVEN_ABOVE, check_fresh_proof
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.foundation.rights_by_role import may_by_role
from erp.foundation.services.job import ask_for_job
from erp.foundation.services.names_told import keep_names_back
from erp.foundation.services.undo import NOTHING_TO_UNDO, Undone, may_undo, undo_operation
from erp.foundation.services.undo_outlook import reasons_against_undo

#: More records than this are taken back in the background.
AT_ONCE = 500
_LISTED = 100


@dataclass(frozen=True)
class Offer:
    """A button that undoes, or why it cannot."""

    operation: Operation
    #: Why nothing would go back; empty where something may.
    why_not: str = ""


def undo_offers(
    found: Iterable[Operation],
    by: Actor,
    models: Iterable[Any],
    *,
    overtaken: Container[int] = (),
) -> dict[int, Offer]:
    """Return the buttons of operations, in few queries; acts that are never undone have none.

    ``models`` are the kinds of record that the page shows: who may change none gets no button.
    """
    if not any(
        may_by_role(by, action, model) for model in models for action in ("change", "delete")
    ):
        return {}
    open_ones = [
        one
        for one in found
        if one.kind not in NOTHING_TO_UNDO
        and one.part_of_id is None
        and not hasattr(one, "undone_by")
    ]
    asked = [one for one in open_ones if one.pk not in overtaken]
    against = reasons_against_undo(asked, by=by) if asked else {}
    late = _("It was changed or deleted since.")
    return {
        one.pk: Offer(one, late if one.pk in overtaken else against.get(one.pk, ""))
        for one in open_ones
    }


def undo_link(found: Operation) -> SafeString:
    """Return the link that a success message offers."""
    address = reverse("console:undo", args=(found.pk,))
    return format_html('<a class="ch-link" href="{}">{}</a>', address, _("Undo"))


def undo_view(request: HttpRequest, key: int) -> HttpResponse:
    """Say what would be taken back and ask why; a POST takes it back.

    Much at once needs a fresh proof: it may delete as much, and a job is not asked again.
    """
    target = get_object_or_404(Operation.objects.select_related("undone_by", "undoes"), pk=key)
    actor = actor_of(request)
    if not may_undo(target, by=actor):
        if getattr(target, "undone_by", None) is None:
            raise PermissionDenied
        messages.info(request, _("This operation was already undone."))
        return HttpResponseRedirect(_next(request))
    if request.method != "POST":
        return _page(request, target)
    reason = request.POST.get("reason", "").strip()
    parts = target.parts.exists()
    if parts or target.records > DELETES_PROVEN_ABOVE:
        check_fresh_proof()
    if parts or target.records > AT_ONCE:
        return _in_background(request, target, reason)
    try:
        done = undo_operation(target, by=actor, reason=reason)
    except Refusal as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(_next(request))
    _tell(request, done)
    if done.kept:
        return _page(request, target, done)
    return HttpResponseRedirect(_next(request))


def _in_background(request: HttpRequest, target: Operation, reason: str) -> HttpResponse:
    actor = actor_of(request)
    with operation(OperationKind.JOB, by=actor, reason=reason):
        job = ask_for_job(
            "console.undo",
            by=actor,
            title=_("Undo: %(what)s") % {"what": target.told()},
            operation=target.pk,
            reason=reason,
        )
    messages.info(request, _("This takes a while: it goes on in the background."))
    return HttpResponseRedirect(reverse("console:foundation_job_change", args=(job.pk,)))


def _tell(request: HttpRequest, done: Undone) -> None:
    if done.records:
        text = ngettext(
            "%(count)d record was taken back.", "%(count)d records were taken back.", done.records
        ) % {"count": done.records}
        link = undo_link(done.operation) if done.operation else ""
        messages.success(request, format_html("{} {}", text, link))
    if done.kept:
        text = ngettext(
            "%(count)d record stays as it is.",
            "%(count)d records stay as they are.",
            len(done.kept),
        ) % {"count": len(done.kept)}
        messages.warning(request, text)


def _next(request: HttpRequest) -> str:
    given = (
        request.POST.get("next") or request.GET.get("next") or request.headers.get("Referer", "")
    )
    same = url_has_allowed_host_and_scheme(given, {request.get_host()})
    return given if given and same and "/undo/" not in given else reverse("console:index")


def _page(request: HttpRequest, target: Operation, done: Undone | None = None) -> HttpResponse:
    from admin_config.engine.site import console

    keep_names_back([target], actor_of(request))
    return TemplateResponse(
        request,
        "console/undo.html",
        {
            **console.each_context(request),
            "title": _("Undo"),
            "operation": target,
            "records": target.records or sum(p.records for p in target.parts.all()),
            "why_not": reasons_against_undo([target], by=actor_of(request)).get(target.pk, ""),
            "done": done,
            "kept": done.kept[:_LISTED] if done else [],
            "next": _next(request),
        },
    )


def undo_urls(site: Any) -> list[URLPattern]:
    """Return the address of undoing an operation."""
    return [path("operations/<int:key>/undo/", site.admin_view(undo_view), name="undo")]
