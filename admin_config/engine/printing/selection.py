"""Printing a selection of the list: at once as one file, or by a job and a page to wait on."""

from __future__ import annotations

from typing import IO, Any
from urllib.parse import urlencode

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
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from admin_config.engine.build.rights import actor_of
from admin_config.engine.deleting.part import kept_inputs
from admin_config.engine.forms.once import form_token_of, new_form_token
from admin_config.engine.printing.background import ask_for_papers
from admin_config.engine.printing.issuing import Wish, issue_papers
from admin_config.engine.printing.keeping import file_name
from admin_config.engine.printing.reading import Unprintable
from admin_config.engine.transfer.kept_files import cleared_text, exported_file, is_cleared
from erp.foundation.models import Job, JobState
from erp.foundation.rights import scoped

#: A selection is printed within one request up to here, beyond it by a job.
AT_ONCE = 200
_KINDS = ("console.print", "console.send")
_ALIVE = frozenset({JobState.QUEUED, JobState.RUNNING})


def languages() -> list[tuple[str, str]]:
    """Return what may be chosen as language, and how it is called."""
    own = (("", pgettext("language of a paper", "as on the paper")),)
    named = (("en", "English"), ("zh-hans", "简体中文"), ("both", _("both languages")))
    return [*own, *named]


def preview_query(wish: Wish) -> str:
    """Return what an address says about how a paper is wanted."""
    return urlencode({"layout": wish.layout.name, "language": wish.language})


def pdf_answer(
    data: bytes | IO[bytes], name: str, *, attached: bool, kind: str = "pdf"
) -> HttpResponseBase:
    """Return a file as an answer that no proxy keeps."""
    mime = {"pdf": "application/pdf", "zip": "application/zip"}[kind]
    answer = (
        HttpResponse(data, content_type=mime)
        if isinstance(data, bytes)
        else FileResponse(data, content_type=mime)
    )
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=attached, filename=f"{file_name(name)}.{kind}")
        or ""
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def chosen_keys(admin: Any, request: HttpRequest, chosen: QuerySet[Any]) -> list[int]:
    """Return the chosen records that the person may print, in the order of the list."""
    order = admin.matching_records(request).query.order_by or ("pk",)
    rows = scoped(actor_of(request), "print", chosen).order_by(*order)
    return list(rows.values_list("pk", flat=True))


def in_order(admin: Any, keys: list[int], request: HttpRequest) -> QuerySet[Any]:
    """Return the records of these keys in the order of the list."""
    order = admin.matching_records(request).query.order_by or ("pk",)
    rows: QuerySet[Any] = admin.model._default_manager.filter(pk__in=keys)
    return rows.order_by(*order)


def print_selected(
    admin: Any, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponseBase | None:
    """Ask how the selection is printed; the second POST answers with the file, or a job."""
    wish: Wish = admin._wish(request.POST)
    keys = chosen_keys(admin, request, queryset)
    kind, lost = request.POST.get("as", ""), ()
    if kind in {"pdf", "zip"} and keys:
        try:
            if len(keys) > AT_ONCE:
                return _by_a_job(admin, request, wish, keys, packed=kind == "zip")
            papers = in_order(admin, keys, request)
            made = issue_papers(
                admin.screen,
                papers,
                wish,
                by=actor_of(request),
                packed=kind == "zip",
                form_token=form_token_of(request),
            )
        except Unprintable as error:
            lost = error.found  # type: ignore[assignment]
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return None
        else:
            name = capfirst(str(admin.opts.verbose_name_plural))
            return pdf_answer(made, name, attached=True, kind=kind)
    return TemplateResponse(
        request,
        "console/print_selected.html",
        {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": _("Print: %(kind)s") % {"kind": admin.opts.verbose_name_plural},
            "count": len(keys),
            "wish": wish,
            "layouts": admin.screen.layouts,
            "languages": languages(),
            "lost": lost,
            "in_background": len(keys) > AT_ONCE,
            "form_token": new_form_token(),
            "hidden": kept_inputs(request),
            "back": request.get_full_path(),
        },
    )


def _by_a_job(
    admin: Any, request: HttpRequest, wish: Wish, keys: list[int], *, packed: bool
) -> HttpResponse:
    job = ask_for_papers(
        "console.print",
        admin.screen,
        keys,
        wish,
        by=actor_of(request),
        title=_("Print: %(kind)s") % {"kind": admin.opts.verbose_name_plural},
        form_token=form_token_of(request),
        packed=packed,
    )
    return HttpResponseRedirect(admin._print_address("print_job", job.pk))


def job_page(admin: Any, request: HttpRequest, job: int) -> HttpResponseBase:
    """Show how far a job of printing or sending is; send its file to who asked for it."""
    if not admin.may_print(request):
        raise PermissionDenied
    found = Job.objects.filter(pk=job, kind__in=_KINDS, asked_by=request.user.pk).first()
    if found is None or found.arguments.get("screen") != admin.screen.label:
        raise Http404(_("There is no such file."))
    path = exported_file(found) if found.state == JobState.DONE else None
    ready = path is not None and path.is_file()
    if path is not None and ready and "file" in request.GET:
        name = f"{capfirst(str(admin.opts.verbose_name_plural))} {found.pk}"
        return pdf_answer(path.open("rb"), name, attached=True, kind=path.suffix[1:])
    return TemplateResponse(
        request,
        "console/print_job.html",
        {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": found.title,
            "job": found,
            "sends": found.kind == "console.send",
            "alive": found.state in _ALIVE,
            "ready": ready,
            "result": found.result,
            "cleared": cleared_text() if is_cleared(found) else "",
            "job_url": reverse("console:foundation_job_change", args=(found.pk,)),
            "list_url": admin._address("changelist"),
        },
    )
