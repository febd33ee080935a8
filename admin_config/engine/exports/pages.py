"""The screen of one's own exports: plans with their next time and last error, files to fetch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.exports.folder import dated_name
from admin_config.engine.exports.page import AGAIN
from admin_config.engine.exports.plan_pages import change_plan
from admin_config.engine.exports.plans import may_export
from admin_config.engine.exports.schedule import told
from admin_config.engine.exports.still_theirs import check_still_theirs
from admin_config.engine.navigation import title_of
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.kept_files import cleared_text, exports_folder
from admin_config.engine.transfer.writers import content_type
from admin_config.models import ExportFile, ExportPlan, FileState
from erp.foundation.digits import number_in
from erp.foundation.models import Job, JobState
from erp.foundation.models.outbox_mail import MailState

PAGE = 30
_LIVE = (FileState.WAITING, FileState.WRITTEN)


@dataclass(frozen=True)
class PlanRow:
    """A plan as its owner sees it."""

    plan: ExportPlan
    kind: str
    when: str
    list_address: str
    readers: str


@dataclass(frozen=True)
class FileRow:
    """An export as the person it is for sees it."""

    file: ExportFile
    kind: str
    list_address: str
    again: str
    fetch: str
    state: str
    #: ``good``, ``bad``, or empty while it is under way.
    tone: str
    note: str


def exports_page(request: HttpRequest) -> HttpResponse:
    """Show one's plans, and what one took along or was sent, newest first."""
    from admin_config.engine.site import console

    plans = ExportPlan.objects.filter(person=request.user.pk).prefetch_related("readers")
    files = ExportFile.objects.filter(person=request.user.pk).select_related("plan", "job", "mail")
    before = number_in(request.GET.get("before", ""))
    if before is not None:
        files = files.filter(pk__lt=before)
    rows = list(files[: PAGE + 1])
    context = {
        **console.each_context(request),
        "title": _("My exports"),
        "plans": [_plan_row(plan) for plan in plans],
        "files": [_file_row(file) for file in rows[:PAGE]],
        "next_before": rows[PAGE - 1].pk if len(rows) > PAGE else None,
    }
    return TemplateResponse(request, "console/exports.html", context)


def _address(screen: Screen | None, page: str, query: str, *args: Any) -> str:
    """Return the address of a page of a screen; nothing where the screen is gone."""
    if screen is None:
        return ""
    meta = screen.model._meta
    try:
        found = reverse(f"console:{meta.app_label}_{meta.model_name}_{page}", args=args)
    except NoReverseMatch:
        return ""
    return f"{found}?{query}" if query else found


def _plan_row(plan: ExportPlan) -> PlanRow:
    screen = registry.find(plan.screen)
    return PlanRow(
        plan=plan,
        kind=title_of(screen) if screen else plan.screen,
        when=told(plan),
        list_address=_address(screen, "changelist", plan.query),
        readers=_(", ").join(str(one) for one in plan.readers.all()),
    )


def _file_row(file: ExportFile) -> FileRow:
    screen = registry.find(file.screen)
    state, tone, note, fetch = _state_of(file, screen)
    again = "&".join(part for part in (file.query, f"{AGAIN}={file.pk}") if part)
    return FileRow(
        file=file,
        kind=title_of(screen) if screen else file.screen,
        list_address="" if file.ticked else _address(screen, "changelist", file.query),
        again="" if file.ticked else _address(screen, "export", again),
        fetch=fetch,
        state=state,
        tone=tone,
        note=note,
    )


def _state_of(file: ExportFile, screen: Screen | None) -> tuple[str, str, str, str]:
    """Return how far it is, whether that is good, what more there is to say, where to fetch it."""
    if file.plan_id is None and not file.file and file.job is not None:
        return _state_of_job(file.job, screen)
    label = str(FileState(file.state).label)
    if file.state in _LIVE:
        return label, "", file.error, ""
    if file.state == FileState.FAILED:
        return label, "bad", file.error, ""
    if not file.file:
        return _("taken along"), "good", "", ""
    mail = file.mail
    note = mail.last_error if mail is not None and mail.state == MailState.FAILED else ""
    if not (exports_folder() / file.file).is_file():
        return label, "good", note or cleared_text(), ""
    return label, "good", note, reverse("console:exports_file", args=(file.pk,))


def _state_of_job(job: Job, screen: Screen | None) -> tuple[str, str, str, str]:
    tones = {JobState.DONE: "good", JobState.FAILED: "bad", JobState.CANCELLED: "bad"}
    address = _address(screen, "export_file", "", job.pk)
    return str(JobState(job.state).label), tones.get(JobState(job.state), ""), job.message, address


def fetch_file(request: HttpRequest, key: int) -> HttpResponseBase:
    """Send a kept file to whom it was made for, while their rights still cover what it holds.

    What a role must be given to see asks for a fresh proof, however old the file is.
    """
    file = get_object_or_404(ExportFile, pk=key, person=request.user.pk, state=FileState.DONE)
    path_of = exports_folder() / file.file if file.file else None
    if path_of is None or not path_of.is_file():
        raise Http404(cleared_text())
    screen = registry.find(file.screen)
    if screen is None or not may_export(request.user, screen):
        raise PermissionDenied
    check_still_theirs(screen, actor_of(request), file.columns, file)
    moment = file.due_at or file.created_at
    name = dated_name(file.title, file.pk, file.file_format, moment)
    response = FileResponse(path_of.open("rb"), content_type=content_type(file.file_format))
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def exports_urls(site: Any) -> list[URLPattern]:
    """Return the addresses of one's own exports."""
    return [
        path("exports/", site.admin_view(exports_page), name="exports"),
        path("exports/<int:key>/file/", site.admin_view(fetch_file), name="exports_file"),
        path("exports/plan/<int:key>/", site.admin_view(change_plan), name="exports_plan"),
    ]
