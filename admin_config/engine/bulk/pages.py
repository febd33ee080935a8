"""The pages of a change of many: what to change, what it would come to, how far it is, the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from admin_config.engine.build.rights import actor_of
from admin_config.engine.bulk.asked import Asked, told_changes
from admin_config.engine.bulk.offered import offered_names
from admin_config.engine.bulk.outcome import (
    fields_in_file,
    outcome_file,
    reasons_counted,
    rows_context,
    users_of,
)
from admin_config.engine.bulk.run import AT_ONCE, freeze, is_left, start_check, try_out
from admin_config.engine.bulk.stepping import verb_of
from admin_config.engine.bulk.writing import end, go_on, start
from admin_config.engine.deleting.part import TYPED_ABOVE
from admin_config.engine.listing.query import ListQuery
from admin_config.engine.listing.selection import is_across
from admin_config.engine.listing.shown import chips_of
from admin_config.engine.transfer.seen_today import is_guarded
from admin_config.engine.transfer.writers import content_type
from admin_config.models import BulkOutcome, BulkRow, BulkRun, BulkState
from erp.foundation.fresh_proof import check_fresh_proof, proof_stands
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.foundation.services.undo import may_undo
from erp.foundation.services.undo_outlook import reasons_against_undo
from erp.foundation.telling import about_many


def choose_set(
    admin: Any, request: HttpRequest, records: QuerySet[Any], verb: str = ""
) -> HttpResponse | None:
    """Freeze the chosen records as a set and open its page."""
    chosen = [_("ticked in the list")]
    if is_across(request):
        chips = chips_of(ListQuery(admin, request))
        chosen = [f"{chip.label}: {chip.summary}" for chip in chips] or [_("the whole list")]
    try:
        run = freeze(admin.screen, records, by=actor_of(request), words=chosen, verb=verb)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return None
    if verb and not verb_of(admin.screen, verb).reason:
        start_check(run)
    return _to(admin, run)


def _own_run(admin: Any, request: Any, key: int) -> BulkRun:
    """Return the person's own set of this screen; others' do not exist for them."""
    runs = BulkRun.objects.select_related("asked_by", "operation", "job")
    run = runs.filter(pk=key, screen=admin.screen.label, asked_by=request.user).first()
    if run is None:
        raise Http404(_("There is no such change."))
    if not admin.may_bulk(request, run.verb):
        raise PermissionDenied
    return run


def _to(admin: Any, run: BulkRun) -> HttpResponseRedirect:
    return HttpResponseRedirect(admin.bulk_address("bulk_run", run.pk))


def _title(admin: Any, run: BulkRun) -> str:
    return str(verb_of(admin.screen, run.verb).label) if run.verb else _("Change together")


def _render(
    admin: Any, request: HttpRequest, run: BulkRun, template: str, **context: Any
) -> HttpResponse:
    status = context.pop("status", 200)
    _note_shown(admin, request, context.get("rows", ()))
    return TemplateResponse(
        request,
        f"console/bulk_{template}.html",
        {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": _title(admin, run),
            "run": run,
            "list_url": admin._address("changelist"),
            "told": told_changes(admin.model, run.changes, actor_of(request)),
            **context,
        },
        status=status,
    )


def _note_shown(admin: Any, request: HttpRequest, rows: Iterable[BulkRow]) -> None:
    """Say in the log of whom a page tells what fields were, where the screen asks for it."""
    if admin.screen.audited_reads:
        told = [row.record_pk for row in rows if row.differences]
        for record in admin.model._base_manager.in_bulk(told).values():
            admin.note_looked_at(request, record)


def show(admin: Any, request: HttpRequest, key: int) -> HttpResponse:
    """Lead to where it stands: what to change, the check, the progress or the outcome."""
    run = _own_run(admin, request, key)
    if run.state == BulkState.CHOSEN or (run.state == BulkState.CHECKED and _again(request)):
        return _choose(admin, request, run)
    if run.state in {BulkState.CHECKING, BulkState.WORKING}:
        left = is_left(run)
        return _render(admin, request, run, "progress", left=left, alive=not left)
    if run.state == BulkState.CHECKED:
        return _checked(admin, request, run)
    done = run.operation
    undoable = done is not None and may_undo(done, by=actor_of(request))
    against = reasons_against_undo([done], by=actor_of(request)) if done and undoable else {}
    return _render(
        admin,
        request,
        run,
        "report",
        done=run.count(BulkOutcome.DONE),
        same=run.count(BulkOutcome.UNCHANGED),
        refused=run.count(BulkOutcome.REFUSED),
        reasons=reasons_counted(run),
        may_undo=undoable,
        why_not=" ".join(against.values()),
        **rows_context(run, request),
    )


def _again(request: HttpRequest) -> bool:
    return request.method == "POST" or "again" in request.GET


def _choose(admin: Any, request: HttpRequest, run: BulkRun) -> HttpResponse:
    """Ask what to change, or for the reason of a step; a POST begins the check."""
    asked = None if run.verb else Asked(admin, request)
    mistake = ""
    if request.method == "POST":
        run.reason = request.POST.get("reason", "").strip()[:500]
        if asked is None:
            mistake = "" if run.reason else _("Say why.")
        else:
            run.changes = [change.kept() for change in asked.changes()]
            if not run.changes and not asked.errors:
                mistake = _("Nothing is chosen to be changed.")
        if not mistake and not (asked and asked.errors):
            try:
                start_check(run)
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            return _to(admin, run)
    return _render(
        admin,
        request,
        run,
        "choose",
        fields=asked.rows() if asked else [],
        media=admin.media + asked.form.media if asked else admin.media,
        mistake=mistake,
        status=400 if mistake or (asked and asked.errors) else 200,
    )


def _checked(admin: Any, request: HttpRequest, run: BulkRun, mistake: str = "") -> HttpResponse:
    ready = run.count(BulkOutcome.READY)
    return _render(
        admin,
        request,
        run,
        "check",
        ready=ready,
        same=run.count(BulkOutcome.UNCHANGED),
        refused=run.count(BulkOutcome.REFUSED),
        reasons=reasons_counted(run),
        used_by=users_of(run),
        typed_needed=ready > TYPED_ABOVE,
        background=ready > AT_ONCE,
        mistake=mistake,
        status=400 if mistake else 200,
        **rows_context(run, request),
    )


def _weighs_much(admin: Any, run: BulkRun) -> bool:
    """Tell whether it would give rights, or fill fields that a role must be given to see."""
    names = {change["name"] for change in run.changes}
    kinds = ("guarded_fields", "rights_fields")
    return any(names & set(getattr(admin.model, kind, ())) for kind in kinds)


def _check_proof(admin: Any, run: BulkRun) -> None:
    """Ask for a fresh proof before anything is begun; a step is tried, which asks where it must."""
    if _weighs_much(admin, run):
        check_fresh_proof()
    elif run.verb and not proof_stands():
        ready = run.rows.filter(outcome=BulkOutcome.READY, number__gt=run.done_to)
        try_out(run, list(ready.order_by("number")[:AT_ONCE]))


@require_POST
def begin(request: HttpRequest, admin: Any, key: int) -> HttpResponse:
    """Do what was checked; posted twice, it is done once."""
    run = _own_run(admin, request, key)
    ready = run.count(BulkOutcome.READY)
    typed = request.POST.get("typed", "").strip()
    if run.state == BulkState.CHECKED and ready > TYPED_ABOVE and typed != str(ready):
        return _checked(admin, request, run, _("Type the number of records to confirm."))
    _check_proof(admin, run)
    run.reason = request.POST.get("reason", run.reason).strip()[:500] or run.reason
    try:
        start(run)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return _to(admin, run)


@require_POST
def take_up(request: HttpRequest, admin: Any, key: int) -> HttpResponse:
    """Go on with what was paused or interrupted."""
    run = _own_run(admin, request, key)
    if is_left(run):
        _check_proof(admin, run)
        try:
            go_on(run)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    return _to(admin, run)


@require_POST
def close(request: HttpRequest, admin: Any, key: int) -> HttpResponse:
    """End what was paused where it stands."""
    run = _own_run(admin, request, key)
    if is_left(run):
        end(run)
    return _to(admin, run)


def fetch(admin: Any, request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """Send what became of each record as a file, and say in the log that it was taken along.

    What a role must be given to see is in it for those who may export, after a fresh proof.
    """
    run = _own_run(admin, request, key)
    if kind not in {"csv", "xlsx"}:
        raise Http404
    actor = actor_of(request)
    fields = fields_in_file(run, actor, exports=admin.may_export(request))
    if any(map(is_guarded, fields.values())):
        check_fresh_proof()
    response = HttpResponse(outcome_file(run, kind, fields), content_type=content_type(kind))
    facts = {"screen": run.screen, "rows": run.total, "columns": list(fields), "format": kind}
    details = {**facts, "what": "outcome", "bulk": run.pk}
    with operation(OperationKind.EXPORT, by=actor, details=details) as taken:
        taken.row.be_about(about_many(admin.model, run.total))
        taken.stored()
    name = f"{admin.opts.verbose_name_plural} – {_('outcome')} {run.pk}.{kind}"
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or ""
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def may_begin(admin: Any, request: HttpRequest) -> bool:
    """Tell whether the person may change any field of many records here."""
    return bool(offered_names(admin, request))
