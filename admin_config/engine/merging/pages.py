"""The page of a merge: who survives, whose value stays, what moves, what stands in the way."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.forms.once import form_token_of, new_form_token
from admin_config.engine.history.undoing import undo_link
from admin_config.engine.merging.doing import ask_for_merge, merge_with_stars
from admin_config.engine.merging.offered import choices_of, field_names, wish_of
from admin_config.engine.navigation import record_address
from erp.foundation.digits import number_in
from erp.foundation.operation import AlreadyDone
from erp.foundation.rights import scoped
from erp.foundation.services.merging import MOST, Merged, Wish, try_merge
from erp.foundation.services.moving import Rivals

#: More records than this move in the background.
AT_ONCE = 1000


def merge_page(admin: Any, request: HttpRequest) -> HttpResponse:
    """Show what a merge would do; a POST does it in one step that one undo takes back."""
    if not admin.may_merge(request):
        raise PermissionDenied
    asked = request.POST if "merge" in request.POST else request.GET
    records = _records(admin, request)
    names = field_names(admin, request)
    wish = wish_of(asked, names, records, admin.screen.merge)
    mistake, found = "", None
    try:
        found = try_merge(records[0], records[1:], wish, by=actor_of(request))
    except ValidationError as refusal:
        mistake = " ".join(refusal.messages)
    if request.method == "POST" and found is not None and not found.moving.refused:
        try:
            return _merge(admin, request, records, wish, found)
        except ValidationError as refusal:
            mistake = " ".join(refusal.messages)
    return _render(admin, request, records, names, wish, found, mistake)


def _records(admin: Any, request: HttpRequest) -> list[Any]:
    """Return the chosen records that the person may look up, the survivor first."""
    keys = {key for text in request.GET.getlist("key") if (key := number_in(text)) is not None}
    rows = scoped(actor_of(request), "view", admin.model._default_manager.all())
    found = list(rows.filter(pk__in=list(keys)[: MOST + 1]).order_by("pk"))
    if len(found) < len(keys) or not 1 < len(found) <= MOST:
        raise Http404(_("Choose from 2 to %(most)d records.") % {"most": MOST})
    into = number_in(request.GET.get("into", ""))
    return sorted(found, key=lambda record: (record.pk != into, record.pk))


def _merge(
    admin: Any, request: HttpRequest, records: list[Any], wish: Wish, found: Merged
) -> HttpResponse:
    actor, survivor = actor_of(request), records[0]
    reason = request.POST.get("reason", "").strip()[:500]
    if sum(found.moving.moved.values()) > AT_ONCE:
        job = ask_for_merge(admin.screen, records, wish, by=actor, reason=reason)
        return HttpResponseRedirect(reverse("console:foundation_job_change", args=(job.pk,)))
    token = form_token_of(request)
    try:
        done = merge_with_stars(
            survivor, records[1:], wish, by=actor, reason=reason, form_token=token
        )
    except AlreadyDone:
        messages.info(request, _("This was done already; it was not done twice."))
    else:
        said = _("%(count)d records are one now.") % {"count": len(records)}
        link = undo_link(done.operation) if done.operation is not None else ""
        messages.success(request, format_html("{} {}", said, link))
    return HttpResponseRedirect(record_address(admin.screen, survivor.pk))


def _counted(counts: Counter[type[Any]]) -> list[tuple[str, int]]:
    return [
        (capfirst(str(kind._meta.verbose_name_plural)), count)
        for kind, count in counts.items()
        if count
    ]


def _told(rivals: list[Rivals], wish: Wish) -> list[tuple[Rivals, str, bool]]:
    return [(one, str(one.ours._meta.verbose_name), one.key in wish.theirs) for one in rivals]


def _render(
    admin: Any,
    request: HttpRequest,
    records: list[Any],
    names: list[str],
    wish: Wish,
    found: Merged | None,
    mistake: str,
) -> HttpResponse:
    choices = choices_of(names, records, wish.values)
    keys = "&".join(f"key={record.pk}" for record in records)
    moving = found.moving if found is not None else None
    return TemplateResponse(
        request,
        "console/merge.html",
        {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": _("Merge"),
            "records": [
                (record, record_address(admin.screen, record.pk), f"?{keys}&into={record.pk}")
                for record in records
            ],
            "survivor": records[0],
            "choices": [choice for choice in choices if choice.differs],
            "alike": sum(not choice.differs for choice in choices),
            "moved": _counted(moving.moved) if moving else [],
            "kept_once": _counted(moving.same) if moving else [],
            "rivals": _told(moving.rivals, wish) if moving else [],
            "refused": moving.refused if moving else [],
            "mistake": mistake,
            "reason": request.POST.get("reason", ""),
            "form_token": new_form_token(),
            "list_url": admin._address("changelist"),
        },
        status=400 if mistake and request.method == "POST" else 200,
    )
