"""Cells changed in the list: the form's rules, one operation, nothing of anybody's is lost."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erp.foundation.models import Operation, OperationKind
from erp.staff.models import User
from tests.admin_config.listing.conftest import LIST, Listed, make_toys
from tests.language.writing import as_the_house
from tests.toy.models import Shelf, Toy

CELLS = f"{LIST}list/cells/"
SignIn = Callable[[User], Client]


def cells(client: Client, *toys: Toy) -> dict[str, Any]:
    """Return what the page knows of the cells of these toys."""
    found: dict[str, Any] = client.get(CELLS, {"key": [toy.pk for toy in toys]}).json()
    return found


def save(client: Client, *rows: tuple[Toy, dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Send changed cells, typed over the versions that the toys have in hand."""
    token = more.pop("token", None) or cells(client)["token"]
    body = {
        "token": token,
        "rows": [
            {"key": str(toy.pk), "version": str(toy.version), "cells": changed}
            for toy, changed in rows
        ],
    }
    answer = client.post(CELLS, json.dumps(body), content_type="application/json")
    found: dict[str, Any] = answer.json()
    assert answer.status_code == (400 if "error" in found else 200)
    return found


def prices() -> list[Decimal]:
    """Return all prices in the order of the codes."""
    return list(Toy.objects.order_by("code_key").values_list("price", flat=True))


def test_cells_of_many_rows_are_one_operation_that_can_be_undone(
    manager: User, sign_in: SignIn
) -> None:
    toys = make_toys(manager, 3)
    client = sign_in(manager)
    answer = save(
        client,
        (toys[0], {"price": "1,200.50", "name": " Ｒｅｄ "}),
        (toys[1], {"price": "7"}),
        (toys[2], {"kind": "Doll", "made_on": "2026-05-01", "shelf": ""}),
    )
    done = Operation.objects.get(kind=OperationKind.CHANGE)
    assert answer == {
        "saved": 3,
        "text": "3 records were changed.",
        "undo": f"/operations/{done.pk}/undo/",
    }
    assert (done.records, done.actor) == (3, manager)
    assert prices() == [Decimal("1200.50"), Decimal(7), Decimal(2)]
    changed = Toy.objects.get(pk=toys[2].pk)
    assert (changed.kind, changed.made_on, changed.version) == ("doll", dt.date(2026, 5, 1), 1)
    client.post(answer["undo"], {})
    assert prices() == [Decimal(0), Decimal(1), Decimal(2)]


def test_what_the_form_refuses_is_said_at_the_cell_and_nothing_is_saved(
    manager: User, sign_in: SignIn
) -> None:
    toys = make_toys(manager, 4)
    answer = save(
        sign_in(manager),
        (toys[0], {"price": "-1", "age": "100"}),
        (toys[1], {"price": "cheap", "kind": "boat", "name": ""}),
        (toys[2], {"made_on": "2026-02-30", "shelf": "Nowhere", "owner": {"key": "999999"}}),
        (toys[3], {"price": "5"}),
    )
    found = {
        code: sorted(answer["errors"][str(toy.pk)])
        for code, toy in zip("012", toys[:3], strict=True)
    }
    assert found == {
        "0": ["age", "price"],
        "1": ["kind", "name", "price"],
        "2": ["made_on", "owner", "shelf"],
    }
    assert str(toys[3].pk) not in answer["errors"]
    assert answer["errors"][str(toys[2].pk)]["shelf"] == ["There is no shelf “Nowhere”."]
    assert prices() == [Decimal(number) for number in range(4)]
    assert not Operation.objects.filter(kind=OperationKind.CHANGE).exists()


def test_one_code_twice_is_refused_at_both_cells(manager: User, sign_in: SignIn) -> None:
    toys = make_toys(manager, 3)
    answer = save(sign_in(manager), (toys[0], {"code": "X-1"}), (toys[1], {"code": "x1"}))
    assert [sorted(answer["errors"][str(toy.pk)]) for toy in toys[:2]] == [["code"], ["code"]]
    answer = save(sign_in(manager), (toys[0], {"code": "t 0002"}))
    assert answer["errors"] == {str(toys[0].pk): {"code": ["Toy with this Code already exists."]}}
    assert list(Toy.objects.order_by("pk").values_list("code", flat=True)) == [
        "T-0000",
        "T-0001",
        "T-0002",
    ]


def test_a_relation_is_chosen_by_key_or_typed_by_name(manager: User, sign_in: SignIn) -> None:
    toys = make_toys(manager, 2)
    with as_the_house():
        shelf = Shelf(name="Top")
        shelf.save()
    client = sign_in(manager)
    save(client, (toys[0], {"shelf": "top"}), (toys[1], {"shelf": {"key": str(shelf.pk)}}))
    assert list(Toy.objects.values_list("shelf", flat=True)) == [shelf.pk] * 2
    sent = cells(client, *toys)["rows"][str(toys[0].pk)]["cells"]["shelf"]
    assert sent == [str(shelf.pk), "Top"]


def test_who_comes_late_sees_both_and_overwrites_nothing(manager: User, sign_in: SignIn) -> None:
    toys = make_toys(manager, 2)
    client = sign_in(manager)
    theirs = Toy.objects.get(pk=toys[0].pk)
    theirs.price = Decimal(77)
    with as_the_house():
        theirs.save()
    answer = save(client, (toys[0], {"price": "5", "name": "mine"}), (toys[1], {"price": "6"}))
    assert answer["overtaken"] == {
        str(toys[0].pk): {"version": 1, "theirs": {"price": ["77.00", "77.00"]}}
    }
    assert prices() == [Decimal(77), Decimal(1)]
    toys[0].version = 1
    assert save(client, (toys[0], {"price": "5"}), (toys[1], {"price": "6"}))["saved"] == 2
    assert prices() == [Decimal(5), Decimal(6)]


def test_others_changes_to_other_fields_stay(manager: User, sign_in: SignIn) -> None:
    (toy,) = make_toys(manager, 1)
    theirs = Toy.objects.get(pk=toy.pk)
    theirs.name = "theirs"
    with as_the_house():
        theirs.save()
    assert save(sign_in(manager), (toy, {"price": "5"}))["saved"] == 1
    toy.refresh_from_db()
    assert (toy.name, toy.price, toy.version) == ("theirs", Decimal(5), 2)


def test_a_deleted_row_is_said_and_the_others_wait(manager: User, sign_in: SignIn) -> None:
    toys = make_toys(manager, 2)
    gone = Toy.objects.get(pk=toys[0].pk)
    with as_the_house():
        gone.delete()
    answer = save(sign_in(manager), (toys[0], {"price": "5"}), (toys[1], {"price": "6"}))
    assert "deleted meanwhile" in answer["errors"][str(toys[0].pk)][""][0]
    assert prices() == [Decimal(1)]


def test_rights_own_and_hidden_fields_hold_for_cells(
    manager: User, sales: User, storekeeper: User, purchasing: User, sign_in: SignIn
) -> None:
    (foreign,) = make_toys(manager, 1)
    (own,) = make_toys(sales, 1)
    assert save(sign_in(sales), (own, {"price": "5"}))["saved"] == 1
    answer = save(sign_in(sales), (foreign, {"price": "5"}))
    assert "may not see it" in answer["errors"][str(foreign.pk)][""][0]
    assert "owner" not in cells(sign_in(sales), own)["columns"]
    given_away = {"owner": {"key": str(manager.pk)}}
    assert "error" in save(sign_in(sales), (own, given_away), token="x" * 32)
    keeper = cells(sign_in(storekeeper), own)
    assert "cost" not in keeper["columns"]
    assert "cost" not in keeper["rows"][str(own.pk)]["cells"]
    assert "error" in save(sign_in(storekeeper), (foreign, {"cost": "5"}), token="x" * 32)
    assert cells(sign_in(purchasing), own)["columns"] == {}
    assert "error" in save(sign_in(purchasing), (foreign, {"price": "5"}), token="x" * 32)
    assert prices() == [Decimal(0), Decimal(5)]
    assert list(Toy.objects.values_list("cost", flat=True)) == [Decimal(0), Decimal(0)]


def test_the_same_post_twice_saves_once_and_other_cells_save_again(
    manager: User, sign_in: SignIn
) -> None:
    (toy,) = make_toys(manager, 1)
    client = sign_in(manager)
    token = cells(client)["token"]
    first = save(client, (toy, {"price": "5"}), token=token)
    assert save(client, (toy, {"price": "5"}), token=token) == first
    toy.refresh_from_db()
    assert toy.version == 1
    assert save(client, (toy, {"price": "6"}), token=token)["saved"] == 1


def test_cells_that_change_nothing_are_no_operation(manager: User, sign_in: SignIn) -> None:
    (toy,) = make_toys(manager, 1)
    answer = save(sign_in(manager), (toy, {"price": "0.00"}))
    assert (answer["saved"], answer["undo"]) == (0, "")
    assert not Operation.objects.filter(kind=OperationKind.CHANGE).exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        '{"rows": []}',
        '{"token": "x", "rows": [{"key": 1, "version": 1, "cells": {"price": "5"}}]}',
        json.dumps({"token": "a" * 32, "rows": [{"key": "1", "version": "1", "cells": {}}]}),
        json.dumps(
            {"token": "a" * 32, "rows": [{"key": "1", "version": "1", "cells": {"x": "1"}}]}
        ),
        json.dumps(
            {"token": "a" * 32, "rows": [{"key": "1", "version": "1", "cells": {"price": 5}}]}
        ),
        json.dumps(
            {"token": "a" * 32, "rows": [{"key": "1", "version": "1", "cells": {"price": "5"}}] * 2}
        ),
        json.dumps({"token": 5, "rows": [{"key": "1", "version": "1", "cells": {"price": "5"}}]}),
    ],
)
def test_nonsense_is_refused(manager: User, sign_in: SignIn, body: str) -> None:
    make_toys(manager, 1)
    answer = sign_in(manager).post(CELLS, body, content_type="application/json")
    assert answer.status_code == 400
    assert prices() == [Decimal(0)]


def test_one_row_and_thirty_cost_the_same_queries(manager: User, sign_in: SignIn) -> None:
    toys = make_toys(manager, 31)
    with as_the_house():
        shelves = [Shelf(name=f"Shelf {number}") for number in range(31)]
        for shelf in shelves:
            shelf.save()
    client = sign_in(manager)
    for toy in toys:
        save(client, (toy, {"shelf": "Shelf 30"}))
    counts: list[list[int]] = []
    for many in (1, 30):
        chosen = list(Toy.objects.filter(pk__in=[toy.pk for toy in toys[:many]]))
        with CaptureQueriesContext(connection) as read:
            cells(client, *chosen)
            costs = [len(read)]
        token = cells(client)["token"]
        rows = [
            (toy, {"price": "9.5", "code": f"N{len(chosen)}-{n}", "shelf": f"Shelf {n}"})
            for n, toy in enumerate(chosen)
        ]
        with CaptureQueriesContext(connection) as write:
            assert save(client, *rows, token=token)["saved"] == len(chosen)
            costs.append(len(write))
        counts.append(costs)
    assert counts[0] == counts[1]


def test_the_list_offers_its_cells_to_those_who_may(
    manager: User, purchasing: User, listed: Listed
) -> None:
    make_toys(manager, 1)
    page = listed(manager)
    assert page.shown.editable == [
        "code", "name", "kind", "features", "owner", "shelf", "price", "cost", "made_on",
    ]  # fmt: skip
    assert "data-edit-list" in page.html
    assert listed(purchasing).shown.editable == []
    assert "data-edit-list" not in listed(purchasing).html
