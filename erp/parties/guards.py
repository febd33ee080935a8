"""What stands before writes of parties, and what is settled after them."""

from __future__ import annotations

from typing import Any

from erp.foundation.gate import Attempt, Verb, guard
from erp.foundation.rights import may
from erp.foundation.settling import settle
from erp.parties.models import Address, Contact, Customer, Party, Supplier
from erp.parties.rules.party import check_has_role, check_may_delete_both
from erp.parties.services.default_choice import settle_default_addresses, settle_default_contacts


def register() -> None:
    """Put the checks before parties; keep one default contact and address of each company."""
    guard(Party, _party_may_be_written)
    settle(Contact, settle_default_contacts)
    settle(Address, settle_default_addresses)


def _party_may_be_written(attempt: Attempt) -> None:
    party: Any = attempt.record
    if attempt.verb in {Verb.CREATE, Verb.CHANGE}:
        check_has_role(is_customer=party.is_customer, is_supplier=party.is_supplier)
    elif attempt.verb == Verb.DELETE:
        both = party.is_customer and party.is_supplier
        roles = [role.objects.get(pk=party.pk) for role in (Customer, Supplier) if both]
        may_both = all(may(attempt.by, "delete", role) for role in roles)
        check_may_delete_both(str(party), both_roles=both, may_both=may_both)
