"""The list of a screen as a part of its admin."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from admin_config.engine.forms.tool import Tool
from admin_config.engine.keeping.part import KeepingPart
from admin_config.engine.listing import views
from admin_config.engine.listing.changelist import ConsoleChangeList
from admin_config.engine.listing.personal import personal_of
from admin_config.engine.listing.query import VIEW, Changes, ListQuery
from admin_config.engine.listing.selection import newest_key, selected_records
from admin_config.engine.listing.shown import ListPage
from admin_config.engine.listing.suggest import ranked_keys, ranked_rows
from admin_config.engine.spec import Screen


class ListPart(KeepingPart):
    """Shows a page of records at the cost of a page, however many there are.

    Other parts stand before this one and extend ``list_tools``, ``list_above``,
    ``list_context`` and Django's ``actions`` through ``super()``.
    """

    screen: ClassVar[Screen]
    model: Any
    admin_site: Any
    change_list_template = "console/list.html"
    list_fullwidth = True
    show_full_result_count = False
    list_select_related = False

    # --- hooks for other parts ------------------------------------------------------------------
    def list_tools(self, request: HttpRequest) -> list[Tool]:
        """Return the links in the list's head."""
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            return []
        label = _("Add %(thing)s") % {"thing": self.model._meta.verbose_name}
        return [Tool(label, self._address("add"), "add", main=True)]

    def list_above(self, request: HttpRequest) -> list[str]:
        """Return the templates shown above the list, such as charts."""
        return []

    def list_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return more for the list's template and for those above it."""
        return {}

    def selected_records(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the records that a posted bulk action is about."""
        return selected_records(self, request)

    def filtered_rows(self, request: HttpRequest) -> QuerySet[Any]:
        """Return all records that the list matches, in no order: what figures are made of."""
        return ListQuery(self, request).matching()

    def matching_records(self, request: HttpRequest) -> QuerySet[Any]:
        """Return all records that the list matches, in its order: what an export takes."""
        query = ListQuery(self, request)
        return query.matching().order_by(*query.order.lookups)

    # --- what Django asks -----------------------------------------------------------------------
    def get_changelist(self, request: HttpRequest, **_options: Any) -> type[ConsoleChangeList]:
        """Page by key."""
        return ConsoleChangeList

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Return what records are found by; the key where a model names nothing."""
        hidden = self.hidden(request)  # type: ignore[attr-defined]
        named = getattr(self.model, "search_fields", ())
        return tuple(name for name in named if name not in hidden) or ("pk",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Return a few matches for a type-ahead: exact names and codes first, then beginnings."""
        keys = ranked_keys(queryset, search_term, hidden=self.hidden(request))  # type: ignore[attr-defined]
        return ranked_rows(queryset, keys), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list, or carry out what was posted for a selection."""
        if request.method == "GET" and not request.GET:
            default = personal_of(request, self.screen, "").default_view
            if default is not None and self.has_view_permission(request):  # type: ignore[attr-defined]
                query = ListQuery(self, request)
                chosen: Changes = {**default.parameters(), VIEW: str(default.pk)}
                return HttpResponseRedirect(request.path + query.address(chosen))
        response: HttpResponse = super().changelist_view(request, extra_context)  # type: ignore[misc]
        changelist = getattr(response, "context_data", None) and response.context_data.get("cl")  # type: ignore[attr-defined]
        if isinstance(response, TemplateResponse) and isinstance(changelist, ConsoleChangeList):
            response.context_data.update(self._page_context(changelist, request))  # type: ignore[union-attr]
        return response

    def _page_context(self, changelist: ConsoleChangeList, request: HttpRequest) -> dict[str, Any]:
        page = ListPage(changelist, request)
        return {
            "title": self.model._meta.verbose_name_plural,
            "subtitle": None,
            "list": page,
            "list_tools": self.list_tools(request),
            "list_above": self.list_above(request),
            "select_until": newest_key(changelist.root_queryset) if page.actions else "",
            "stars_url": self._address("star"),
            **{f"{name}_url": self._address(f"list_{name}") for name in views.NAMES},
            **self.list_context(request),
        }

    def list_left(self, request: HttpRequest) -> str:
        """Return the address of the list as the person left it: every filter, sorting and page."""
        kept = request.GET.get("_changelist_filters", "")
        address = self._address("changelist")
        return f"{address}?{kept}" if kept else address

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Go back to the list as it was left; Django would keep one value of each filter."""
        return self._to_list(request)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Go back to the list as it was left."""
        return self._to_list(request)

    def _to_list(self, request: HttpRequest) -> HttpResponse:
        if self.has_view_permission(request):  # type: ignore[attr-defined]
            return HttpResponseRedirect(self.list_left(request))
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:index"))

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Hand the action the records that are meant, by their keys."""
        return super().response_action(request, self.selected_records(request))  # type: ignore[misc]

    # --- addresses ------------------------------------------------------------------------------
    def _name(self, page: str) -> str:
        return f"{self.model._meta.app_label}_{self.model._meta.model_name}_{page}"

    def _address(self, page: str) -> str:
        return reverse(f"{self.admin_site.name}:{self._name(page)}")

    def get_urls(self) -> list[URLPattern]:
        """Add what the page of a list fetches on demand."""
        own = [
            path(
                f"list/{name}/",
                self.admin_site.admin_view(views.bound(name, self)),
                name=self._name(f"list_{name}"),
            )
            for name in views.NAMES
        ]
        return [*own, *super().get_urls()]
