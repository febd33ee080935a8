"""Saving a form: one operation, once, over nobody's work, with what is wrong shown at its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from erp.foundation.actor import Actor
from erp.foundation.models import Operation, OperationKind
from erp.staff.models import User
from tests.admin_config.forms.conftest import ADD, change_page
from tests.admin_config.forms.posting import add_row, opened, values_of
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.models import Piece, Sale, Tag, Toy

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def test_adding_with_children_is_one_operation(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    values = opened(client, ADD)
    assert values["owner"] == str(manager.pk)
    assert values["note"] == "new"
    values |= {"code": "A-1", "name": "Bear", "price": "5.50"}
    values = add_row(values, "pieces", name="Hat", quantity="2", cost="0")
    values = add_row(values, "pieces", name="Shoe", quantity="4", cost="0")

    response = client.post(ADD, values)

    assert response.status_code == 302
    toy = Toy.objects.get()
    assert (toy.name, toy.price, toy.owner) == ("Bear", Decimal("5.50"), manager)
    assert [p.name for p in toy.pieces.all()] == ["Hat", "Shoe"]
    done = newest_operation()
    assert (done.kind, done.actor_id, done.records) == (OperationKind.CREATE, manager.pk, 3)


def test_the_same_form_posted_twice_makes_one_record(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    values = opened(client, ADD) | {"code": "A-1", "name": "Bear", "price": "5"}
    client.post(ADD, values)
    toy = Toy.objects.get()

    with nothing_changes():
        again = client.post(ADD, values | {"_continue": "another button"})

    assert again.headers["Location"] == change_page(toy)
    assert Toy.objects.count() == 1


def test_going_back_to_an_empty_form_and_typing_something_else_loses_nothing(
    manager: User, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    values = opened(client, ADD) | {"code": "A-1", "name": "Bear", "price": "5"}
    client.post(ADD, values)

    with nothing_changes():
        asked = client.post(ADD, values | {"code": "A-2", "name": "Bull"})

    page = asked.content.decode()
    assert asked.status_code == 200
    assert "what you typed now differs" in page
    first = Toy.objects.get()
    assert f'<a class="ch-link" href="{change_page(first)}">{first}</a>' in page
    shown = values_of(page)
    assert (shown["code"], shown["name"]) == ("A-2", "Bull")
    for _click in range(2):
        assert client.post(ADD, shown).status_code == 302
    assert sorted(Toy.objects.values_list("code", "name")) == [("A-1", "Bear"), ("A-2", "Bull")]


def test_a_refused_form_may_be_posted_again(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    values = opened(client, ADD) | {"code": "A-1", "name": "", "price": "five"}
    with nothing_changes():
        response = client.post(ADD, values)
    page = response.content.decode()
    assert values_of(page)["price"] == "five"
    assert response.context["adminform"].form.errors.keys() == {"name", "price"}

    assert client.post(ADD, values | {"name": "Bear", "price": "5"}).status_code == 302


def test_saving_without_a_change_writes_nothing(manager: User, toy: Toy, sign_in: SignIn) -> None:
    client = sign_in(manager)
    with nothing_changes():
        response = client.post(change_page(toy), opened(client, change_page(toy)))
    assert response.status_code == 302


def test_full_width_numbers_codes_and_dates_are_accepted(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    values = opened(client, ADD) | {
        "code": "Ａ－７ ",
        "name": "Bear",
        "price": "１，２３４。５０",
        "age": "１２",
        "made_on": "２０２６/１/５",
        "seen_at": "2026-01-05T10:30",
        "email": "ａ@example.com",
    }
    values = add_row(values, "pieces", name="Hat", quantity="２．５", cost="0")
    assert client.post(ADD, values).status_code == 302
    toy = Toy.objects.get()
    assert (toy.code, toy.price, toy.age) == ("A-7", Decimal("1234.50"), 12)
    assert toy.made_on == dt.date(2026, 1, 5)
    assert toy.seen_at == dt.datetime(2026, 1, 5, 2, 30, tzinfo=dt.UTC)  # typed in Asia/Shanghai
    assert toy.email == "a@example.com"
    assert toy.pieces.get().quantity == Decimal("2.5")


def test_a_taken_code_is_shown_at_the_code(manager: User, toy: Toy, sign_in: SignIn) -> None:
    client = sign_in(manager)
    values = opened(client, ADD) | {"code": "t1", "name": "Bear", "price": "5"}
    with nothing_changes():
        response = client.post(ADD, values)
    assert list(response.context["adminform"].form.errors) == ["code"]


def test_a_code_taken_at_the_same_moment_is_shown_at_the_code(
    manager: User, toy: Toy, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check passes, the other one commits, the database refuses: look again and say so."""
    client = sign_in(manager)
    values = opened(client, ADD) | {"code": "t1", "name": "Bear", "price": "5"}
    checked = Toy.validate_unique
    blind = [True]

    def blind_once(self: Toy, exclude: object = None) -> None:
        if not blind.pop() if blind else True:
            checked(self, exclude)

    monkeypatch.setattr(Toy, "validate_unique", blind_once)
    with nothing_changes():
        response = client.post(ADD, values)
    assert list(response.context["adminform"].form.errors) == ["code"]


def overtake(toy: Toy, by: User, **values: object) -> None:
    with as_the_house(Actor.person(by)):
        theirs = Toy.objects.get(pk=toy.pk)
        for name, value in values.items():
            setattr(theirs, name, value)
        theirs.save()


def test_a_stale_save_is_refused_and_shows_both(
    manager: User, sales: User, toy: Toy, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    mine = opened(client, change_page(toy)) | {"price": "12"}
    overtake(toy, sales, price=Decimal(11), name="Tram")

    with nothing_changes():
        response = client.post(change_page(toy), mine)

    conflicts = {c.input: c for c in response.context["conflicts"]}
    assert set(conflicts) == {"price", "name"}
    price = conflicts["price"]
    assert (price.before, price.theirs, price.mine, price.taken) == (
        "10.00",
        "11.00",
        "12.00",
        False,
    )
    assert conflicts["name"].taken
    shown = values_of(response.content.decode())
    assert (shown["price"], shown["name"]) == ("12", "Tram")
    assert shown["version_token"] == str(Toy.objects.get().version)

    assert client.post(change_page(toy), shown).status_code == 302
    saved = Toy.objects.get()
    assert (saved.price, saved.name) == (12, "Tram")


def test_tags_that_somebody_joined_meanwhile_are_not_lost(
    manager: User, sales: User, toy: Toy, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    mine = opened(client, change_page(toy)) | {"price": "12"}
    with as_the_house(Actor.person(sales)):
        blue = Tag(name="blue")
        blue.save()
        Toy.objects.get().tags.add(blue)
    shown = values_of(client.post(change_page(toy), mine).content.decode())
    assert sorted(shown["tags"]) == sorted(str(t.pk) for t in Tag.objects.all())
    client.post(change_page(toy), shown)
    assert {t.name for t in toy.tags.all()} == {"fast", "blue"}


def test_a_stale_row_is_refused_too(manager: User, sales: User, toy: Toy, sign_in: SignIn) -> None:
    client = sign_in(manager)
    mine = opened(client, change_page(toy)) | {"pieces-0-name": "Mine"}
    with as_the_house(Actor.person(sales)):
        piece = Piece.objects.get()
        piece.name = "Theirs"
        piece.save()
    with nothing_changes():
        response = client.post(change_page(toy), mine)
    assert [(c.input, c.theirs, c.mine) for c in response.context["conflicts"]] == [
        ("pieces-0-name", "Theirs", "Mine")
    ]


def test_a_record_deleted_meanwhile_can_be_saved_anew(
    manager: User, toy: Toy, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    mine = opened(client, change_page(toy)) | {"name": "Mine", "pieces-INITIAL_FORMS": "0"}
    page = change_page(toy)
    with as_the_house():
        Toy.objects.get().delete()
    with nothing_changes():
        response = client.post(page, mine)
    assert "deleted this record meanwhile" in response.content.decode()
    shown = values_of(response.content.decode())
    assert shown["name"] == "Mine"
    client.post(page, shown)
    assert Toy.objects.get().name == "Mine"


def test_a_right_taken_away_half_way_writes_nothing(
    manager: User, toy: Toy, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    values = opened(client, change_page(toy)) | {"price": "12"}
    with as_the_house():
        manager.groups.clear()
    with nothing_changes():
        response = client.post(change_page(toy), values)
    assert response.status_code == 403


def test_a_row_in_use_cannot_be_removed_silently(manager: User, toy: Toy, sign_in: SignIn) -> None:
    with as_the_house():
        Sale(toy=toy, sold_on=dt.date(2026, 1, 1), amount=1).save()
    client = sign_in(manager)
    response = client.post(f"/toy/toy/{toy.pk}/delete/", {"post": "yes"}, follow=True)
    assert "is used by" in response.content.decode()
    assert Toy.objects.count() == 1


def test_operations_carry_request_and_address(
    manager: User, sign_in: SignIn, settings: Any
) -> None:
    """The id is the house's own, or that of a proxy which is named; nobody else chooses one."""
    client = sign_in(manager)
    values = opened(client, ADD) | {"code": "A-1", "name": "Bear", "price": "5"}
    forged = client.post(ADD, values, headers={"x-request-id": "abcdefgh-1"})
    own = forged.headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{32}", own)
    assert Operation.objects.filter(request_id=own, address="127.0.0.1").count() == 1
    assert not Operation.objects.filter(request_id="abcdefgh-1").exists()
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    for given, kept in (("abcdefgh-1", True), ("short", False), ("a\tb;drop--table", False)):
        answer = client.get(ADD, headers={"x-request-id": given})
        assert (answer.headers["X-Request-Id"] == given) is kept


def test_going_back_and_saving_something_else_is_not_taken_for_a_double_click(
    manager: User, toy: Toy, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    values = opened(client, change_page(toy)) | {"name": "Bear"}
    client.post(change_page(toy), values)
    with nothing_changes():
        twice = client.post(change_page(toy), values)
        other = client.post(change_page(toy), values | {"name": "Bull"})

    assert twice.status_code == 302
    assert other.status_code == 200
    assert b"Bear" in other.content
    assert b"Bull" in other.content
