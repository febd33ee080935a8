"""A good is one form: the sku, its product and its specifications are saved as one operation."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from erp.catalog.models import Product, Sku, SkuSpecification, SpecificationKind
from erp.foundation.actor import Actor
from erp.foundation.models import OperationKind
from erp.foundation.services.undo import undo_operation
from erp.staff.models import User
from tests.admin_config.forms import posting
from tests.factories import (
    BrandFactory,
    CategoryFactory,
    ProductFactory,
    SkuFactory,
    SpecificationChoiceFactory,
    SpecificationFactory,
    UnitFactory,
)
from tests.language.writing import newest_operation, nothing_changes

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
ADD = "/catalog/sku/add/"


class Shelf:
    """A category with one specification of each kind, two of them inherited."""

    def __init__(self) -> None:
        """Make them."""
        self.top = CategoryFactory(name="Bearings")
        self.low = CategoryFactory(name="Ball bearings", parent=self.top)
        self.bore = SpecificationFactory(
            category=self.top, code="bore", name="Bore", required=True, position=1
        )
        self.seal = SpecificationFactory(
            category=self.top, code="seal", name="Seal", kind=SpecificationKind.CHOICE, unit_text=""
        )
        self.rubber = SpecificationChoiceFactory(specification=self.seal, name="Rubber")
        self.steel = SpecificationChoiceFactory(specification=self.seal, name="Steel")
        self.grease = SpecificationFactory(
            category=self.low, code="grease", kind=SpecificationKind.TEXT, unit_text=""
        )
        self.split = SpecificationFactory(
            category=self.low, code="split", kind=SpecificationKind.YES_NO, unit_text=""
        )

    @property
    def typed(self) -> dict[str, str]:
        """Return what somebody types for a good of the lower category."""
        return {
            "product__category": str(self.low.pk),
            "specifications__bore": "25",
            "specifications__seal": "Rubber",
            "specifications__grease": "Lithium",
            "specifications__split": "true",
        }


def values_of_sku(sku: Sku) -> dict[str, str]:
    rows = SkuSpecification.objects.filter(sku=sku).select_related("specification", "choice")
    return {row.specification.code: row.shown() for row in rows}


def opened(client: Client, page: str) -> dict[str, Any]:
    """Return what the sku's form would send."""
    return posting.opened(client, page, "sku_form")


def page_of(sku: Sku) -> str:
    return f"/catalog/sku/{sku.pk}/change/"


def test_a_good_is_entered_in_one_form(manager: User, sign_in: SignIn) -> None:
    shelf, brand, unit = Shelf(), BrandFactory(), UnitFactory()
    client = sign_in(manager)
    values = opened(client, ADD) | {
        "code": "B-1",
        "name": "Ball bearing",
        "name_zh": "球轴承",
        "brand": str(brand.pk),
        "model": "6205-2rs",
        "unit": str(unit.pk),
        "product__description": "Runs quietly.",
        **shelf.typed,
    }

    response = client.post(ADD, values)

    assert response.status_code == 302
    sku = Sku.objects.get()
    product = Product.objects.get()
    assert (sku.product, sku.model, sku.category) == (product, "6205-2RS", shelf.low)
    assert (product.code, product.name, product.name_zh) == ("B-1", "Ball bearing", "球轴承")
    assert (product.brand, product.model, product.category) == (brand, "6205-2RS", shelf.low)
    assert product.description == "Runs quietly."
    assert values_of_sku(sku) == {
        "bore": "25 mm", "seal": "Rubber", "grease": "Lithium", "split": "yes",
    }  # fmt: skip
    done = newest_operation()
    assert (done.kind, done.actor_id, done.records) == (OperationKind.CREATE, manager.pk, 6)


def test_a_required_specification_is_asked_for_at_its_place(manager: User, sign_in: SignIn) -> None:
    shelf = Shelf()
    client = sign_in(manager)
    values = opened(client, ADD) | {"code": "B-1", "name": "Bearing", **shelf.typed}

    with nothing_changes():
        response = client.post(ADD, values | {"specifications__bore": ""})

    form = response.context["adminform"].form
    assert form.errors == {"specifications__bore": ["This field is required."]}
    assert form["specifications__grease"].value() == "Lithium"


def test_a_choice_that_is_none_is_refused(manager: User, sign_in: SignIn) -> None:
    shelf = Shelf()
    client = sign_in(manager)
    values = opened(client, ADD) | {"code": "B-1", "name": "Bearing", **shelf.typed}

    with nothing_changes():
        response = client.post(ADD, values | {"specifications__seal": "Felt"})

    assert list(response.context["adminform"].form.errors) == ["specifications__seal"]


def test_a_change_reaches_sku_product_and_values(manager: User, sign_in: SignIn) -> None:
    shelf = Shelf()
    client = sign_in(manager)
    client.post(ADD, opened(client, ADD) | {"code": "B-1", "name": "Bearing", **shelf.typed})
    sku = Sku.objects.get()

    page = opened(client, page_of(sku))
    assert page["specifications__bore"] == "25"
    assert page["specifications__seal"] == "Rubber"
    assert page["product__category"] == str(shelf.low.pk)
    changes = {
        "name": "Deep groove bearing",
        "product__description": "Quiet.",
        "specifications__bore": "30.5",
        "specifications__seal": "",
    }
    response = client.post(page_of(sku), page | changes)

    assert response.status_code == 302
    assert values_of_sku(sku) == {"bore": "30.5 mm", "grease": "Lithium", "split": "yes"}
    product = Product.objects.get()
    assert (product.name, product.description) == ("Deep groove bearing", "Quiet.")
    assert newest_operation().records == 4


def test_saving_without_a_difference_writes_nothing(manager: User, sign_in: SignIn) -> None:
    shelf = Shelf()
    client = sign_in(manager)
    client.post(ADD, opened(client, ADD) | {"code": "B-1", "name": "Bearing", **shelf.typed})
    sku = Sku.objects.get()

    with nothing_changes():
        client.post(page_of(sku), opened(client, page_of(sku)))


def test_another_category_has_other_fields_and_drops_the_old_values(
    manager: User, sign_in: SignIn
) -> None:
    shelf = Shelf()
    other = CategoryFactory(name="Chains")
    SpecificationFactory(category=other, code="pitch", name="Pitch")
    client = sign_in(manager)
    client.post(ADD, opened(client, ADD) | {"code": "B-1", "name": "Bearing", **shelf.typed})
    sku = Sku.objects.get()

    answer = client.get(f"/catalog/sku/fields/?of={sku.pk}&product__category={other.pk}").json()
    assert 'name="specifications__pitch"' in answer["html"]
    assert 'name="specifications__bore"' not in answer["html"]
    page = opened(client, page_of(sku))
    typed = {"product__category": str(other.pk), "specifications__pitch": "12.7"}
    client.post(page_of(sku), page | typed)

    assert values_of_sku(sku) == {"pitch": "12.7 mm"}
    sku.refresh_from_db()
    assert sku.category == other


def test_a_sku_joins_a_chosen_product_and_leaves_it_as_it_is(
    manager: User, sign_in: SignIn
) -> None:
    shelf = Shelf()
    product = ProductFactory(category=shelf.low, description="Theirs.")
    client = sign_in(manager)
    values = opened(client, ADD) | {"code": "B-2", "name": "Second", "product": str(product.pk)}
    values |= {"product__description": "Mine.", "specifications__bore": "40"}

    response = client.post(ADD, values)

    assert response.status_code == 302
    sku = Sku.objects.get()
    product.refresh_from_db()
    assert (sku.product, sku.category, product.description) == (product, shelf.low, "Theirs.")
    assert values_of_sku(sku) == {"bore": "40 mm"}


def test_a_product_with_several_skus_keeps_its_name(manager: User, sign_in: SignIn) -> None:
    product = ProductFactory(code="F-1", name="Family")
    sku = SkuFactory(product=product, name="Family")
    SkuFactory(product=product, name="Family")
    client = sign_in(manager)

    client.post(page_of(sku), opened(client, page_of(sku)) | {"name": "One of them"})

    product.refresh_from_db()
    assert product.name == "Family"


def test_nobody_overwrites_what_somebody_else_saved_at_the_product_or_a_value(
    manager: User, sign_in: SignIn
) -> None:
    shelf = Shelf()
    client = sign_in(manager)
    client.post(ADD, opened(client, ADD) | {"code": "B-1", "name": "Bearing", **shelf.typed})
    sku = Sku.objects.get()
    mine = opened(client, page_of(sku))
    theirs = {"product__description": "Theirs.", "specifications__bore": "31"}
    client.post(page_of(sku), opened(client, page_of(sku)) | theirs)

    with nothing_changes():
        response = client.post(
            page_of(sku),
            mine | {"product__description": "Mine.", "specifications__bore": "32"},
        )

    conflicts = {c.input: (c.theirs, c.mine) for c in response.context["conflicts"]}
    assert conflicts["product__description"] == ("Theirs.", "Mine.")
    assert conflicts["specifications__bore"][1] == "32"
    assert Decimal(conflicts["specifications__bore"][0]) == 31


def test_costs_are_hidden_from_those_who_sell(manager: User, sales: User, sign_in: SignIn) -> None:
    sku = SkuFactory(reference_cost=Decimal("12.3456"))

    assert "12.3456" in sign_in(manager).get(page_of(sku)).content.decode()
    page = sign_in(sales).get(page_of(sku)).content.decode()
    assert "12.3456" not in page
    assert "reference_cost" not in page


def test_who_may_only_look_sees_all_of_the_good(
    manager: User, finance: User, sign_in: SignIn
) -> None:
    shelf = Shelf()
    client = sign_in(manager)
    client.post(ADD, opened(client, ADD) | {"code": "B-1", "name": "Bearing", **shelf.typed})
    sku = Sku.objects.get()

    page = sign_in(finance).get(page_of(sku)).content.decode()

    assert "Lithium" in page
    assert "Bearings › Ball bearings" in page
    assert 'name="specifications__bore"' not in page


def test_a_copy_is_a_good_of_its_own_with_the_same_specifications(
    manager: User, sign_in: SignIn
) -> None:
    shelf = Shelf()
    client = sign_in(manager)
    typed = {"code": "B-1", "name": "Bearing", "product__description": "Quiet.", **shelf.typed}
    client.post(ADD, opened(client, ADD) | typed)
    sku = Sku.objects.get()

    client.post(f"/catalog/sku/{sku.pk}/copy/")

    new = Sku.objects.exclude(pk=sku.pk).get()
    assert new.product != sku.product
    assert (new.product.code, new.product.description) == ("B-1 (copy)", "Quiet.")
    assert (new.code, new.category, values_of_sku(new)) == (
        "B-1 (copy)",
        shelf.low,
        values_of_sku(sku),
    )


def test_a_copy_of_one_of_several_joins_their_product(manager: User, sign_in: SignIn) -> None:
    product = ProductFactory()
    sku = SkuFactory(product=product)
    SkuFactory(product=product)

    sign_in(manager).post(f"/catalog/sku/{sku.pk}/copy/")

    assert Sku.objects.filter(product=product).count() == 3
    assert Product.objects.count() == 1


def test_the_history_of_a_sku_tells_of_its_specifications(manager: User, sign_in: SignIn) -> None:
    shelf = Shelf()
    client = sign_in(manager)
    client.post(ADD, opened(client, ADD) | {"code": "B-1", "name": "Bearing", **shelf.typed})
    sku = Sku.objects.get()
    client.post(page_of(sku), opened(client, page_of(sku)) | {"specifications__bore": "31"})

    events = client.get(f"/catalog/sku/{sku.pk}/history/").context["timeline"].events

    told = [(c.sign, d.label, d.old, d.new) for c in events[0].children for d in c.differences]
    assert told == [("changed", "Number", "25", "31")]
    assert len(events[1].children) == 4


def test_the_last_sku_takes_its_product_along_and_both_come_back(
    manager: User, sign_in: SignIn
) -> None:
    shelf = Shelf()
    client = sign_in(manager)
    client.post(ADD, opened(client, ADD) | {"code": "B-1", "name": "Bearing", **shelf.typed})
    sku = Sku.objects.get()
    values = values_of_sku(sku)

    client.post(f"/catalog/sku/{sku.pk}/delete/", {"post": "yes"})

    assert (Sku.objects.count(), Product.objects.count()) == (0, 0)
    done = newest_operation()
    undo_operation(done, by=Actor.person(manager))
    back = Sku.objects.get()
    assert (back.pk, back.product.code, values_of_sku(back)) == (sku.pk, "B-1", values)
