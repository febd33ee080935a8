"""A sensitive sku names a customer: it is seen no farther than the customer is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from admin_config.engine.registry import registry
from erp.catalog.models import SensitiveSku
from erp.foundation.actor import Actor
from erp.foundation.rights import Reach, may, reach
from erp.staff.models import User
from tests.every_screen.visiting import Visit
from tests.factories import CustomerFactory, SensitiveSkuFactory, SkuFactory
from tests.language.page import Page
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


def test_a_seller_sees_those_of_own_customers_everywhere(rows: Any, sales: User) -> None:
    mine, theirs = rows
    visit = visit_of(sales)
    page = visit.page("changelist")
    assert OWN in page.words
    assert SECRET not in page.html
    assert visit.get("list_count").json()["count"] == 1
    assert "my drawing" in Page(visit.get("list_look", key=mine.pk)).words
    assert visit.get("list_look", key=theirs.pk).status_code == 404
    for name in ("change", "history"):
        assert visit.get(name, mine.pk).status_code == 200
        found = visit.get(name, theirs.pk)
        assert found.status_code in {302, 403, 404}
        assert SECRET not in found.content.decode()


def test_a_file_and_a_search_hold_no_other_customers(
    rows: Any, manager: User, sales: User, sign_in: SignIn
) -> None:
    sent: Any = visit_of(manager).post("export", format="csv", what="all")
    assert SECRET in b"".join(sent.streaming_content).decode()
    assert visit_of(sales).get("export").status_code == 403
    visit = visit_of(sales)
    for asked in ({"q": SECRET}, {"q": "his drawing"}, {"customer": rows[1].customer_id}):
        assert visit.get("list_count", **asked).json()["count"] == 0
    offered = visit.get("changelist", customer=rows[1].customer_id)
    assert SECRET not in offered.content.decode()


def test_who_sees_all_customers_sees_all_of_them(
    rows: Any, storekeeper: User, finance: User, manager: User
) -> None:
    for who in (storekeeper, finance, manager):
        assert reach(Actor.person(who), "view", SensitiveSku) == Reach.ALL
        words = visit_of(who).page("changelist").words
        assert OWN in words
        assert SECRET in words


def test_who_sees_no_customers_sees_none_of_them(rows: Any, purchasing: User) -> None:
    assert not may(Actor.person(purchasing), "view", SensitiveSku)
    visit = visit_of(purchasing)
    assert visit.get("changelist").status_code == 403
    assert visit.get("change", rows[0].pk).status_code == 403


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
