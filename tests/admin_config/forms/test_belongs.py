"""What belongs to a choice: nothing else is offered, nothing else is written, whoever writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from erp.foundation.refusal import Refusal
from erp.parties.models import Contact, Customer
from erp.sales.models import Quotation
from erp.staff.models import User
from tests.admin_config.forms.posting import opened
from tests.admin_config.transfer.files import imported, reasons, verdicts
from tests.factories import ContactFactory, CustomerFactory, QuotationFactory
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.factories import PieceFactory, ToyFactory, ToyOrderFactory
from tests.toy.models import Piece, Toy, ToyOrder

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CHOICES = "/autocomplete/"
NOT_THEIRS = "This contact does not belong to the chosen customer."
SPARE = {"app_label": "toy", "model_name": "toyorder", "field_name": "spare"}


@pytest.fixture
def boxes() -> tuple[Toy, Piece, Piece]:
    """A toy, a piece of it, and a piece of another toy."""
    with as_the_house():
        mine = PieceFactory(name="Own wheel")
        return mine.toy, mine, PieceFactory(name="Foreign wheel", toy=ToyFactory())


def texts(client: Client, **asked: Any) -> list[str]:
    """Return what is offered."""
    answer = client.get(CHOICES, {**SPARE, "term": "", **asked}).json()
    return [row["text"] for row in answer["results"]]


def test_only_what_belongs_to_the_choice_is_offered(
    boxes: tuple[Toy, Piece, Piece], manager: User, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    assert texts(client, within=boxes[0].pk) == ["Own wheel"]
    assert texts(client, within=boxes[0].pk, term="wheel") == ["Own wheel"]
    assert texts(client) == ["Own wheel", "Foreign wheel"]


@pytest.mark.parametrize("within", ["", "x", "Ⅻ"])
def test_without_a_choice_it_says_what_to_choose_first(
    within: str, boxes: tuple[Toy, Piece, Piece], manager: User, sign_in: SignIn
) -> None:
    answer = sign_in(manager).get(CHOICES, {**SPARE, "term": "", "within": within}).json()
    assert answer == {
        "results": [{"id": "-", "text": "First choose: Present", "disabled": True}],
        "pagination": {"more": False},
    }


def test_the_form_refuses_the_piece_of_another_toy(
    boxes: tuple[Toy, Piece, Piece], manager: User, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    order = ToyOrderFactory(owner=manager)
    page = f"/toy/toyorder/{order.pk}/change/"
    values = opened(client, page, "toyorder_form")
    typed = {"present": str(boxes[0].pk), "spare": str(boxes[2].pk)}
    with nothing_changes():
        response = client.post(page, {**values, **typed})
    assert response.status_code == 200
    told = "“Foreign wheel” does not belong to the record chosen in “Present”."
    assert told in response.content.decode()
    assert client.post(page, {**values, **typed, "spare": str(boxes[1].pk)}).status_code == 302


def test_the_list_refuses_it_as_well(
    boxes: tuple[Toy, Piece, Piece], manager: User, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    order = ToyOrderFactory(owner=manager, present=boxes[0], spare=boxes[1])
    address = "/toy/toyorder/list/cells/"
    token = client.get(address, {"key": order.pk}).json()["token"]
    row = {"key": str(order.pk), "version": str(order.version)}
    body = {"token": token, "rows": [{**row, "cells": {"present": boxes[2].toy.code}}]}
    answer = client.post(address, json.dumps(body), content_type="application/json").json()
    assert "does not belong to the record chosen in" in json.dumps(answer, ensure_ascii=False)
    assert ToyOrder.objects.get().present == boxes[0]


def test_what_was_stored_apart_before_may_stay(boxes: tuple[Toy, Piece, Piece]) -> None:
    order = ToyOrderFactory(present=boxes[0], spare=boxes[1])
    with as_the_house():
        moved = Piece.objects.get(pk=boxes[1].pk)
        moved.toy = boxes[2].toy
        moved.save()
        order = ToyOrder.objects.get(pk=order.pk)
        order.buyer = "Ann"
        order.save()
    order.present = boxes[0]
    order.spare = boxes[2]
    with pytest.raises(Refusal), as_the_house():
        order.save()


def test_a_contact_is_the_customers_on_every_way(
    sales: User, manager: User, sign_in: SignIn
) -> None:
    mine, theirs = (CustomerFactory(sales_owner=sales) for _turn in range(2))
    own = ContactFactory(party=mine, name="Ann Own")
    foreign = ContactFactory(party=theirs, name="Ann Foreign")
    paper = QuotationFactory(owner=sales, customer=mine, contact=own)
    client = sign_in(sales)
    asked = {"app_label": "sales", "model_name": "quotation", "field_name": "contact"}
    answer = client.get(CHOICES, {**asked, "term": "ann", "within": mine.pk}).json()
    assert [row["text"] for row in answer["results"]] == ["Ann Own"]
    _form_refuses(client, paper, foreign)
    _import_refuses(manager, paper, mine, foreign)


def _form_refuses(client: Client, paper: Quotation, foreign: Contact) -> None:
    page = f"/sales/quotation/{paper.pk}/change/"
    values = opened(client, page, "quotation_form")
    with nothing_changes():
        answer = client.post(page, {**values, "contact": str(foreign.pk)})
    assert answer.status_code == 200
    assert NOT_THEIRS in answer.content.decode()


def _import_refuses(who: User, paper: Quotation, mine: Customer, foreign: Contact) -> None:
    table = (
        ("number", "customer", "contact"),
        (paper.number, mine.name, f"{foreign.party.name} / {foreign.name}"),
    )
    run = imported("quotation", table, who)
    assert (verdicts(run), reasons(run)) == (["refused"], [f"Contact: {NOT_THEIRS}"])
    paper.refresh_from_db()
    assert paper.contact is not None
    assert paper.contact.name == "Ann Own"
