"""Makes customers and suppliers, their contacts, addresses and billing profiles."""

import factory

from erp.parties.models import Address, BillingProfile, Contact, Customer, Party, Supplier
from tests.factories.company import CountryFactory
from tests.factories.recorded import RecordedFactory


class PartyFactory(RecordedFactory[Party]):
    """A company that is customer and supplier."""

    class Meta:
        model = Party

    name = factory.Sequence(lambda n: f"Partner {n}")
    is_customer = True
    is_supplier = True


class CustomerFactory(RecordedFactory[Customer]):
    """A company that buys from the house."""

    class Meta:
        model = Customer

    name = factory.Sequence(lambda n: f"Customer {n}")


class SupplierFactory(RecordedFactory[Supplier]):
    """A company from which the house buys."""

    class Meta:
        model = Supplier

    name = factory.Sequence(lambda n: f"Supplier {n}")


class ContactFactory(RecordedFactory[Contact]):
    """A person at a customer's."""

    class Meta:
        model = Contact

    party = factory.SubFactory(CustomerFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")


class AddressFactory(RecordedFactory[Address]):
    """Where a customer's goods go."""

    class Meta:
        model = Address

    party = factory.SubFactory(CustomerFactory)
    country = factory.SubFactory(CountryFactory)
    street = factory.Sequence(lambda n: f"{n} Canal Road")


class BillingProfileFactory(RecordedFactory[BillingProfile]):
    """What invoices to a customer show."""

    class Meta:
        model = BillingProfile

    party = factory.SubFactory(CustomerFactory)
    legal_name = factory.Sequence(lambda n: f"Customer {n} Ltd")
