"""Customers and suppliers are one table: who knows the one screen learns nothing of the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from erp.parties.models import Party
from erp.staff.models import User
from tests.admin_config.transfer.test_rights import grant
from tests.factories.parties import CustomerFactory, SupplierFactory
from tests.language.writing import as_the_house, newest_operation, nothing_changes

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
SIDES = [("supplier", CustomerFactory), ("customer", SupplierFactory)]


def changed(party: Party, phone: str) -> None:
    """Give a company another number in the name of the house."""
    with as_the_house():
        party.phone = phone
        party.save()


@pytest.mark.parametrize(("own", "other"), SIDES)
def test_every_door_to_the_other_role_is_shut(
    stranger: User, sign_in: SignIn, own: str, other: type[CustomerFactory]
) -> None:
    who = grant(stranger, *(f"parties.{r}_{own}" for r in ("view", "change", "copy", "delete")))
    party = other(name="Secret & Sons")
    changed(party, "555")
    first, last = party.history.order_by("history_id").values_list("pk", flat=True)
    base, client = f"/parties/{own}/{party.pk}", sign_in(who)
    with nothing_changes():
        for door in (
            "history/",
            f"history/compare/?a={first}&b={last}",
            f"history/{first}/restore/",
            "change/",
            "delete/",
            "look/",
        ):
            page = client.get(f"{base}/{door}")
            assert page.status_code in {302, 404}, door
            assert "555" not in page.content.decode()
        assert client.post(f"{base}/copy/").status_code in {403, 404}
        assert client.post(f"{base}/history/{first}/restore/").status_code == 404
        star = client.post(f"/parties/{own}/star/", {"key": party.pk, "on": "1"})
        assert star.status_code == 404
        assert client.get(f"/operations/{newest_operation().pk}/undo/").status_code == 403


def test_who_may_change_suppliers_restores_and_undoes(stranger: User, sign_in: SignIn) -> None:
    who = grant(stranger, "parties.view_supplier", "parties.change_supplier")
    party = SupplierFactory(phone="1")
    changed(party, "2")
    client, first = sign_in(who), party.history.order_by("history_id").first().pk
    done = client.post(f"/parties/supplier/{party.pk}/history/{first}/restore/")
    assert (done.status_code, Party.objects.get().phone) == (302, "1")
    client.post(f"/operations/{newest_operation().pk}/undo/")
    assert Party.objects.get().phone == "2"
