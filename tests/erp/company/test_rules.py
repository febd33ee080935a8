"""Taxes, texts and terms that would make no sense are refused at the field in question."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from erp.company.models import TaxKind, TextKind
from tests.factories import (
    CompanyFactory,
    CurrencyFactory,
    PaymentTermsFactory,
    TaxRateFactory,
    TextBlockFactory,
)
from tests.language.writing import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "percent", "field"),
    [
        (TaxKind.ZERO, "13", "percent"),
        (TaxKind.EXEMPT, "0.01", "percent"),
        (TaxKind.STANDARD, "0", "kind"),
        (TaxKind.STANDARD, "100.01", "percent"),
        (TaxKind.STANDARD, "-1", "percent"),
    ],
)
def test_a_tax_rate_fits_its_kind(kind: str, percent: str, field: str) -> None:
    with nothing_changes(), pytest.raises(ValidationError) as refused:
        TaxRateFactory(kind=kind, percent=Decimal(percent))
    assert list(refused.value.message_dict) == [field]


def test_only_mails_have_a_subject() -> None:
    with nothing_changes(), pytest.raises(ValidationError) as refused:
        TextBlockFactory(kind=TextKind.MAIL)
    assert list(refused.value.message_dict) == ["subject"]
    with nothing_changes(), pytest.raises(ValidationError):
        TextBlockFactory(kind=TextKind.TERMS, subject="Hello")
    assert TextBlockFactory(kind=TextKind.MAIL, subject="Hello").pk


def test_a_text_stands_once_for_each_paper_and_language() -> None:
    first = TextBlockFactory(name="Usual")
    with nothing_changes(), pytest.raises(ValidationError):
        TextBlockFactory(name=" USUAL ", paper=first.paper)
    assert TextBlockFactory(name="Usual", language="zh-hans").pk


@pytest.mark.parametrize("code", ["cny", "CN", "C1Y", "CNYX"])
def test_a_currency_has_three_capital_letters(code: str) -> None:
    with nothing_changes(), pytest.raises(ValidationError) as refused:
        CurrencyFactory(code=code)
    assert list(refused.value.message_dict) == ["code"]


def test_a_company_lives_in_a_real_time_zone() -> None:
    with pytest.raises(ValidationError) as refused:
        CompanyFactory(time_zone="Shenzhen")
    assert list(refused.value.message_dict) == ["time_zone"]


def test_names_follow_the_reader() -> None:
    terms = PaymentTermsFactory(name="Net 30 days", name_zh="月结30天")
    with translation.override("zh-hans"):
        assert str(terms) == "月结30天"
    with translation.override("en"):
        assert str(terms) == "Net 30 days"
    assert PaymentTermsFactory(name="Cash", name_zh="").name_in("zh-hans") == "Cash"
