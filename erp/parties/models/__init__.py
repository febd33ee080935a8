"""The tables of the parties with which the house trades."""

from erp.parties.models.address import Address, AddressKind
from erp.parties.models.billing_profile import BillingProfile
from erp.parties.models.contact import Contact
from erp.parties.models.customer import Customer
from erp.parties.models.party import Party, PartyKind
from erp.parties.models.supplier import Supplier

__all__ = [
    "Address",
    "AddressKind",
    "BillingProfile",
    "Contact",
    "Customer",
    "Party",
    "PartyKind",
    "Supplier",
]
