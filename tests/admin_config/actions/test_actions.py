"""Verbs of a domain: rights per record, a reason where wanted, refusals that leave the others."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from erp.foundation.models import OperationKind
from erp.staff.models import User
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.models import Toy

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def make(owner: User, code: str, *, safe: bool = True) -> Toy:
    with as_the_house():
        toy = Toy(code=code, name="Train", owner=owner, price=Decimal(1), safe=safe)
        toy.save()
    return toy


def test_a_verb_asks_for_its_reason_and_runs_once(manager: User, sign_in: SignIn) -> None:
    toy = make(manager, "A")
    client = sign_in(manager)
    address = f"/toy/toy/{toy.pk}/do/recall_toy/"
    assert address in client.get(f"/toy/toy/{toy.pk}/change/").content.decode()
    with nothing_changes():
        asked = client.get(address)
        client.post(address, {"reason": " "})
    token = asked.context["form_token"]
    client.post(address, {"reason": "sharp edge", "_form_token": token})
    assert not Toy.objects.get().safe
    done = newest_operation()
    assert (done.kind, done.reason, done.records) == (OperationKind.ACTION, "sharp edge", 1)
    with nothing_changes():
        client.post(address, {"reason": "sharp edge", "_form_token": token})


def test_a_refused_verb_says_why(manager: User, sign_in: SignIn) -> None:
    toy = make(manager, "A", safe=False)
    client = sign_in(manager)
    with nothing_changes():
        page = client.post(f"/toy/toy/{toy.pk}/do/recall_toy/", {"reason": "x"}, follow=True)
    assert "This toy was recalled already." in page.content.decode()


def test_a_selection_does_what_it_can(manager: User, sign_in: SignIn) -> None:
    toys = [make(manager, "A"), make(manager, "B", safe=False), make(manager, "C")]
    client = sign_in(manager)
    chosen = {"action": "recall_toy", "_selected_action": [str(t.pk) for t in toys]}
    with nothing_changes():
        asked = client.post("/toy/toy/", {**chosen, "index": "0"})
    assert asked.context["count"] == 3
    page = client.post("/toy/toy/", {**chosen, "reason": "recall"}, follow=True)
    texts = [str(message) for message in page.context["messages"]]
    assert "Recall: done for 2." in texts
    assert "Recall: B Train: This toy was recalled already." in texts
    assert Toy.objects.filter(safe=True).count() == 0
    assert newest_operation().records == 2


def test_rights_are_asked_for_every_record(
    sales: User, other_sales: User, auditor: User, sign_in: SignIn
) -> None:
    mine, theirs = make(sales, "A"), make(other_sales, "B")
    client = sign_in(sales)
    chosen = [str(mine.pk), str(theirs.pk)]
    client.post("/toy/toy/", {"action": "recall_toy", "_selected_action": chosen, "reason": "x"})
    assert not Toy.objects.get(pk=mine.pk).safe
    assert Toy.objects.get(pk=theirs.pk).safe
    looking = sign_in(auditor)
    with nothing_changes():
        response = looking.post(f"/toy/toy/{theirs.pk}/do/recall_toy/", {"reason": "x"})
    assert response.status_code == 403
    assert sign_in(sales).post(f"/toy/toy/{mine.pk}/do/nothing/").status_code == 404
