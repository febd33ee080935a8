"""Files in and out as a part of every screen's admin."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from admin_config.engine.exports import plan_pages
from admin_config.engine.forms.tool import Tool
from admin_config.engine.spec import Screen
from admin_config.engine.transfer import export_pages, import_pages

#: Page and its address below the screen's; names are ``<app>_<model>_<page>``.
_PAGES: dict[str, tuple[str, Any]] = {
    "import": ("import/", import_pages.upload),
    "import_template": ("import/template.<str:kind>", import_pages.template),
    "import_columns": ("import/<int:key>/columns/", import_pages.columns),
    "import_check": ("import/<int:key>/check/", import_pages.check),
    "import_mend": ("import/<int:key>/mend/", import_pages.mend),
    "import_commit": ("import/<int:key>/commit/", import_pages.commit),
    "import_decide": ("import/<int:key>/decide/", import_pages.decide),
    "import_again": ("import/<int:key>/again/", import_pages.again),
    "import_continue": ("import/<int:key>/continue/", import_pages.go_on),
    "import_end": ("import/<int:key>/end/", import_pages.end),
    "import_refused": ("import/<int:key>/refused.<str:kind>", import_pages.refused),
    "import_run": ("import/<int:key>/", import_pages.show),
    "export": ("export/", export_pages.choose),
    "export_plan": ("export/plan/", plan_pages.new_plan),
    "export_file": ("export/file/<int:job>/", export_pages.fetch),
}


class TransferPart:
    """Offers import and export on the list to those who have the right."""

    screen: ClassVar[Screen]
    model: Any
    opts: Any
    admin_site: Any

    def transfer_address(self, page: str, *args: Any) -> str:
        """Return the address of one of the pages of files in and out."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(f"{self.admin_site.name}:{name}", args=args)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of import and export."""
        own = [
            path(
                route,
                self.admin_site.admin_view(partial(view, self)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{page}",
            )
            for page, (route, view) in _PAGES.items()
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def may_import(self, request: HttpRequest) -> bool:
        """Tell whether files may be imported here by this person."""
        return bool(
            self.screen.importing is not None
            and self.may(request, "import")  # type: ignore[attr-defined]
            and (self.may(request, "add") or self.may(request, "change"))  # type: ignore[attr-defined]
        )

    def may_export(self, request: HttpRequest) -> bool:
        """Tell whether this person may take records along as a file."""
        return bool(self.may(request, "export") and self.may(request, "view"))  # type: ignore[attr-defined]

    def list_tools(self, request: HttpRequest) -> list[Tool]:
        """Offer import and export above the list; the export takes the list's filter along."""
        tools: list[Tool] = super().list_tools(request)  # type: ignore[misc]
        if "_popup" in request.GET:
            return tools
        own = []
        if self.may_import(request):
            own.append(Tool(_("Import"), self.transfer_address("import"), "upload"))
        if self.may_export(request):
            query = request.GET.urlencode()
            address = self.transfer_address("export")
            own.append(Tool(_("Export"), f"{address}?{query}" if query else address, "download"))
        return [*own, *tools]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer to export a selection."""
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        if "_popup" not in request.GET and self.may_export(request):
            actions["export_selected"] = (_export_selected, "export_selected", _("Export"))
        return actions


def _export_selected(
    admin: Any, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponse | HttpResponseRedirect:
    """Let the person choose columns and format for the selection."""
    return export_pages.choose_selected(admin, request, queryset)
