"""Customers and suppliers in the console: own ones, guarded fields, roles, defaults."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from erp.parties.models import Contact, Customer, Supplier
from erp.staff.models import User
from tests.admin_config.forms.posting import add_row, opened
from tests.factories import ContactFactory, CustomerFactory, SupplierFactory
from tests.language.writing import nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ADD = "/parties/customer/add/"
FORM = "customer_form"


def test_who_adds_a_customer_owns_it(sales: User, sign_in: SignIn) -> None:
    client = sign_in(sales)
    values = add_row(opened(client, ADD, FORM), "contacts", name="Anna")
    assert client.post(ADD, {**values, "name": "Nordbakk"}).status_code == 302
    customer = Customer.objects.get()
    assert (customer.sales_owner, customer.is_supplier) == (sales, False)
    assert customer.default_contact.name == "Anna"


def test_the_credit_limit_is_seen_by_those_who_may(
    sales: User, finance: User, sign_in: SignIn
) -> None:
    customer = CustomerFactory(sales_owner=sales, credit_limit=Decimal("77123.45"))
    page = f"/parties/customer/{customer.pk}/change/"
    assert "77123.45" in sign_in(finance).get(page).content.decode()
    html = sign_in(sales).get(page).content.decode()
    assert "77123.45" not in html
    assert "credit_limit" not in html
    history = sign_in(sales).get(f"/parties/customer/{customer.pk}/history/")
    assert "77123.45" not in history.content.decode()


def test_and_kept_when_others_save(sales: User, sign_in: SignIn) -> None:
    customer = CustomerFactory(sales_owner=sales, credit_limit=Decimal(500))
    client = sign_in(sales)
    page = f"/parties/customer/{customer.pk}/change/"
    values = {**opened(client, page, FORM), "note": "pays late", "credit_limit": "999999"}
    assert client.post(page, values).status_code == 302
    customer.refresh_from_db()
    assert (customer.note, customer.credit_limit) == ("pays late", Decimal(500))


def test_a_name_in_the_other_role_is_refused_at_its_field(manager: User, sign_in: SignIn) -> None:
    SupplierFactory(name="Rossi")
    client = sign_in(manager)
    values = {**opened(client, ADD, FORM), "name": "ROSSI"}
    with nothing_changes():
        response = client.post(ADD, values)
    assert "“Rossi” is a supplier already" in response.content.decode()


def test_the_second_role_is_given_by_a_button(manager: User, sales: User, sign_in: SignIn) -> None:
    customer = CustomerFactory(sales_owner=sales)
    page = f"/parties/customer/{customer.pk}/change/"
    verb = f"/parties/customer/{customer.pk}/do/also_supplier/"
    assert "Also a supplier" not in sign_in(sales).get(page).content.decode()
    assert sign_in(sales).post(verb).status_code == 403
    assert not Supplier.objects.exists()
    assert "Also a supplier" in sign_in(manager).get(page).content.decode()
    sign_in(manager).post(verb)
    assert Supplier.objects.get().pk == customer.pk
    assert "Also a supplier" not in sign_in(manager).get(page).content.decode()


def test_defaults_change_places_in_one_form(sales: User, sign_in: SignIn) -> None:
    customer = CustomerFactory(sales_owner=sales)
    anna = ContactFactory(party=customer, name="Anna")
    bea = ContactFactory(party=customer, name="Bea")
    client = sign_in(sales)
    page = f"/parties/customer/{customer.pk}/change/"
    values = opened(client, page, FORM)
    assert values.pop("contacts-0-is_default") == "on"
    assert client.post(page, {**values, "contacts-1-is_default": "on"}).status_code == 302
    assert Contact.objects.get(default_of=customer) == bea
    anna.refresh_from_db()
    assert not anna.is_default


def test_others_customers_are_out_of_reach(sales: User, other_sales: User, sign_in: SignIn) -> None:
    theirs = CustomerFactory(name="Theirs", sales_owner=other_sales)
    ContactFactory(party=theirs, name="Hidden Person")
    client = sign_in(sales)
    assert "Theirs" not in client.get("/parties/customer/").content.decode()
    assert "Hidden Person" not in client.get("/parties/contact/").content.decode()
    assert client.get(f"/parties/customer/{theirs.pk}/change/").status_code in {302, 404}
    with nothing_changes():
        client.post(f"/parties/customer/{theirs.pk}/delete/", {"post": "yes"})


def test_a_supplier_is_no_customer(system: User, sign_in: SignIn) -> None:
    supplier = SupplierFactory()
    page = f"/parties/customer/{supplier.pk}/change/"
    assert sign_in(system).get(page).status_code in {302, 404}
