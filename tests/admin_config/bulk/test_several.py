"""Several choices of many records: set to these, these added or taken away, emptied."""

from __future__ import annotations

from typing import Any

import pytest

from erp.staff.models import User
from tests.admin_config.bulk.test_together import SignIn, check, choose, make, page_of
from tests.language.writing import nothing_changes
from tests.toy.models import Toy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("way", "ticked", "after"),
    [
        ("set", ["water", "light"], ["light,water"] * 3),
        ("add", ["water", "battery"], ["battery,water", "battery,light,water", "battery,water"]),
        ("remove", ["light", "sound"], ["", "battery", "water"]),
        ("clear", [], ["", "", ""]),
    ],
)
def test_choices_are_set_added_and_taken_away(
    manager: User, sign_in: SignIn, way: str, ticked: list[str], after: list[str]
) -> None:
    toys = [
        make(manager, code, features=codes)
        for code, codes in (("A", ""), ("B", "battery,light"), ("C", "sound,water"))
    ]
    if way == "add":
        toys[2] = make(manager, "D", features="water")
    client = sign_in(manager)
    run = choose(client, *toys)
    with nothing_changes():
        page = check(client, run, **{"way-features": way, "to-features": ticked})
    assert page.context["refused"] == 0
    client.post(page_of(run, "begin/"))
    assert [Toy.objects.get(pk=toy.pk).features for toy in toys] == after


def test_what_is_to_be_added_must_be_chosen_and_known(manager: User, sign_in: SignIn) -> None:
    toy = make(manager, "A", features="light")
    client = sign_in(manager)
    run = choose(client, toy)
    with nothing_changes():
        nothing = check(client, run, **{"way-features": "add"})
        wrong = check(client, run, **{"way-features": "set", "to-features": ["wings"]})
    assert "Choose what to add or to take away." in nothing.content.decode()
    assert "wings is not one of the available choices." in wrong.content.decode()
    assert Toy.objects.get().features == "light"


@pytest.mark.parametrize(
    "asked",
    [{"way-features": "remove", "to-features": ["water"]}, {"way-features": "clear"}],
)
def test_nothing_stays_nothing_where_null_could_stand(
    manager: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any]
) -> None:
    monkeypatch.setattr(Toy._meta.get_field("features"), "null", True)
    toys = [make(manager, code, features="") for code in "AB"]
    client = sign_in(manager)
    run = choose(client, *toys)
    check(client, run, **asked)
    assert [row.outcome for row in run.rows.all()] == ["unchanged", "unchanged"]
    assert [row.differences for row in run.rows.all()] == [[], []]
