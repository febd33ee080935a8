"""A line of which nobody said which goods are meant is not handed in."""

from __future__ import annotations

import pytest

from erp.foundation.actor import Actor
from erp.foundation.refusal import Refusal
from erp.foundation.services.undo import undo_operation
from erp.sales.models import Quotation, QuotationLine
from erp.sales.services.quotation import submit_quotation
from erp.staff.models import User
from tests.erp.sales.conftest import fresh
from tests.factories import QuotationLineFactory, SkuFactory
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(quotation: Quotation) -> QuotationLine:
    """A priced line in the customer's words, its goods still open."""
    QuotationLineFactory(
        quotation=quotation, sku=None, wording="6305 C4", position=30_000, undecided=True
    )
    return QuotationLine.objects.get(wording="6305 C4")


def test_it_is_refused_and_named(quotation: Quotation, line: QuotationLine, sales: User) -> None:
    with nothing_changes(), pytest.raises(Refusal, match="line 2 “6305 C4”"):
        submit_quotation(fresh(quotation), by=Actor.person(sales))
    with as_the_house():
        line.undecided = False
        line.save()
    assert submit_quotation(fresh(quotation), by=Actor.person(sales)).status == "submitted"


def test_chosen_goods_decide_whoever_writes_them_and_undo_opens_it_again(
    quotation: Quotation, line: QuotationLine, manager: User
) -> None:
    with as_the_house():
        line.sku = SkuFactory()
        line.save()
    assert not fresh(line).undecided
    undo_operation(newest_operation(), by=Actor.person(manager))
    assert (fresh(line).sku, fresh(line).undecided) == (None, True)
