"""A right that goes while somebody types takes nothing of the text along."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from admin_config.models import FormDraft
from erp.staff.models import User
from tests.admin_config.forms.posting import add_row, opened, values_of
from tests.language.page import Page
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.factories import ShelfFactory, ToyFactory
from tests.toy.models import Toy, ToyOrder

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ADD = "/toy/toy/add/"


def take(who: User, *rights: str) -> None:
    """Take rights away from the role that a person has."""
    with as_the_house():
        who.groups.get().permissions.remove(*Permission.objects.filter(codename__in=rights))


def give(who: User, *rights: str) -> None:
    """Give them back."""
    with as_the_house():
        who.groups.get().permissions.add(*Permission.objects.filter(codename__in=rights))


def test_what_was_typed_into_a_new_record_is_shown_kept_and_taken_up_later(
    manager: User, system: User, sign_in: SignIn
) -> None:
    with as_the_house():
        shelf = ShelfFactory()
    client = sign_in(manager)
    typed = opened(client, ADD) | {"code": "A-1", "name": "Bear <b>", "price": "five"}
    typed |= {"note": "first\nsecond", "shelf": str(shelf.pk)}
    typed = add_row(typed, "pieces", name="Hat", quantity="2", cost="0")
    take(manager, "add_toy")
    with nothing_changes():
        refused = client.post(ADD, typed)

    assert refused.status_code == 403
    page = Page(refused)
    for text in ("Code A-1", "Name Bear <b>", "Price five", f"Shelf {shelf}", "Piece 1", "Hat"):
        assert text in page.words
    assert "first\nsecond" in page.html
    assert "<b>" not in page.html.split("What you typed")[1]
    assert "You lack the right “add” for toys" in page.words
    assert f"Ask {system} for it" in page.words
    assert typed["_form_token"] not in page.html

    assert not Toy.objects.exists()

    give(manager, "add_toy")
    assert "Unsaved entries of" in client.get(ADD).content.decode()
    back = values_of(client.post(ADD, {"_draft_back": "1"}).content.decode())
    assert (back["name"], back["price"], back["pieces-0-name"]) == ("Bear <b>", "five", "Hat")
    assert client.post(ADD, back | {"price": "5"}).status_code == 302
    assert Toy.objects.get().note.split() == ["first", "second"]


def test_what_was_typed_over_a_record_is_shown_and_kept(manager: User, sign_in: SignIn) -> None:
    with as_the_house():
        toy = ToyFactory()
    address = f"/toy/toy/{toy.pk}/change/"
    client = sign_in(manager)
    typed = opened(client, address) | {"name": "Mine"}
    take(manager, "change_toy")
    with nothing_changes():
        refused = client.post(address, typed)
    assert refused.status_code == 403
    page = Page(refused)
    assert "Name Mine" in page.words
    assert "right “change” for toys" in page.words
    assert dict(FormDraft.objects.get().fields)["name"] == "Mine"


def test_a_record_that_went_out_of_sight_takes_no_text_and_no_draft_along(
    manager: User, sign_in: SignIn
) -> None:
    with as_the_house():
        toy = ToyFactory()
    address = f"/toy/toy/{toy.pk}/change/"
    client = sign_in(manager)
    typed = opened(client, address) | {"name": "Mine"}
    take(manager, "view_toy", "add_toy")
    with nothing_changes():
        refused = client.post(address, typed)
    assert refused.status_code == 403
    assert "Name Mine" in Page(refused).words
    assert "right “look up” for toys" in Page(refused).words
    assert FormDraft.objects.exists()


def test_fields_that_are_hidden_by_now_are_not_shown(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    typed = opened(client, ADD) | {"name": "Bear", "cost": "77.31"}
    take(manager, "add_toy", "see_cost_toy")
    page = client.post(ADD, typed).content.decode()
    assert "Bear" in page
    assert "77.31" not in page


def test_the_lines_of_a_paper_are_shown(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    typed = opened(client, "/toy/toyorder/add/", "toyorder_form")
    rows = [{"c": {"wording": "two bears", "quantity": "2"}}]
    typed["lines-lines"] = json.dumps({"rows": rows})
    take(manager, "add_toyorder")
    with nothing_changes():
        refused = client.post("/toy/toyorder/add/", typed)
    assert refused.status_code == 403
    assert "two bears" in Page(refused).words
    assert not ToyOrder.objects.exists()


def test_what_no_form_of_ours_sent_is_not_kept(stranger: User, sign_in: SignIn) -> None:
    assert sign_in(stranger).post(ADD, {"name": "Bear"}).status_code == 403
    assert not FormDraft.objects.exists()
