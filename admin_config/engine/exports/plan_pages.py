"""The page on which an export is planned, and the buttons of a plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_time
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from admin_config.engine.build.rights import actor_of
from admin_config.engine.exports.due import begin_now
from admin_config.engine.exports.encodings import UTF8, encoding_named
from admin_config.engine.exports.folder import may_drop
from admin_config.engine.exports.listed import rows_listed, words_of
from admin_config.engine.exports.plans import delete_plan, keep_plan, pause_plan, resume_plan
from admin_config.engine.navigation import title_of
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.export import Export
from admin_config.engine.transfer.writers import FORMATS
from admin_config.models import Every, ExportPlan, ExportWay
from erp.foundation.digits import number_in
from erp.foundation.refusal import Refusal
from erp.foundation.rights import choosable, is_in_force

_MOST_COLLEAGUES = 300
_MORNING = dt.time(7)


def new_plan(admin: Any, request: HttpRequest) -> HttpResponse:
    """Ask when and where to; a POST of that page keeps the plan."""
    if not admin.may_export(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseRedirect(admin.transfer_address("export"))
    plan = _from_export(admin.screen, request)
    if request.POST.get("plan_do") != "save":
        return _page(
            request, plan, admin.screen, [request.user], refused=_is_fit(plan, admin.screen)
        )
    return _save(request, plan, admin.screen)


def _from_export(screen: Screen, request: HttpRequest) -> ExportPlan:
    """Return an unsaved plan with what was chosen on the page of the export."""
    post = request.POST
    everything = post.get("what") == "all"
    export = Export(screen, actor_of(request), post.getlist("columns"))
    kind = post.get("format", "")
    return ExportPlan(
        person=request.user,  # type: ignore[misc]
        screen=screen.label,
        name=title_of(screen),
        query="" if everything else words_of(post.get("query", request.GET.urlencode())),
        columns=export.names,
        file_format=kind if kind in FORMATS else "xlsx",
        encoding=encoding_named(post.get("encoding", "")) or UTF8,
        every=Every.WEEK,
        at=_MORNING,
        way=ExportWay.MAIL if request.user.email else ExportWay.KEEP,  # type: ignore[union-attr]
    )


def _is_fit(plan: ExportPlan, screen: Screen) -> str:
    """Return what is wrong with the filter of a plan, in words."""
    try:
        rows_listed(screen, plan.person, plan.query)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def _save(request: HttpRequest, plan: ExportPlan, screen: Screen) -> HttpResponse:
    readers: list[Any] = []
    try:
        readers = _read_into(plan, request)
        rows_listed(screen, plan.person, plan.query)
        keep_plan(plan, readers, by=actor_of(request))
    except ValidationError as refusal:
        return _page(request, plan, screen, readers, refused=" ".join(refusal.messages))
    messages.success(request, _("“%(name)s” is planned.") % {"name": plan.name})
    return HttpResponseRedirect(reverse("console:exports"))


def _read_into(plan: ExportPlan, request: HttpRequest) -> list[Any]:
    """Take over what was typed; return the readers that were ticked."""
    post = request.POST
    chosen = {number_in(text) for text in post.getlist("readers")} - {None}
    readers = [one for one in _colleagues(request) if one.pk in chosen]
    plan.name = " ".join(post.get("name", "").split())[:80]
    every, way = post.get("every", ""), post.get("way", "")
    if every in Every.values:
        plan.every = every
    if way in ExportWay.values:
        plan.way = way
    plan.weekday = min(number_in(post.get("weekday", "")) or 0, 6)
    plan.month_day = min(max(number_in(post.get("month_day", "")) or 1, 1), 31)
    if not plan.name:
        raise Refusal(_("Give the plan a name."))
    plan.at = _time(post.get("at", ""))
    return readers


def _time(text: str) -> dt.time:
    try:
        found = parse_time(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise Refusal(_("Say at what time, as 07:00."))
    return found.replace(second=0, microsecond=0, tzinfo=None)


def _colleagues(request: HttpRequest) -> list[Any]:
    model: Any = get_user_model()
    rows = choosable(actor_of(request), model._default_manager.filter(is_active=True))
    return [one for one in rows.order_by("username_key")[:_MOST_COLLEAGUES] if is_in_force(one)]


def _page(
    request: HttpRequest,
    plan: ExportPlan,
    screen: Screen,
    readers: list[Any],
    *,
    refused: str = "",
) -> HttpResponse:
    from django.conf import settings

    from admin_config.engine.site import console

    chosen = {one.pk for one in readers}
    ways = [way for way in ExportWay if way != ExportWay.FOLDER or may_drop(request.user)]
    context = {
        **console.each_context(request),
        "title": _("Plan an export: %(kind)s") % {"kind": title_of(screen)},
        "plan": plan,
        "refused": refused,
        "everies": list(Every),
        "ways": ways,
        "weekdays": list(WEEKDAYS.items()),
        "month_days": range(1, 32),
        "zone": settings.DEFAULT_ZONE,
        "people": [(one, one.pk in chosen) for one in _colleagues(request)],
        "guarded": Export(screen, actor_of(request), plan.columns).holds_guarded,
        "back": reverse("console:exports"),
    }
    return TemplateResponse(request, "console/export_plan.html", context)


def change_plan(request: HttpRequest, key: int) -> HttpResponse:
    """Show one's plan to be changed; a POST saves, pauses, resumes, begins or deletes it."""
    plan = get_object_or_404(
        ExportPlan.objects.select_related("person"), pk=key, person=request.user.pk
    )
    screen = registry.find(plan.screen)
    verb = request.POST.get("plan_do", "") if request.method == "POST" else ""
    if verb in _VERBS:
        try:
            messages.success(request, _VERBS[verb](request, plan))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(reverse("console:exports"))
    if screen is None:
        messages.error(request, _("This screen does not exist any more."))
        return HttpResponseRedirect(reverse("console:exports"))
    if verb == "save":
        return _save(request, plan, screen)
    return _page(request, plan, screen, list(plan.readers.all()))


def _pause(request: HttpRequest, plan: ExportPlan) -> str:
    pause_plan(plan, by=actor_of(request))
    return _("Paused.")


def _resume(request: HttpRequest, plan: ExportPlan) -> str:
    resume_plan(plan, by=actor_of(request))
    return _("It goes on.")


def _delete(request: HttpRequest, plan: ExportPlan) -> str:
    delete_plan(plan, by=actor_of(request))
    return _("Deleted.")


def _now(request: HttpRequest, plan: ExportPlan) -> str:
    count = begin_now(plan, by=actor_of(request))
    words = ngettext("%(count)d file is being made.", "%(count)d files are being made.", count)
    return words % {"count": count}


_VERBS = {"pause": _pause, "resume": _resume, "delete": _delete, "now": _now}
