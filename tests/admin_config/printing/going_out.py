"""Quotations that can go out, for tests of printing and sending."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from pypdf import PdfReader

from erp.foundation.actor import SYSTEM, Actor
from erp.sales.models import Quotation
from erp.sales.services.quotation import approve_quotation, submit_quotation
from erp.staff.models import User
from tests.factories import ContactFactory, CustomerFactory
from tests.factories.sales import QuotationFactory, QuotationLineFactory


def quotation_of(
    owner: User, email: str = "ye@customer.example", *, approved: bool = True, **facts: Any
) -> Quotation:
    """Return a quotation with a line, for a contact who is reached at this address."""
    customer = CustomerFactory(sales_owner=owner)
    contact = ContactFactory(party=customer, name="Ye Lei", email=email, salutation="mr")
    made = QuotationFactory(
        owner=owner, customer=customer, contact=contact, **{"language": "en", **facts}
    )
    QuotationLineFactory(quotation=made, unit_price=Decimal(10), wording="Bearing")
    if approved:
        submit_quotation(Quotation.objects.get(pk=made.pk), by=Actor.person(owner))
        approve_quotation(Quotation.objects.get(pk=made.pk), by=SYSTEM)
    return Quotation.objects.get(pk=made.pk)


def texts_in(data: bytes) -> str:
    """Return what a PDF says."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
