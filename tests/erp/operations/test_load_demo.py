"""The demo company loads once, whole, and lives today."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from erp.catalog.models import Brand, CatalogueEntry, Sku, Unit
from erp.company.models import Company, ExchangeRate, TextBlock
from erp.foundation.models import LogEntry, Operation
from erp.parties.models import Address, Contact, Customer, Party, Supplier
from erp.sales.models import Quotation, QuotationLine
from erp.staff.models import User
from erp.staff.queries.demo_sign_in import demo_sign_ins
from tests.language.writing import nothing_changes

pytestmark = pytest.mark.django_db


def test_it_is_worth_looking_at_and_loads_once() -> None:
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert (Customer.objects.count(), Supplier.objects.count()) == (61, 28)
    assert Party.objects.filter(is_customer=True, is_supplier=True).count() == 3
    assert (Brand.objects.count(), Unit.objects.count()) == (50, 12)
    assert (Sku.objects.count(), CatalogueEntry.objects.count()) == (81, 64)
    assert Quotation.objects.count() == 48
    assert Contact.objects.count() >= 150
    assert Company.objects.count() == 1
    assert TextBlock.objects.count() == 14
    for sign_in in demo_sign_ins():
        assert f"{sign_in.username} " in out.getvalue()
    _every_company_has_defaults()
    _it_lives_today()
    _every_record_is_valid()
    with nothing_changes():
        operations = Operation.objects.count()
        call_command("load_demo", verbosity=0)
        assert Operation.objects.count() == operations


def _every_company_has_defaults() -> None:
    companies = Party.objects.count()
    assert Contact.objects.filter(default_of__isnull=False).count() == companies
    assert Address.objects.filter(kind="ship", default_mark=True).count() == companies


def _it_lives_today() -> None:
    newest = ExchangeRate.objects.order_by("-date").first()
    assert newest is not None
    assert abs(newest.date - timezone.now().date()) <= dt.timedelta(days=1)
    assert ExchangeRate.objects.values("date").distinct().count() == 90
    ages = [timezone.now() - made for made in Party.objects.values_list("created_at", flat=True)]
    assert max(ages) < dt.timedelta(days=366)
    assert min(ages) > dt.timedelta(days=-1)


def _every_record_is_valid() -> None:
    parties = (Customer, Supplier, Contact, Address, Company, TextBlock)
    for model in (*parties, Brand, Unit, Sku, CatalogueEntry, Quotation, QuotationLine):
        for record in model.objects.all():
            record.full_clean()
    assert LogEntry.objects.filter(content_type__model="party", action=0).count() == 86


def test_everybody_of_the_demo_can_sign_in() -> None:
    from django.contrib.auth import authenticate

    from erp.foundation.actor import SYSTEM
    from erp.staff.services.demo import load_demo_staff

    load_demo_staff(by=SYSTEM)
    for sign_in in demo_sign_ins():
        account = authenticate(username=sign_in.username, password=sign_in.password)
        assert isinstance(account, User)
        assert account.groups.get().code == sign_in.role


def test_production_refuses_it(settings: object) -> None:
    settings.MODE = "production"  # type: ignore[attr-defined]
    with nothing_changes(), pytest.raises(CommandError, match="not in production"):
        call_command("load_demo")
