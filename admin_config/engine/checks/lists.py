"""Rules about the list: a page costs one page, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from django.core.checks import CheckMessage
from django.db import models

from admin_config.engine.bulk.offered import is_fit
from admin_config.engine.checks.complaint import complain, nearest
from admin_config.engine.checks.known import path_of, sorts_known
from admin_config.engine.checks.mistake import Mistake
from admin_config.engine.fields import fields_of, is_indexed, sort_column
from admin_config.engine.infer.form import sections_of
from admin_config.engine.listing.editing.kinds import cell_kind
from admin_config.engine.listing.filters.make import filter_kind
from admin_config.engine.listing.query import ORDER, SEARCH
from admin_config.engine.spec import Screen

LARGEST_PAGE = 200
_SMALL = "Give it an index, or say small=True when the table stays at hundreds of rows."


def queries_per_row(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of columns that stand for other tables' rows, or lead through several of them."""
    for name in screen.columns or ():
        steps = path_of(screen.model, name)
        several = [s for s in steps[:-1] if s.many_to_many or s.one_to_many]
        if several or (steps and not steps[-1].concrete):
            yield complain(
                screen,
                Mistake.PER_ROW,
                f"the column {name!r} would ask the database again for every row.",
                hint="Store a count or total on the record and show that.",
                word=name,
            )


def _indexed(screen: Screen, name: str) -> bool:
    column = sort_column(screen.model, name)
    return is_indexed(screen.model, column) or is_indexed(screen.model, name)


def filters_without_index(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of filters that would read a large table from end to end."""
    if screen.small:
        return
    known = fields_of(screen.model)
    for name in screen.filters or ():
        if name in known and known[name].local and not _indexed(screen, name):
            yield complain(
                screen,
                Mistake.FILTER_WITHOUT_INDEX,
                f"the filter {name!r} has no index.",
                hint=_SMALL,
                word=name,
            )


def filters_of_no_kind(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of filters by what no filter fits, such as long texts and files."""
    known = fields_of(screen.model)
    for name in screen.filters or ():
        if name in known and filter_kind(known[name].field) is None:
            yield complain(
                screen,
                Mistake.NO_FILTER,
                f"no filter fits {name!r}.",
                hint="Filter by choices, relations, yes or no, dates, numbers and short texts.",
                word=name,
            )


def cards_that_lead_nowhere(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of cards whose query names what the list cannot be filtered by."""
    known = {n for n, found in fields_of(screen.model).items() if filter_kind(found.field)}
    for card in screen.home:
        for key, _value in parse_qsl(card.query, keep_blank_values=True):
            name = key.split("__", 1)[0]
            if name not in known and name not in {SEARCH, ORDER}:
                yield complain(
                    screen,
                    Mistake.CARD_LEADS_NOWHERE,
                    f"the query of a card filters by {name!r}.",
                    hint=nearest(name, known),
                    word=card.query,
                )


def order_without_index(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of an order, declared or the model's own, that would sort a large table."""
    if screen.small:
        return
    declared: tuple[Any, ...] = screen.ordering or tuple(screen.model._meta.ordering or ())
    for word in declared[:1]:
        name = word.lstrip("-") if isinstance(word, str) else ""
        if name not in sorts_known(screen.model) or name == "pk":
            continue
        if not _indexed(screen, name):
            yield complain(
                screen,
                Mistake.ORDER_WITHOUT_INDEX,
                f"the order by {name!r} has no index.",
                hint=_SMALL,
                word=name,
            )


def totals_of_no_number(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of totals of what cannot be summed."""
    known = fields_of(screen.model)
    for name in screen.totals or ():
        if name in known and not is_number(known[name].field):
            yield complain(
                screen,
                Mistake.NO_SUM,
                f"totals names {name!r}, which is no number.",
                hint="Sum decimals and whole numbers only.",
                word=name,
            )


def is_number(field: Any) -> bool:
    """Tell whether values of a field can be summed."""
    numbers = (models.DecimalField, models.IntegerField, models.FloatField)
    return isinstance(field, numbers) and not isinstance(field, models.AutoField)


def page_size(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of pages that show nothing or too much."""
    if not 1 <= screen.page_size <= LARGEST_PAGE:
        yield complain(
            screen,
            Mistake.PAGE_SIZE,
            f"page_size is {screen.page_size}.",
            hint=f"Say a number from 1 to {LARGEST_PAGE}.",
            word="page_size",
        )


def icon(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of icons without a name."""
    if not screen.icon.strip():
        yield complain(
            screen,
            Mistake.NO_ICON,
            "the icon is empty.",
            hint="Name a Material symbol.",
            word="icon",
        )


def editable_without_form(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of cells that the form does not let people type, or that no cell fits."""
    known = fields_of(screen.model)
    typed = {name for section in sections_of(screen) for name in section.names}
    for name in screen.editable:
        if name not in known:
            continue
        locked = screen.read_only or name in {*screen.readonly, *screen.exclude}
        if locked or name not in typed or not known[name].editable:
            yield complain(
                screen,
                Mistake.NOT_EDITABLE,
                f"editable names {name!r}, which the form does not let people type.",
                hint=f"Put {name!r} into a section and out of readonly, or leave it out here.",
                word=name,
            )
        elif not cell_kind(known[name].field):
            yield complain(
                screen,
                Mistake.NOT_EDITABLE,
                f"editable names {name!r}, which fits no cell of a list.",
                hint="Short texts, numbers, dates, choices, yes or no and relations to one record.",
                word=name,
            )


def bulk_without_form(screen: Screen) -> Iterator[CheckMessage]:
    """Complain of fields for many records that nobody types, or that no two may share."""
    known = fields_of(screen.model)
    for name in screen.bulk or ():
        locked = screen.read_only or name in {*screen.readonly, *screen.exclude}
        if name in known and (locked or not is_fit(known[name])):
            yield complain(
                screen,
                Mistake.NOT_EDITABLE,
                f"bulk names {name!r}, which many records cannot be given together.",
                hint="Fields that the form lets people type and that two records may share.",
                word=name,
            )


RULES = (
    queries_per_row,
    filters_without_index,
    filters_of_no_kind,
    cards_that_lead_nowhere,
    order_without_index,
    totals_of_no_number,
    editable_without_form,
    bulk_without_form,
    page_size,
    icon,
)
