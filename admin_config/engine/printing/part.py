"""Printing at a screen: a page with the preview, the file, a selection, and what was issued."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.forms.once import form_token_of, new_form_token
from admin_config.engine.forms.tool import Tool
from admin_config.engine.navigation import record_address
from admin_config.engine.panels.part import Offered
from admin_config.engine.printing.archive import issued_more, issued_told
from admin_config.engine.printing.issuing import CHOICES, Wish, issue_paper, preview
from admin_config.engine.printing.keeping import issued_bytes
from admin_config.engine.printing.reading import Unprintable, ready_to_print
from admin_config.engine.printing.selection import (
    job_page,
    languages,
    pdf_answer,
    preview_query,
    print_selected,
)
from admin_config.engine.spec import Screen
from admin_config.models import IssuedPaper


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
            "issued_panel": ("issued/", self.issued_panel),
        }
        own = [
            path(f"<str:object_id>/print/{route}", view(page), name=f"{start}_{name}")
            for name, (route, page) in pages.items()
        ]
        waiting = view(partial(job_page, self))
        return [path("print/jobs/<int:job>/", waiting, name=f"{start}_print_job"), *own, *urls]

    def may_print(self, request: HttpRequest, record: Any = None) -> bool:
        """Tell whether there is a layout and the person may print."""
        return bool(self.screen.layouts and self.may(request, "print", record))  # type: ignore[attr-defined]

    def record_bar(self, request: HttpRequest, record: Any) -> list[Tool]:
        """Offer the print page beside the form."""
        tools: list[Tool] = super().record_bar(request, record)  # type: ignore[misc]
        if self.may_print(request, record):
            tools.append(Tool(_("Print"), self._print_address("print", record.pk), "print"))
        return tools

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> Any:
        """Tell below the record what left the house of it, once something did."""
        record = options.get("obj")
        if record is not None and "_popup" not in request.GET and self.may_print(request, record):
            rows = IssuedPaper.objects.filter(screen=self.screen.label, record=str(record.pk))
            if rows.exists():
                address = self._print_address("issued_panel", record.pk)
                shown = Offered(_("What left the house"), address)
                context["panels"] = [*context.get("panels", ()), shown]
        return super().render_change_form(request, context, *args, **options)  # type: ignore[misc]

    def issued_panel(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer what left the house of a record, as markup."""
        record = self._paper(request, object_id)
        issued = issued_told(self, record, by=actor_of(request))
        frame = {"issued": issued, "issued_more": issued_more(self, record)}
        return TemplateResponse(request, "console/panel_issued.html", frame)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer printing a selection to those who may print at all."""
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        if "_popup" not in request.GET and self.may_print(request):
            actions["print_selected"] = (print_selected, "print_selected", _("Print"))
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

    def print_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Show the preview and what was issued before; a POST issues the paper as a file."""
        record = self._paper(request, object_id)
        wish = self._wish(request.POST if request.method == "POST" else request.GET)
        paper = ready_to_print(wish.layout, self.model._default_manager.filter(pk=record.pk)).get()
        if request.method == "POST":
            try:
                token = form_token_of(request)
                data = issue_paper(self.screen, paper, wish, by=actor_of(request), form_token=token)
            except Unprintable as error:
                return self._print_page(request, paper, wish, error)
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
                return HttpResponseRedirect(self._print_address("print", record.pk))
            return pdf_answer(data, str(record), attached=True)
        try:
            preview(paper, wish, by=actor_of(request))
        except Unprintable as error:
            return self._print_page(request, paper, wish, error)
        return self._print_page(request, paper, wish, None)

    def _print_page(
        self, request: HttpRequest, paper: Any, wish: Wish, error: Unprintable | None
    ) -> HttpResponse:
        actor = actor_of(request)
        may_send = self.may_send(request, paper)  # type: ignore[attr-defined]
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
                "preview_url": f"{self._print_address('preview', paper.pk)}?{preview_query(wish)}",
                "send_url": f"{self._print_address('send', paper.pk)}?{preview_query(wish)}"
                if may_send
                else "",
                "lost": error.found if error else (),
                "form_token": new_form_token(),
                "back": record_address(self.screen, paper.pk),
                "issued": issued_told(self, paper, by=actor),
                "issued_more": issued_more(self, paper),
            },
            status=422 if error and request.method == "POST" else 200,
        )

    def print_preview(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
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

    def print_again(self, request: HttpRequest, object_id: str, issued: int) -> HttpResponseBase:
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
