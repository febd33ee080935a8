"""Which charts a person is offered, what they are called and where their figures are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.navigation import list_address, visible_screens
from admin_config.engine.spec import Screen, Share, Trend
from erp.foundation.rights import hidden_fields

#: Charts on the home page.
_ON_HOME = 4


@dataclass(frozen=True)
class Offered:
    """One chart as a page shows it before its figures are there."""

    title: str
    kind: str
    #: Where the figures are asked for; the list's query string is added.
    figures: str
    #: Where the rows behind a point are listed.
    rows: str
    #: The number is money or a quantity rather than a count.
    sums: bool


def names_in(chart: Trend | Share) -> tuple[str, ...]:
    """Return the fields that a chart reads."""
    named = (
        (chart.by, chart.sum_of, chart.split_by)
        if isinstance(chart, Trend)
        else (chart.of, chart.sum_of)
    )
    return tuple(name for name in named if name)


def may_see(request: HttpRequest, screen: Screen, chart: Trend | Share) -> bool:
    """Tell whether no field of the chart is hidden from the person."""
    hidden = hidden_fields(actor_of(request), screen.model)
    return not hidden.intersection(names_in(chart))


def _label(screen: Screen, name: str) -> str:
    field: Any = screen.model._meta.get_field(name)
    return str(field.verbose_name)


def title_of(screen: Screen, chart: Trend | Share) -> str:
    """Return what a chart is called: what is counted or summed, and by what."""
    thing = _label(screen, chart.sum_of) if chart.sum_of else screen.model._meta.verbose_name_plural
    if isinstance(chart, Trend) and not chart.split_by:
        return capfirst(_("%(thing)s per month") % {"thing": thing})
    by = _label(screen, chart.split_by if isinstance(chart, Trend) else chart.of)
    if isinstance(chart, Trend):
        return capfirst(_("%(thing)s per month by %(by)s") % {"thing": thing, "by": by})
    return capfirst(_("%(thing)s by %(by)s") % {"thing": thing, "by": by})


def offered(screen: Screen, place: int) -> Offered:
    """Return the chart at a place of a screen's declaration."""
    chart = screen.charts[place]
    meta = screen.model._meta
    return Offered(
        title_of(screen, chart),
        "trend" if isinstance(chart, Trend) else "share",
        reverse(f"console:{meta.app_label}_{meta.model_name}_chart", args=(place,)),
        list_address(screen),
        bool(chart.sum_of),
    )


def charts_of(request: HttpRequest, screen: Screen) -> list[Offered]:
    """Return the charts of a screen that the person may see."""
    return [
        offered(screen, place)
        for place, chart in enumerate(screen.charts)
        if may_see(request, screen, chart)
    ]


def charts_for_home(request: HttpRequest) -> list[Offered]:
    """Return the first chart of each screen that has one, a few of them."""
    found: list[Offered] = []
    for screen in visible_screens(request):
        found += charts_of(request, screen)[:1]
        if len(found) == _ON_HOME:
            break
    return found
