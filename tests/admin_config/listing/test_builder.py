"""The filter builder: the rows it leaves are those that plain Python would choose."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from admin_config.engine.listing.building import periods
from admin_config.engine.listing.building.built import Built
from admin_config.engine.listing.building.offered import Offer, offers
from admin_config.engine.listing.building.tree import BadTree, read_tree, write_tree
from erp.foundation.actor import Actor
from erp.foundation.house_day import house_day
from erp.foundation.text import fold, squeeze
from erp.staff.models import User
from tests.admin_config.listing.conftest import LIST, Listed, make_toys
from tests.language.writing import as_the_house
from tests.toy.models import Shelf, Tag, Toy
from tests.toy.screens.toy import SCREEN

TODAY = dt.date(2026, 3, 31)
NOON = dt.datetime(2026, 3, 31, 4, tzinfo=dt.UTC)
ZONE = ZoneInfo("Asia/Shanghai")


def variety(owner: User, other: User) -> list[Toy]:
    """Write toys that differ in everything that can be asked for."""
    with as_the_house():
        shelves = [Shelf(name=name) for name in ("Top", "Bottom left")]
        tags = [Tag(name=name) for name in ("old", "new")]
        for record in (*shelves, *tags):
            record.save()
    toys = []
    for number in range(24):
        day = None if number % 5 == 0 else TODAY - dt.timedelta(days=(number - 4) * 9)
        seen = None if number % 7 == 0 else NOON - dt.timedelta(hours=(number - 4) * 11)
        toys += make_toys(
            (owner, other)[number % 2],
            1,
            name=("Red car", "blue CAR", "train", "Bär")[number % 4],
            kind=("game", "doll", "train")[number % 3],
            shelf=(None, *shelves)[number % 3],
            price=Decimal(number) / 4,
            age=number % 6,
            made_on=day,
            seen_at=seen,
            safe=number % 2 == 0,
            website=("", "https://a.example/x", "https://b.example/")[number % 3],
        )
    with as_the_house():
        for number, toy in enumerate(toys):
            toy.tags.set([tags, tags[:1], []][number % 3])
    return list(Toy.objects.select_related("owner", "shelf").prefetch_related("tags"))


def value_of(toy: Toy, path: str) -> Any:
    """Return what a toy has at the end of a path; ``LookupError`` where the way ends before."""
    held: Any = toy
    for step in path.split("__"):
        if held is None:
            raise LookupError(path)
        held = getattr(held, step)
    return held


def answers(  # noqa: PLR0911 - one answer a kind
    toy: Toy, condition: list[str], offer: Offer, me: User
) -> bool:
    """Tell in plain Python whether a toy fits a condition."""
    path, operator, *values = condition
    try:
        value = value_of(toy, path)
    except LookupError:
        return False
    field = offer.field
    if field.many_to_many:
        return among(operator, {str(record.pk) for record in value.all()}, values)
    if operator in {"empty", "filled"}:
        return (value is None or value == "") == (operator == "empty")
    if offer.kind == "related":
        keys = [str(me.pk) if text == "me" else text for text in values]
        return among(operator, set() if value is None else {str(value.pk)}, keys)
    if offer.kind == "choice":
        return among(operator, {value}, values)
    if offer.kind == "flag":
        return bool(value == (values[0] == "1"))
    if offer.kind == "text":
        return of_text(operator, value, values[0], path)
    if offer.kind == "number":
        return of_number(operator, value, [Decimal(text) for text in values])
    return of_day(operator, value, values)


def among(operator: str, held: set[str], values: list[str]) -> bool:
    """Tell whether any of the values is held, or none."""
    if operator in {"empty", "filled"}:
        return (not held) == (operator == "empty")
    return bool(held & set(values)) == (operator == "is")


def of_text(operator: str, value: str, asked: str, path: str) -> bool:
    """Compare texts as the list does: codes without blanks and dashes, names folded."""
    made: Callable[[str], str] = squeeze if path == "code" else fold
    one, other = made(value), made(asked)
    found = {
        "is": one == other,
        "not": one == other,
        "starts": one.startswith(other),
        "contains": other in one,
        "lacks": other in one,
    }[operator]
    return not found if operator in {"not", "lacks"} else found


def of_number(operator: str, value: Any, asked: list[Decimal]) -> bool:
    """Compare numbers."""
    if value is None:
        return operator == "not"
    return {
        "is": lambda: value == asked[0],
        "not": lambda: value != asked[0],
        "above": lambda: value > asked[0],
        "below": lambda: value < asked[0],
        "between": lambda: asked[0] <= value <= asked[-1],
    }[operator]()


def of_day(operator: str, value: Any, asked: list[str]) -> bool:
    """Compare days of the reader's calendar."""
    if value is None:
        return False
    day = value.astimezone(ZONE).date() if isinstance(value, dt.datetime) else value
    today = house_day()
    if operator == "within":
        first, last = periods.days_of(asked[0])
        return bool(first <= day <= last)
    if operator in {"last", "next"}:
        away = (today - day).days if operator == "last" else (day - today).days
        return bool(0 <= away < int(asked[0]))
    bounds = [dt.date.fromisoformat(text) for text in asked]
    return bool(
        {
            "is": lambda: day == bounds[0],
            "before": lambda: day < bounds[0],
            "after": lambda: day > bounds[0],
            "between": lambda: bounds[0] <= day <= bounds[-1],
        }[operator]()
    )


def fits(toy: Toy, tree: list[Any], known: dict[str, Offer], me: User) -> bool:
    """Tell in plain Python whether a toy fits a tree."""
    if tree[0] == "&":
        return all(fits(toy, member, known, me) for member in tree[1:])
    if tree[0] == "|":
        return any(fits(toy, member, known, me) for member in tree[1:])
    return answers(toy, tree, known[tree[0]], me)


TEXTS = {
    "code": ["T-0001", "t000", "12", "T 002"],
    "website": ["https://a", "b.example", "zzz"],
}
DAYS = [(TODAY + dt.timedelta(days=days)).isoformat() for days in (-90, -31, -1, 0, 1, 20)]
NUMBERS = ["0", "1.25", "2.5", "3", "4", "99999"]


def values_for(
    offer: Offer, takes: str, keys: dict[Any, list[str]]
) -> st.SearchStrategy[list[str]]:
    """Return values that fit an operator of a field."""
    if takes == "nothing":
        return st.just([])
    if takes == "period":
        return st.sampled_from(sorted(periods.PERIODS)).map(lambda one: [one])
    if takes == "count":
        return st.integers(1, 120).map(lambda count: [str(count)])
    pool = {
        "choice": lambda: [str(value) for value, _label in offer.field.flatchoices],
        "flag": lambda: ["0", "1"],
        "related": lambda: keys[offer.field.related_model] + ["me"] * offer.names_people,
        "text": lambda: TEXTS.get(offer.path, ["car", "RED", "b", "top", "train", "left"]),
        "number": lambda: NUMBERS,
        "day": lambda: DAYS,
    }[offer.kind]()
    one = st.sampled_from(pool)
    if takes == "several":
        return st.lists(one, min_size=1, max_size=3)
    if takes == "two":
        return st.tuples(one, one).map(
            lambda pair: sorted(pair, key=Decimal if offer.kind == "number" else None)
        )
    return one.map(lambda value: [value])


OWN = ("kind", "owner", "shelf", "tags", "price", "age", "made_on", "seen_at", "safe", "code")
ASKED = (*OWN, "name", "website", "shelf__name", "shelf__created_at", "owner__is_active", "cost")


@pytest.mark.usefixtures("db")
def test_every_tree_leaves_what_plain_python_would(
    manager: User, sales: User, system: User
) -> None:
    with timezone.override(ZONE):
        toys = variety(manager, sales)
        actor = Actor.person(system)
        known = offers(SCREEN, actor)
        keys: dict[Any, list[str]] = {
            model: [str(pk) for pk in model._base_manager.values_list("pk", flat=True)]
            for model in (User, Shelf, Tag)
        }
        conditions = st.sampled_from(ASKED).flatmap(
            lambda path: st.sampled_from(known[path].operators).flatmap(
                lambda operator: values_for(known[path], str(operator.takes), keys).map(
                    lambda values: [path, operator.name, *values]
                )
            )
        )
        groups = st.recursive(
            conditions,
            lambda inner: st.tuples(
                st.sampled_from("&|"), st.lists(inner, min_size=1, max_size=3)
            ).map(lambda pair: [pair[0], *pair[1]]),
            max_leaves=5,
        ).map(lambda member: member if member[0] in "&|" else ["&", member])

        @settings(
            max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        @given(groups)
        def agrees(tree: list[Any]) -> None:
            try:
                read_tree(json.dumps(tree))
            except BadTree:
                return
            built = Built(json.dumps(tree), SCREEN, actor)
            assert built.problems == []
            expected = {toy.pk for toy in toys if fits(toy, tree, known, system)}
            assert (
                set(Toy.objects.filter(built.condition()).values_list("pk", flat=True)) == expected
            )
            assert read_tree(built.text) == built.tree
            assert all(words for _label, words, _left in built.chips())

        agrees()


def asked(*members: Any, by: str = "&") -> str:
    """Return the parameter of a tree."""
    return json.dumps([by, *members])


def test_or_groups_join_with_filter_search_and_sorting(manager: User, listed: Listed) -> None:
    make_toys(manager, 12)
    tree = asked(["price", "is", "1"], ["price", "is", "3"], by="|")
    page = listed(manager, "", _f=tree, kind="game", o="-price", q="toy")
    prices = [int(Toy.objects.get(pk=key).price) for key in page.keys]
    assert prices == [3, 3, 1, 1, 1]
    assert [(chip.label, chip.summary) for chip in page.shown.chips][-1] == (
        "",
        "Price is 1 or Price is 3",
    )
    assert "_f" not in page.shown.chips[-1].clear
    assert "_f" not in page.shown.cleared
    assert ("_f", tree) in page.shown.kept


def test_a_chip_takes_its_own_part_away(manager: User, listed: Listed) -> None:
    make_toys(manager, 6)
    tree = asked(["price", "above", "1"], ["|", ["kind", "is", "doll"], ["age", "below", "9"]])
    chips = listed(manager, "", _f=tree).shown.chips
    assert [chip.summary for chip in chips] == [
        "is more than 1",
        "Kind is Doll or Least age is less than 9",
    ]
    assert "above" not in chips[0].clear
    assert "doll" in chips[0].clear


def test_it_pages_counts_and_sums_the_same_rows(
    manager: User, sign_in: Callable[[User], Client], listed: Listed
) -> None:
    make_toys(manager, 70)
    tree = asked(["price", "above", "1"])
    first = listed(manager, "", _f=tree, _size="25")
    second = listed(manager, first.shown.next_link)
    assert len({*first.keys, *second.keys}) == 42
    client = sign_in(manager)
    assert client.get(f"{LIST}list/count/", {"_f": tree}).json()["count"] == 42
    assert client.get(f"{LIST}list/totals/", {"_f": tree}).json() == {
        "totals": {"price": ["126.00"]}
    }


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "[]",
        "{}",
        "null",
        '"&"',
        '["&"]',
        '["&",[]]',
        '["&",["kind"]]',
        '["&",["kind","is",5]]',
        '["&",["Kind","is","a"]]',
        '["&",["kind","is","' + "x" * 201 + '"]]',
        '["&",["kind","is","a\\u0000"]]',
        "[" * 2000,
        json.dumps(["&", ["&", ["&", ["&", ["&", ["kind", "is", "doll"]]]]]]),
        json.dumps(["&", *[["kind", "is", "doll"]] * 31]),
        '["&",["kind","is","game"]]' + " " * 6000,
    ],
)
def test_what_is_no_tree_is_said_and_left_out(manager: User, listed: Listed, text: str) -> None:
    make_toys(manager, 2)
    page = listed(manager, "", _f=text)
    assert page.problems == ["The built filter of this link cannot be read; it was left out."]
    assert len(page.keys) == 2


@pytest.mark.parametrize(
    "condition",
    [
        ["kind", "is", "boat"],
        ["kind", "is"],
        ["kind", "contains", "d"],
        ["owner__password", "contains", "x"],
        ["owner__groups__name", "is", "x"],
        ["pieces", "empty"],
        ["owner", "is", "nobody"],
        ["shelf", "is", "me"],
        ["price", "is", "cheap"],
        ["price", "between", "5", "1"],
        ["price", "between", "5"],
        ["made_on", "within", "this_century"],
        ["made_on", "last", "0"],
        ["made_on", "last", "99999"],
        ["made_on", "before", "0001-01-01"],
        ["made_on", "is", "2026-02-30"],
        ["code", "contains", "--"],
        ["code", "is", ""],
        ["safe", "is", "perhaps"],
        ["made_on", "empty", "1"],
    ],
)
def test_a_condition_that_means_nothing_is_said_and_left_out(
    manager: User, listed: Listed, condition: list[str]
) -> None:
    make_toys(manager, 3)
    page = listed(manager, "", _f=asked(condition, ["price", "above", "0"]))
    assert len(page.problems) == 1
    assert [chip.summary for chip in page.shown.chips] == ["is more than 0"]
    assert len(page.keys) == 2


def test_a_hidden_field_cannot_be_asked_for(
    manager: User, storekeeper: User, listed: Listed, sign_in: Callable[[User], Client]
) -> None:
    make_toys(manager, 3, cost=Decimal(7))
    tree = asked(["cost", "above", "9"])
    assert listed(manager, "", _f=tree).keys == []
    page = listed(storekeeper, "", _f=tree)
    assert len(page.keys) == 3
    assert page.problems == ["This list cannot be filtered by “cost”, or you may not see it."]
    fields = sign_in(storekeeper).get(f"{LIST}list/builder/").json()["groups"][0]["fields"]
    assert "cost" not in {field["path"] for field in fields}


def test_me_is_whoever_looks(manager: User, finance: User, listed: Listed) -> None:
    mine = make_toys(manager, 2)
    theirs = make_toys(finance, 3)
    tree = asked(["owner", "is", "me"])
    assert set(listed(manager, "", _f=tree).keys) == {toy.pk for toy in mine}
    page = listed(finance, "", _f=tree)
    assert set(page.keys) == {toy.pk for toy in theirs}
    assert page.shown.chips[0].summary == "is me"


def test_related_records_out_of_reach_cannot_be_asked_for(
    sales: User, other_sales: User, listed: Listed, sign_in: Callable[[User], Client]
) -> None:
    from tests.toy.models import Sale

    for owner in (sales, other_sales):
        (toy,) = make_toys(owner, 1, price=Decimal(5))
        with as_the_house():
            Sale(toy=toy, sold_on=TODAY, amount=Decimal(1)).save()
    answer = sign_in(sales).get("/toy/sale/", {"_f": asked(["toy__price", "is", "5"])})
    rows = answer.context_data["list"].changelist.result_list  # type: ignore[attr-defined]
    assert [row.toy.owner for row in rows] == [sales]
    fields = sign_in(sales).get("/toy/sale/list/builder/").json()["groups"]
    paths = {field["path"] for group in fields for field in group["fields"]}
    assert "toy__cost" not in paths
    assert "toy__price" in paths


def test_the_tree_is_written_as_short_as_it_was_read() -> None:
    text = '["&",["kind","is","game"],["|",["price","above","5"],["owner","is","me"]]]'
    assert write_tree(read_tree(text)) == text
    assert write_tree(read_tree('["kind", "is", "game"]')) == '["&",["kind","is","game"]]'


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("last_month", "2025-12-01", "2025-12-31"),
        ("next_month", "2026-02-01", "2026-02-28"),
        ("last_quarter", "2025-10-01", "2025-12-31"),
        ("this_quarter", "2026-01-01", "2026-03-31"),
        ("this_week", "2025-12-29", "2026-01-04"),
        ("last_year", "2025-01-01", "2025-12-31"),
        ("yesterday", "2025-12-31", "2025-12-31"),
    ],
)
def test_periods_go_over_the_turn_of_the_year(period: str, first: str, last: str) -> None:
    found = periods.days_of(period, dt.date(2026, 1, 1))
    assert [day.isoformat() for day in found] == [first, last]


def test_one_condition_or_twenty_cost_the_same_queries(
    manager: User, sign_in: Callable[[User], Client], django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_toys(manager, 3)
    client = sign_in(manager)
    counts = []
    for many in (1, 1, 20):
        tree = asked(*[["owner", "is", str(manager.pk)]] * many)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST, {"_f": tree})
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_exports_and_all_that_match_take_the_same_rows(
    manager: User, sign_in: Callable[[User], Client]
) -> None:
    from urllib.parse import urlencode

    from admin_config.engine.listing.selection import selected_records
    from admin_config.engine.site import console

    make_toys(manager, 20)
    query = urlencode({"_f": asked(["price", "above", "2"])})
    wanted = set(Toy.objects.filter(price__gt=2).values_list("pk", flat=True))
    client = sign_in(manager)
    sent: Any = client.post(
        f"{LIST}export/?{query}", {"format": "json", "columns": ["code"], "what": "list"}
    )
    content = b"".join(sent.streaming_content) if sent.streaming else sent.content
    codes = {json.loads(line)["code"] for line in content.decode().splitlines()}
    assert codes == set(Toy.objects.filter(pk__in=wanted).values_list("code", flat=True))
    request: Any = RequestFactory().post(f"{LIST}?{query}", {"select_across": "1"})
    request.user = manager
    chosen = selected_records(console._registry[Toy], request)
    assert set(chosen.values_list("pk", flat=True)) == wanted
