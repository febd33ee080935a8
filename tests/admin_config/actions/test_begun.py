"""A record begun from another one: the form opens filled in, saving it joins the two."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from erp.catalog.models import CatalogueEntry, Sku, SkuSpecification
from erp.foundation.models import OperationKind
from erp.staff.models import User
from tests.admin_config.forms import posting
from tests.factories import (
    CatalogueEntryFactory,
    CategoryFactory,
    EntrySpecificationFactory,
    SkuFactory,
    SpecificationFactory,
    UnitFactory,
)
from tests.language.page import Page
from tests.language.writing import as_the_house, newest_operation, nothing_changes
from tests.toy.models import Shelf, Toy

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def make(owner: User, *, safe: bool = True) -> Toy:
    with as_the_house():
        toy = Toy(code="A", name="Train", owner=owner, price=Decimal(1), safe=safe)
        toy.save()
    return toy


def begun_from(toy: Toy) -> str:
    return f"/toy/shelf/add/?_begun=toy.toy:0:{toy.pk}"


def test_it_is_offered_filled_in_and_joined(manager: User, sign_in: SignIn) -> None:
    toy = make(manager)
    with as_the_house():
        parent = Shelf(name="Room")
        parent.save()
    client = sign_in(manager)
    assert begun_from(toy) in client.get(f"/toy/toy/{toy.pk}/change/").content.decode()

    values = posting.opened(client, begun_from(toy), "shelf_form")
    assert values["name"] == "Shelf of A"
    with nothing_changes():
        again = client.post(begun_from(toy), values)
    assert again.context["adminform"].form.errors == {"parent": ["This field is required."]}

    assert client.post(begun_from(toy), values | {"parent": str(parent.pk)}).status_code == 302
    toy.refresh_from_db()
    assert toy.shelf == Shelf.objects.get(name="Shelf of A")
    done = newest_operation()
    assert (done.kind, done.records) == (OperationKind.CREATE, 2)
    assert begun_from(toy) not in client.get(f"/toy/toy/{toy.pk}/change/").content.decode()


def test_what_cannot_be_begun_is_told_on_the_record(manager: User, sign_in: SignIn) -> None:
    toy = make(manager, safe=False)
    page = sign_in(manager).get(begun_from(toy), follow=True)
    assert page.redirect_chain == [(f"/toy/toy/{toy.pk}/change/", 302)]
    assert "An unsafe toy gets no shelf." in Page(page).words


@pytest.mark.parametrize("wrong", ["toy.toy:0:x", "toy.toy:9:1", "toy.sale:0:1", "a", "::"])
def test_a_wrong_address_begins_an_empty_form(manager: User, sign_in: SignIn, wrong: str) -> None:
    values = posting.opened(sign_in(manager), f"/toy/shelf/add/?_begun={wrong}", "shelf_form")
    assert (values["name"], values["parent"]) == ("", "")


def entry_of_a_bearing() -> Any:
    category = CategoryFactory()
    bore = SpecificationFactory(category=category, code="bore", required=True)
    SpecificationFactory(category=category, code="width", required=True)
    entry = CatalogueEntryFactory(model="6205-2RS", designation="Bearing", category=category)
    EntrySpecificationFactory(entry=entry, specification=bore, number=25)
    return entry


def test_the_sku_of_an_entry_asks_for_unit_and_required_specifications(
    sales: User, sign_in: SignIn
) -> None:
    entry, unit, client = entry_of_a_bearing(), UnitFactory(), sign_in(sales)
    address = f"/catalog/sku/add/?_begun=catalog.catalogueentry:0:{entry.pk}"
    assert address in client.get(f"/catalog/catalogueentry/{entry.pk}/change/").content.decode()

    values = posting.opened(client, address, "sku_form")
    assert {name: values[name] for name in ("code", "name", "brand", "model", "unit")} == {
        "code": "6205-2RS", "name": "Bearing", "brand": str(entry.brand_id), "model": "6205-2RS",
        "unit": "",
    }  # fmt: skip
    assert values["product__category"] == str(entry.category_id)
    assert (values["specifications__bore"], values["specifications__width"]) == ("25", "")
    with nothing_changes():
        again = client.post(address, values)
    required = ["This field is required."]
    errors = again.context["adminform"].form.errors
    assert errors == {"unit": required, "specifications__width": required}

    typed = {"unit": str(unit.pk), "specifications__width": "15"}
    assert client.post(address, values | typed).status_code == 302
    sku = Sku.objects.get()
    assert CatalogueEntry.objects.get().sku == sku
    stored = {(v.specification.code, v.number) for v in SkuSpecification.objects.filter(sku=sku)}
    assert stored == {("bore", Decimal(25)), ("width", Decimal(15))}


def test_an_entry_whose_sku_exists_names_it_instead(sales: User, sign_in: SignIn) -> None:
    entry = entry_of_a_bearing()
    SkuFactory(brand=entry.brand, model="6205-2rs", code="OURS", name="Bearing")
    address = f"/catalog/sku/add/?_begun=catalog.catalogueentry:0:{entry.pk}"
    client = sign_in(sales)
    with nothing_changes():
        page = client.get(address, follow=True)
    assert "There is a sku for this already: OURS Bearing." in Page(page).words


def test_who_may_not_add_goods_begins_none(finance: User, sign_in: SignIn) -> None:
    entry, client = entry_of_a_bearing(), sign_in(finance)
    page = client.get(f"/catalog/catalogueentry/{entry.pk}/change/").content.decode()
    assert "_begun" not in page
    address = f"/catalog/sku/add/?_begun=catalog.catalogueentry:0:{entry.pk}"
    with nothing_changes():
        assert client.post(address, {"code": "X"}).status_code == 403
