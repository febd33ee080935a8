"""The figures behind a chart: one bounded statement over the rows that the person may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import models
from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from admin_config.engine.charts.bounds import Month, instant, last_months
from admin_config.engine.listing.states import tones_of
from admin_config.engine.spec import Share, Trend

Number = Decimal | int | float
#: Lines that a split trend draws before the rest counts as one.
_LINES = 6
#: Currencies that are named.
_CURRENCIES = 12


@dataclass(frozen=True)
class Point:
    """One figure and the list's parameters that show the rows behind it."""

    label: str
    value: Number
    query: tuple[tuple[str, str], ...] = ()
    #: Conditions of the filter builder, where plain parameters cannot say it.
    built: tuple[tuple[Any, ...], ...] = ()
    #: The colour of its state, where it stands for one.
    tone: str = ""


@dataclass(frozen=True)
class Line:
    """A named row of points."""

    name: str
    points: list[Point]
    #: The colour of its state, where it stands for one.
    tone: str = ""


@dataclass(frozen=True)
class Figures:
    """What a chart draws: labels below, lines above; the total of everything shown."""

    labels: list[str]
    lines: list[Line]
    total: Number
    #: The currency of the amounts, where they are money.
    unit: str = ""
    #: What people must know about what is not drawn.
    note: str = ""
    #: What the list sums or counts beyond the months of a trend.
    outside: Point | None = None


def _measure(sum_of: str, condition: Q | None = None) -> Any:
    if sum_of:
        return Sum(sum_of, filter=condition)
    return Count("pk", filter=condition)


def _exact(model: type[models.Model], sum_of: str, value: Any) -> Number:
    """Return a figure with the places of what is summed: a database may add amounts as floats."""
    stored = model._meta.get_field(sum_of) if sum_of else None
    if isinstance(stored, models.DecimalField):
        return Decimal(str(value or 0)).quantize(Decimal(1).scaleb(-stored.decimal_places))
    figure: Number = value or 0
    return figure


def _within(model: type[models.Model], by: str, month: Month) -> Q:
    """Return the condition of lying in a month; moments are compared, days as days."""
    if isinstance(model._meta.get_field(by), models.DateTimeField):
        return Q(**{f"{by}__gte": instant(month.first), f"{by}__lt": instant(month.beyond)})
    return Q(**{f"{by}__gte": month.first, f"{by}__lt": month.beyond})


def value_names(model: type[models.Model], name: str, values: list[Any]) -> dict[Any, str]:
    """Return what people call the values of a choice or relation, one query for a relation."""
    stored: Any = model._meta.get_field(name)
    names: dict[Any, str] = {None: _("(empty)"), "": _("(empty)")}
    if stored.is_relation:
        rows = stored.related_model._base_manager.filter(pk__in=[v for v in values if v])
        return {**names, **{row.pk: str(row) for row in rows}}
    if isinstance(stored, models.BooleanField):
        return {**names, True: _("Yes"), False: _("No")}
    return {**names, **{value: str(label) for value, label in stored.flatchoices}}


def _tones(model: type[models.Model], name: str) -> dict[Any, str]:
    """Return the colours of a field's states, the same as in lists."""
    return tones_of(dict(getattr(model._meta.get_field(name), "flatchoices", ())))


def value_query(name: str, value: Any) -> tuple[str, str]:
    """Return the list's parameter that shows the rows with this value."""
    if value is None or value == "":
        return (f"{name}__empty", "1")
    if isinstance(value, bool):
        return (name, "1" if value else "0")
    return (name, str(value))


def trend(rows: QuerySet[Any], chart: Trend) -> Figures:
    """Return the figure per month, split where the chart says so, from one statement."""
    model = rows.model
    months = last_months(chart.months)
    whole = _within(model, chart.by, Month(months[0].first, months[-1].beyond))
    measures = {
        f"m{place}": _measure(chart.sum_of, _within(model, chart.by, month))
        for place, month in enumerate(months)
    }
    narrowed = rows.order_by().filter(whole)
    if chart.split_by:
        found = list(narrowed.values(_key=F(chart.split_by)).annotate(**measures))
    else:
        found = [{"_key": None, **narrowed.aggregate(**measures)}]
    lines = _lines(model, chart, months, found)
    total = sum((point.value for line in lines for point in line.points), start=0)
    return Figures([f"{m.first:%Y-%m}" for m in months], lines, total)


def _lines(
    model: type[models.Model], chart: Trend, months: list[Month], found: list[dict[str, Any]]
) -> list[Line]:
    exact = partial(_exact, model, chart.sum_of)
    amounts = [[exact(row[f"m{i}"]) for i in range(len(months))] for row in found]
    keys = [row["_key"] for row in found]
    if not chart.split_by:
        return [Line("", _points(chart, months, amounts[0], None))]
    order = sorted(range(len(keys)), key=lambda i: -sum(amounts[i]))
    named = value_names(model, chart.split_by, keys)
    tones = _tones(model, chart.split_by)
    lines = [
        Line(
            named.get(keys[i], str(keys[i])),
            _points(chart, months, amounts[i], value_query(chart.split_by, keys[i])),
            tones.get(keys[i], ""),
        )
        for i in order[:_LINES]
    ]
    rest = order[_LINES:]
    if rest:
        summed = [sum((amounts[i][m] for i in rest), start=0) for m in range(len(months))]
        others = none_of(chart.split_by, [keys[i] for i in order[:_LINES]])
        lines.append(
            Line(
                _("others"),
                [replace(p, built=others) for p in _points(chart, months, summed, None)],
            )
        )
    return lines


def none_of(name: str, values: list[Any]) -> tuple[tuple[Any, ...], ...]:
    """Return the conditions of having none of the values that are named one by one."""
    named = [str(value) for value in values if value is not None and value != ""]
    empty = ((name, "filled"),) if len(named) < len(values) else ()
    return (((name, "not", *named),) if named else ()) + empty


def _points(
    chart: Trend, months: list[Month], amounts: list[Number], more: tuple[str, str] | None
) -> list[Point]:
    return [
        Point(
            f"{month.first:%Y-%m}",
            amount,
            (
                (f"{chart.by}__from", month.first.isoformat()),
                (f"{chart.by}__to", month.last.isoformat()),
                *((more,) if more else ()),
            ),
        )
        for month, amount in zip(months, amounts, strict=True)
    ]


def share(rows: QuerySet[Any], chart: Share) -> Figures:
    """Return how the figure is divided; what is not among the largest counts as one."""
    grouped = rows.order_by().values(_key=F(chart.of)).annotate(_figure=_measure(chart.sum_of))
    exact = partial(_exact, rows.model, chart.sum_of)
    found = sorted(
        ((row["_key"], exact(row["_figure"])) for row in grouped), key=lambda pair: -pair[1]
    )
    named = value_names(rows.model, chart.of, [key for key, _figure in found[: chart.most]])
    tones = _tones(rows.model, chart.of)
    points = [
        Point(
            named.get(key, str(key)), figure, (value_query(chart.of, key),), tone=tones.get(key, "")
        )
        for key, figure in found[: chart.most]
    ]
    rest = found[chart.most :]
    if rest:
        others = none_of(chart.of, [key for key, _figure in found[: chart.most]])
        summed = sum((figure for _key, figure in rest), start=0)
        points.append(Point(_("others"), summed, built=others))
    total = sum((point.value for point in points), start=0)
    return Figures([point.label for point in points], [Line("", points)], total)


def figures_of(rows: QuerySet[Any], chart: Trend | Share) -> Figures:
    """Return the figures of either kind of chart; those of a trend with what lies outside."""
    if isinstance(chart, Share):
        return share(rows, chart)
    return replace(trend(rows, chart), outside=outside(rows, chart))


def outside(rows: QuerySet[Any], chart: Trend) -> Point | None:
    """Return what the list has before, after and without the months of a trend."""
    months = last_months(chart.months)
    whole = Month(months[0].first, months[-1].beyond)
    found = rows.order_by().filter(~_within(rows.model, chart.by, whole))
    counted = found.aggregate(rows=Count("pk"), figure=_measure(chart.sum_of))
    if not counted["rows"]:
        return None
    elsewhere: list[tuple[Any, ...]] = [
        (chart.by, "before", whole.first.isoformat()),
        (chart.by, "after", whole.last.isoformat()),
    ]
    if rows.model._meta.get_field(chart.by).null:
        elsewhere.append((chart.by, "empty"))
    figure = _exact(rows.model, chart.sum_of, counted["figure"])
    return Point(_("outside these months"), figure, built=(("|", *elsewhere),))


def figures_in_one_currency(rows: QuerySet[Any], chart: Trend | Share) -> Figures:
    """Return the figures, of one currency only where amounts of several would be mixed.

    The currency with the most rows is drawn; a note names the others.
    """
    known = {stored.name for stored in rows.model._meta.concrete_fields}
    in_base = chart.sum_of in getattr(rows.model, "base_amounts", ())
    if not chart.sum_of or in_base or "currency" not in known:
        return figures_of(rows, chart)
    counted = rows.order_by().values("currency").annotate(_rows=Count("pk")).order_by("-_rows")
    found = [row["currency"] for row in counted[:_CURRENCIES]]
    if not found:
        return figures_of(rows, chart)
    names = value_names(rows.model, "currency", found)
    drawn, *others = found
    figures = figures_of(rows.filter(currency=drawn), chart)
    note = ""
    if others:
        listed = _(", ").join(names.get(key, str(key)) for key in others)
        note = _("Without amounts in %(currencies)s.") % {"currencies": listed}
    figures = replace(figures, unit=names.get(drawn, str(drawn)), note=note)
    return _with_query(figures, value_query("currency", drawn)) if others else figures


def _with_query(figures: Figures, more: tuple[str, str]) -> Figures:
    """Return the figures with one more parameter on every link to rows."""
    lines = [
        replace(
            line,
            points=[replace(point, query=(*point.query, more)) for point in line.points],
        )
        for line in figures.lines
    ]
    beyond = figures.outside
    if beyond is not None:
        beyond = replace(beyond, query=(*beyond.query, more))
    return replace(figures, lines=lines, outside=beyond)
