"""What the grid is told while somebody types: no more than he may see; nothing is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erp.staff.models import User
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.factories import ToyFactory
from tests.toy.models import Toy, ToyOrder

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
PLACE = "/lines/toy/toyorder/toyorderline"


def ask(client: Client, what: str, sent: Any) -> Any:
    """Ask as the page's script does."""
    with nothing_changes():
        return client.post(f"{PLACE}/{what}/", json.dumps(sent), content_type="application/json")


@pytest.fixture
def toys(manager: User) -> list[Toy]:
    """Two locomotives of the manager's."""
    with as_the_house():
        return [
            ToyFactory(code="L-1", name="Green loco", price=Decimal("12.5"), owner=manager),
            ToyFactory(code="L-2", name="Red loco", price=Decimal(20), owner=manager, safe=False),
        ]


def test_a_sure_match_brings_its_price_and_a_doubtful_one_only_candidates(
    manager: User, toys: list[Toy], sign_in: SignIn
) -> None:
    found = ask(sign_in(manager), "match", {"texts": ["l-1", "loco", "bell"]}).json()["matches"]
    assert [(m["kind"], m["why"]) for m in found] == [
        ("sure", "same code"),
        ("doubtful", "similar name"),
        ("none", ""),
    ]
    assert found[0]["record"]["c"] == {"toy": str(toys[0].pk), "unit_price": "12.50"}
    assert found[0]["record"]["t"] == {"toy": "L-1 Green loco"}
    assert [c["text"] for c in found[1]["candidates"]] == ["L-1 Green loco", "L-2 Red loco"]
    assert found[1]["record"] is None


def test_nobody_is_offered_what_he_may_not_choose(
    sales: User, toys: list[Toy], sign_in: SignIn
) -> None:
    found = ask(sign_in(sales), "match", {"texts": ["L-1", "loco"]}).json()["matches"]
    assert [m["kind"] for m in found] == ["none", "none"]
    brought = ask(sign_in(sales), "fill", {"texts": [str(toys[0].pk)]}).json()
    assert brought == {"goods": {}}


def test_facts_follow_rights_and_head(
    manager: User, sales: User, toys: list[Toy], sign_in: SignIn
) -> None:
    rows = [{"c": {"toy": str(toys[1].pk)}}, {"c": {"wording": "x"}}]
    question = {"head": {"buyer": "Ann"}, "rows": rows}
    told = ask(sign_in(manager), "facts", question).json()
    assert [fact["label"] for fact in told["facts"][0]] == [
        "List price",
        "Cost",
        "“Red loco” is not safe for Ann",
    ]
    assert told["facts"][1] == []
    assert told["digits"] == 2
    with as_the_house():
        toys[1].owner = sales
        toys[1].save()
    labels = [f["label"] for f in ask(sign_in(sales), "facts", question).json()["facts"][0]]
    assert labels == ["List price", "“Red loco” is not safe for Ann"]


def test_many_rows_cost_what_one_costs(manager: User, toys: list[Toy], sign_in: SignIn) -> None:
    client = sign_in(manager)
    costs = []
    for count in (1, 30):
        rows = [{"c": {"toy": str(toys[0].pk)}}] * count
        with CaptureQueriesContext(connection) as asked:
            response = client.post(
                f"{PLACE}/facts/", json.dumps({"rows": rows}), content_type="application/json"
            )
        assert len(response.json()["facts"]) == count
        costs.append(len(asked))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    "sent",
    [[], {"more": 1}, {"texts": "a"}, {"texts": [1]}, {"head": {"buyer": 1}}, {"key": "x"}],
)
def test_what_no_page_asks_is_not_answered(manager: User, sign_in: SignIn, sent: Any) -> None:
    assert ask(sign_in(manager), "match", sent).status_code == 400


def test_too_many_texts_are_not_answered(manager: User, sign_in: SignIn) -> None:
    assert ask(sign_in(manager), "match", {"texts": ["a"] * 1001}).status_code == 400


def test_who_may_not_type_lines_asks_nothing(purchasing: User, sign_in: SignIn) -> None:
    assert ask(sign_in(purchasing), "match", {"texts": ["L-1"]}).status_code == 403
    assert sign_in(purchasing).get(f"{PLACE}/match/").status_code in {403, 405}


def test_unknown_questions_and_papers_are_not_found(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    assert ask(client, "guess", {}).status_code == 404
    for place in ("toy/toyorder/piece", "toy/toy/toyorderline", "no/no/no"):
        response = client.post(f"/lines/{place}/facts/", "{}", content_type="application/json")
        assert response.status_code == 404


def test_the_head_of_somebody_else_is_not_read(sales: User, manager: User, sign_in: SignIn) -> None:
    with as_the_house():
        order = ToyOrder(number="O-1", buyer="Secret", owner=manager)
        order.save()
        toy = ToyFactory(code="L-2", owner=sales, safe=False)
    question = {"key": order.pk, "rows": [{"c": {"toy": str(toy.pk)}}]}
    assert "Secret" not in ask(sign_in(sales), "facts", question).content.decode()
