"""Load the trading partners of the demo company with their contacts and addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from erp.company.models import Country, Currency, PaymentTerms, Region
from erp.foundation.fixture import read_fixture
from erp.foundation.models import OperationKind, Recorded
from erp.foundation.operation import service
from erp.foundation.services.bulk import create_records
from erp.foundation.text import fold
from erp.parties.models import Address, BillingProfile, Contact, Customer, Party, Supplier
from erp.staff.models import User

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

_CHILDREN = ("contacts", "addresses", "billing")


@dataclass(frozen=True)
class _Known:
    """What the rows of the file name by key."""

    users: dict[str, User]
    currencies: dict[str, Currency]
    terms: dict[str, PaymentTerms]
    countries: dict[str, Country]
    regions: dict[str, Region]


@service(OperationKind.COMMAND)
def load_demo_parties(*, by: Actor, today: dt.date) -> int:
    """Load the customers and suppliers that are missing; return how many are new.

    They were entered over the last year, counted back from today.
    """
    content = read_fixture("040_parties.json")
    known = _look_up(content["customers"] + content["suppliers"])
    return _load(Customer, content["customers"], known, today) + _load(
        Supplier, content["suppliers"], known, today
    )


def _look_up(rows: Iterable[dict[str, Any]]) -> _Known:
    codes = {a.get("region") for row in rows for a in row["addresses"]} - {None}
    return _Known(
        users={user.username: user for user in User.objects.all()},
        currencies={currency.code: currency for currency in Currency.objects.all()},
        terms={terms.name: terms for terms in PaymentTerms.objects.all()},
        countries={country.code: country for country in Country.objects.all()},
        regions={region.code: region for region in Region.objects.filter(code__in=codes)},
    )


def _load(role: type[Party], rows: list[dict[str, Any]], known: _Known, today: dt.date) -> int:
    present = set(Party.objects.values_list("name_key", flat=True))
    fresh = [row for row in rows if fold(row["name"]) not in present]
    parties = create_records([_party(role, row, known, today) for row in fresh])
    pairs = list(zip(parties, fresh, strict=True))
    create_records([Contact(party=p, **c) for p, row in pairs for c in row["contacts"]])
    create_records([_address(p, a, known) for p, row in pairs for a in row["addresses"]])
    create_records([BillingProfile(party=p, **r["billing"]) for p, r in pairs if "billing" in r])
    return len(parties)


def _party(role: type[Party], row: dict[str, Any], known: _Known, today: dt.date) -> Party:
    facts = {k: v for k, v in row.items() if k not in {*_CHILDREN, "days_ago"}}
    entered = timezone.now() + (today - timezone.now().date())
    entered -= dt.timedelta(days=row["days_ago"])
    party = role(
        **facts
        | {name: known.users[row[name]] for name in _owners() if name in row}
        | {
            "currency": known.currencies[row["currency"]],
            "payment_terms": known.terms[row["payment_terms"]],
            "credit_limit": Decimal(row["credit_limit"]) if "credit_limit" in row else None,
            "is_customer": role is Customer or "sales_owner" in row,
            "is_supplier": role is Supplier or "purchasing_owner" in row,
            "created_at": entered,
            "changed_at": entered,
        }
    )
    party.clean_fields()
    return party


def _owners() -> tuple[str, str]:
    return ("sales_owner", "purchasing_owner")


def _address(party: Party, row: dict[str, Any], known: _Known) -> Recorded:
    return Address(
        party=party,
        **row
        | {
            "country": known.countries[row["country"]],
            "region": known.regions[row["region"]] if "region" in row else None,
        },
    )
