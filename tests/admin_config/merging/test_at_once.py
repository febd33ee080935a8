"""Two who merge at once, and papers that are written meanwhile: nothing is lost, nothing hangs."""

from __future__ import annotations

import pytest

from erp.foundation.actor import Actor
from erp.foundation.models import MergedRecord
from erp.foundation.refusal import Refusal
from erp.foundation.services.merging import Wish, merge_records
from erp.parties.models import Contact, Customer
from erp.sales.models import Quotation
from erp.staff.models import User
from tests.factories import ContactFactory, CustomerFactory, QuotationFactory
from tests.language.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_merge_crosswise_one_does_it(manager: User) -> None:
    pair = [CustomerFactory(name="One"), CustomerFactory(name="Two")]
    for company in pair:
        ContactFactory(party=company, name=f"Of {company.name}")

    def merge(number: int) -> int:
        records = [Customer.objects.get(pk=one.pk) for one in pair]
        stays, goes = records if number else reversed(records)
        by = Actor.person(User.objects.get(pk=manager.pk))
        return int(merge_records(stays, [goes], Wish(), by=by).survivor.pk)

    answers = at_once(2, merge)
    left = Customer.objects.get(pk__in=[one.pk for one in pair])
    assert [a for a in answers if isinstance(a, int)] == [left.pk]
    assert [type(a) for a in answers if not isinstance(a, int)] == [Refusal]
    assert set(Contact.objects.values_list("party_id", flat=True)) == {left.pk}
    assert Contact.objects.filter(is_default=True).count() == 1
    assert MergedRecord.objects.count() == 1


def test_a_paper_written_meanwhile_is_the_survivors_or_is_not_there(manager: User) -> None:
    stays, goes = CustomerFactory(name="One"), CustomerFactory(name="Two")
    seed = QuotationFactory(customer=stays, owner=manager)

    def act(number: int) -> str:
        if number:
            QuotationFactory(customer=goes, owner=User.objects.get(pk=manager.pk))
            return "written"
        by = Actor.person(User.objects.get(pk=manager.pk))
        records = Customer.objects.in_bulk([stays.pk, goes.pk])
        merge_records(records[stays.pk], [records[goes.pk]], Wish(), by=by)
        return "merged"

    merged, written = at_once(2, act)
    assert merged == "merged", merged
    papers = Quotation.objects.exclude(pk=seed.pk)
    expected = [stays.pk] if written == "written" else []
    assert list(papers.values_list("customer_id", flat=True)) == expected
    assert not Customer.objects.filter(pk=goes.pk).exists()
