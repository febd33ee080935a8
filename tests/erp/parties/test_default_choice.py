"""Of a company's contacts exactly one is the default, whatever happens to them; so of addresses."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.refusal import Refusal
from erp.foundation.services.bulk import create_records
from erp.foundation.services.deleting import delete_records
from erp.foundation.services.undo import undo_operation
from erp.parties.models import Address, AddressKind, Contact, Customer, Party
from erp.parties.services.contact import set_default_contact
from erp.staff.models import User
from tests.factories import (
    AddressFactory,
    ContactFactory,
    CountryFactory,
    CustomerFactory,
    RegionFactory,
)
from tests.language.writing import as_the_house, newest_operation, nothing_changes

pytestmark = pytest.mark.django_db


def default_of(party: Party) -> Contact:
    """Return the one default; flag and proof agree on it."""
    flagged = Contact.objects.filter(party=party, is_default=True).get()
    assert flagged == Contact.objects.get(default_of=party)
    return flagged


@pytest.fixture
def customer() -> Customer:
    """A customer with three contacts."""
    made: Customer = CustomerFactory()
    for name in ("Anna", "Bea", "Carl"):
        ContactFactory(party=made, name=name)
    return made


def named(name: str) -> Contact:
    return Contact.objects.get(name=name)


def test_the_first_contact_is_the_default(customer: Customer) -> None:
    assert default_of(customer) == named("Anna")


def test_what_is_saved_is_up_to_date_afterwards() -> None:
    contact = ContactFactory()
    assert contact.is_default
    with as_the_house():
        contact.note = "again"
        contact.save()


def test_choosing_another_replaces_it(customer: Customer) -> None:
    set_default_contact(named("Carl"), by=SYSTEM)
    assert default_of(customer) == named("Carl")
    entries = newest_operation().entries
    assert sorted(entry.object_repr for entry in entries.all()) == ["Anna", "Carl"]


def test_of_two_chosen_at_once_the_last_wins(customer: Customer) -> None:
    with as_the_house():
        for name in ("Bea", "Carl"):
            contact = named(name)
            contact.is_default = True
            contact.save()
    assert default_of(customer) == named("Carl")


def test_swapped_in_a_form_in_either_order(customer: Customer) -> None:
    for order in (("Anna", "Bea"), ("Bea", "Anna")):
        old = default_of(customer)
        new = named(order[1] if old.name == order[0] else order[0])
        with as_the_house():
            for contact in sorted((old, new), key=lambda c: order.index(c.name)):
                contact.is_default = contact == new
                contact.save()
        assert default_of(customer) == new


def test_unticked_it_passes_to_the_next(customer: Customer) -> None:
    anna = named("Anna")
    with as_the_house():
        anna.is_default = False
        anna.save()
    assert default_of(customer) == named("Bea")


def test_the_only_one_cannot_be_unticked() -> None:
    contact = ContactFactory()
    with as_the_house():
        contact.is_default = False
        contact.save()
    assert default_of(contact.party) == contact


def test_deleted_it_passes_to_the_next_and_comes_back_by_undo(customer: Customer) -> None:
    delete_records([named("Anna")], by=SYSTEM)
    assert default_of(customer) == named("Bea")
    assert undo_operation(newest_operation(), by=SYSTEM).kept == []
    assert default_of(customer) == named("Anna")


def test_moved_to_another_company_both_have_one(customer: Customer) -> None:
    other = ContactFactory(name="Dora").party
    anna = named("Anna")
    with as_the_house():
        anna.party = other
        anna.save()
    assert default_of(customer) == named("Bea")
    assert default_of(other).name in {"Anna", "Dora"}


def test_many_at_once_get_one_each() -> None:
    parties = [CustomerFactory() for _i in range(3)]
    with as_the_house():
        create_records([Contact(party=p, name=f"{p} {n}") for p in parties for n in range(4)])
    for party in parties:
        assert default_of(party).name.endswith(" 0")


def test_the_number_of_statements_does_not_grow() -> None:
    def statements(companies: int) -> int:
        parties = [CustomerFactory() for _i in range(companies)]
        with CaptureQueriesContext(connection) as caught, as_the_house():
            create_records([Contact(party=p, name="Anna") for p in parties])
        return len(caught)

    assert statements(20) == statements(2)


def test_the_database_allows_no_second_one(customer: Customer) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(Contact).filter(name="Bea").update(default_of=customer.pk)


def test_only_who_may_change_it_chooses(sales: User, other_sales: User) -> None:
    customer = CustomerFactory(sales_owner=other_sales)
    ContactFactory(party=customer)
    second = ContactFactory(party=customer)
    with nothing_changes(), pytest.raises(Refusal):
        set_default_contact(second, by=Actor.person(sales))
    set_default_contact(second, by=Actor.person(other_sales))
    assert default_of(customer) == second


def test_each_kind_of_address_has_its_default() -> None:
    customer = CustomerFactory()
    goods = AddressFactory(party=customer)
    invoices = AddressFactory(party=customer, kind=AddressKind.BILL)
    more = AddressFactory(party=customer, is_default=True)
    defaults = Address.objects.filter(party=customer, default_mark=True)
    assert set(defaults) == {more, invoices}
    goods.refresh_from_db()
    assert not goods.is_default


def test_a_region_lies_in_the_country_of_the_address() -> None:
    region, customer, country = RegionFactory(), CustomerFactory(), CountryFactory()
    with nothing_changes(), pytest.raises(ValidationError) as refused:
        AddressFactory(party=customer, country=country, region=region)
    assert list(refused.value.message_dict) == ["region"]
    assert AddressFactory(party=customer, country=region.country, region=region).pk
