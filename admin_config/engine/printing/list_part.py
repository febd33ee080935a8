"""Printing a list at every screen: what it shows, or what was ticked in it, as one PDF."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from admin_config.engine.build.rights import actor_of
from admin_config.engine.deleting.part import kept_inputs
from admin_config.engine.forms.tool import Tool
from admin_config.engine.listing.query import ListQuery
from admin_config.engine.printing.drawing import pdf_of
from admin_config.engine.printing.list_sheet import (
    ACROSS,
    AS_FITS,
    MOST,
    UPRIGHT,
    ListWish,
    TooManyColumns,
    printed_list,
)
from admin_config.engine.printing.selection import pdf_answer
from admin_config.engine.spec import Screen
from erp.foundation.fresh_proof import check_fresh_proof
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.foundation.rights import check_may, scoped
from erp.foundation.telling import about_many

_PAPERS = {"a4": "A4", "letter": "Letter", "legal": "Legal"}


class ListPrintPart:
    """Offers the list as a PDF, above it and for a selection, to those who may print."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the page that prints the list."""
        view = self.admin_site.admin_view(self.print_list_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_print_list"
        return [path("print/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def may_print_list(self, request: HttpRequest) -> bool:
        """Tell whether the person may look the records up and print them."""
        return bool(self.may(request, "print") and self.may(request, "view"))  # type: ignore[attr-defined]

    def list_tools(self, request: HttpRequest) -> list[Tool]:
        """Offer to print the list as it is narrowed and sorted."""
        tools: list[Tool] = super().list_tools(request)  # type: ignore[misc]
        if "_popup" in request.GET or not self.may_print_list(request):
            return tools
        query = request.GET.urlencode()
        address = self._address("print_list")  # type: ignore[attr-defined]
        label = pgettext("list", "Print")
        return [Tool(label, f"{address}?{query}" if query else address, "print"), *tools]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer to print a selection as a list."""
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        if "_popup" not in request.GET and self.may_print_list(request):
            actions["print_as_list"] = (_print_as_list, "print_as_list", _("Print as a list"))
        return actions

    def print_list_view(self, request: HttpRequest) -> HttpResponseBase:
        """Ask on what page; a POST answers with what the list shows."""
        return _page(self, request, None)


def _print_as_list(admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase:
    """Ask on what page; the second POST answers with what was ticked."""
    return _page(admin, request, queryset)


def _page(admin: Any, request: HttpRequest, ticked: QuerySet[Any] | None) -> HttpResponseBase:
    """Show how the list may be printed, or answer with the PDF where that was chosen."""
    if not admin.may_print_list(request):
        raise PermissionDenied
    if request.POST.get("as") == "pdf":
        try:
            return _printed(admin, request, ticked)
        except TooManyColumns as refusal:
            messages.error(request, " ".join(refusal.messages))
    query = request.GET.urlencode()
    back = admin._address("changelist")
    return TemplateResponse(
        request,
        "console/print_list.html",
        {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": _("Print the list: %(kind)s") % {"kind": admin.opts.verbose_name_plural},
            "count": None if ticked is None else ticked.count(),
            "filtered": bool(request.GET),
            "most": MOST,
            "papers": _PAPERS.items(),
            "ways": _ways(),
            "hidden": [] if ticked is None else kept_inputs(request),
            "back": f"{back}?{query}" if query else back,
        },
    )


def _ways() -> tuple[tuple[str, str], ...]:
    return (
        (AS_FITS, _("as the columns need it")),
        (UPRIGHT, pgettext("page", "upright")),
        (ACROSS, pgettext("page", "across")),
    )


def _printed(admin: Any, request: HttpRequest, ticked: QuerySet[Any] | None) -> HttpResponseBase:
    """Draw the list and write down that it was printed; what is guarded asks for a fresh proof."""
    actor, query = actor_of(request), ListQuery(admin, request)
    check_may(actor, "print", admin.model)
    guarded = (c for c in query.columns if c.field is not None and _is_guarded(c.field))
    if any(guarded):
        check_fresh_proof()
    paper, lies = request.POST.get("paper", ""), request.POST.get("lies", "")
    wish = ListWish(
        query,
        scoped(actor, "print", query.matching() if ticked is None else ticked),
        ticked=ticked is not None,
        paper=paper if paper in _PAPERS else "a4",
        lies=lies if lies in {UPRIGHT, ACROSS} else AS_FITS,
    )
    made = printed_list(wish, person=str(request.user))
    data = pdf_of([made.sheet])
    details = {
        "screen": admin.screen.label,
        "list": True,
        "rows": made.rows,
        "columns": [column.name for column in query.columns],
        "filter": request.GET.urlencode(),
    }
    with operation(OperationKind.PRINT, by=actor, details=details) as running:
        running.row.be_about(about_many(admin.model, made.rows))
        running.stored()
    kind = capfirst(str(admin.opts.verbose_name_plural))
    return pdf_answer(data, kind, attached=False)


def _is_guarded(field: Any) -> bool:
    return field.name in getattr(field.model, "guarded_fields", ())
