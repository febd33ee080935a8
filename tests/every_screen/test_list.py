"""The list of every screen: answers, costs one page, sorts, filters, searches, says when empty."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from admin_config.engine.fields import fields_of
from admin_config.engine.infer.columns import columns_of
from admin_config.engine.infer.filters import filters_of
from admin_config.engine.listing.filters.make import filter_kind
from admin_config.engine.listing.order import make_order, sort_path
from erp.foundation.models import SeveralChoicesField
from tests.every_screen.making import make, make_many
from tests.every_screen.visiting import Visit
from tests.language.page import Page

#: The whole page with fifty rows, in bytes, before compression.
HEAVIEST = 220_000
ROWS = 30


def keys_on(page: Page) -> list[int]:
    """Return the keys of the rows in their order on the page; each leads to its record."""
    keys = [int(key) for key in re.findall(r'<tr data-k="(\d+)"', page.html)]
    linked = [link.split("/", 1)[0] for link in page.links if "/change/" in link]
    assert [key for key in keys if str(key) not in linked] == []
    return keys


def test_list_shows_a_record(visit: Visit) -> None:
    record = make(visit.model)
    page = visit.page("changelist")
    assert record.pk in keys_on(page)
    assert page.weight < HEAVIEST


def test_list_costs_the_same_for_one_row_and_for_thirty(visit: Visit) -> None:
    make(visit.model)
    visit.page("changelist")
    with CaptureQueriesContext(
        connection,
    ) as one:
        visit.page("changelist")
    make_many(visit.model, ROWS)
    with CaptureQueriesContext(connection) as thirty:
        page = visit.page("changelist")
    assert len(keys_on(page)) > 1
    assert len(thirty) == len(one), "\n".join(q["sql"][:300] for q in thirty)
    assert page.weight < HEAVIEST


def test_list_sorts_by_every_sortable_column(visit: Visit) -> None:
    make_many(visit.model, 3)
    for name in columns_of(visit.screen):
        path = sort_path(visit.screen, name)
        if path is None:
            continue
        for sign in ("", "-"):
            page = visit.page("changelist", o=f"{sign}{name}", _size=200)
            order = make_order(visit.screen, name, path, descending=bool(sign))
            expected = list(
                visit.model._base_manager.order_by(*order.lookups).values_list("pk", flat=True)
            )
            assert keys_on(page) == expected[:200], f"{sign}{name}"


def test_list_filters_by_every_filter(visit: Visit) -> None:
    record = make(visit.model)
    record = visit.model._base_manager.get(pk=record.pk)
    for name in filters_of(visit.screen):
        query = filter_query(name, fields_of(visit.model)[name].field, record)
        page = visit.page("changelist", **query)
        shown = keys_on(page)
        assert record.pk in shown, f"{name} {query} does not find its own record"
        assert set(shown) == set(matching(visit, name, record)), name


def filter_query(name: str, field: Any, record: Any) -> dict[str, str]:
    """Return the address's words that ask for exactly what the record has."""
    value = getattr(record, field.attname) if not field.many_to_many else None
    if field.many_to_many:
        first = getattr(record, name).first()
        return {name: str(first.pk)} if first else {}
    if value is None or (isinstance(field, SeveralChoicesField) and not value):
        return {f"{name}__empty": "1"}
    if isinstance(field, SeveralChoicesField):
        return {name: value.codes[0]}
    kind = filter_kind(field)
    assert kind is not None
    if "__from" in kind.endings:
        text = _day(value) if isinstance(value, dt.date) else str(value)
        return {f"{name}__from": text, f"{name}__to": text}
    return {
        name: {True: "1", False: "0"}.get(value, str(value))
        if isinstance(value, bool)
        else str(value)
    }


def _day(value: dt.date) -> str:
    from zoneinfo import ZoneInfo

    from django.conf import settings

    if isinstance(value, dt.datetime):
        value = value.astimezone(ZoneInfo(settings.DEFAULT_ZONE)).date()
    return value.isoformat()


def matching(visit: Visit, name: str, record: Any) -> list[Any]:
    """Return the keys of the records that have the same value."""
    field = fields_of(visit.model)[name].field
    rows = visit.model._base_manager.all()
    if field.many_to_many:
        first = getattr(record, name).first()
        rows = rows.filter(**{name: first}) if first else rows
    elif isinstance(field, models.DateTimeField):
        wanted = _day(getattr(record, name)) if getattr(record, name) else None
        return [r.pk for r in rows if (getattr(r, name) and _day(getattr(r, name))) == wanted]
    elif getattr(record, field.attname) is None:
        rows = rows.filter(**{f"{name}__isnull": True})
    elif isinstance(field, SeveralChoicesField) and getattr(record, name):
        rows = rows.filter(**{f"{name}__has": getattr(record, name).codes[0]})
    elif isinstance(field, SeveralChoicesField):
        rows = rows.filter(**{name: ""})
    elif isinstance(field, models.CharField) and not field.flatchoices:
        rows = rows.filter(**{f"{name}__istartswith": getattr(record, name)})
    else:
        rows = rows.filter(**{name: getattr(record, field.attname)})
    return list(rows.values_list("pk", flat=True))


@pytest.mark.for_screens("searchable")
def test_list_search_finds_a_record_by_each_of_its_names(visit: Visit) -> None:
    record = make(visit.model)
    for name in visit.model.search_fields:
        text = str(getattr(record, name) or "")
        if text:
            assert record.pk in keys_on(visit.page("changelist", q=text)), name


@pytest.mark.for_screens("searchable")
def test_list_says_when_nothing_matches(visit: Visit) -> None:
    make(visit.model)
    page = visit.page("changelist", q="qqzzxxjjvv")
    assert keys_on(page) == []
    assert "No record fits" in page.words or "Nothing matches" in page.words


def test_list_names_what_it_cannot_read_in_its_address(visit: Visit) -> None:
    page = visit.page("changelist", nonsense="1", o="nonsense", _at="nonsense")
    assert "This list has no filter “nonsense”" in page.words
    assert "cannot be sorted by “nonsense”" in page.words
    assert "leads to no page" in page.words


def test_list_counts_and_sums_what_it_matches(visit: Visit) -> None:
    make(visit.model)
    counted = visit.get("list_count").json()
    assert counted["count"] == visit.model._base_manager.count()
    assert set(visit.get("list_totals").json()) == {"totals"}


def test_list_offers_a_quick_look(visit: Visit) -> None:
    record = make(visit.model)
    response = visit.get("list_look", key=record.pk)
    assert response.status_code == 200
    assert str(record)[:20] in Page(response).words
    assert visit.get("list_look", key="999999999").status_code == 404


def test_list_pages_lead_to_every_record_once(visit: Visit) -> None:
    make_many(visit.model, ROWS)
    seen: list[int] = []
    query: dict[str, str] = {"_size": "25"}
    for _page in range(20):
        page = visit.page("changelist", **query)
        seen += keys_on(page)
        onward = re.search(
            r'<a[^>]*href="\?([^"]*)"[^>]*rel="next"|<a[^>]*rel="next"[^>]*href="\?([^"]*)"',
            page.html,
        )
        if onward is None:
            break
        query = dict(parse_qsl((onward[1] or onward[2]).replace("&amp;", "&")))
    assert sorted(seen) == sorted(visit.record_keys())
    assert len(seen) == len(set(seen))
