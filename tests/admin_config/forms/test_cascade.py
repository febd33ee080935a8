"""Regions are chosen level by level; what is answered is small, and refused to strangers to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from erp.company.models import Region
from erp.parties.models import Address
from erp.staff.models import User
from tests.admin_config.forms.posting import add_row, opened
from tests.factories import CountryFactory, CustomerFactory, RegionFactory
from tests.language.writing import as_the_house

pytestmark = pytest.mark.django_db
LEVELS = "/cascade/company/region/"


@pytest.fixture
def haidian() -> Region:
    """A district, with a second province and a second city beside those above it."""
    province = RegionFactory(name="Hebei")
    RegionFactory(name="Henan", country=province.country)
    city = RegionFactory(name="Baoding", parent=province)
    RegionFactory(name="Tangshan", parent=province)
    made: Region = RegionFactory(name="Lianchi District", parent=city)
    return made


def texts(levels: list[dict[str, Any]]) -> list[list[str]]:
    return [[text for _key, text in level["options"]] for level in levels]


def test_the_first_level_is_that_of_the_country(
    haidian: Region, sales: User, sign_in: Callable[[User], Client]
) -> None:
    RegionFactory(name="Bavaria")
    answer = sign_in(sales).get(LEVELS, {"within": haidian.country_id}).json()
    assert texts(answer["levels"]) == [["Hebei", "Henan"]]
    assert [level["label"] for level in answer["levels"]] == ["province"]


def test_a_choice_shows_the_way_down_to_it_and_what_is_below(
    haidian: Region, sales: User, sign_in: Callable[[User], Client]
) -> None:
    city = haidian.parent
    assert city is not None
    answer = sign_in(sales).get(LEVELS, {"of": city.pk}).json()
    assert texts(answer["levels"]) == [
        ["Hebei", "Henan"],
        ["Baoding", "Tangshan"],
        ["Lianchi District"],
    ]
    assert [level["chosen"] for level in answer["levels"]] == [
        str(city.parent_id),
        str(city.pk),
        "",
    ]


def test_without_a_country_there_is_nothing_to_choose(
    haidian: Region, sales: User, sign_in: Callable[[User], Client]
) -> None:
    assert sign_in(sales).get(LEVELS).json() == {"levels": []}
    assert sign_in(sales).get(LEVELS, {"within": "x"}).json() == {"levels": []}


def test_what_is_inactive_is_offered_only_where_it_is_chosen(
    haidian: Region, sales: User, sign_in: Callable[[User], Client]
) -> None:
    with as_the_house():
        haidian.active = False
        haidian.save()
    client = sign_in(sales)
    assert texts(client.get(LEVELS, {"of": haidian.parent_id}).json()["levels"])[2:] == []
    assert texts(client.get(LEVELS, {"of": haidian.pk}).json()["levels"])[2:] == [
        ["Lianchi District"]
    ]


def test_names_follow_the_reader(
    haidian: Region, sales: User, sign_in: Callable[[User], Client]
) -> None:
    with as_the_house():
        sales.language = "zh-hans"
        sales.save()
        Region.objects.get(name="Hebei")
    answer = sign_in(sales).get(LEVELS, {"within": haidian.country_id}).json()
    assert all(text.startswith("地区") for text in texts(answer["levels"])[0])


def test_browsers_keep_the_answer(
    haidian: Region, sales: User, sign_in: Callable[[User], Client]
) -> None:
    response = sign_in(sales).get(LEVELS, {"within": haidian.country_id})
    assert "private" in response["Cache-Control"]
    assert "max-age=600" in response["Cache-Control"]


def test_only_trees_are_answered_and_only_inside(
    sales: User, sign_in: Callable[[User], Client]
) -> None:
    assert sign_in(sales).get("/cascade/staff/user/").status_code == 404
    assert sign_in(sales).get("/cascade/no/such/").status_code == 404
    assert Client().get(LEVELS).status_code == 302


def test_the_number_of_statements_does_not_grow_with_the_level(
    haidian: Region,
    sales: User,
    sign_in: Callable[[User], Client],
    django_assert_max_num_queries: Any,
) -> None:
    client = sign_in(sales)
    with django_assert_max_num_queries(9):
        client.get(LEVELS, {"of": haidian.pk})


def test_the_form_saves_what_was_chosen(
    haidian: Region, sales: User, sign_in: Callable[[User], Client]
) -> None:
    customer = CustomerFactory(sales_owner=sales)
    client = sign_in(sales)
    page = f"/parties/customer/{customer.pk}/change/"
    values = add_row(
        opened(client, page, "customer_form"),
        "addresses",
        kind="ship",
        country=str(haidian.country_id),
        region=str(haidian.pk),
        street="1 Canal Road",
    )
    assert client.post(page, values).status_code == 302
    assert Address.objects.get().region == haidian


def test_and_refuses_a_region_of_another_country(
    haidian: Region, sales: User, sign_in: Callable[[User], Client]
) -> None:
    customer = CustomerFactory(sales_owner=sales)
    client = sign_in(sales)
    page = f"/parties/customer/{customer.pk}/change/"
    values = add_row(
        opened(client, page, "customer_form"),
        "addresses",
        kind="ship",
        country=str(CountryFactory().pk),
        region=str(haidian.pk),
        street="1 Canal Road",
    )
    response = client.post(page, values)
    assert response.status_code == 200
    assert "This region is not in the chosen country." in response.content.decode()
    assert not Address.objects.exists()
