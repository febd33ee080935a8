"""History: readable, without what is hidden; compare, restore, undo; the operation log."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from erp.foundation.actor import Actor
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.staff.models import User
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.models import Piece, Shelf, Tag, Toy

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def toy(sales: User) -> Toy:
    """A toy with three versions: made, repriced with a row and a tag, moved from a gone shelf."""
    with as_the_house(Actor.person(sales)):
        shelf = Shelf(name="North")
        shelf.save()
        tag = Tag(name="fast")
        tag.save()
        made = Toy(
            code="T-1", name="Train", owner=sales, price=Decimal(10), cost=Decimal(7), shelf=shelf
        )
        made.save()
        piece = Piece(toy=made, name="Wagon", cost=Decimal(2))
        piece.save()
    with operation(OperationKind.CHANGE, by=Actor.person(sales), reason="new list"):
        made.price, made.cost, made.safe, made.kind = Decimal(12), Decimal(8), False, "doll"
        made.save()
        made.tags.add(tag)
        piece.quantity = Decimal(5)
        piece.save()
    with as_the_house(Actor.person(sales)):
        made.shelf = None
        made.save()
        shelf.delete()
    return Toy.objects.get()


def events(client: Client, toy_pk: int) -> list[dict[str, tuple[str, str]]]:
    page = client.get(f"/toy/toy/{toy_pk}/history/")
    assert page.status_code == 200
    return [
        {d.label: (d.old, d.new) for d in (event.own.differences if event.own else [])}
        for event in page.context["timeline"].events
    ]


def test_every_version_in_words(manager: User, toy: Toy, sign_in: SignIn) -> None:
    newest, middle, first = events(sign_in(manager), toy.pk)
    assert newest == {"Shelf": ("North (deleted)", "")}
    assert middle == {
        "Kind": ("game", "doll"),
        "Price": ("10.00", "12.00"),
        "Cost": ("7.00", "8.00"),
        "Safe": ("yes", "no"),
        "Tags": ("", "fast"),
    }
    assert first["Owner"] == ("", "Sales")


def test_rows_are_part_of_the_history(manager: User, toy: Toy, sign_in: SignIn) -> None:
    page = sign_in(manager).get(f"/toy/toy/{toy.pk}/history/")
    event = page.context["timeline"].events[1]
    assert event.operation.reason == "new list"
    assert [(c.label, c.sign) for c in event.children] == [("Wagon", "changed")]
    assert [(d.label, d.old, d.new) for d in event.children[0].differences] == [
        ("Quantity", "1", "5")
    ]


def test_hidden_fields_are_nowhere(sales: User, toy: Toy, sign_in: SignIn) -> None:
    client = sign_in(sales)
    pages = [client.get(f"/toy/toy/{toy.pk}/history/")]
    versions = list(toy.history.order_by("history_id").values_list("pk", flat=True))
    pages.append(client.get(f"/toy/toy/{toy.pk}/history/compare/?a={versions[0]}&b={versions[1]}"))
    pages.append(client.get(f"/toy/toy/{toy.pk}/history/{versions[0]}/restore/"))
    for page in pages:
        assert page.status_code == 200
        assert "Cost" not in page.content.decode()


def test_a_long_history_has_pages_of_a_constant_cost(
    manager: User, toy: Toy, sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with as_the_house():
        pass
    for number in range(45):
        with as_the_house():
            found = Toy.objects.get()
            found.age = number + 4
            found.save()
    client = sign_in(manager)
    client.get(f"/toy/toy/{toy.pk}/history/")
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        first = client.get(f"/toy/toy/{toy.pk}/history/")
    assert len(first.context["timeline"].events) == 20
    second = client.get(
        f"/toy/toy/{toy.pk}/history/?before={first.context['timeline'].next_before}"
    )
    third = client.get(
        f"/toy/toy/{toy.pk}/history/?before={second.context['timeline'].next_before}"
    )
    seen = [
        event.operation.pk
        for page in (first, second, third)
        for event in page.context["timeline"].events
    ]
    assert len(seen) == len(set(seen)) == 48
    assert third.context["timeline"].next_before is None


def test_comparing_two_versions(manager: User, toy: Toy, sign_in: SignIn) -> None:
    first, _middle, last = toy.history.order_by("history_id").values_list("pk", flat=True)
    page = sign_in(manager).get(f"/toy/toy/{toy.pk}/history/compare/?a={last}&b={first}")
    found = page.context["comparison"]
    assert {d.label: (d.old, d.new) for d in found.fields} == {
        "Kind": ("game", "doll"),
        "Shelf": ("North (deleted)", ""),
        "Price": ("10.00", "12.00"),
        "Cost": ("7.00", "8.00"),
        "Safe": ("yes", "no"),
        "Tags": ("", "fast"),
    }
    assert [(c.label, c.sign) for c in found.children] == [("Wagon", "changed")]
    assert sign_in(manager).get(f"/toy/toy/{toy.pk}/history/compare/?a=0&b=x").status_code == 404


def test_restoring_is_refused_when_a_parent_is_gone(
    manager: User, toy: Toy, sign_in: SignIn
) -> None:
    first = toy.history.earliest("history_id").pk
    client = sign_in(manager)
    with nothing_changes():
        page = client.post(f"/toy/toy/{toy.pk}/history/{first}/restore/", {"reason": "back"})
    assert page.context["refusal"] == ["the shelf “North” it belonged to is gone"]


def test_restoring_keeps_what_one_does_not_see(sales: User, toy: Toy, sign_in: SignIn) -> None:
    with as_the_house():
        found = Toy.objects.get()
        found.name, found.cost = "Tram", Decimal(99)
        found.save()
        found.tags.clear()
    version = toy.history.order_by("history_id")[2].pk
    response = sign_in(sales).post(
        f"/toy/toy/{toy.pk}/history/{version}/restore/", {"reason": "back"}
    )
    assert response.status_code == 302
    saved = Toy.objects.get()
    assert (saved.name, saved.cost) == ("Train", 99)
    assert [t.name for t in saved.tags.all()] == ["fast"]
    done = newest_operation()
    assert (done.kind, done.reason) == (OperationKind.RESTORE, "back")


def test_who_only_looks_up_restores_nothing(auditor: User, toy: Toy, sign_in: SignIn) -> None:
    first = toy.history.earliest("history_id").pk
    client = sign_in(auditor)
    page = client.get(f"/toy/toy/{toy.pk}/history/").content.decode()
    assert "/restore/" not in page
    assert "/undo/" not in page
    with nothing_changes():
        response = client.post(f"/toy/toy/{toy.pk}/history/{first}/restore/")
    assert response.status_code == 403


def test_the_operation_log_shows_records_and_undoes_them(
    manager: User, toy: Toy, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    with operation(OperationKind.CHANGE, by=Actor.person(manager), reason="sale") as running:
        found = Toy.objects.get()
        found.price = Decimal(1)
        found.save()
    page = client.get(f"/foundation/operation/{running.row.pk}/change/")
    assert page.status_code == 200
    (row,) = page.context["records"]
    assert [(d.label, d.old, d.new) for d in row["touched"].differences] == [
        ("Price", "12.00", "1.00")
    ]
    client.post(f"/operations/{running.row.pk}/undo/", {"reason": "too early"})
    assert Toy.objects.get().price == 12
    undo = newest_operation()
    assert (undo.kind, undo.reason, undo.undoes) == (OperationKind.UNDO, "too early", running.row)
    with nothing_changes():
        again = client.post(f"/operations/{running.row.pk}/undo/")
    assert again.status_code == 302


def test_nobody_writes_the_log(manager: User, toy: Toy, sign_in: SignIn) -> None:
    client = sign_in(manager)
    key = newest_operation().pk
    with nothing_changes():
        for address in (
            f"/foundation/operation/{key}/change/",
            f"/foundation/operation/{key}/delete/",
        ):
            assert client.post(address, {"post": "yes"}).status_code in {302, 403}
        assert client.post("/foundation/operation/add/", {}).status_code == 403


def test_looking_at_an_undo_undoes_nothing(manager: User, toy: Toy, sign_in: SignIn) -> None:
    made = newest_operation()
    client = sign_in(manager)
    with nothing_changes():
        assert client.get(f"/operations/{made.pk}/undo/").status_code == 200
