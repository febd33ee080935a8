"""Behind every card of the home page stands a list of exactly the rows that it counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from admin_config.engine.registry import registry
from erp.foundation.actor import Actor
from erp.foundation.house_day import house_day
from erp.foundation.rights import scoped
from erp.sales.models import Quotation
from erp.staff.models import Role, User
from tests.cast import ROLE_OF, make_person
from tests.factories import (
    CompanyFactory,
    CurrencyFactory,
    CustomerFactory,
    QuotationFactory,
    QuotationLineFactory,
)
from tests.language.writing import as_the_house

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LIST = "/sales/quotation/"
WAITING = "Quotations that wait for my approval"
AS_DEPUTY = "Quotations that wait for me as a deputy"


def make_quotations(people: list[User]) -> None:
    """Write quotations of several people, amounts and states, some near their end or sent back."""
    company = CompanyFactory(base_currency=CurrencyFactory(code="CNY"))
    customer, today = CustomerFactory(), house_day()
    for owner in people:
        for submitter in people:
            for price in ("10", "30000"):
                facts = {"submitted_by": submitter, "owner": owner}
                _paper(company, customer, price, status="submitted", **facts)
        for days in (0, 3, 4):
            last = today + dt.timedelta(days=days)
            _paper(company, customer, "5", status="approved", owner=owner, valid_until=last)
        _paper(company, customer, "6", owner=owner, reject_reason="Too cheap")
        _paper(company, customer, "7", owner=owner)


def _paper(company: Any, customer: Any, price: str, **facts: Any) -> None:
    with as_the_house():
        paper = QuotationFactory(company=company, customer=customer, **facts)
        QuotationLineFactory(quotation=paper, unit_price=Decimal(price), tax_rate=None, sku=None)


def set_limits(*, sales: str, manager: str | None, own: tuple[str, ...] = ("manager",)) -> None:
    """Let sellers and managers approve up to these amounts; some of them their own, too."""
    with as_the_house():
        for code, amount in (("sales", sales), ("manager", manager)):
            role = Role.objects.get(code=code)
            role.approval_limit = Decimal(amount) if amount else None
            role.approves_own = code in own
            role.save()


@pytest.mark.parametrize("name", list(ROLE_OF))
def test_a_card_s_link_lists_what_it_counts(
    name: str, sales: User, other_sales: User, manager: User, sign_in: SignIn
) -> None:
    person = make_person(name)
    set_limits(sales="20000", manager="40000")
    make_quotations([sales, other_sales, manager])
    client, actor = sign_in(person), Actor.person(person)
    shown = {card.title: card for card in client.get("/").context["cards"]}
    for screen in registry:
        for declared in screen.home:
            rows = scoped(actor, "view", declared.rows(actor))
            keys = set(rows.values_list("pk", flat=True))
            card = shown.pop(str(declared.title), None)
            assert (card is None) == (not keys), declared.title
            if card is None:
                continue
            assert card.count == len(keys)
            assert keys_listed(client, card.link) == keys
            path, query = card.link.split("?")
            assert client.get(f"{path}list/count/?{query}").json()["count"] == len(keys)
            assert str(declared.title) in client.get(card.link).content.decode()
    assert shown == {}


def keys_listed(client: Client, link: str) -> set[Any]:
    """Return the keys of the rows that a list shows on its first page."""
    page = client.get(f"{link}&_size=100").context["cl"]
    return {row.pk for row in page.result_list}


def titles(client: Client) -> set[str]:
    """Return the cards of somebody's home page."""
    return {card.title for card in client.get("/").context["cards"]}


def test_every_card_of_quotations_is_tried(
    sales: User, other_sales: User, manager: User, finance: User, sign_in: SignIn
) -> None:
    set_limits(sales="20000", manager=None, own=("sales",))
    make_quotations([sales, other_sales, manager])
    screen = registry.for_model(Quotation)
    assert screen is not None
    # nobody is away here: what waits for a deputy is tried with deputies
    every = {str(card.title) for card in screen.home} - {AS_DEPUTY}
    assert titles(sign_in(manager)) == every
    assert titles(sign_in(sales)) == every
    assert titles(sign_in(finance)) == every - {WAITING}


def test_a_card_s_list_can_be_filtered_further_and_left(
    sales: User, other_sales: User, manager: User, sign_in: SignIn
) -> None:
    set_limits(sales="20000", manager="20")
    make_quotations([sales, other_sales, manager])
    client = sign_in(manager)
    [card] = [c for c in client.get("/").context["cards"] if c.title == WAITING]
    assert card.count == 9
    mine = keys_listed(client, f"{card.link}&owner={sales.pk}")
    assert len(mine) == 3
    left = client.get(card.link).context["list"].chips[0].clear
    assert len(keys_listed(client, f"{LIST}{left}")) == 18
    unknown = client.get(f"{LIST}?_waits=77")
    assert "This link leads to no card of the home page." in unknown.content.decode()
