"""Rights on the form: own records, hidden fields, owners, children, and what is typed ahead."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from erp.staff.models import User
from tests.admin_config.forms.conftest import ADD, change_page
from tests.admin_config.forms.posting import add_row, opened
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.models import Piece, Shelf, Toy

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def test_a_hidden_field_is_nowhere_and_a_posted_one_is_ignored(
    sales: User, toy: Toy, sign_in: SignIn
) -> None:
    client = sign_in(sales)
    values = opened(client, change_page(toy))
    assert "cost" not in values
    assert "pieces-0-cost" not in values
    client.post(change_page(toy), values | {"name": "Tram", "cost": "99", "pieces-0-cost": "99"})
    saved = Toy.objects.get()
    assert (saved.name, saved.cost) == ("Tram", Decimal(7))
    assert Piece.objects.get().cost == 2


def test_who_sees_the_field_may_type_it(manager: User, toy: Toy, sign_in: SignIn) -> None:
    client = sign_in(manager)
    client.post(change_page(toy), opened(client, change_page(toy)) | {"cost": "8"})
    assert Toy.objects.get().cost == 8


def test_a_seller_owns_what_he_adds_and_cannot_give_it_away(
    sales: User, other_sales: User, sign_in: SignIn
) -> None:
    client = sign_in(sales)
    values = opened(client, ADD)
    assert "owner" not in values
    values |= {"code": "A", "name": "Bear", "price": "1", "owner": str(other_sales.pk)}
    client.post(ADD, values)
    toy = Toy.objects.get()
    assert toy.owner == sales

    values = opened(client, change_page(toy)) | {"owner": str(other_sales.pk), "name": "Fox"}
    client.post(change_page(toy), values)
    toy.refresh_from_db()
    assert (toy.owner, toy.name) == (sales, "Fox")


def test_a_manager_may_give_a_record_away(
    manager: User, other_sales: User, toy: Toy, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    values = opened(client, change_page(toy)) | {"owner": str(other_sales.pk)}
    client.post(change_page(toy), values)
    assert Toy.objects.get().owner == other_sales


def test_records_of_others_do_not_open(other_sales: User, toy: Toy, sign_in: SignIn) -> None:
    client = sign_in(other_sales)
    assert client.get(change_page(toy)).status_code == 302
    with nothing_changes():
        client.post(change_page(toy), {"name": "stolen"})
    assert Toy.objects.get().name == "Train"


def test_a_relation_takes_only_what_may_be_looked_up(
    sales: User, stranger: User, toy: Toy, sign_in: SignIn
) -> None:
    client = sign_in(sales)
    values = opened(client, change_page(toy)) | {"shelf": "999999"}
    with nothing_changes():
        response = client.post(change_page(toy), values)
    assert list(response.context["adminform"].form.errors) == ["shelf"]


def test_rows_of_others_cannot_be_smuggled_in(
    sales: User, other_sales: User, toy: Toy, sign_in: SignIn
) -> None:
    with as_the_house():
        theirs = Toy(code="B", name="Theirs", owner=other_sales, price=Decimal(1))
        theirs.save()
        piece = Piece(toy=theirs, name="Secret")
        piece.save()
    client = sign_in(sales)
    values = opened(client, change_page(toy)) | {"pieces-0-id": str(piece.pk), "pieces-0-name": "x"}
    with nothing_changes():
        response = client.post(change_page(toy), values)
    assert response.status_code == 200


def test_who_only_looks_up_sees_no_inputs(auditor: User, toy: Toy, sign_in: SignIn) -> None:
    page = sign_in(auditor).get(change_page(toy))
    html = page.content.decode()
    assert page.status_code == 200
    assert 'name="_save"' not in html
    assert 'name="price"' not in html
    assert "/copy/" not in html


def type_ahead(
    client: Client, field: str, term: str = "", page: str = "1"
) -> tuple[int, list[str]]:
    response = client.get(
        "/autocomplete/",
        {"app_label": "toy", "model_name": "toy", "field_name": field, "term": term, "page": page},
    )
    if response.status_code != 200:
        return response.status_code, []
    return 200, [row["text"] for row in json.loads(response.content)["results"]]


def test_typing_ahead_finds_and_pages_without_counting(
    sales: User, toy: Toy, sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with as_the_house():
        for number in range(45):
            Shelf(name=f"South {number:02}").save()
    client = sign_in(sales)
    assert type_ahead(client, "shelf", "nor") == (200, ["North"])
    assert len(type_ahead(client, "shelf")[1]) == 20
    assert len(type_ahead(client, "shelf", "south", "3")[1]) == 5
    assert type_ahead(client, "shelf", "zzz") == (200, [])


def test_typing_ahead_asks_for_rights(
    sales: User, stranger: User, toy: Toy, sign_in: SignIn
) -> None:
    assert type_ahead(sign_in(stranger), "shelf")[0] == 403
    assert type_ahead(sign_in(sales), "cost")[0] == 403
    assert type_ahead(sign_in(sales), "nothing")[0] == 403


@pytest.mark.parametrize("rows", [1, 30])
def test_the_form_costs_the_same_for_one_and_thirty_rows(
    manager: User,
    toy: Toy,
    sign_in: SignIn,
    rows: int,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    with as_the_house():
        for number in range(rows - 1):
            Piece(toy=toy, name=f"Wagon {number}").save()
    client = sign_in(manager)
    client.get(change_page(toy))
    with django_assert_max_num_queries(13) as counted:  # type: ignore[attr-defined]
        client.get(change_page(toy))
    Counts.seen.add(len(counted.captured_queries))
    assert len(Counts.seen) == 1


class Counts:
    """How many queries the same form cost."""

    seen: set[int] = set()


def test_a_new_row_may_be_added_by_who_may_change_the_toy(
    storekeeper: User, toy: Toy, sign_in: SignIn
) -> None:
    client = sign_in(storekeeper)
    values = add_row(opened(client, change_page(toy)), "pieces", name="Hat", quantity="1")
    assert client.post(change_page(toy), values).status_code == 302
    assert toy.pieces.count() == 2
