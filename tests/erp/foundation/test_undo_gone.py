"""A parent that is gone is named to who may look it up, and told by its kind to others."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from admin_config.engine.history.belonging import parts_of, state_at
from admin_config.engine.history.restoring import restore_state
from admin_config.screens.sales.quotation import SCREEN
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.refusal import Refusal
from erp.foundation.services.deleting import delete_records
from erp.foundation.services.names import names_of_gone
from erp.foundation.services.undo import undo_operation
from erp.parties.models import Customer
from erp.sales.models import Quotation, QuotationLine
from erp.sales.services.quotation import submit_quotation
from erp.staff.models import User
from tests.factories.catalog import SkuFactory
from tests.factories.parties import CustomerFactory
from tests.factories.sales import QuotationFactory, QuotationLineFactory
from tests.language.writing import newest_operation, nothing_changes

pytestmark = pytest.mark.django_db


def changed(record: Any, **values: Any) -> Operation:
    with operation(OperationKind.CHANGE, by=SYSTEM) as running:
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
    return running.row


@pytest.fixture
def moved(sales: User, other_sales: User) -> Quotation:
    """A seller's quotation that was moved away from another seller's customer, who is gone now."""
    former = CustomerFactory(name="Old Mill", sales_owner=other_sales)
    paper = QuotationFactory(owner=sales, customer=former)
    changed(paper, customer=CustomerFactory(sales_owner=sales))
    delete_records([former], by=SYSTEM)
    return Quotation.objects.get()


def restore(paper: Quotation, who: User) -> list[str]:
    first = paper.history.earliest("history_id").operation_id
    state = state_at(Quotation, paper.pk, first)
    assert state is not None
    with nothing_changes(), pytest.raises(Refusal) as refused:
        restore_state(state, parts_of(SCREEN), by=Actor.person(who))
    return list(refused.value.messages)


def test_a_restore_names_the_gone_customer_only_to_who_may_look_it_up(
    moved: Quotation, sales: User, other_sales: User, manager: User
) -> None:
    assert restore(moved, manager) == ["the customer “Old Mill” it belonged to is gone"]
    assert restore(moved, sales) == ["the customer it belonged to is gone"]


def test_an_undo_names_the_gone_customer_only_to_who_may_look_it_up(
    moved: Quotation, sales: User, manager: User
) -> None:
    away = Operation.objects.get(pk=moved.history.latest("history_id").operation_id)
    said = [
        [(kept.label, kept.reason) for kept in undo_operation(away, by=Actor.person(who)).kept]
        for who in (manager, sales)
    ]
    assert said == [
        [(moved.number, "the customer “Old Mill” it belonged to is gone")],
        [(moved.number, "the customer it belonged to is gone")],
    ]


def test_a_deleted_line_of_a_vanished_sku_stays_away_and_says_which(manager: User) -> None:
    line = QuotationLineFactory(wording="Bearing", sku=SkuFactory(code="6204-2RS"))
    sku = line.sku
    delete_records([line], by=SYSTEM)
    gone = newest_operation()
    delete_records([sku], by=SYSTEM)

    with nothing_changes():
        done = undo_operation(gone, by=Actor.person(manager))

    assert (done.records, done.operation) == (0, None)
    (kept,) = done.kept
    assert kept.reason == f"the sku “{sku}” it belonged to is gone"
    assert not QuotationLine.objects.exists()


def test_a_submitted_paper_refuses_a_restore_by_name(manager: User) -> None:
    paper = QuotationLineFactory().quotation
    changed(Quotation.objects.get(), remarks="new")
    submit_quotation(paper, by=SYSTEM)
    (reason,) = restore(paper, manager)
    assert reason.startswith(f"“{paper.number}” is submitted and locked.")


def test_the_gone_are_named_in_as_many_queries_however_many(sales: User) -> None:
    counts = []
    for count in (1, 30):
        gone = [CustomerFactory(sales_owner=sales) for _n in range(count)]
        names = {row.pk: row.name for row in gone}
        delete_records(gone, by=SYSTEM)
        with CaptureQueriesContext(connection) as asked:
            assert names_of_gone(Customer, names, by=Actor.person(sales)) == names
        counts.append(len(asked))
    assert counts[0] - 1 == counts[1] == 2
