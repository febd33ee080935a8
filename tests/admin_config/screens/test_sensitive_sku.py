"""A sensitive sku names a customer to everybody who sells or buys; it is there to warn them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from admin_config.engine.registry import registry
from erp.catalog.models import SensitiveSku
from erp.staff.models import User
from tests.every_screen.visiting import Visit
from tests.factories import CustomerFactory, SensitiveSkuFactory, SkuFactory
from tests.language.writing import nothing_changes

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
SECRET, OWN = "Hidden Bearings Ltd", "Open Bearings Ltd"


@pytest.fixture
def rows(sales: User) -> tuple[Any, Any]:
    """Return a row of a customer of the seller, and one of a customer of nobody."""
    mine = SensitiveSkuFactory(
        customer=CustomerFactory(name=OWN, sales_owner=sales), note="my drawing"
    )
    return mine, SensitiveSkuFactory(customer=CustomerFactory(name=SECRET), note="his drawing")


def visit_of(who: User) -> Visit:
    screen = registry.find("catalog.sensitivesku")
    assert screen is not None
    return Visit(screen, who)


def test_it_warns_everybody_who_sells_or_buys(rows: Any, sales: User, purchasing: User) -> None:
    for who in (sales, purchasing):
        words = visit_of(who).page("changelist").words
        assert OWN in words
        assert SECRET in words


def test_none_is_made_for_a_customer_out_of_reach(rows: Any, sales: User, sign_in: SignIn) -> None:
    sku, client = SkuFactory(), sign_in(sales)
    typed = {"sku": str(sku.pk), "note": "x"}
    with nothing_changes():
        found = client.post(
            "/catalog/sensitivesku/add/", typed | {"customer": str(rows[1].customer_id)}
        )
    assert found.status_code == 200
    assert "customer" in found.context["adminform"].form.errors
    found = client.post(
        "/catalog/sensitivesku/add/", typed | {"customer": str(rows[0].customer_id)}
    )
    assert found.status_code == 302
    assert SensitiveSku.objects.get(sku=sku).customer.name == OWN
