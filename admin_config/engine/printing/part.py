"""Printing at a screen: a page with the preview, the file, a selection, and what was issued."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from admin_config.engine.build.rights import actor_of
from admin_config.engine.deleting.part import kept_inputs
from admin_config.engine.forms.tool import Tool
from admin_config.engine.navigation import record_address
from admin_config.engine.printing.issuing import (
    CHOICES,
    Wish,
    file_name,
    issue_paper,
    issue_papers,
    issued_bytes,
    preview,
)
from admin_config.engine.printing.reading import Unprintable, ready_to_print
from admin_config.engine.spec import Screen
from admin_config.models import IssuedPaper

#: A selection is printed within one request, so it is bounded.
MOST = 200
_SHOWN = 50


class PrintPart:
    """Adds the print page to the form, and printing a selection to the list."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of print, for screens that have layouts."""
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]
        if not self.screen.layouts:
            return urls
        start = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        pages = {
            "print": ("", self.print_view),
            "preview": ("preview.pdf", self.print_preview),
            "issued": ("<int:issued>.pdf", self.print_again),
        }
        own = [
            path(f"<str:object_id>/print/{route}", view(page), name=f"{start}_{name}")
            for name, (route, page) in pages.items()
        ]
        return [*own, *urls]

    def may_print(self, request: HttpRequest, record: Any = None) -> bool:
        """Tell whether there is a layout and the person may print."""
        return bool(self.screen.layouts and self.may(request, "print", record))  # type: ignore[attr-defined]

    def record_bar(self, request: HttpRequest, record: Any) -> list[Tool]:
        """Offer the print page beside the form."""
        tools: list[Tool] = super().record_bar(request, record)  # type: ignore[misc]
        if self.may_print(request, record):
            tools.append(Tool(_("Print"), self._print_address("print", record.pk), "print"))
        return tools

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer printing a selection to those who may print at all."""
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        if "_popup" not in request.GET and self.may_print(request):
            actions["print_selected"] = (_print_selected, "print_selected", _("Print"))
        return actions

    def _print_address(self, page: str, *args: Any) -> str:
        name = f"console:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=args)

    def _wish(self, values: Any) -> Wish:
        """Return how the paper is wanted; a wish that nobody offered is the usual way."""
        layout = next(
            (each for each in self.screen.layouts if each.name == values.get("layout")),
            self.screen.layouts[0],
        )
        language = values.get("language", "")
        return Wish(layout, language if language in CHOICES else "")

    def _paper(self, request: HttpRequest, object_id: str) -> Any:
        """Return the paper with all that is printed, for who may print it."""
        record = self.get_object(request, object_id)  # type: ignore[attr-defined]
        if record is None:
            raise Http404
        if not self.may_print(request, record):
            raise PermissionDenied
        return record

    def print_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the preview and what was issued before; a POST issues the paper as a file."""
        record = self._paper(request, object_id)
        wish = self._wish(request.POST if request.method == "POST" else request.GET)
        paper = ready_to_print(wish.layout, self.model._default_manager.filter(pk=record.pk)).get()
        if request.method == "POST":
            try:
                data = issue_paper(self.screen, paper, wish, by=actor_of(request))
            except Unprintable as error:
                return self._print_page(request, paper, wish, error)
            return pdf_answer(data, str(record), attached=True)
        try:
            preview(paper, wish, by=actor_of(request))
        except Unprintable as error:
            return self._print_page(request, paper, wish, error)
        return self._print_page(request, paper, wish, None)

    def _print_page(
        self, request: HttpRequest, paper: Any, wish: Wish, error: Unprintable | None
    ) -> HttpResponse:
        issued = IssuedPaper.objects.filter(screen=self.screen.label, record=str(paper.pk))
        query = urlencode({"layout": wish.layout.name, "language": wish.language})
        return TemplateResponse(
            request,
            "console/print.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "original": paper,
                "title": _("Print: %(paper)s") % {"paper": paper},
                "wish": wish,
                "layouts": self.screen.layouts,
                "languages": languages(),
                "preview_url": f"{self._print_address('preview', paper.pk)}?{query}",
                "lost": error.found if error else (),
                "back": record_address(self.screen, paper.pk),
                "issued": [
                    (each, self._print_address("issued", paper.pk, each.pk))
                    for each in issued.select_related("operation")[:_SHOWN]
                ],
            },
            status=422 if error and request.method == "POST" else 200,
        )

    def print_preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer the PDF for looking at; nothing is kept of it."""
        record = self._paper(request, object_id)
        wish = self._wish(request.GET)
        paper = ready_to_print(wish.layout, self.model._default_manager.filter(pk=record.pk)).get()
        try:
            data = preview(paper, wish, by=actor_of(request))
        except Unprintable as error:
            return HttpResponse(error.told(), status=422, content_type="text/plain; charset=utf-8")
        answer = pdf_answer(data, str(record), attached=False)
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
        answer.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
        return answer

    def print_again(self, request: HttpRequest, object_id: str, issued: int) -> HttpResponse:
        """Answer the very file that was issued then."""
        record = self._paper(request, object_id)
        found = IssuedPaper.objects.filter(
            pk=issued, screen=self.screen.label, record=str(record.pk)
        ).first()
        if found is None:
            raise Http404
        try:
            data = issued_bytes(found)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(self._print_address("print", record.pk))
        return pdf_answer(data, found.name, attached=True)


def languages() -> list[tuple[str, str]]:
    """Return what may be chosen as language, and how it is called."""
    own = (("", pgettext("language of a paper", "as on the paper")),)
    named = (("en", "English"), ("zh-hans", "简体中文"), ("both", _("both languages")))
    return [*own, *named]


def pdf_answer(data: bytes, name: str, *, attached: bool, kind: str = "pdf") -> HttpResponse:
    """Return a file as an answer that no proxy keeps."""
    mime = {"pdf": "application/pdf", "zip": "application/zip"}[kind]
    answer = HttpResponse(data, content_type=mime)
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=attached, filename=f"{file_name(name)}.{kind}")
        or ""
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def _print_selected(
    admin: Any, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponse | None:
    """Ask how the selection is printed; the second POST answers with the file."""
    count = queryset.count()
    if count > MOST:
        messages.error(
            request,
            _("At most %(most)d papers are printed at once; these are %(count)d.")
            % {"most": MOST, "count": count},
        )
        return None
    wish = admin._wish(request.POST)
    lost: tuple[tuple[str, str], ...] = ()
    if request.POST.get("as") in {"pdf", "zip"}:
        packed = request.POST["as"] == "zip"
        try:
            data = issue_papers(admin.screen, queryset, wish, by=actor_of(request), packed=packed)
        except Unprintable as error:
            lost = error.found
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return None
        else:
            kind = capfirst(str(admin.opts.verbose_name_plural))
            return pdf_answer(data, kind, attached=True, kind=request.POST["as"])
    return TemplateResponse(
        request,
        "console/print_selected.html",
        {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": _("Print: %(kind)s") % {"kind": admin.opts.verbose_name_plural},
            "count": count,
            "wish": wish,
            "layouts": admin.screen.layouts,
            "languages": languages(),
            "lost": lost,
            "hidden": kept_inputs(request),
            "back": request.get_full_path(),
        },
    )
