"""The pages of an export: columns and format, then the file."""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.exports.column_sets import change_sets, set_asked
from admin_config.engine.exports.encodings import UTF8, encoding_named, stream
from admin_config.engine.exports.noting import note_taken
from admin_config.engine.exports.page import SET, Ticks, chooser_context
from admin_config.engine.exports.still_theirs import check_still_theirs
from admin_config.engine.exports.writing import ending_of
from admin_config.engine.transfer.export import Export
from admin_config.engine.transfer.kept_files import (
    cleared_text,
    exported_file,
    exports_folder,
    is_cleared,
)
from admin_config.engine.transfer.limits import EXPORT_IN_REQUEST, SHEET_ROWS
from admin_config.engine.transfer.writers import FILES, FORMATS, STREAMS, content_type
from admin_config.models import ColumnSet, ExportFile
from erp.foundation.digits import number_in
from erp.foundation.fresh_proof import check_fresh_proof
from erp.foundation.models import Job, JobState, OperationKind
from erp.foundation.operation import operation
from erp.foundation.services.job import ask_for_job
from erp.foundation.telling import about_many

R = TypeVar("R", bound=HttpResponseBase)

#: More ticked records than this come as "all that match".
_MOST_TICKED = 5_000


def _allowed(admin: Any, request: HttpRequest) -> None:
    if not admin.may_export(request):
        raise PermissionDenied


def choose(admin: Any, request: HttpRequest) -> HttpResponseBase:
    """Let the person choose columns, rows and format; a POST sends the file or keeps columns."""
    _allowed(admin, request)
    if request.method != "POST":
        chosen = set_asked(request, admin.screen, request.GET.get(SET, ""))
        return _page(admin, request, chosen=chosen)
    if "use_set" in request.POST:
        chosen = set_asked(request, admin.screen, request.POST["use_set"])
        return _page(admin, request, selected=_ticked(admin, request), chosen=chosen)
    if "set_do" in request.POST:
        return _change_sets(admin, request)
    return _send(admin, request)


def _change_sets(admin: Any, request: HttpRequest) -> HttpResponse:
    """Keep the ticked columns under a name, or forget them; the page stays as it is."""
    chosen = set_asked(request, admin.screen, request.POST.get("set", ""))
    try:
        chosen = change_sets(request, admin.screen)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The columns are kept.") if chosen else _("Deleted."))
    ticks = Ticks.posted(request)
    return _page(admin, request, selected=_ticked(admin, request), chosen=chosen, ticks=ticks)


def choose_selected(admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
    """Let the person choose columns and format for the records that were ticked."""
    _allowed(admin, request)
    keys = list(queryset.order_by().values_list("pk", flat=True)[: _MOST_TICKED + 1])
    if len(keys) > _MOST_TICKED:
        query = request.GET.urlencode()
        address = admin.transfer_address("export")
        return HttpResponseRedirect(f"{address}?{query}" if query else address)
    return _page(admin, request, selected=keys)


def _page(
    admin: Any,
    request: HttpRequest,
    *,
    selected: Sequence[Any] = (),
    chosen: ColumnSet | None = None,
    ticks: Ticks | None = None,
) -> HttpResponse:
    ticks = ticks or Ticks.of_earlier(request)
    if ticks is None:
        ticks = Ticks.of_set(chosen) if chosen else Ticks.of_list(admin, request)
    return TemplateResponse(
        request,
        "console/export.html",
        {
            **admin.admin_site.each_context(request),
            **chooser_context(admin, request, ticks, chosen),
            "opts": admin.opts,
            "title": _("Export: %(kind)s") % {"kind": admin.opts.verbose_name_plural},
            "selected": _written_keys(selected),
            "count": len(selected) or None,
            "what": request.POST.get("what", "list"),
            "export_url": admin.transfer_address("export"),
            "plan_url": admin.transfer_address("export_plan"),
            "list_url": admin._address("changelist"),
        },
    )


def _ticked(admin: Any, request: HttpRequest) -> list[Any]:
    """Return the keys of the records that were ticked in the list."""
    return _read_keys(admin.model, request.POST.get("selected", ""))[:_MOST_TICKED]


def _rows(admin: Any, request: HttpRequest) -> QuerySet[Any]:
    """Return what is exported: the ticked records, what the list matches, or everything."""
    ticked = _ticked(admin, request)
    ordered: QuerySet[Any] = admin.matching_records(request)
    if ticked:
        everything: QuerySet[Any] = admin.get_queryset(request)
        return everything.filter(pk__in=ticked).order_by(*ordered.query.order_by or ("pk",))
    if request.POST.get("what") == "all":
        rows: QuerySet[Any] = admin.get_queryset(request)
        return rows.order_by(*ordered.query.order_by or ("pk",))
    return ordered


def _written_keys(keys: Sequence[Any]) -> str:
    """Return keys as the page keeps them: numbers plainly, anything else as JSON."""
    if all(isinstance(key, int) for key in keys):
        return ",".join(map(str, keys))
    return json.dumps(keys, default=str)


def _read_keys(model: Any, text: str) -> list[Any]:
    """Return the keys that a page kept; what is none of the model's is left out."""
    if not text.startswith("["):
        return [key for key in map(number_in, text.split(",")) if key is not None]
    try:
        return [
            tuple(key) if isinstance(key, list) else model._meta.pk.to_python(key)
            for key in json.loads(text)
        ]
    except (ValueError, TypeError, RecursionError, ValidationError):
        return []


def _send(admin: Any, request: HttpRequest) -> HttpResponseBase:
    kind = request.POST.get("format", "")
    if kind not in FORMATS:
        messages.error(request, _("Choose a format."))
        return HttpResponseRedirect(request.get_full_path())
    export = Export(admin.screen, actor_of(request), request.POST.getlist("columns"))
    if export.holds_guarded:
        check_fresh_proof()
    keys = export.keys(_rows(admin, request))
    if kind in FILES and len(keys) > SHEET_ROWS:
        messages.error(
            request,
            _("A sheet holds at most %(most)s rows. Choose CSV, or filter the list.")
            % {"most": SHEET_ROWS},
        )
        return HttpResponseRedirect(request.get_full_path())
    details = {
        "format": kind,
        "filter": request.GET.urlencode(),
        "what": "selection" if request.POST.get("selected") else request.POST.get("what", "list"),
    }
    if kind == "csv":
        details["encoding"] = encoding_named(request.POST.get("encoding", "")) or UTF8
    if kind in FILES and len(keys) > EXPORT_IN_REQUEST and settings.JOB_DISPATCHER:
        return _in_background(admin, request, export, list(keys), details)
    export.record(len(keys), details)
    note_taken(export, request.user, len(keys), details)
    if kind in STREAMS:
        return _streamed(export, keys, kind, details.get("encoding", UTF8))
    file = tempfile.NamedTemporaryFile(suffix=f".{kind}")  # noqa: SIM115 - closed by the response
    FILES[kind](Path(file.name), export.headers, export.rows(keys))
    return _attached(FileResponse(file, content_type=content_type(kind)), export, kind)


def _streamed(
    export: Export, keys: Sequence[Any], kind: str, encoding: str
) -> StreamingHttpResponse:
    """Send the file while it is written, in the person's language and zone to its end."""
    language, zone = translation.get_language(), timezone.get_current_timezone()
    titles = export.names if kind == "json" else export.headers
    pieces = stream(kind, titles, export.rows(keys, native=kind == "json"), encoding)

    def spoken() -> Any:
        with translation.override(language), timezone.override(zone):
            yield from pieces

    stated = content_type(kind)
    if kind == "csv":
        stated = f"{stated}; charset={encoding}"
    response = StreamingHttpResponse(spoken(), content_type=stated)
    return _attached(response, export, kind)


def _attached(response: R, export: Export, kind: str) -> R:
    stamp = timezone.localtime().strftime("%Y-%m-%d %H%M")
    kinds = capfirst(str(export.model._meta.verbose_name_plural))
    name = f"{kinds} {stamp}.{ending_of(kind)}"
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or ""
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _in_background(
    admin: Any, request: HttpRequest, export: Export, keys: list[int], details: dict[str, Any]
) -> HttpResponse:
    """Let a worker write a large sheet; the job's page tells when it can be fetched."""
    actor = actor_of(request)
    folder = exports_folder()
    folder.mkdir(parents=True, exist_ok=True)
    frozen = folder / f"{uuid.uuid4().hex}.keys"
    frozen.write_bytes(export.keys_as_bytes(keys))
    with operation(
        OperationKind.EXPORT, by=actor, details=_facts(export, keys, details)
    ) as running:
        running.row.be_about(about_many(admin.model, len(keys)))
        job = ask_for_job(
            "console.export",
            by=actor,
            title=_("Export: %(kind)s") % {"kind": admin.opts.verbose_name_plural},
            screen=admin.screen.label,
            columns=export.names,
            format=details["format"],
            keys=frozen.name,
            language=translation.get_language(),
            zone=timezone.get_current_timezone_name(),
        )
        note_taken(export, request.user, len(keys), details, job=job)
    return HttpResponseRedirect(admin.transfer_address("export_file", job.pk))


def _facts(export: Export, keys: list[int], details: dict[str, Any]) -> dict[str, Any]:
    return {"screen": export.screen.label, "rows": len(keys), "columns": export.names, **details}


def fetch(admin: Any, request: Any, job: int) -> HttpResponseBase:
    """Send the file that a worker wrote, to the person who asked for it and nobody else."""
    _allowed(admin, request)
    found = Job.objects.filter(pk=job, kind="console.export", asked_by=request.user).first()
    if found is None or found.arguments.get("screen") != admin.screen.label:
        raise Http404(_("There is no such file."))
    path = exported_file(found) if found.state == JobState.DONE else None
    ready = path is not None and path.is_file()
    if path is not None and ready and "file" in request.GET:
        kind = found.arguments["format"]
        actor, held = actor_of(request), found.arguments["columns"]
        noted = ExportFile.objects.filter(job=found).first()
        check_still_theirs(admin.screen, actor, held, noted)
        response = FileResponse(path.open("rb"), content_type=content_type(kind))
        return _attached(response, Export(admin.screen, actor, held), kind)
    return TemplateResponse(
        request,
        "console/export_wait.html",
        {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": found.title,
            "job": found,
            "alive": found.state in {JobState.QUEUED, JobState.RUNNING},
            "ready": ready,
            "cleared": cleared_text() if is_cleared(found) else "",
            "job_url": reverse("console:foundation_job_change", args=(found.pk,)),
            "list_url": admin._address("changelist"),
        },
    )
