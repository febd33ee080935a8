"""Fields of many records: a fixed set, judged by the rules of the form, told one by one, undone."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from admin_config.engine.bulk import run as running
from admin_config.engine.bulk.keeping import forget_old_sets
from admin_config.models import BulkRow, BulkRun, BulkState
from erp.foundation.actor import Actor
from erp.foundation.models import Job, JobState, Operation, OperationKind
from erp.foundation.services.undo import undo_operation
from erp.staff.models import User
from tests.language.jobs import work_off
from tests.language.page import Page
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.models import Tag, Toy

SignIn = Callable[[User], Client]
LIST = "/toy/toy/"
pytestmark = pytest.mark.django_db


def make(owner: User, code: str, **facts: Any) -> Toy:
    with as_the_house():
        toy = Toy(code=code, name="Train", owner=owner, **{"price": Decimal("10.00"), **facts})
        toy.save()
    return toy


def choose(client: Client, *toys: Toy, query: str = "", action: str = "bulk_edit") -> BulkRun:
    """Choose records in the list, or all that match a query; return the set."""
    keys = [str(toy.pk) for toy in toys]
    chosen = {"action": action, "_selected_action": keys, "index": "0"}
    if query:
        chosen |= {"select_across": "1", "_selected_action": [str(Toy.objects.first().pk)]}  # type: ignore[union-attr]
    response = client.post(f"{LIST}{query}", chosen)
    run = BulkRun.objects.latest("pk")
    assert response.headers["Location"] == page_of(run), Page(response).words
    return run


def page_of(run: BulkRun, page: str = "") -> str:
    return f"{LIST}together/{run.pk}/{page}"


def check(client: Client, run: BulkRun, **typed: Any) -> Any:
    """Say what to change; return the page that follows."""
    return client.post(page_of(run), typed, follow=True)


def outcomes(run: BulkRun) -> list[tuple[str, str]]:
    return [(row.name.split()[0], row.outcome) for row in run.rows.order_by("number")]


def test_a_set_is_fixed_when_it_is_chosen(manager: User, sign_in: SignIn) -> None:
    for code in "ABC":
        make(manager, code, kind="doll")
    make(manager, "D", kind="train")
    client = sign_in(manager)
    run = choose(client, query="?kind=doll")
    make(manager, "E", kind="doll")
    shown = client.get(page_of(run)).content.decode()
    assert (run.total, run.rows.count()) == (3, 3)
    assert run.words == ["Kind: Doll"]
    assert "Kind: Doll" in shown
    with nothing_changes():
        page = check(client, run, **{"way-note": "set", "to-note": "sold out"})
    assert page.context["ready"] == 3
    client.post(page_of(run, "begin/"))
    changed = Toy.objects.filter(note="sold out").values_list("code", flat=True)
    assert set(changed) == {"A", "B", "C"}


def test_every_record_meets_the_rules_of_the_form_and_says_what_became_of_it(
    manager: User, sign_in: SignIn
) -> None:
    toys = [make(manager, "A"), make(manager, "B", price=Decimal("1.00")), make(manager, "C")]
    with as_the_house():
        toys[2].price = Decimal("0.00")
        toys[2].save()
    client = sign_in(manager)
    run = choose(client, *toys)
    with nothing_changes():
        page = check(client, run, **{"way-price": "by", "by-price": "-5"})
    assert [page.context[name] for name in ("ready", "same", "refused")] == [1, 0, 2]
    message = "Price: Ensure this value is greater than or equal to 0."
    assert page.context["reasons"] == [(message, 2)]
    client.post(page_of(run, "begin/"))
    run.refresh_from_db()
    assert outcomes(run) == [("A", "done"), ("B", "refused"), ("C", "refused")]
    assert [toy.price for toy in Toy.objects.order_by("code_key")] == [
        Decimal("5.00"), Decimal("1.00"), Decimal("0.00"),
    ]  # fmt: skip
    sent = b"".join([client.get(page_of(run, "outcome.csv")).content]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sent)))
    assert rows[1] == [str(toys[0].pk), "A Train", "done", "Price: 10.00 → 5.00", ""]
    assert rows[2][2:] == ["refused", "", message]
    assert client.get(page_of(run, "outcome.xlsx")).content[:2] == b"PK"
    assert client.get(page_of(run, "outcome.pdf")).status_code == 404


def test_numbers_are_raised_by_a_share_and_rounded_half_up(manager: User, sign_in: SignIn) -> None:
    toys = [make(manager, "A", price=Decimal("0.05")), make(manager, "B", price=Decimal("99.99"))]
    client = sign_in(manager)
    run = choose(client, *toys)
    check(client, run, **{"way-price": "percent", "by-price": "10 %"})
    client.post(page_of(run, "begin/"))
    prices = [toy.price for toy in Toy.objects.order_by("code_key")]
    assert prices == [Decimal("0.06"), Decimal("109.99")]


def test_several_are_added_taken_away_and_emptied(manager: User, sign_in: SignIn) -> None:
    with as_the_house():
        red, blue = Tag(name="red"), Tag(name="blue")
        red.save()
        blue.save()
        toys = [make(manager, "A"), make(manager, "B")]
        toys[0].tags.set([blue])
    client = sign_in(manager)
    run = choose(client, *toys)
    page = check(client, run, **{"way-tags": "add", "to-tags": [red.pk]})
    assert page.context["ready"] == 2
    client.post(page_of(run, "begin/"))
    assert [set(toy.tags.all()) for toy in toys] == [{blue, red}, {red}]
    run = choose(client, *toys)
    page = check(client, run, **{"way-tags": "remove", "to-tags": [blue.pk]})
    assert (page.context["ready"], page.context["same"]) == (1, 1)
    client.post(page_of(run, "begin/"))
    assert [set(toy.tags.all()) for toy in toys] == [{red}, {red}]
    run = choose(client, *toys)
    check(client, run, **{"way-tags": "clear"})
    client.post(page_of(run, "begin/"))
    assert [set(toy.tags.all()) for toy in toys] == [set(), set()]
    assert undo_operation(run_again(run).operation, by=Actor.person(manager)).records == 2  # type: ignore[arg-type]
    assert [set(toy.tags.all()) for toy in toys] == [{red}, {red}]


def run_again(run: BulkRun) -> BulkRun:
    return BulkRun.objects.select_related("operation").get(pk=run.pk)


def test_what_the_person_may_not_see_or_change_is_not_offered(
    sales: User, other_sales: User, sign_in: SignIn
) -> None:
    mine, theirs = make(sales, "A"), make(other_sales, "B")
    client = sign_in(sales)
    run = choose(client, mine, theirs)
    assert run.total == 1
    names = {field.name for field in client.get(page_of(run)).context["fields"]}
    assert "note" in names
    assert not names & {"cost", "owner", "code", "picture", "manual"}
    with nothing_changes():
        page = check(client, run, **{"way-cost": "set", "to-cost": "1"})
    assert page.status_code == 400
    assert "Nothing is chosen to be changed." in page.content.decode()
    assert sign_in(other_sales).get(page_of(run)).status_code == 404


def test_wrong_values_are_said_at_their_field(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    run = choose(client, make(manager, "A"))
    typed = {
        "way-age": "set", "to-age": "old", "way-price": "percent", "by-price": "x",
        "way-note": "set", "to-note": "", "way-tags": "add",
    }  # fmt: skip
    with nothing_changes():
        page = check(client, run, **typed)
    wrong = {field.name: field.errors for field in page.context["fields"] if field.errors}
    assert wrong == {
        "age": ["Enter a whole number."],
        "price": ["Enter a number."],
        "note": ["Say to what it is set, or choose “Empty”."],
        "tags": ["Choose what to add or to take away."],
    }
    assert run_again(run).state == BulkState.CHOSEN


def test_many_are_confirmed_by_their_number_and_begun_once(manager: User, sign_in: SignIn) -> None:
    toys = [make(manager, f"T{number}") for number in range(101)]
    client = sign_in(manager)
    run = choose(client, *toys)
    check(client, run, **{"way-safe": "set"})
    with nothing_changes():
        refused = client.post(page_of(run, "begin/"), {"typed": "100"})
    assert refused.status_code == 400
    assert client.get(page_of(run, "begin/")).status_code == 405
    before = Operation.objects.count()
    client.post(page_of(run, "begin/"), {"typed": "101", "reason": "recall"})
    assert set(Toy.objects.values_list("safe", flat=True)) == {False}
    lead = run_again(run).operation
    assert lead is not None
    assert (lead.kind, lead.verb, lead.reason) == (
        OperationKind.CHANGE, "change_together", "recall",
    )  # fmt: skip
    assert Operation.objects.count() == before + 2
    with nothing_changes():
        client.post(page_of(run, "begin/"), {"typed": "101"})
    assert client.get(page_of(run)).context["done"] == 101


def test_somebody_elses_work_after_the_check_is_not_overwritten(
    manager: User, sign_in: SignIn
) -> None:
    toys = [make(manager, "A"), make(manager, "B"), make(manager, "C")]
    client = sign_in(manager)
    run = choose(client, *toys)
    check(client, run, **{"way-note": "set", "to-note": "ours"})
    with as_the_house():
        toys[0].refresh_from_db()
        toys[0].note = "theirs"
        toys[0].save()
        toys[1].delete()
    client.post(page_of(run, "begin/"))
    assert outcomes(run) == [("A", "refused"), ("B", "refused"), ("C", "done")]
    codes = [row.reasons[0]["code"] for row in run.rows.filter(outcome="refused")]
    assert codes == ["overtaken", "gone"]
    assert Toy.objects.get(code="A").note == "theirs"


def test_many_go_on_in_the_background_and_are_paused_taken_up_and_undone(
    manager: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 3)
    monkeypatch.setattr("admin_config.engine.bulk.writing.AT_ONCE", 3)
    monkeypatch.setattr("admin_config.engine.bulk.changing.FieldWork.chunk", 2)
    toys = [make(manager, f"T{number}", note="old") for number in range(7)]
    client = sign_in(manager)
    run = choose(client, *toys)
    check(client, run, **{"way-note": "set", "to-note": "new"})
    assert run_again(run).state == BulkState.CHECKING
    assert "It goes on in the background" in client.get(page_of(run)).content.decode()
    assert work_off() == [JobState.DONE]
    client.post(page_of(run, "begin/"))
    job = Job.objects.latest("pk")
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)
    assert work_off() == [JobState.CANCELLED]
    assert Toy.objects.filter(note="new").count() == 2
    assert "It stopped before the end." in client.get(page_of(run)).content.decode()
    client.post(page_of(run, "continue/"))
    assert work_off() == [JobState.DONE]
    run = run_again(run)
    assert (run.state, run.counts["done"]) == (BulkState.DONE, 7)
    assert Toy.objects.filter(note="new").count() == 7
    assert Toy.history.filter(note="new").count() == 7
    undone = undo_operation(run.operation, by=Actor.person(manager))  # type: ignore[arg-type]
    assert undone.records == 7
    assert Toy.objects.filter(note="old").count() == 7
    assert "This was undone." in client.get(page_of(run)).content.decode()


def test_what_was_paused_can_be_ended(
    manager: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("admin_config.engine.bulk.writing.AT_ONCE", 3)
    monkeypatch.setattr("admin_config.engine.bulk.changing.FieldWork.chunk", 2)
    toys = [make(manager, f"T{number}") for number in range(5)]
    client = sign_in(manager)
    run = choose(client, *toys)
    check(client, run, **{"way-note": "set", "to-note": "new"})
    client.post(page_of(run, "begin/"))
    Job.objects.update(cancel_asked=True)
    work_off()
    client.post(page_of(run, "end/"))
    run = run_again(run)
    assert (run.state, run.count("done"), run.count("refused")) == (BulkState.DONE, 2, 3)
    assert run.rows.filter(outcome="refused").count() == 3
    assert Toy.objects.filter(note="new").count() == 2


def test_a_step_over_all_that_match_is_tried_first(manager: User, sign_in: SignIn) -> None:
    for number in range(3):
        make(manager, f"T{number}", safe=number != 1)
    client = sign_in(manager)
    run = choose(client, query="?kind=game", action="recall_toy")
    with nothing_changes():
        assert check(client, run, reason=" ").status_code == 400
        page = check(client, run, reason="sharp edge")
    assert (page.context["ready"], page.context["refused"]) == (2, 1)
    assert page.context["reasons"] == [("This toy was recalled already.", 1)]
    client.post(page_of(run, "begin/"))
    assert not Toy.objects.filter(safe=True).exists()
    assert outcomes(run) == [("T0", "done"), ("T1", "refused"), ("T2", "done")]
    lead = run_again(run).operation
    assert lead is not None
    assert (lead.kind, lead.verb, lead.reason) == (
        OperationKind.ACTION, "recall_toy", "sharp edge",
    )  # fmt: skip
    undo_operation(lead, by=Actor.person(manager))
    assert Toy.objects.filter(safe=True).count() == 2


def test_the_right_is_asked_again_when_it_is_done(sales: User, sign_in: SignIn) -> None:
    toy = make(sales, "A")
    client = sign_in(sales)
    run = choose(client, toy)
    check(client, run, **{"way-note": "set", "to-note": "new"})
    with as_the_house():
        sales.groups.clear()
    with nothing_changes():
        assert sign_in(sales).post(page_of(run, "begin/")).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_set(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    costs = []
    for size in (2, 30):
        toys = [make(manager, f"S{size}-{number}") for number in range(size)]
        run = choose(client, *toys)
        run.changes = [{"name": "note", "way": "set", "value": f"n{size}"}]
        run.save()
        with CaptureQueriesContext(connection) as queries:
            running.start_check(run)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_sets_that_nobody_used_are_forgotten(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    old, new = choose(client, make(manager, "A")), choose(client, make(manager, "B"))
    BulkRun.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=4))
    assert forget_old_sets() == 1
    assert list(BulkRun.objects.values_list("pk", flat=True)) == [new.pk]
    assert set(BulkRow.objects.values_list("run", flat=True)) == {new.pk}
