"""Give a company its second role."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext_lazy as _

from erp.foundation.models import OperationKind
from erp.foundation.operation import service
from erp.foundation.rights import Reach, check_may, reach
from erp.parties.models import Customer, Party, Supplier
from erp.parties.rules.party import check_not_yet

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

P = TypeVar("P", bound=Party)


@service(OperationKind.CHANGE, told=_("made a supplier too"))
def also_supplier(party: P, *, by: Actor) -> P:
    """Let a customer be a supplier too, with the same contacts and addresses.

    Whoever reaches only own suppliers becomes its purchasing owner.
    """
    check_may(by, "change", party)
    check_may(by, "add", Supplier)
    check_not_yet(party.is_supplier, str(party))
    party.is_supplier = True
    if party.purchasing_owner_id is None and reach(by, "view", Supplier) == Reach.OWN:
        party.purchasing_owner = by.user
    party.save()
    return party


@service(OperationKind.CHANGE, told=_("made a customer too"))
def also_customer(party: P, *, by: Actor) -> P:
    """Let a supplier be a customer too, with the same contacts and addresses.

    Whoever reaches only own customers becomes its sales owner.
    """
    check_may(by, "change", party)
    check_may(by, "add", Customer)
    check_not_yet(party.is_customer, str(party))
    party.is_customer = True
    if party.sales_owner_id is None and reach(by, "view", Customer) == Reach.OWN:
        party.sales_owner = by.user
    party.save()
    return party
