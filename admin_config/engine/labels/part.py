"""Labels at a screen that declares some: for one record, or for a selection of its list."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.deleting.part import kept_inputs
from admin_config.engine.forms.tool import Tool
from admin_config.engine.labels.placing import label_pages
from admin_config.engine.labels.reading import labels_of, ready_for_labels
from admin_config.engine.labels.stock import STOCKS
from admin_config.engine.printing.drawing import pdf_of_pages
from admin_config.engine.printing.reading import LANGUAGES, Unprintable
from admin_config.engine.printing.selection import languages, pdf_answer
from admin_config.engine.spec import Label, Screen
from erp.foundation.digits import number_in
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.foundation.rights import scoped
from erp.foundation.telling import about_many

#: So many records are asked for their number of labels on one page.
MOST_RECORDS = 300
#: So many labels are drawn within one request.
MOST_LABELS = 3_000


class LabelPart:
    """Offers the labels of a screen to those who may print its records."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the page of one record's labels."""
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]
        if not self.screen.labels:
            return urls
        view = self.admin_site.admin_view(self.labels_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_labels"
        return [path("<str:object_id>/labels/", view, name=name), *urls]

    def may_print_labels(self, request: HttpRequest, record: Any = None) -> bool:
        """Tell whether there are labels and the person may print."""
        return bool(self.screen.labels and self.may(request, "print", record))  # type: ignore[attr-defined]

    def record_bar(self, request: HttpRequest, record: Any) -> list[Tool]:
        """Offer the labels beside the form."""
        tools: list[Tool] = super().record_bar(request, record)  # type: ignore[misc]
        if self.may_print_labels(request, record):
            name = f"console:{self.opts.app_label}_{self.opts.model_name}_labels"
            tools.append(Tool(_("Labels"), reverse(name, args=(record.pk,)), "barcode"))
        return tools

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer labels for a selection."""
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        if "_popup" not in request.GET and self.may_print_labels(request):
            actions["print_labels"] = (_print_labels, "print_labels", _("Labels"))
        return actions

    def labels_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Ask which labels of one record, or answer with them."""
        record = self.get_object(request, object_id)  # type: ignore[attr-defined]
        if record is None:
            raise Http404
        if not self.may_print_labels(request, record):
            raise PermissionDenied
        rows = self.model._default_manager.filter(pk=record.pk)
        return _page(self, request, rows) or HttpResponseRedirect(request.path)


def _print_labels(
    admin: Any, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponseBase | None:
    """Ask which labels of a selection; the second POST answers with them."""
    if not admin.may_print_labels(request):
        raise PermissionDenied
    return _page(admin, request, scoped(actor_of(request), "print", queryset))


def _page(admin: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponseBase | None:
    label = _label(admin.screen, request)
    records = list(ready_for_labels(label, rows).order_by("pk")[: MOST_RECORDS + 1])
    if len(records) > MOST_RECORDS:
        messages.error(
            request, _("Labels of at most %(most)d records at once.") % {"most": MOST_RECORDS}
        )
        return None
    counted = [(record, _copies(request, record)) for record in records]
    lost: tuple[tuple[str, str], ...] = ()
    if request.POST.get("as") == "pdf":
        if 0 < sum(copies for _record, copies in counted) <= MOST_LABELS:
            try:
                return _drawn(admin, request, label, counted)
            except Unprintable as error:
                lost = error.found
        else:
            messages.error(
                request,
                _("Ask for at least one label and at most %(most)d.") % {"most": MOST_LABELS},
            )
    return _asked(admin, request, label, counted, lost)


def _asked(
    admin: Any,
    request: HttpRequest,
    label: Label,
    counted: list[tuple[Any, int]],
    lost: tuple[tuple[str, str], ...],
) -> HttpResponseBase:
    return TemplateResponse(
        request,
        "console/labels.html",
        {
            **admin.admin_site.each_context(request),
            "opts": admin.opts,
            "title": _("Labels: %(kind)s") % {"kind": admin.opts.verbose_name_plural},
            "labels": admin.screen.labels,
            "label": label,
            "stocks": STOCKS.values(),
            "stock": request.POST.get("stock") or label.stock,
            "languages": languages()[1:],
            "language": request.POST.get("language") or get_language(),
            "free": _free(request),
            "counted": counted,
            "lost": lost,
            "hidden": kept_inputs(request),
            "back": admin._address("changelist"),
        },
        status=422 if lost else 200,
    )


def _drawn(
    admin: Any, request: HttpRequest, label: Label, counted: list[tuple[Any, int]]
) -> HttpResponseBase:
    """Draw the labels and write down that they were printed."""
    actor = actor_of(request)
    wanted = request.POST.get("language", "")
    told = LANGUAGES if wanted == "both" else (wanted if wanted in LANGUAGES else "en",)
    stock = STOCKS.get(request.POST.get("stock", ""), STOCKS[label.stock])
    made = labels_of(label, counted, by=actor, languages=told)
    first = _free(request) % stock.on_a_page
    title = str(label.title)
    data = pdf_of_pages(label_pages(made, stock, first=first), stock.page_size, title=title)
    details = {
        "screen": admin.screen.label,
        "label": label.name,
        "stock": stock.name,
        "labels": len(made),
    }
    with operation(OperationKind.PRINT, by=actor, details=details) as running:
        running.row.be_about(about_many(admin.model, len(counted)))
        running.stored()
    return pdf_answer(data, capfirst(title), attached=False)


def _label(screen: Screen, request: HttpRequest) -> Label:
    asked = request.POST.get("label", "")
    return next((label for label in screen.labels if label.name == asked), screen.labels[0])


def _copies(request: HttpRequest, record: Any) -> int:
    """Return how many labels of a record are wanted; one unless said otherwise."""
    return _number(request.POST.get(f"copies-{record.pk}", "1"))


def _free(request: HttpRequest) -> int:
    return _number(request.POST.get("free", "0"))


def _number(text: str) -> int:
    number = number_in(text)
    return min(number, MOST_LABELS + 1) if number is not None and number > 0 else 0
