"""A customer brings contact, money, terms, language, texts and the last day along."""

from __future__ import annotations

import datetime as dt

import pytest

from erp.company.models import Company, TextKind
from erp.foundation.actor import SYSTEM
from erp.parties.models import Contact
from erp.sales.queries.prefill import texts_in_language, values_for_customer
from tests.factories import (
    ContactFactory,
    CurrencyFactory,
    CustomerFactory,
    PaymentTermsFactory,
    QuotationFactory,
    TextBlockFactory,
)
from tests.language.writing import as_the_house

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)


def test_everything_of_the_customer_comes_along(company: Company) -> None:
    customer = CustomerFactory(
        currency=CurrencyFactory(code="USD"), payment_terms=PaymentTermsFactory(), language="en"
    )
    ContactFactory(party=customer, name="Second")
    chosen = ContactFactory(party=customer, name="First", is_default=True)
    TextBlockFactory(kind=TextKind.TERMS, language="en", text="Net prices.")
    TextBlockFactory(kind=TextKind.TERMS, language="zh-hans", text="净价。")
    values = values_for_customer(customer, by=SYSTEM, company=company, issued_on=DAY)
    assert values == {
        "contact": Contact.objects.get(pk=chosen.pk),
        "currency": customer.currency,
        "payment_terms": customer.payment_terms,
        "language": "en",
        "terms": "Net prices.",
        "valid_until": dt.date(2026, 3, 31),
    }


def test_a_customer_without_a_currency_pays_in_the_house_s(company: Company) -> None:
    values = values_for_customer(CustomerFactory(), by=SYSTEM)
    assert (values["currency"], values["contact"]) == (company.base_currency, None)


def test_texts_are_in_the_paper_s_language(company: Company) -> None:
    TextBlockFactory(kind=TextKind.REMARKS, language="zh-hans", text="含包装。")
    TextBlockFactory(kind=TextKind.REMARKS, language="en", text="Old.", active=False)
    assert texts_in_language("zh-hans") == {"remarks": "含包装。"}
    assert texts_in_language("en") == {}


@pytest.mark.parametrize(("kind", "days"), [("reseller", 3), ("end_user", 40)])
def test_the_company_says_how_long_a_quotation_holds(
    company: Company, kind: str, days: int
) -> None:
    with as_the_house():
        company.validity_reseller, company.validity_end_user = 3, 40
        company.save()
    made = QuotationFactory(company=company, customer__kind=kind, issued_on=DAY)
    assert made.valid_until == DAY + dt.timedelta(days=days)
