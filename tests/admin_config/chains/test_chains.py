"""A paper is continued from its form and from the list; both show the whole chain."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from admin_config.engine.copying.copier import copy_record
from admin_config.engine.spec import Copy
from erp.foundation.actor import SYSTEM
from erp.staff.models import User
from tests.erp.foundation.test_continuing import agreed, packed, step
from tests.language.page import Page
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.models import Offer, Parcel, ParcelLine

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PACK = "/toy/offer/continue/toy-parcel/"


def sent(client: Client, *offers: Offer, **typed: Any) -> Any:
    """Fill in the page that asks how much and send it; ``first`` names the first line's number."""
    address = f"{PACK}?{'&'.join(f'of={offer.pk}' for offer in offers)}"
    form = next(form for form in Page(client.get(address)).forms if "number" in form.names)
    lines = sorted(name for name in form.names if name.startswith("quantity-"))
    first = {lines[0]: typed.pop("first")} if "first" in typed else {}
    return client.post(address, form.sent(**typed, **first))


def test_a_paper_offers_to_be_continued_while_something_is_left(
    system: User, sign_in: SignIn
) -> None:
    offer, client = agreed(3, 2), sign_in(system)
    address = f"{PACK}?of={offer.pk}"
    assert address in Page(client.get(f"/toy/offer/{offer.pk}/change/")).links
    response = sent(client, offer, number="P-1", first="1")
    parcel = Parcel.objects.get()
    assert response.headers["Location"] == f"/toy/parcel/{parcel.pk}/change/"
    assert list(parcel.lines.values_list("quantity", flat=True)) == [Decimal(1), Decimal(2)]
    page = Page(client.get(address))
    assert page.words.count(str(offer.lines.first())) >= 1
    sent(client, offer, number="P-2")
    assert ParcelLine.objects.filter(parcel__number="P-2").get().quantity == Decimal(2)
    assert address not in Page(client.get(f"/toy/offer/{offer.pk}/change/")).links
    assert "Nothing is left." in Page(client.get(address)).words


def test_what_cannot_be_taken_is_said_at_its_line_and_nothing_is_lost(
    system: User, sign_in: SignIn
) -> None:
    offer, client = agreed(3), sign_in(system)
    with nothing_changes():
        response = sent(client, offer, number="P-1", first="7")
    page = Page(response)
    assert "7 is more than the 3 that are left" in page.words
    form = next(form for form in page.forms if "number" in form.names)
    assert form.values["number"] == ["P-1"]
    assert ["7"] in form.values.values()


def test_a_number_that_is_taken_is_said_and_nothing_is_made(system: User, sign_in: SignIn) -> None:
    offer, client = agreed(3), sign_in(system)
    packed(offer, number="P-1", first=1)
    with nothing_changes():
        page = Page(sent(client, offer, number="P-1"))
    assert "already exists" in page.words


def test_a_selection_becomes_one_paper(system: User, sign_in: SignIn) -> None:
    one, client = agreed(1, buyer="Ann"), sign_in(system)
    two = agreed(2, buyer="Ann", present=one.present)
    chosen = {"action": "continue_toy-parcel", "_selected_action": [one.pk, two.pk]}
    response = client.post("/toy/offer/", chosen)
    assert response.headers["Location"] == f"{PACK}?of={one.pk}&of={two.pk}"
    sent(client, one, two, number="P-1")
    assert Parcel.objects.get().lines.count() == 2


def test_papers_that_stay_apart_are_told(system: User, sign_in: SignIn) -> None:
    one, two, client = agreed(1), agreed(2), sign_in(system)
    with nothing_changes():
        response = client.get(f"{PACK}?of={one.pk}&of={two.pk}", follow=True)
    assert "differ in what one paper has once: present" in Page(response).words


def test_the_chain_is_shown_on_both_with_what_is_left(system: User, sign_in: SignIn) -> None:
    offer, client = agreed(5), sign_in(system)
    parcel = packed(offer, first=2)
    stopped = step(packed(offer, number="P-9", first=1), "stop")
    there = Page(client.get(f"/toy/offer/{offer.pk}/chain/"))
    assert there.links == [f"/toy/parcel/{each.pk}/change/" for each in (parcel, stopped)]
    line = str(offer.lines.get())
    assert f"{line} 5 2 3" in there.words
    back = Page(client.get(f"/toy/parcel/{parcel.pk}/chain/"))
    assert back.links == [f"/toy/offer/{offer.pk}/change/"]
    titles = [
        found.title for found in client.get(f"/toy/parcel/{parcel.pk}/change/").context["panels"]
    ]
    assert titles == ["From where, and what became of it"]


def test_nobody_is_offered_or_told_what_he_may_not(
    storekeeper: User, sales: User, other_sales: User, sign_in: SignIn
) -> None:
    offer = agreed(3)
    packed(offer, first=1)
    client = sign_in(storekeeper)
    assert f"{PACK}?of={offer.pk}" not in Page(client.get(f"/toy/offer/{offer.pk}/change/")).links
    assert client.get(f"{PACK}?of={offer.pk}").status_code == 403
    seller = sign_in(sales)
    assert seller.get(f"{PACK}?of={offer.pk}").status_code == 404
    assert seller.get(f"/toy/offer/{offer.pk}/chain/").status_code == 404
    own = agreed(1, owner=sales)
    parcel = packed(own, number="P-2")
    link = f"/toy/parcel/{parcel.pk}/change/"
    assert Page(seller.get(f"/toy/offer/{own.pk}/chain/")).links == [link]
    with as_the_house():
        parcel.owner = other_sales
        parcel.save()
    assert Page(seller.get(f"/toy/offer/{own.pk}/chain/")).links == []


def test_a_copy_continues_nothing() -> None:
    parcel = packed(agreed(3))
    with as_the_house():
        copy = copy_record(parcel, Copy(reset=("status",), along=("lines",)), by=SYSTEM)
    assert list(copy.lines.values_list("quantity", "offer_line")) == [(Decimal(3), None)]


def test_a_chain_costs_the_same_however_long_its_papers_are(system: User, sign_in: SignIn) -> None:
    short, long, client = agreed(3), agreed(*[2] * 30), sign_in(system)
    packed(short, number="P-1")
    packed(long, number="P-2")
    counts = []
    for offer in (short, short, long):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/toy/offer/{offer.pk}/chain/")
        counts.append(len(queries))
    assert counts[1] == counts[2]
