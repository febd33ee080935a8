"""One company under one name, in one or both roles, with history and search like any record."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import LogEntry
from erp.foundation.refusal import Refusal, StaleRecord
from erp.foundation.rights import may, scoped
from erp.foundation.search import search
from erp.foundation.services.bulk import create_records, save_records
from erp.foundation.services.deleting import delete_records
from erp.foundation.services.undo import undo_operation
from erp.parties.models import Address, BillingProfile, Contact, Customer, Party, Supplier
from erp.parties.services.party import also_customer, also_supplier
from erp.staff.models import User
from tests.factories import (
    AddressFactory,
    BillingProfileFactory,
    ContactFactory,
    CustomerFactory,
    PartyFactory,
    SupplierFactory,
)
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db


def test_a_new_one_has_the_role_of_its_class() -> None:
    customer, supplier = CustomerFactory(), SupplierFactory()
    assert (customer.is_customer, customer.is_supplier) == (True, False)
    assert (supplier.is_customer, supplier.is_supplier) == (False, True)
    with as_the_house():
        many = create_records([Customer(name="Many"), Customer(name="More")])
    assert all(one.is_customer for one in many)


def test_each_role_lists_its_own() -> None:
    customer, supplier, both = CustomerFactory(), SupplierFactory(), PartyFactory()
    assert set(Customer.objects.values_list("pk", flat=True)) == {customer.pk, both.pk}
    assert set(Supplier.objects.values_list("pk", flat=True)) == {supplier.pk, both.pk}


@pytest.mark.parametrize("name", ["Nordbakk AS", " nordbakk  as ", "ＮＯＲＤＢＡＫＫ ＡＳ"])
def test_names_are_unique_ignoring_case_width_and_blanks(name: str) -> None:
    CustomerFactory(name="Nordbakk AS")
    with nothing_changes(), pytest.raises(ValidationError) as refused:
        CustomerFactory(name=name)
    assert refused.value.message_dict == {
        "name": ["There is “Nordbakk AS” already, which counts as the same name."]
    }


def test_a_name_in_the_other_role_says_what_to_do() -> None:
    CustomerFactory(name="Nordbakk AS")
    with nothing_changes(), pytest.raises(ValidationError) as refused:
        SupplierFactory(name="nordbakk as")
    assert refused.value.message_dict["name"][0].startswith(
        "“Nordbakk AS” is a customer already. Open it there and choose “Also a supplier”"
    )
    SupplierFactory(name="Rossi")
    with pytest.raises(ValidationError, match="is a supplier already"):
        CustomerFactory(name="Rossi")


@pytest.mark.parametrize("name", ["", "A", "x" * 101])
def test_a_name_has_2_to_100_signs(name: str) -> None:
    with nothing_changes(), pytest.raises(ValidationError) as refused:
        CustomerFactory(name=name)
    assert list(refused.value.message_dict) == ["name"]


def test_it_is_customer_or_supplier() -> None:
    with nothing_changes(), pytest.raises(Refusal), as_the_house():
        Party(name="Nobody").save()


def test_its_versions_and_log_are_those_of_the_company() -> None:
    customer = CustomerFactory(name="Nordbakk")
    with as_the_house():
        customer.note = "pays late"
        customer.save()
    assert [v.note for v in Customer.history.order_by("history_id")] == ["", "pays late"]
    assert customer.history.count() == Party.history.filter(id=customer.pk).count() == 2
    entry = LogEntry.objects.order_by("-pk").first()
    assert entry is not None
    assert entry.content_type.model == "party"
    assert entry.changes == {"note": ["", "pays late"]}


def test_it_is_found_in_every_role_by_one_index() -> None:
    both = PartyFactory(name="深圳市恒盛轴承有限公司", short_name="Hengsheng")
    CustomerFactory(name="Nordbakk")
    assert search(Customer.objects.all(), "恒盛", limit=5) == [both.pk]
    assert search(Supplier.objects.all(), "hengsh", limit=5) == [both.pk]
    assert search(Supplier.objects.all(), "nordbakk", limit=5) == []


def test_own_reach_goes_by_the_role(sales: User, purchasing: User) -> None:
    company = PartyFactory(sales_owner=sales, purchasing_owner=purchasing)
    as_customer = Customer.objects.get(pk=company.pk)
    as_supplier = Supplier.objects.get(pk=company.pk)
    seller, buyer = Actor.person(sales), Actor.person(purchasing)
    assert may(seller, "change", as_customer)
    assert not may(seller, "view", as_supplier)
    assert may(buyer, "change", as_supplier)
    assert not may(buyer, "view", as_customer)
    assert list(scoped(seller, "view", Customer.objects.all())) == [as_customer]
    assert list(scoped(buyer, "view", Customer.objects.all())) == []


def test_saved_over_in_the_other_role_it_is_stale() -> None:
    company = PartyFactory()
    as_customer = Customer.objects.get(pk=company.pk)
    as_supplier = Supplier.objects.get(pk=company.pk)
    with as_the_house():
        as_customer.note = "first"
        as_customer.save()
    as_supplier.note = "second"
    with nothing_changes(), pytest.raises(StaleRecord), as_the_house():
        as_supplier.save()


def test_many_are_saved_at_once() -> None:
    customers = [CustomerFactory(), CustomerFactory()]
    for customer in customers:
        customer.credit_limit = Decimal("1000.50")
    with as_the_house():
        assert save_records(customers) == 2
    assert list(Customer.objects.values_list("credit_limit", flat=True)) == [Decimal("1000.50")] * 2


def test_a_customer_becomes_a_supplier_too(manager: User, purchasing: User) -> None:
    customer = CustomerFactory()
    also_supplier(customer, by=Actor.person(manager))
    assert Supplier.objects.get(pk=customer.pk).purchasing_owner is None
    with nothing_changes(), pytest.raises(Refusal, match="has this role already"):
        also_supplier(customer, by=Actor.person(manager))
    with nothing_changes(), pytest.raises(Refusal, match="no right"):
        also_supplier(CustomerFactory.build(), by=Actor.person(purchasing))


def test_a_supplier_becomes_a_customer_too(system: User, purchasing: User) -> None:
    supplier = SupplierFactory(purchasing_owner=purchasing)
    with nothing_changes(), pytest.raises(Refusal, match="no right"):
        also_customer(supplier, by=Actor.person(purchasing))
    also_customer(supplier, by=Actor.person(system))
    assert Customer.objects.filter(pk=supplier.pk).exists()


def test_deleting_takes_what_belongs_to_it_and_undo_brings_it_back() -> None:
    customer = CustomerFactory()
    contact = ContactFactory(party=customer)
    address = AddressFactory(party=customer)
    profile = BillingProfileFactory(party=customer)
    keys = [record.pk for record in (customer, contact, address, profile)]
    delete_records([customer], by=SYSTEM)
    assert not Party.objects.exists()
    for model in (Contact, Address, BillingProfile):
        assert not model.objects.exists()
    undone = undo_operation(newest_operation(), by=SYSTEM)
    assert undone.kept == []
    back = Customer.objects.get(pk=keys[0])
    assert (back.name, back.is_customer) == (customer.name, True)
    assert [back.default_contact.pk, back.addresses.get().pk, back.billing.pk] == keys[1:]


def test_one_role_does_not_delete_the_other(sales: User, manager: User) -> None:
    company = PartyFactory(sales_owner=sales)
    customer = Customer.objects.get(pk=company.pk)
    with nothing_changes(), pytest.raises(Refusal, match="both customer and supplier"):
        delete_records([customer], by=Actor.person(sales))
    delete_records([customer], by=Actor.person(manager))
    assert not Party.objects.exists()


def test_a_credit_limit_is_not_below_nothing() -> None:
    with pytest.raises(ValidationError) as refused:
        CustomerFactory(credit_limit=Decimal("-0.01"))
    assert list(refused.value.message_dict) == ["credit_limit"]
