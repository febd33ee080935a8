"""Rules about charts: dated by an indexed date, summing numbers, divided by choices or links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage
from django.db import models

from admin_config.engine.checks.complaint import complain, nearest
from admin_config.engine.checks.lists import is_number
from admin_config.engine.checks.mistake import Mistake
from admin_config.engine.fields import fields_of, is_indexed
from admin_config.engine.spec import Screen, Share, Trend


def is_division(field: Any) -> bool:
    """Tell whether records can be divided by a field: choices, a relation, yes or no."""
    return bool(getattr(field, "choices", None)) or isinstance(
        field, models.ForeignKey | models.BooleanField
    )


def _names(chart: Trend | Share) -> Iterator[tuple[str, str]]:
    """Yield what a chart names, with the part it plays."""
    if isinstance(chart, Trend):
        yield "by", chart.by
        if chart.split_by:
            yield "split_by", chart.split_by
    else:
        yield "of", chart.of
    if chart.sum_of:
        yield "sum_of", chart.sum_of


def charts(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of charts that name what is unknown or does not fit its part."""
    known = fields_of(screen.model)
    for chart in screen.charts:
        for part, name in _names(chart):
            if name not in known:
                yield complain(
                    screen,
                    Mistake.UNKNOWN_NAME,
                    f"{part} of a chart names {name!r}, which the model does not have.",
                    hint=nearest(name, known),
                    word=name,
                )
            else:
                yield from _unfit(screen, part, name, known[name].field)


def _unfit(screen: Screen, part: str, name: str, field: Any) -> Iterator[CheckMessage]:
    if part == "by" and not isinstance(field, models.DateField):
        yield complain(
            screen,
            Mistake.TREND_NO_DATE,
            f"a trend by {name!r}, which is no date.",
            hint="Name a date or a moment.",
            word=name,
        )
    elif part == "by" and not screen.small and not is_indexed(screen.model, name):
        yield complain(
            screen,
            Mistake.TREND_WITHOUT_INDEX,
            f"a trend by {name!r}, which has no index.",
            hint="Give the date an index.",
            word=name,
        )
    elif part == "sum_of" and not is_number(field):
        yield complain(
            screen,
            Mistake.CHART_NO_NUMBER,
            f"a chart sums {name!r}, which is no number.",
            hint="Sum decimals and whole numbers only.",
            word=name,
        )
    elif part in {"of", "split_by"} and not is_division(field):
        yield complain(
            screen,
            Mistake.CHART_NO_DIVISION,
            f"a chart divides by {name!r}.",
            hint="Divide by a choice, a relation or a yes-or-no field.",
            word=name,
        )


RULES = (charts,)
