"""Possible duplicates: found in other words, shown with what they resemble, decided by a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from admin_config.engine.spec import Alike, Import, Screen
from admin_config.engine.transfer.alike import _KEYS, Likeness
from admin_config.engine.transfer.commit import start_commit
from admin_config.engine.transfer.deciding import decide
from admin_config.engine.transfer.mending import mend
from admin_config.engine.transfer.run import check_rows, start_check
from admin_config.models import ImportRun
from erp.catalog.models import Product
from erp.foundation.actor import Actor
from erp.foundation.refusal import Refusal
from erp.foundation.services.undo import undo_operation
from erp.parties.models import Contact, Customer
from erp.staff.models import User
from tests.admin_config.transfer.files import (
    balanced,
    checked,
    csv_file,
    imported,
    reasons,
    verdicts,
)
from tests.admin_config.transfer.test_rights import grant
from tests.factories import ContactFactory, CustomerFactory, ProductFactory
from tests.language.writing import as_the_house, nothing_changes

SignIn = Callable[[User], Client]
HEAD = ["name", "phone", "email", "tax_id", "note"]


def table(*rows: tuple[str, ...]) -> list[list[str]]:
    """Return a table of customers: name, phone, mail, tax number, note."""
    return [HEAD, *([*row, *[""] * (len(HEAD) - len(row))] for row in rows)]


@pytest.fixture
def acme(db: None) -> Customer:
    """A customer that is there already."""
    with as_the_house():
        return CustomerFactory(
            name="ACME Bearings Co., Ltd.",
            phone="+49 30 123 456-78",
            email="Info@acme.example",
            tax_id="DE 123.456.789",
            note="old",
        )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ACME Bearings Co., Ltd.", "acme  bearings"),
        ("ＡＣＭＥ　Bearings", "Acme-Bearings GmbH"),
        ("Müller & Söhne G.m.b.H. & Co. KG", "MÜLLER UND SÖHNE"),
        ("上海贝岭股份有限公司", "上海贝岭"),
        ("深圳市大华（中国）有限公司", "深圳市大华(中国)"),
        ("株式会社ナチ", "ナチ"),
        ("S.K.F. S.p.A.", "SKF spa"),
    ],
)
def test_names_are_alike_in_other_words(one: str, other: str) -> None:
    assert _KEYS["name"](one) == _KEYS["name"](other) != ""


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        ("name", "Acme North", "Acme South", False),
        ("name", "Ltd", "GmbH", False),
        ("code", "6205-2RS/C3", "6205 2rs c3", True),
        ("code", "６２０５", "6205", True),
        ("number", "0012345678905", "12345678905", True),
        ("phone", "+49 30 1234567", "(030) 123 45 67", True),
        ("phone", "１３８-1234-5678", "13812345678", True),
        ("phone", "12", "12", True),
        ("phone", "+49 30 1234567", "+49 30 1234568", False),
        ("mail", " Info@ACME.example", "info@acme.example", True),
    ],
)
def test_what_is_the_same_and_what_is_not(kind: str, one: str, other: str, same: bool) -> None:
    assert (_KEYS[kind](one) == _KEYS[kind](other)) is same
    assert _KEYS["phone"]("12") == ""


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("Acme bearings",), "Name"),
        (("Else", "0049 30 12345678"), "Phone"),
        (("Else", "", "INFO@acme.example"), "Email"),
        (("Else", "", "", "de123456789"), "Tax id"),
    ],
)
def test_a_new_row_that_resembles_a_record_waits(
    system: User, acme: Customer, row: tuple[str, ...], column: str
) -> None:
    with nothing_changes():
        run = checked("customer", table(row, ("Quite new",)), system)
    assert verdicts(run) == ["alike", "new"], reasons(run)
    (reason,) = run.rows.get(number=2).reasons
    assert (reason["column"], reason["record"]) == (column, acme.pk)
    assert reason["message"] == "Resembles “ACME Bearings Co., Ltd.”."
    assert (run.count("alike"), run.count("new")) == (1, 1)


def test_undecided_rows_are_not_written_and_the_books_balance(system: User, acme: Customer) -> None:
    run = imported("customer", table(("Acme bearings",), ("Quite new",)), system)
    assert verdicts(run) == ["alike", "new"]
    assert (run.counts["created"], run.counts["not_taken"], run.counts["alike"]) == (1, 1, 1)
    assert balanced(run)
    assert set(Customer.objects.values_list("name", flat=True)) == {acme.name, "Quite new"}


def test_the_second_row_of_a_file_resembles_the_first(system: User) -> None:
    run = checked("customer", table(("Globex Ltd",), ("GLOBEX",), ("Other",)), system)
    assert verdicts(run) == ["new", "alike", "new"]
    assert reasons(run) == ["Name: Row 2 of this file says nearly the same."]
    with pytest.raises(Refusal):
        decide(run, "take", 3)
    assert decide(run, "take") == []
    assert decide(run, "create", 3) == [3]
    assert verdicts(run) == ["new"] * 3
    run.refresh_from_db()
    start_commit(run)
    assert Customer.objects.count() == 3


def test_a_row_is_taken_as_the_record_and_keeps_its_name(system: User, acme: Customer) -> None:
    run = checked("customer", table(("Acme bearings", "", "", "", "new")), system)
    with nothing_changes():
        assert decide(run, "take", 2) == [2]
    assert verdicts(run) == ["changed"]
    row = run.rows.get()
    told = [(d["field"], d["old"], d["new"]) for d in row.differences]
    assert ("note", "old", "new") in told
    assert "name" not in {field for field, _old, _new in told}
    run.refresh_from_db()
    done = start_commit(run)
    done.refresh_from_db()
    acme.refresh_from_db()
    assert (acme.name, acme.note) == ("ACME Bearings Co., Ltd.", "new")
    assert (Customer.objects.count(), done.counts["updated"]) == (1, 1)
    assert done.operation is not None
    undo_operation(done.operation, by=Actor.person(system))
    acme.refresh_from_db()
    assert acme.note == "old"


def test_two_rows_are_not_taken_as_one_record(system: User, acme: Customer) -> None:
    rows = table(("Acme bearings",), ("ACME Bearings GmbH",), ("ACME Bearings Co., Ltd.",))
    run = checked("customer", rows, system)
    assert verdicts(run) == ["alike", "alike", "changed"]
    decide(run, "take")
    assert sorted(verdicts(run)) == ["changed", "doubled", "doubled"]
    run.refresh_from_db()
    assert (run.count("changed"), run.count("doubled"), run.count("alike")) == (1, 2, 0)


def test_decisions_hold_when_the_file_is_checked_again(system: User, acme: Customer) -> None:
    rows = table(("Acme bearings",), ("Acme Bearings GmbH",), ("Acme-Bearings KG",))
    run = checked("customer", rows, system)
    decide(run, "create", 2)
    decide(run, "leave", 3)
    decide(run, "take", 4)
    assert verdicts(run) == ["new", "left", "changed"]
    start_check(run)
    assert verdicts(run) == ["new", "left", "changed"]
    assert (run.count("left"), run.count("alike")) == (1, 0)
    for number in (2, 3, 4):
        assert decide(run, "", number) == [number]
    assert verdicts(run) == ["alike"] * 3
    assert not run.choices.exists()


def test_all_are_decided_at_once(system: User, acme: Customer) -> None:
    rows = table(("Acme bearings",), ("Else", "+49 30 12345678"), ("New",))
    run = checked("customer", rows, system)
    assert decide(run, "leave") == [2, 3]
    assert verdicts(run) == ["left", "left", "new"]
    run.refresh_from_db()
    start_commit(run, whole=True)
    run.refresh_from_db()
    assert (run.counts["created"], run.counts["not_taken"], run.counts["left"]) == (1, 2, 2)
    assert balanced(run)


def test_all_or_nothing_waits_for_the_decision(system: User, acme: Customer) -> None:
    run = checked("customer", table(("Acme bearings",), ("New",)), system)
    with nothing_changes(), pytest.raises(Refusal, match="wait for you"):
        start_commit(run, whole=True)


def test_a_record_gone_meanwhile_is_not_created_silently(system: User, acme: Customer) -> None:
    run = checked("customer", table(("Acme bearings",)), system)
    decide(run, "take")
    with as_the_house():
        acme.delete()
    run.refresh_from_db()
    start_commit(run)
    assert verdicts(run) == ["refused"]
    assert "is gone" in reasons(run)[0]
    assert not Customer.objects.exists()


def test_only_what_one_may_see_is_compared(system: User, sales: User, acme: Customer) -> None:
    seller = grant(sales, "parties.import_customer")
    theirs = checked("customer", table(("Acme bearings",)), seller)
    assert verdicts(theirs) == ["new"]
    assert "ACME" not in str(list(theirs.rows.values()))
    assert verdicts(checked("customer", table(("Acme bearings",)), system)) == ["alike"]


def test_a_mended_row_is_compared_again(system: User, acme: Customer) -> None:
    run = checked("customer", table(("Fine", "", "no mail"), ("Bad", "", "x")), system)
    assert verdicts(run) == ["refused", "refused"]
    mend(run, 2, {0: "Acme bearings", 2: ""})
    mend(run, 3, {0: "acme Bearings AG", 2: ""})
    assert verdicts(run) == ["alike", "alike"]
    run.refresh_from_db()
    assert (run.count("alike"), run.count("refused")) == (2, 0)
    start_check(run)
    assert verdicts(run) == ["alike", "alike"]


def test_contacts_are_compared_within_their_company(system: User, acme: Customer) -> None:
    with as_the_house():
        other = CustomerFactory(name="Other")
        ContactFactory(party=acme, name="Ann-Marie Li", mobile="", email="")
    rows = [["party", "name"], [acme.name, "ann marie li"], [other.name, "Ann Marie Li"]]
    run = checked("contact", rows, system)
    assert verdicts(run) == ["alike", "new"], reasons(run)
    decide(run, "take", 2)
    run.refresh_from_db()
    start_commit(run)
    assert set(Contact.objects.values_list("party__name", "name")) == {
        (acme.name, "Ann-Marie Li"),
        (other.name, "Ann Marie Li"),
    }


def test_a_company_waits_with_its_contacts(system: User, acme: Customer) -> None:
    head = ["name", "note", "Contact: Name"]
    rows = [head, ["Acme bearings", "n", "Ann"], ["", "", "Bob"], ["New", "n", "Cat"]]
    run = checked("customer", rows, system)
    assert verdicts(run) == ["alike", "alike", "new"], reasons(run)
    assert reasons(run)[1] == "Belongs to the record of row 2."
    start_commit(run)
    assert set(Contact.objects.values_list("name", flat=True)) == {"Cat"}
    again = checked("customer", rows, system)
    assert decide(again, "take", 3) == [2, 3]
    assert verdicts(again) == ["new", "new", "unchanged"], reasons(again)
    again.refresh_from_db()
    done = start_commit(again)
    done.refresh_from_db()
    assert balanced(done)
    assert set(acme.contacts.values_list("name", flat=True)) == {"Ann", "Bob"}
    assert Customer.objects.filter(name="Acme bearings").count() == 0


def test_a_company_is_created_with_its_contacts(system: User, acme: Customer) -> None:
    head = ["name", "note", "Contact: Name"]
    run = checked("customer", [head, ["Acme bearings", "n", "Ann"], ["", "", "Bob"]], system)
    assert decide(run, "create") == [2, 3]
    assert verdicts(run) == ["new", "new"]
    run.refresh_from_db()
    start_commit(run)
    made = Customer.objects.get(name="Acme bearings")
    assert set(made.contacts.values_list("name", flat=True)) == {"Ann", "Bob"}


def test_goods_are_alike_by_their_codes(system: User) -> None:
    with as_the_house():
        ProductFactory(code="6205-2RS")
    run = checked("catalog.product", [["code", "name"], ["6205 2rs", "Bearing"]], system)
    assert verdicts(run) == ["alike"]
    assert Product.objects.count() == 1


def test_the_queries_do_not_depend_on_the_rows(system: User, acme: Customer) -> None:
    def queries(rows: int) -> int:
        lines = [(f"{word} bearings",) for word in ["Acme", *(f"Firm{n}" for n in range(rows))]]
        with CaptureQueriesContext(connection) as asked:
            run = checked("customer", table(*lines), system)
        assert verdicts(run) == ["alike", *["new"] * rows]
        return len(asked)

    queries(1)
    assert queries(3) == queries(90)


def test_an_interrupted_check_compares_when_it_is_taken_up(
    system: User, acme: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from admin_config.engine.transfer import run as running

    def cut(*_args: Any, **_options: Any) -> None:
        raise KeyboardInterrupt

    real = running.hold_possible_duplicates
    monkeypatch.setattr(running, "hold_possible_duplicates", cut)
    with pytest.raises(KeyboardInterrupt):
        checked("customer", table(("Acme bearings",)), system)
    monkeypatch.setattr(running, "hold_possible_duplicates", real)
    run = ImportRun.objects.get()
    assert (run.state, verdicts(run)) == ("mapped", ["new"])
    check_rows(run)
    assert (run.state, verdicts(run)) == ("checked", ["alike"])


def test_what_one_may_not_see_is_not_compared(system: User, stranger: User) -> None:
    screen = Screen(Customer, importing=Import(alike=(Alike("credit_limit", "code"),)))
    assert Likeness(screen, Actor.person(system))
    assert not Likeness(screen, Actor.person(stranger))


def test_the_page_asks_and_takes_the_answers(
    system: User, sales: User, acme: Customer, sign_in: SignIn
) -> None:
    run = checked("customer", table(("Acme bearings",), ("Acme AG", "+49 30 12345678")), system)
    client, address = sign_in(system), f"/parties/customer/import/{run.pk}/"
    page = client.get(f"{address}?verdict=alike").content.decode()
    assert f"/parties/customer/{acme.pk}/change/" in page
    assert "2 rows may be there already under other names." in page
    assert 'value="take"' in page
    by_script: Any = {"HTTP_ACCEPT": "application/json"}
    answer = client.post(f"{address}decide/", {"row": 2, "choice": "leave"}, **by_script).json()
    assert answer["said"] == "Row 2: left out"
    assert "You decided: leave out" in answer["rows"]["2"]
    wrong = client.post(f"{address}decide/", {"row": 2, "choice": "burn"}, **by_script)
    assert (wrong.status_code, wrong.json()["error"]) == (400, "There is no such decision.")
    gone = client.post(f"{address}decide/", {"row": 99, "choice": "take"}, **by_script)
    assert gone.status_code == 400
    assert sign_in(sales).post(f"{address}decide/", {"choice": "create"}).status_code in {403, 404}
    sent = client.post(f"{address}decide/?verdict=alike", {"choice": "create"})
    assert sent["Location"] == f"{address}?verdict=alike"
    assert verdicts(run) == ["left", "new"]
    client.post(f"{address}commit/")
    report = client.get(address).content.decode()
    assert "Written, but not every row." in report
    late = client.post(f"{address}decide/", {"row": 2, "choice": "create"}, **by_script)
    assert late.status_code == 400


def test_the_command_leaves_them_out_or_creates_them(
    system: User, acme: Customer, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes(csv_file(table(("Acme bearings",))))
    with pytest.raises(CommandError) as refused:
        call_command("import_data", "customer", str(path), by=system.username)
    assert refused.value.returncode == 1
    assert "Resembles “ACME Bearings Co., Ltd.”" in capsys.readouterr().err
    assert Customer.objects.count() == 1
    call_command("import_data", "customer", str(path), by=system.username, alike="create")
    assert Customer.objects.count() == 2
