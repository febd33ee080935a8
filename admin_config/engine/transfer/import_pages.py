"""The pages of an import: upload, columns, check, report."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.transfer import report, sample
from admin_config.engine.transfer.below import file_columns
from admin_config.engine.transfer.columns import Column, import_columns
from admin_config.engine.transfer.commit import end_commit, resume_commit, start_commit, take_again
from admin_config.engine.transfer.import_rows import rows_context
from admin_config.engine.transfer.kept_files import cleared_text
from admin_config.engine.transfer.keys import key_fields
from admin_config.engine.transfer.limits import MOST_BYTES, MOST_PACK, MOST_ROWS
from admin_config.engine.transfer.mapping import ambiguous_dates, doubled_headers, problems_of
from admin_config.engine.transfer.mending_pages import decide_rows, mend_row
from admin_config.engine.transfer.on_the_way import may_be_created
from admin_config.engine.transfer.picture_columns import PictureColumn
from admin_config.engine.transfer.reading import DELIMITERS, ENCODINGS
from admin_config.engine.transfer.run import (
    is_left,
    propose_columns,
    resume_check,
    start_check,
    take_file,
    weighs_much,
)
from admin_config.engine.transfer.writers import content_type
from admin_config.models import ImportRun, RunState
from erp.foundation.fresh_proof import check_fresh_proof
from erp.foundation.refusal import Refusal

_PER_PAGE = 50
_RUNS = 20
_MODES = ("both", "add", "update")


def _allowed(admin: Any, request: HttpRequest) -> None:
    if not admin.may_import(request):
        raise PermissionDenied


def _own_run(admin: Any, request: Any, key: int) -> ImportRun:
    """Return the person's own import into this screen; others' do not exist for them."""
    _allowed(admin, request)
    runs = ImportRun.objects.select_related("asked_by", "operation", "job")
    run = runs.filter(pk=key, screen=admin.screen.label, asked_by=request.user).first()
    if run is None:
        raise Http404(_("There is no such import."))
    return run


def render_page(admin: Any, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Return one of the pages of an import with what all of them show."""
    status = context.pop("status", 200)
    return TemplateResponse(
        request,
        f"console/import_{template}.html",
        {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": _("Import: %(kind)s") % {"kind": admin.opts.verbose_name_plural},
            "address": admin.transfer_address,
            "list_url": admin._address("changelist"),
            "upload_url": admin.transfer_address("import"),
            **context,
        },
        status=status,
    )


def _to(admin: Any, page: str, run: ImportRun) -> HttpResponseRedirect:
    return HttpResponseRedirect(admin.transfer_address(page, run.pk))


def upload(admin: Any, request: Any) -> HttpResponse:
    """Take a file, or say why it is none; below, the person's earlier imports."""
    _allowed(admin, request)
    mistake = ""
    if request.method == "POST":
        given = request.FILES.get("file")
        if given is None:
            mistake = _("Choose a file first.")
        else:
            try:
                run = take_file(
                    admin.screen,
                    given,
                    by=actor_of(request),
                    pictures=request.FILES.get("pictures"),
                )
            except Refusal as refusal:
                mistake = " ".join(refusal.messages)
            else:
                return _to(admin, "import_columns", run)
    runs = ImportRun.objects.filter(asked_by=request.user, screen=admin.screen.label)
    shown = list(runs.select_related("operation", "operation__undone_by", "job")[:_RUNS])
    columns = file_columns(admin.screen, actor_of(request))
    return render_page(
        admin,
        request,
        "upload",
        step=1,
        mistake=mistake,
        status=400 if mistake else 200,
        runs=[(run, admin.transfer_address("import_run", run.pk)) for run in shown],
        columns=sample.described(columns, key_fields(admin.model)),
        csv_url=admin.transfer_address("import_template", "csv"),
        xlsx_url=admin.transfer_address("import_template", "xlsx"),
        pictured=any(isinstance(c, PictureColumn) for c in columns.values()),
        most_pack=MOST_PACK // 1024 // 1024,
        most_mb=MOST_BYTES // 1024 // 1024,
        most_rows=MOST_ROWS,
    )


def template(admin: Any, request: HttpRequest, kind: str) -> HttpResponseBase:
    """Send an empty table with the right header, an example and the allowed values."""
    _allowed(admin, request)
    if kind not in {"csv", "xlsx"}:
        raise Http404
    columns = file_columns(admin.screen, actor_of(request))
    name = f"{admin.opts.verbose_name_plural}.{kind}"
    return _file(sample.template(columns, key_fields(admin.model), kind), name, kind)


def _file(content: bytes | IO[bytes], name: str, kind: str) -> HttpResponseBase:
    made = HttpResponse if isinstance(content, bytes) else FileResponse
    response = made(content, content_type=content_type(kind))
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or ""
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def columns(admin: Any, request: HttpRequest, key: int) -> HttpResponse:
    """Show which column means which field; a POST corrects it and starts the check."""
    run = _own_run(admin, request, key)
    if run.state not in {RunState.UPLOADED, RunState.CHECKED}:
        return _to(admin, "import_run", run)
    problems: list[str] = []
    if request.method == "POST":
        try:
            if "reread" in request.POST:
                _reread(run, request)
                return _to(admin, "import_columns", run)
            problems = _decide(admin, request, run)
            if not problems:
                start_check(run)
                return _to(admin, "import_run", run)
        except ValidationError as refusal:
            problems = refusal.messages
    fields = file_columns(admin.screen, actor_of(request), run.options)
    return render_page(
        admin,
        request,
        "columns",
        step=2,
        run=run,
        status=400 if problems else 200,
        problems=problems,
        cleared="" if Path(run.file.path).is_file() else cleared_text(),
        found=_found(run),
        fields=_offered(admin, request, fields),
        creates=run.options.get("create", ()),
        ambiguous=ambiguous_dates(run, fields),
        doubled=doubled_headers(run.columns),
        encodings=ENCODINGS,
        delimiters=[(d, {"\t": _("tab")}.get(d, d)) for d in DELIMITERS],
        modes=[("both", _("Add and update")), ("add", _("Only add")), ("update", _("Only update"))],
    )


def _offered(admin: Any, request: HttpRequest, fields: dict[str, Column]) -> list[tuple[Any, ...]]:
    """Return each field with what its choice says: needed, a key, may be created by name."""
    key, actor = key_fields(admin.model), actor_of(request)
    own = import_columns(admin.screen, actor)
    return [
        (n, c.header, c.required, n in key, n in own and may_be_created(c, actor))
        for n, c in fields.items()
    ]


def _found(run: ImportRun) -> list[dict[str, Any]]:
    return [
        {**column, "place": str(place), "field": run.mapping.get(str(place), "")}
        for place, column in enumerate(run.columns)
    ]


def _reread(run: ImportRun, request: HttpRequest) -> None:
    """Read the file anew with another sheet, encoding or delimiter."""
    source, posted = dict(run.source), request.POST
    if posted.get("sheet") in source.get("sheets", ()):
        source["sheet"] = posted["sheet"]
    if source["kind"] == "csv":
        if posted.get("encoding") in ENCODINGS:
            source["encoding"] = posted["encoding"]
        if posted.get("delimiter") in DELIMITERS:
            source["delimiter"] = posted["delimiter"]
    run.source = source
    propose_columns(run)


def _decide(admin: Any, request: HttpRequest, run: ImportRun) -> list[str]:
    """Take over what the person decided; return what is wrong with it."""
    posted = request.POST
    options = {
        "mode": posted.get("mode") if posted.get("mode") in _MODES else "both",
        "dates": posted.get("dates") if posted.get("dates") in {"dmy", "mdy"} else "",
        "numbers": "comma" if posted.get("numbers") == "comma" else "point",
    }
    run.options = {**run.options, **options}
    run.options["create"] = _to_create(admin, request, run)
    fields = file_columns(admin.screen, actor_of(request), run.options)
    chosen = {str(i): posted.get(f"column-{i}", "") for i in range(len(run.columns))}
    run.mapping = {place: name for place, name in chosen.items() if name in fields}
    problems = problems_of(admin.screen, run.mapping, fields, run.options["mode"])
    if not run.options["dates"] and (names := ambiguous_dates(run, fields)):
        problems.append(
            _("Say whether the day or the month comes first in “%(columns)s”.")
            % {"columns": _(", ").join(names)}
        )
    return problems


def _to_create(admin: Any, request: HttpRequest, run: ImportRun) -> list[str]:
    """Return the fields whose missing records are created on the way, as far as that may be."""
    posted, actor = request.POST, actor_of(request)
    asked = [i for i in range(len(run.columns)) if posted.get(f"create-{i}")]
    fields = import_columns(admin.screen, actor) if asked else {}
    named = [posted.get(f"column-{i}", "") for i in asked]
    return [n for n in named if n in fields and may_be_created(fields[n], actor)]


def show(admin: Any, request: HttpRequest, key: int) -> HttpResponse:
    """Lead to where the import stands: columns, check, progress or report."""
    run = _own_run(admin, request, key)
    if run.state == RunState.UPLOADED:
        return _to(admin, "import_columns", run)
    if run.state in {RunState.MAPPED, RunState.COMMITTING, RunState.FAILED}:
        return render_page(
            admin, request, "progress", step=3, run=run, left=is_left(run), alive=not is_left(run)
        )
    return render_page(
        admin,
        request,
        "report" if run.state == RunState.DONE else "check",
        run=run,
        **rows_context(run, request),
    )


def check(admin: Any, request: HttpRequest, key: int) -> HttpResponse:
    """Check the file again, as it is mapped."""
    run = _own_run(admin, request, key)
    if request.method == "POST":
        try:
            start_check(run)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    return _to(admin, "import_run", run)


def mend(admin: Any, request: HttpRequest, key: int) -> HttpResponse:
    """Put a refused row right; whatever is typed is kept with the import and checked at once."""
    run = _own_run(admin, request, key)
    return (
        mend_row(admin, request, run) if request.method == "POST" else _to(admin, "import_run", run)
    )


def commit(admin: Any, request: HttpRequest, key: int) -> HttpResponse:
    """Write what was checked; posted twice, it is written once."""
    run = _own_run(admin, request, key)
    if request.method == "POST":
        _prove_first(run)
        try:
            start_commit(run, whole="whole" in request.POST)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    return _to(admin, "import_run", run)


def decide(admin: Any, request: HttpRequest, key: int) -> HttpResponse:
    """Decide about possible duplicates: one row, or all that wait."""
    run = _own_run(admin, request, key)
    return (
        decide_rows(admin, request, run)
        if request.method == "POST"
        else _to(admin, "import_run", run)
    )


def again(admin: Any, request: HttpRequest, key: int) -> HttpResponse:
    """Write the rows whose records changed after the check, as they are shown now."""
    run = _own_run(admin, request, key)
    if request.method == "POST":
        _prove_first(run)
        try:
            take_again(run)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    return _to(admin, "import_run", run)


def _prove_first(run: ImportRun) -> None:
    """Ask for the fresh proof before anything is begun: a job has nobody to ask."""
    job = run.job
    if weighs_much(run) or (job is not None and job.result.get("unproven")):
        check_fresh_proof()


def go_on(admin: Any, request: HttpRequest, key: int) -> HttpResponse:
    """Take up an import that was interrupted, where it stopped."""
    run = _own_run(admin, request, key)
    if request.method == "POST" and is_left(run):
        _prove_first(run)
        try:
            (resume_check if run.state == RunState.MAPPED else resume_commit)(run)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    return _to(admin, "import_run", run)


def end(admin: Any, request: HttpRequest, key: int) -> HttpResponse:
    """Close an interrupted import; what is not written yet is left out and said to be."""
    run = _own_run(admin, request, key)
    if request.method == "POST" and is_left(run):
        end_commit(run)
    return _to(admin, "import_run", run)


def refused(admin: Any, request: HttpRequest, key: int, kind: str) -> HttpResponseBase:
    """Send the refused rows as they came, with the reasons in a column of their own."""
    run = _own_run(admin, request, key)
    if kind not in {"csv", "xlsx"}:
        raise Http404
    stem = run.filename.rsplit(".", 1)[0]
    return _file(report.refused_file(run, kind), f"{stem} – {_('refused')}.{kind}", kind)
