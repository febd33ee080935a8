"""Two browsers at the same moment: one record a form, one winner a code, no error page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from erp.foundation.models import Operation, OperationKind
from erp.staff.models import User
from tests.admin_config.forms.conftest import ADD
from tests.admin_config.forms.posting import opened
from tests.toy.models import Toy

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db(transaction=True)


def post_together(clients: list[Client], address: str, forms: list[dict[str, Any]]) -> list[Any]:
    """Post all at once, each from a thread and a connection of its own; return the answers."""
    ready = threading.Barrier(len(clients))
    answers: list[Any] = [None] * len(clients)

    def post(place: int) -> None:
        ready.wait()
        try:
            answers[place] = clients[place].post(address, forms[place])
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=(n,)) for n in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_double_click_makes_one_record(manager: User, sign_in: SignIn) -> None:
    clients = [sign_in(manager) for _ in range(4)]
    values = opened(clients[0], ADD) | {"code": "A", "name": "Bear", "price": "1"}

    answers = post_together(clients, ADD, [values] * 4)

    assert [answer.status_code for answer in answers] == [302] * 4
    assert Toy.objects.count() == 1
    assert Operation.objects.filter(kind=OperationKind.CREATE).count() == 1


def test_one_code_typed_by_several_at_once_has_one_winner(manager: User, sign_in: SignIn) -> None:
    clients = [sign_in(manager) for _ in range(4)]
    forms = [
        opened(client, ADD) | {"code": "A", "name": f"Bear {number}", "price": "1"}
        for number, client in enumerate(clients)
    ]

    answers = post_together(clients, ADD, forms)

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 302]
    assert Toy.objects.count() == 1
    for answer in answers:
        if answer.status_code == 200:
            assert list(answer.context["adminform"].form.errors) == ["code"]


def test_saving_one_record_at_once_keeps_the_first_and_shows_it_to_the_others(
    manager: User, sign_in: SignIn
) -> None:
    clients = [sign_in(manager) for _ in range(3)]
    clients[0].post(ADD, opened(clients[0], ADD) | {"code": "A", "name": "Bear", "price": "1"})
    page = f"/toy/toy/{Toy.objects.get().pk}/change/"
    forms = [
        opened(client, page) | {"price": str(number + 10)} for number, client in enumerate(clients)
    ]

    answers = post_together(clients, page, forms)

    assert sorted(answer.status_code for answer in answers) == [200, 200, 302]
    winner = next(n for n, answer in enumerate(answers) if answer.status_code == 302)
    assert Toy.objects.get().price == winner + 10
    for answer in answers:
        if answer.status_code == 200:
            assert [c.theirs for c in answer.context["conflicts"]] == [f"{winner + 10}.00"]
