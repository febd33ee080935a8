"""Copying: values and children come along, resets start anew, unique texts get an ending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from admin_config.engine.copying.copier import copy_record
from admin_config.engine.copying.endings import free_text
from admin_config.engine.spec import Copy
from admin_config.screens.sales.quotation import SCREEN
from erp.catalog.models import Specification
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.life_cycle import moving
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import InUse
from erp.foundation.services.deleting import delete_records
from erp.foundation.services.undo import undo_operation
from erp.foundation.services.undo_outlook import reasons_against_undo
from erp.sales.models import Quotation
from erp.sales.services.quotation import approve_quotation, submit_quotation
from erp.sales.services.revision import revise_quotation
from erp.staff.models import User
from tests.factories.sales import QuotationFactory, QuotationLineFactory
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.models import Piece, Tag, Toy

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def toy(sales: User) -> Toy:
    with as_the_house():
        tag = Tag(name="fast")
        tag.save()
        made = Toy(
            code="T-1",
            name="Train",
            owner=sales,
            price=Decimal(10),
            cost=Decimal(7),
            made_on=dt.date(2020, 1, 1),
        )
        made.save()
        made.tags.add(tag)
        Piece(toy=made, name="Wagon", quantity=Decimal(3), cost=Decimal(2)).save()
    return Toy.objects.get()


def test_a_copy_takes_children_and_tags_along(manager: User, toy: Toy, sign_in: SignIn) -> None:
    response = sign_in(manager).post(f"/toy/toy/{toy.pk}/copy/", {"_form_token": "a" * 33})
    copy = Toy.objects.exclude(pk=toy.pk).get()
    assert response.headers["Location"] == f"/toy/toy/{copy.pk}/change/"
    assert (copy.code, copy.name, copy.price, copy.cost) == ("T-1 (copy)", "Train", 10, 7)
    assert (copy.made_on, copy.owner, copy.version) == (None, toy.owner, 0)
    assert [(p.name, p.quantity, p.cost) for p in copy.pieces.all()] == [("Wagon", 3, 2)]
    assert [t.name for t in copy.tags.all()] == ["fast"]
    done = newest_operation()
    assert (done.kind, done.records) == (OperationKind.COPY, 2)
    assert done.details == {"origins": {"toy.toy": {str(copy.pk): toy.pk}}}
    page = sign_in(manager).get(f"/toy/toy/{copy.pk}/history/")
    assert page.context["timeline"].events[0].origin == "T-1 Train"


def test_the_copy_button_pressed_twice_copies_once(
    manager: User, toy: Toy, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    first = client.post(f"/toy/toy/{toy.pk}/copy/", {"_form_token": "a" * 33})
    with nothing_changes():
        again = client.post(f"/toy/toy/{toy.pk}/copy/", {"_form_token": "a" * 33})
    assert again.headers["Location"] == first.headers["Location"]


def test_endings_are_numbered_and_cut_to_the_length(manager: User, toy: Toy) -> None:
    with as_the_house():
        toy.code = "X" * 20
        toy.save()
        codes = [copy_record(toy, Copy(), by=SYSTEM).code for _ in range(3)]
        again = copy_record(Toy.objects.get(code=codes[0]), Copy(), by=SYSTEM)
    assert codes == ["X" * 13 + " (copy)", "X" * 11 + " (copy 2)", "X" * 11 + " (copy 3)"]
    assert again.code == "X" * 11 + " (copy 4)" or again.code.endswith("(copy 2)")


def test_copying_asks_for_both_rights(
    sales: User, other_sales: User, storekeeper: User, toy: Toy, sign_in: SignIn
) -> None:
    address = f"/toy/toy/{toy.pk}/copy/"
    for who in (other_sales, storekeeper):
        client = sign_in(who)
        with nothing_changes():
            assert client.post(address).status_code == 403
    client = sign_in(sales)
    with nothing_changes():
        assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302


def test_a_selection_is_one_operation_and_undone_at_once(
    manager: User, toy: Toy, sign_in: SignIn
) -> None:
    with as_the_house():
        Toy(code="T-2", name="Doll", owner=manager, price=Decimal(1)).save()
    client = sign_in(manager)
    chosen = [str(pk) for pk in Toy.objects.values_list("pk", flat=True)]
    client.post("/toy/toy/", {"action": "copy_selected", "_selected_action": chosen, "index": "0"})
    assert sorted(Toy.objects.values_list("code", flat=True)) == [
        "T-1",
        "T-1 (copy)",
        "T-2",
        "T-2 (copy)",
    ]
    assert undo_operation(newest_operation(), by=SYSTEM).records == 3
    assert Toy.objects.count() == 2


def test_a_copy_that_fails_leaves_nothing(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    from admin_config.engine.copying import copier

    def fails(*_args: object) -> None:
        raise OSError

    monkeypatch.setattr(copier, "_copy_children", fails)
    with nothing_changes(), pytest.raises(OSError), operation(OperationKind.COPY, by=SYSTEM):  # noqa: PT011 - any
        copy_record(toy, Copy(along=("pieces",)), by=SYSTEM)


def test_a_value_that_one_may_not_see_does_not_come_along(sales: User, toy: Toy) -> None:
    with as_the_house(Actor.person(sales)):
        copy = copy_record(toy, Copy(), by=Actor.person(sales))
    copy.refresh_from_db()
    assert (copy.price, copy.cost) == (Decimal(10), Decimal(0))


def test_a_copied_paper_opens_as_a_draft_with_its_lines_and_knows_its_origin(
    manager: User, sign_in: SignIn
) -> None:
    paper = QuotationFactory(owner=manager, external_number="PO-9", remarks="soon")
    for quantity in (3, 5):
        QuotationLineFactory(quotation=paper, quantity=quantity)
    with as_the_house():
        paper.refresh_from_db()
        paper.status = "won"
        with moving(paper):
            paper.save()
    client = sign_in(manager)

    response = client.post(f"/sales/quotation/{paper.pk}/copy/", {"_form_token": "a" * 33})

    copy = Quotation.objects.exclude(pk=paper.pk).get()
    assert response.headers["Location"] == f"/sales/quotation/{copy.pk}/change/"
    assert (copy.status, copy.external_number, copy.remarks) == ("draft", "", "soon")
    assert copy.number != paper.number
    assert [(row.quantity, row.amount) for row in copy.lines.all()] == [(3, 30), (5, 50)]
    assert (copy.origin, copy.total) == (paper, paper.total)
    for page in (f"/sales/quotation/{copy.pk}/change/", f"/sales/quotation/{copy.pk}/history/"):
        text = client.get(page).content.decode()
        assert "Copied from" in text
        assert f"/sales/quotation/{paper.pk}/change/" in text
    for page in (f"/sales/quotation/{paper.pk}/change/", f"/sales/quotation/{paper.pk}/history/"):
        text = client.get(page).content.decode()
        assert "Copies:" in text
        assert copy.number in text


def test_an_origin_out_of_reach_is_not_named(
    sales: User, other_sales: User, sign_in: SignIn
) -> None:
    theirs = QuotationFactory(owner=other_sales)
    mine = QuotationFactory(owner=sales)
    with as_the_house():
        mine.origin = theirs
        mine.save()
    for verb in ("change", "history"):
        text = sign_in(sales).get(f"/sales/quotation/{mine.pk}/{verb}/").content.decode()
        assert 'class="lineage"' not in text
        back = sign_in(other_sales).get(f"/sales/quotation/{theirs.pk}/{verb}/").content.decode()
        assert mine.number not in back


def test_ten_lines_are_copied_in_as_many_statements_as_two(manager: User) -> None:
    by, counts = Actor.person(manager), []
    for size in (1, 2, 10):
        paper = QuotationFactory(owner=manager)
        for _number in range(size):
            QuotationLineFactory(quotation=paper)
        with CaptureQueriesContext(connection) as captured, as_the_house(by):
            copy = copy_record(Quotation.objects.get(pk=paper.pk), SCREEN.copy, by=by)  # type: ignore[arg-type]
        assert copy.lines.count() == size
        counts.append(len(captured))
    # two of them open and close the savepoint that stands for the transaction; two are the seal's:
    # what it covers is read back at once where the database hashes it, else table by table
    assert counts[1] == counts[2] == (19 if connection.vendor == "mysql" else 22)


def test_a_code_of_small_letters_gets_an_ending_that_it_allows() -> None:
    field = Specification._meta.get_field("code")
    taken = {"length_copy", "length_copy2"}
    assert free_text(field, "length", lambda text: text in taken) == "length_copy3"
    assert free_text(field, "length_copy", lambda _text: False) == "length_copy"


@pytest.fixture
def copied(manager: User) -> tuple[Quotation, Quotation]:
    """A draft of two lines and its copy."""
    paper = QuotationFactory(owner=manager)
    for _number in range(2):
        QuotationLineFactory(quotation=paper)
    by = Actor.person(manager)
    with as_the_house(by):
        copy = copy_record(Quotation.objects.get(), SCREEN.copy, by=by)  # type: ignore[arg-type]
    return Quotation.objects.get(pk=paper.pk), Quotation.objects.get(pk=copy.pk)


def facts_of(paper: Quotation) -> list[object]:
    lines = paper.lines.order_by("pk").values_list()
    return [Quotation.objects.filter(pk=paper.pk).values_list().get(), *lines]


def test_an_original_can_be_deleted_and_its_copy_stays_whole(
    copied: tuple[Quotation, Quotation], manager: User, sign_in: SignIn
) -> None:
    paper, copy = copied
    key, number, before = paper.pk, paper.number, facts_of(copy)
    client = sign_in(manager)
    assert client.get(f"/sales/quotation/{key}/delete/").context["forbidden"] == []
    client.post(f"/sales/quotation/{key}/delete/", {"expected": "1", "post": "yes"})

    assert list(Quotation.objects.all()) == [copy]
    assert facts_of(copy) == before
    Quotation.objects.get().full_clean()
    for verb in ("change", "history"):
        text = client.get(f"/sales/quotation/{copy.pk}/{verb}/").content.decode()
        assert f'href="/sales/quotation/{key}/history/">{number} (deleted)</a>' in text
    assert client.get(f"/sales/quotation/{key}/history/").status_code == 200

    undo_operation(newest_operation(), by=Actor.person(manager))
    assert facts_of(copy) == before
    assert Quotation.objects.get(pk=copy.pk).origin == paper
    text = client.get(f"/sales/quotation/{copy.pk}/change/").content.decode()
    assert f'href="/sales/quotation/{key}/change/">{number}</a>' in text


def test_a_copy_lives_on_without_its_original(
    copied: tuple[Quotation, Quotation], manager: User
) -> None:
    paper, copy = copied
    by, key = Actor.person(manager), paper.pk
    with as_the_house(by):
        copy.remarks = "soon"
        copy.save()
    changed = newest_operation()
    delete_records([paper], by=by)
    copy.refresh_from_db()
    assert (copy.origin, copy.origin_id) == (None, key)

    assert undo_operation(changed, by=by).kept == []
    delete_records([Quotation.objects.get()], by=by)
    gone = newest_operation()
    assert reasons_against_undo([gone], by=by) == {}
    done = undo_operation(gone, by=by)
    assert (done.records, done.kept) == (3, [])
    with as_the_house(by):
        third = copy_record(Quotation.objects.get(pk=copy.pk), SCREEN.copy, by=by)  # type: ignore[arg-type]
    assert third.origin == copy


def test_a_deleted_original_out_of_reach_is_not_named(
    sales: User, other_sales: User, sign_in: SignIn
) -> None:
    theirs = QuotationFactory(owner=other_sales)
    mine = QuotationFactory(owner=sales)
    with as_the_house():
        mine.origin = theirs
        mine.save()
    delete_records([theirs], by=SYSTEM)
    for verb in ("change", "history"):
        text = sign_in(sales).get(f"/sales/quotation/{mine.pk}/{verb}/").content.decode()
        assert 'class="lineage"' not in text
        assert theirs.number not in text


def test_what_has_a_revision_is_not_deleted_and_names_it(manager: User) -> None:
    paper = QuotationLineFactory(quotation__owner=manager).quotation
    by = Actor.person(manager)
    for step in (submit_quotation, approve_quotation):
        step(Quotation.objects.get(), by=SYSTEM)
    revision = revise_quotation(Quotation.objects.get(), by=by)
    with nothing_changes(), pytest.raises(InUse) as refused:
        delete_records([Quotation.objects.get(pk=paper.pk)], by=by)
    said = f"“{paper.number}” cannot be deleted, it is used by quotations: 1 ({revision.number})."
    assert refused.value.messages == [said]
