"""The part of a screen that serves its charts: figures follow the list's filter and rights."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from admin_config.engine.charts.behind import Pairs, address_of, filter_of
from admin_config.engine.charts.figures import Figures, Point, figures_in_one_currency
from admin_config.engine.charts.offered import charts_of, may_see
from admin_config.engine.spec import Screen
from erp.foundation.time_limit import TookTooLong, time_limit

#: Seconds that the statements behind one chart may take.
LIMIT = 5.0


class ChartPart:
    """Offers ``<list>/charts/<place>/`` and tells the list which charts it may draw."""

    screen: ClassVar[Screen]

    def get_urls(self) -> list[URLPattern]:
        """Add the address of the figures."""
        admin: Any = self
        meta = admin.opts
        own = path(
            "charts/<int:place>/",
            admin.admin_site.admin_view(self.chart_view),
            name=f"{meta.app_label}_{meta.model_name}_chart",
        )
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]
        return [own, *urls] if self.screen.charts else urls

    def list_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the charts to what the list shows."""
        context: dict[str, Any] = super().list_context(request)  # type: ignore[misc]
        if self.screen.charts:
            context["charts"] = charts_of(request, self.screen)
        return context

    def chart_rows(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows of the list as its address filters them, within the person's rights."""
        admin: Any = self
        rows: QuerySet[Any] = admin.filtered_rows(request)
        return rows

    def chart_view(self, request: HttpRequest, place: int) -> JsonResponse:
        """Answer the figures of one chart; 403 for hidden fields, a message when it takes long."""
        admin: Any = self
        if place >= len(self.screen.charts):
            raise Http404
        chart = self.screen.charts[place]
        if not admin.has_view_permission(request) or not may_see(request, self.screen, chart):
            raise PermissionDenied
        try:
            with time_limit(LIMIT):
                figures = figures_in_one_currency(self.chart_rows(request), chart)
        except TookTooLong:
            message = _("Too many rows for a chart. Narrow the list with a filter.")
            return JsonResponse({"error": message}, status=503)
        return JsonResponse(_as_json(figures, request.GET.urlencode()))


def _beyond(point: Point, kept: Pairs) -> dict[str, str]:
    return {"value": str(point.value), "label": point.label, "query": address_of(kept, point)}


def _as_json(figures: Figures, query: str) -> dict[str, Any]:
    kept = filter_of(query)
    outside = figures.outside
    return {
        "labels": figures.labels,
        "total": str(figures.total),
        "unit": figures.unit,
        "note": figures.note,
        "outside": outside and _beyond(outside, kept),
        "lines": [
            {
                "name": line.name,
                "tone": line.tone,
                "tones": [point.tone for point in line.points],
                "values": [str(point.value) for point in line.points],
                "queries": [address_of(kept, point) for point in line.points],
            }
            for line in figures.lines
        ],
    }
