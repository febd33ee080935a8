"""Filters: the reader's days, wide digits, empty values, bad input kept and explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from erp.staff.models import User
from tests.admin_config.listing.conftest import LIST, Listed, make_toys
from tests.language.writing import as_the_house
from tests.toy.models import Shelf, Toy


def codes(keys: list[int]) -> set[str]:
    """Return the codes of the toys with these keys."""
    return set(Toy.objects.filter(pk__in=keys).values_list("code", flat=True))


def test_the_last_day_of_a_span_belongs_to_it_in_the_readers_zone(
    manager: User, listed: Listed
) -> None:
    shanghai = timezone.get_fixed_timezone(480)
    for code, moment in {
        "before": dt.datetime(2026, 3, 1, 23, 59, 59, tzinfo=shanghai),
        "first": dt.datetime(2026, 3, 2, 0, 0, tzinfo=shanghai),
        "last": dt.datetime(2026, 3, 3, 23, 59, 59, 999999, tzinfo=shanghai),
        "after": dt.datetime(2026, 3, 4, 0, 0, tzinfo=shanghai),
    }.items():
        make_toys(manager, 1, code=code, seen_at=moment)
    page = listed(manager, "?seen_at__from=2026-03-02&seen_at__to=2026-03-03")
    assert codes(page.keys) == {"first", "last"}
    assert page.shown.chips[0].summary == "2026-03-02 – 2026-03-03"


def test_days_without_time_include_both_ends(manager: User, listed: Listed) -> None:
    make_toys(manager, 24)
    page = listed(manager, "?made_on__from=2026-01-02&made_on__to=2026-01-03")
    days = set(Toy.objects.filter(pk__in=page.keys).values_list("made_on", flat=True))
    assert days == {dt.date(2026, 1, 2), dt.date(2026, 1, 3)}
    assert len(page.keys) == Toy.objects.filter(made_on__in=days).count()


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("price__from=3", {3, 4}),
        ("price__to=１", {0, 1}),
        ("price__from=2&price__to=2.00", {2}),
        ("price__from=1,000", set()),
        ("price__from=1e18", set()),
        ("price__to=99999999999999999999", {0, 1, 2, 3, 4}),
        ("price__from=0.001&price__to=1.004", {1}),
    ],
)
def test_numbers_from_and_to(manager: User, listed: Listed, query: str, wanted: set[int]) -> None:
    make_toys(manager, 10)
    page = listed(manager, f"?{query}")
    prices = set(Toy.objects.filter(pk__in=page.keys).values_list("price", flat=True))
    assert {int(price) for price in prices} == wanted


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("price__from=cheap", "price", "“cheap” is no number."),
        ("price__from=1e999999", "price", "“1e999999” is no number that can occur."),
        ("price__from=NaN", "price", "“NaN” is no number that can occur."),
        ("made_on__to=2026-02-30", "made_on", "“2026-02-30” is no date"),
        ("made_on__to=9999-12-31", "made_on", "“9999-12-31” is no date"),
        ("made_on__from=2026-02-02&made_on__to=2026-01-01", "made_on", "exchange them"),
        ("kind=boat", "kind", "There is no choice “boat”."),
        ("owner=me", "owner", "This names no record"),
        ("owner=99999999999999999999", "owner", "This names no record"),
        ("safe=perhaps", "safe", "There is no choice “perhaps”."),
    ],
)
def test_bad_input_is_kept_and_explained_and_the_list_is_whole(
    manager: User, listed: Listed, query: str, name: str, words: str
) -> None:
    make_toys(manager, 5)
    page = listed(manager, f"?kind=game&{query}" if name != "kind" else f"?{query}")
    found = next(f for f in page.shown.filters if f.name == name)
    assert words in found.error
    assert found.is_filled
    assert not found.is_active
    assert words.split("“", maxsplit=1)[0].strip() in page.html
    assert len(page.keys) == 5


def test_a_filter_that_the_list_does_not_know_is_said(manager: User, listed: Listed) -> None:
    make_toys(manager, 2)
    page = listed(manager, "?colour=red&owner__password=x&note__contains=y")
    assert len(page.problems) == 3
    assert len(page.keys) == 2


def test_choices_yes_or_no_relations_and_empty(manager: User, listed: Listed) -> None:
    with as_the_house():
        shelf = Shelf(name="Top")
        shelf.save()
    make_toys(manager, 2, kind="doll", safe=False)
    make_toys(manager, 3, kind="train", shelf=shelf)
    make_toys(manager, 4)
    assert len(listed(manager, "?kind=doll").keys) == 2
    assert len(listed(manager, "?kind=doll&kind=train").keys) == 5
    assert len(listed(manager, "?safe=0").keys) == 2
    by_shelf = listed(manager, f"?shelf={shelf.pk}")
    assert len(by_shelf.keys) == 3
    assert by_shelf.shown.chips[0].summary == "Top"
    assert len(listed(manager, "?shelf__empty=1").keys) == 6
    assert len(listed(manager, f"?shelf={shelf.pk}&shelf__empty=1").keys) == 9
    assert len(listed(manager, f"?shelf__id__exact={shelf.pk}").keys) == 3
    assert listed(manager, "?shelf=999999999").keys == []


def test_a_chip_clears_its_own_filter_only(manager: User, listed: Listed) -> None:
    make_toys(manager, 3)
    page = listed(manager, "?kind=game&price__from=1&price__to=9&q=toy")
    chips = {chip.label: chip.clear for chip in page.shown.chips}
    assert chips["Price"] == "?kind=game&q=toy"
    assert chips["Search"] == "?kind=game&price__from=1&price__to=9"


def test_type_ahead_of_a_filter_offers_few_and_only_to_viewers(
    manager: User, stranger: User, sign_in: Callable[[User], Client]
) -> None:
    with as_the_house():
        for number in range(40):
            Shelf(name=f"Shelf {number}").save()
        Shelf(name="Shelf").save()
    client = sign_in(manager)
    address = f"{LIST}list/suggest/"
    found = client.get(address, {"field": "shelf", "term": "shelf"}).json()["results"]
    assert len(found) == 20
    assert found[0]["text"] == "Shelf"
    assert client.get(address, {"field": "nothing", "term": "x"}).json() == {"results": []}
    assert client.get(address, {"field": "name", "term": "x"}).json() == {"results": []}
    assert sign_in(stranger).get(address, {"field": "shelf"}).status_code == 403
