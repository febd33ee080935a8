"""The list behind a screen: finds one page of records and never reads the table for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from unfold.views import ChangeList

from admin_config.engine.listing.branches import some_keys
from admin_config.engine.listing.cursor import FROM, BadCursor, Cursor, Place
from admin_config.engine.listing.fetching import fetch_rows
from admin_config.engine.listing.jumping import place_of
from admin_config.engine.listing.keyset import Keyset
from admin_config.engine.listing.pager import CAP, Page, Whole, page_by_key
from admin_config.engine.listing.query import FROM_VALUE, ListQuery
from admin_config.engine.listing.search_hits import hits_of
from erp.foundation.time_limit import TookTooLong, time_limit

#: Seconds that any statement of a page may take.
PAGE_TIME = 2.0


class ConsoleChangeList(ChangeList):
    """Django's change list with the page found by key, the filters read by ``ListQuery``."""

    list_query: ListQuery
    page: Page

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """Leave nothing to Django's own filters: every parameter has been read or named."""
        return {}

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        """Return all records that match, in the list's order."""
        if not hasattr(self, "list_query"):
            self.list_query = ListQuery(self.model_admin, request)
        self.filter_specs: list[Any] = []
        self.has_filters = bool(self.list_query.filters)
        self.has_active_filters = bool(
            self.list_query.active_filters or self.list_query.built.is_active
        )
        self.clear_all_filters_qs = ""
        return self.list_query.matching().order_by(*self.get_ordering(request, None))

    def get_ordering(self, request: HttpRequest, queryset: Any) -> tuple[str, ...]:
        """Return the order that the address asks for, with the key as the tiebreak."""
        return self.list_query.order.lookups

    def get_results(self, request: HttpRequest) -> None:
        """Find the page's keys within the time limit, then fetch the rows."""
        query = self.list_query
        self.took_too_long = False
        try:
            with time_limit(PAGE_TIME):
                self.page = self._page()
                rows = fetch_rows(query.root, self.page.keys, query.columns, by=query.actor)
        except TookTooLong:
            self.took_too_long = True
            self.page, rows = Page([], total=None), []
        if self.page.ran_out:
            query.problems.append(_("There is nothing behind that place: here is the last page."))
        self.result_list = rows
        self.result_count = self.page.total if self.page.total is not None else len(rows)
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = True
        self.can_show_all = False
        self.multi_page = self.page.has_more_than_one
        self.paginator = Paginator(rows, query.page_size)

    def _page(self) -> Page:
        query = self.list_query
        rows, size = query.filtered(), query.page_size
        if query.search:
            hits = hits_of(rows, query, CAP + 1)
            beyond = len(hits) > CAP
            page = self._of_whole(Whole.of(rows, query.order, hits[:CAP]), rows)
            return replace(page, beyond=beyond)
        whole = self._small_whole(rows)
        if whole is not None:
            return self._of_whole(whole, rows)
        page = page_by_key(rows, query.order, self._cursor(), size)
        if page.number == 1 and page.next is None:
            return replace(page, total=len(page.keys))
        total = None if rows.query.where else rows.values("pk")[: CAP + 1].count()
        if total is None or total > CAP:
            return replace(page, beyond=True)
        return replace(page, total=total)

    def _small_whole(self, rows: QuerySet[Any]) -> Whole | None:
        """Return the whole result when it is small: always of a small table, else if filtered."""
        if self.list_query.screen.small:
            whole = Whole.sorted(rows, self.list_query.order, CAP + 1)
            return whole if len(whole.places) <= CAP else None
        if not rows.query.where or self.list_query.is_known_large:
            return None
        keys = some_keys(rows, CAP + 1)
        return Whole.of(rows, self.list_query.order, keys) if len(keys) <= CAP else None

    def _jump(self) -> Place | None:
        """Return the value that the person wants to see the list from."""
        text = self.list_query.params.get(FROM_VALUE, "").strip()
        if not text:
            return None
        try:
            return place_of(self.model, self.list_query.order, text)
        except BadCursor:
            message = _("The list cannot begin at “%(text)s”: here is the first page.")
            self.list_query.problems.append(message % {"text": text[:60]})
            return None

    def _cursor(self) -> Cursor:
        jump = self._jump()
        return self.list_query.cursor if jump is None else Cursor(FROM, jump)

    def _of_whole(self, whole: Whole, rows: QuerySet[Any]) -> Page:
        cursor = self._cursor()
        size = self.list_query.page_size
        if cursor.way != FROM:
            return whole.page(cursor, size)
        inside = rows.model._base_manager.filter(pk__in=[place.key for place in whole.places])
        found = Keyset(inside, self.list_query.order).forward(cursor.place, 1)
        return whole.page(cursor, size, found[0] if found else None)
