"""The pages of deletion: counts beforehand, typed above a hundred, in the background above five."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from admin_config.engine.deleting import part
from erp.foundation import settling
from erp.foundation.models import Job, JobState, Operation, OperationKind
from erp.foundation.refusal import Refusal
from erp.staff.models import User
from tests.language.jobs import work_off
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.models import Piece, Sale, Toy

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def make(owner: User, count: int, start: int = 0) -> list[Toy]:
    with as_the_house():
        for number in range(start, start + count):
            toy = Toy(code=f"T{number}", name="Train", owner=owner, price=Decimal(1))
            toy.save()
            Piece(toy=toy, name="Wagon").save()
    return list(Toy.objects.order_by("pk"))


def choose(toys: list[Toy], **more: str) -> dict[str, object]:
    return {"action": "delete_selected", "_selected_action": [str(t.pk) for t in toys], **more}


def test_looking_deletes_nothing_and_says_what_goes_along(manager: User, sign_in: SignIn) -> None:
    (toy,) = make(manager, 1)
    client = sign_in(manager)
    with nothing_changes():
        page = client.get(f"/toy/toy/{toy.pk}/delete/")
        listed = client.post("/toy/toy/", choose([toy], index="0"))
    for response in (page, listed):
        assert [(meta.model, n) for meta, n in response.context["going"]] == [(Piece, 1)]
    done = client.post(f"/toy/toy/{toy.pk}/delete/", {"post": "yes", "reason": "old"}, follow=True)
    assert Toy.objects.count() == 0
    operation = newest_operation()
    assert (operation.kind, operation.reason) == (OperationKind.DELETE, "old")
    assert f"/operations/{operation.pk}/undo/" in done.content.decode()


def test_what_is_refused_when_all_is_settled_is_told(
    manager: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_changes: object) -> None:
        raise Refusal({"code": "The box would be empty."})

    (toy,) = make(manager, 1)
    monkeypatch.setitem(settling._settlers, Toy, [refuse])
    client = sign_in(manager)
    with nothing_changes():
        answer = client.post(f"/toy/toy/{toy.pk}/delete/", {"post": "yes"}, follow=True)
    assert (answer.status_code, "The box would be empty." in answer.text) == (200, True)


def test_what_is_in_use_stays(manager: User, sign_in: SignIn) -> None:
    toys = make(manager, 2)
    with as_the_house():
        Sale(toy=toys[0], sold_on=dt.date(2026, 1, 1), amount=1).save()
    client = sign_in(manager)
    page = client.post("/toy/toy/", choose(toys, index="0"))
    assert (page.context["blocked"], page.context["left"]) == (1, 1)
    client.post("/toy/toy/", choose(toys, post="yes", expected="2"))
    assert list(Toy.objects.all()) == [toys[0]]


def test_more_than_a_hundred_are_typed(
    manager: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part, "TYPED_ABOVE", 1)
    toys = make(manager, 2)
    client = sign_in(manager)
    with nothing_changes():
        wrong = client.post("/toy/toy/", choose(toys, post="yes", expected="2", typed="3"))
    assert wrong.context["mistake"] == "Type the number of records to confirm."
    client.post("/toy/toy/", choose(toys, post="yes", expected="2", typed="2"))
    assert Toy.objects.count() == 0


def test_a_selection_that_changed_is_shown_again(manager: User, sign_in: SignIn) -> None:
    toys = make(manager, 3)
    client = sign_in(manager)
    with nothing_changes():
        page = client.post("/toy/toy/", choose(toys, post="yes", expected="2"))
    assert "changed meanwhile" in page.context["mistake"]


def test_many_go_in_the_background_and_come_back_as_a_whole(
    manager: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part, "AT_ONCE", 2)
    toys = make(manager, 3)
    client = sign_in(manager)
    response = client.post("/toy/toy/", choose(toys, post="yes", expected="3", reason="old"))
    job = Job.objects.get()
    assert response.headers["Location"] == f"/foundation/job/{job.pk}/change/"
    assert Toy.objects.count() == 3

    assert work_off() == [JobState.DONE]
    job.refresh_from_db()
    assert (job.result["deleted"], job.result["kept"]) == (3, 0)
    assert Toy.objects.count() == 0
    lead = Operation.objects.get(kind=OperationKind.DELETE, part_of=None)
    assert (lead.reason, lead.details) == ("old", {"asked": 3})

    client.post(f"/operations/{lead.pk}/undo/", {"reason": "mistake"})
    assert work_off() == [JobState.DONE]
    assert (Toy.objects.count(), Piece.objects.count()) == (3, 3)


def test_only_within_reach(sales: User, other_sales: User, sign_in: SignIn) -> None:
    mine, theirs = make(sales, 1)[0], make(other_sales, 1, 1)[1]
    client = sign_in(sales)
    with nothing_changes():
        assert client.post(f"/toy/toy/{theirs.pk}/delete/", {"post": "yes"}).status_code == 302
        client.get(f"/toy/toy/{mine.pk}/delete/?post=yes")
    client.post("/toy/toy/", choose([mine, theirs], post="yes"))
    assert list(Toy.objects.all()) == [theirs]


def test_who_may_not_delete_is_not_offered_it(
    storekeeper: User, sales: User, sign_in: SignIn
) -> None:
    (toy,) = make(sales, 1)
    client = sign_in(storekeeper)
    assert "/delete/" not in client.get(f"/toy/toy/{toy.pk}/change/").content.decode()
    with nothing_changes():
        assert client.post(f"/toy/toy/{toy.pk}/delete/", {"post": "yes"}).status_code == 403
        client.post("/toy/toy/", choose([toy], post="yes"))


def test_who_may_not_look_up_is_refused_as_in_the_list(stranger: User, sign_in: SignIn) -> None:
    (toy,) = make(stranger, 1)
    client = sign_in(stranger)
    for page in ("", f"{toy.pk}/delete/", "999999/delete/"):
        assert client.get(f"/toy/toy/{page}").status_code == 403
        assert client.post(f"/toy/toy/{page}", {"post": "yes"}).status_code == 403


def test_the_trash_shows_what_one_may_see_and_brings_it_back(
    manager: User, sales: User, other_sales: User, stranger: User, sign_in: SignIn
) -> None:
    (toy,) = make(sales, 1)
    sign_in(sales).post(f"/toy/toy/{toy.pk}/delete/", {"post": "yes"})
    operation = newest_operation()

    def seen_by(who: User) -> list[int]:
        events = sign_in(who).get("/trash/").context["events"]
        return [event["operation"].pk for event in events]

    assert seen_by(manager) == seen_by(sales) == [operation.pk]
    assert seen_by(other_sales) == seen_by(stranger) == []
    history = sign_in(other_sales).get(f"/toy/toy/{toy.pk}/history/")
    assert history.status_code == 403
    assert sign_in(sales).get(f"/toy/toy/{toy.pk}/history/").status_code == 200

    client = sign_in(other_sales)
    with nothing_changes():
        client.post(f"/operations/{operation.pk}/undo/")
    outsider = sign_in(stranger)
    with nothing_changes():
        assert outsider.post(f"/operations/{operation.pk}/undo/").status_code in {302, 403}
    sign_in(sales).post(f"/operations/{operation.pk}/undo/")
    assert (Toy.objects.count(), Piece.objects.count()) == (1, 1)
