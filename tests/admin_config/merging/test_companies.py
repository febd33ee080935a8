"""Two customers that are one company: everything moves, and one undo brings all of it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from erp.foundation.actor import Actor
from erp.foundation.models import MergedRecord, OperationKind
from erp.foundation.search import search
from erp.foundation.services.undo import undo_operation
from erp.parties.models import Address, BillingProfile, Contact, Customer, Party
from erp.sales.models import Quotation
from erp.sales.services.quotation import approve_quotation, submit_quotation
from erp.staff.models import User
from tests.factories import (
    AddressFactory,
    BillingProfileFactory,
    ContactFactory,
    CustomerFactory,
    QuotationFactory,
    QuotationLineFactory,
    SupplierFactory,
)
from tests.language.writing import (
    as_the_house,
    everything_recorded,
    newest_operation,
    nothing_changes,
)

SignIn = Callable[[User], Client]
LIST = "/parties/customer/"
pytestmark = pytest.mark.django_db


def two(owner: User, **facts: Any) -> tuple[Any, Any]:
    """Return a customer and its double, each with a contact and an address."""
    stays = CustomerFactory(name="Nordbakk AS", sales_owner=owner)
    goes = CustomerFactory(name="Nordbak A.S.", sales_owner=owner, phone="+47 55", **facts)
    for company in (stays, goes):
        ContactFactory(party=company, name=f"Person of {company.name}")
        AddressFactory(party=company, street=f"Street of {company.name}")
    return stays, goes


def address(*records: Any, into: Any = None) -> str:
    keys = "&".join(f"key={record.pk}" for record in records)
    return f"{LIST}merge/?{keys}" + (f"&into={into.pk}" if into else "")


def merge(client: Client, *records: Any, **typed: Any) -> Any:
    """Open the page and send it as it is shown, with what is typed besides."""
    page = client.get(address(*records, into=records[0]))
    sent = {"merge": "1", "_form_token": page.context["form_token"]}
    sent |= {f"seen-{record.pk}": record.version for record, _a, _c in page.context["records"]}
    for choice in page.context["choices"]:
        sent |= {f"value-{choice.name}": pk for pk, _text, chosen in choice.cells if chosen}
    return client.post(address(*records, into=records[0]), {**sent, **typed})


def test_everything_moves_and_comes_back(manager: User, sales: User, sign_in: SignIn) -> None:
    stays, goes = two(sales)
    approved = QuotationFactory(customer=goes, contact=goes.contacts.get(), owner=sales)
    QuotationLineFactory(quotation=approved)
    with as_the_house(Actor.person(sales)):
        submit_quotation(Quotation.objects.get(pk=approved.pk), by=Actor.person(sales))
    approve_quotation(Quotation.objects.get(pk=approved.pk), by=Actor.person(manager))
    total = Quotation.objects.get(pk=approved.pk).total
    before = everything_recorded()
    client = sign_in(manager)
    with nothing_changes():
        page = client.get(address(stays, goes))
    assert dict(page.context["moved"]) == {"Contacts": 1, "Addresses": 1, "Quotations": 1}
    assert merge(client, stays, goes).headers["Location"] == f"{LIST}{stays.pk}/change/"
    done = newest_operation()
    assert (done.kind, done.verb) == (OperationKind.ACTION, "merge_records")
    assert not Party.objects.filter(pk=goes.pk).exists()
    paper = Quotation.objects.get(pk=approved.pk)
    assert (paper.customer_id, paper.status, paper.total) == (stays.pk, "approved", total)
    assert Contact.objects.filter(party=stays.pk).count() == 2
    assert Contact.objects.filter(party=stays.pk, is_default=True).get().name == (
        "Person of Nordbakk AS"
    )
    assert Address.objects.filter(party=stays.pk, is_default=True).count() == 1
    assert Customer.objects.get(pk=stays.pk).phone == "+47 55"
    undone = undo_operation(done, by=Actor.person(manager))
    assert undone.kept == []
    after = everything_recorded()
    for label in ("parties.Party", "parties.Contact", "parties.Address", "sales.Quotation"):
        assert _told(label, after) == _told(label, before), label


def _told(label: str, rows: dict[str, Any]) -> list[Any]:
    """Return the rows without what every write counts up."""
    from django.apps import apps

    names = [f.name for f in apps.get_model(label)._meta.concrete_fields]
    kept = [n for n, name in enumerate(names) if name not in {"version", "changed_at"}]
    return [tuple(row[n] for n in kept) for row in rows[label]]


def test_the_old_address_and_name_lead_to_the_survivor(manager: User, sign_in: SignIn) -> None:
    stays, goes = two(manager)
    client = sign_in(manager)
    merge(client, stays, goes)
    found = client.get(f"{LIST}{goes.pk}/change/")
    assert found.headers["Location"] == f"{LIST}{stays.pk}/change/"
    assert client.get(f"{LIST}{goes.pk}/history/").status_code == 200
    page = client.get(f"{LIST}{stays.pk}/change/").content.decode()
    assert "Merged into this one:" in page
    assert "Nordbak A.S." in page
    rows = Customer.objects.all()
    assert search(rows, "Nordbak A.S.", limit=5) == [stays.pk]
    with as_the_house():
        renamed = Customer.objects.get(pk=stays.pk)
        renamed.name = "Fjellhus AS"
        renamed.save()
    assert search(rows, "Nordbak A.S.", limit=5) == [stays.pk]
    assert search(rows, "Nordbakk", limit=5) == []
    third = CustomerFactory(name="Third", sales_owner=manager)
    merge(client, third, Customer.objects.get(pk=stays.pk))
    assert search(rows, "Nordbak A.S.", limit=5) == [third.pk]
    found = client.get(f"{LIST}{goes.pk}/change/")
    assert found.headers["Location"] == f"{LIST}{third.pk}/change/"
    undo_operation(newest_operation(), by=Actor.person(manager))
    assert search(rows, "Nordbak A.S.", limit=5) == [stays.pk]
    found = client.get(f"{LIST}{goes.pk}/change/")
    assert found.headers["Location"] == f"{LIST}{stays.pk}/change/"


def test_what_may_stand_but_once_is_decided(manager: User, sign_in: SignIn) -> None:
    stays, goes = two(manager)
    BillingProfileFactory(party=stays, legal_name="Ours", bank="Bank")
    theirs = BillingProfileFactory(party=goes, legal_name="Theirs", bank="Bank")
    client = sign_in(manager)
    page = client.get(address(stays, goes))
    ((pair, _kind, chosen),) = page.context["rivals"]
    assert (pair.differs, chosen) == ((("legal name", "Ours", "Theirs"),), False)
    merge(client, stays, goes, **{f"pair-{pair.key}": "theirs"})
    kept = BillingProfile.objects.get()
    assert (kept.pk, kept.party_id, kept.legal_name) == (theirs.pk, stays.pk, "Theirs")
    undo_operation(newest_operation(), by=Actor.person(manager))
    assert BillingProfile.objects.get(party=stays.pk).legal_name == "Ours"
    assert BillingProfile.objects.get(party=goes.pk).legal_name == "Theirs"


def test_children_that_say_the_same_become_one(manager: User, sign_in: SignIn) -> None:
    stays, goes = two(manager)
    same = [ContactFactory(party=party, name="Same", mobile="1") for party in (stays, goes)]
    paper = QuotationFactory(customer=goes, contact=same[1], owner=manager)
    client = sign_in(manager)
    page = client.get(address(stays, goes))
    assert page.context["kept_once"] == [("Contacts", 1)]
    merge(client, stays, goes)
    assert Contact.objects.filter(name="Same").get().pk == same[0].pk
    paper = Quotation.objects.get(pk=paper.pk)
    assert (paper.customer_id, paper.contact_id) == (stays.pk, same[0].pk)
    undo_operation(newest_operation(), by=Actor.person(manager))
    paper = Quotation.objects.get(pk=paper.pk)
    assert (paper.customer_id, paper.contact_id) == (goes.pk, same[1].pk)


def test_each_value_is_chosen_and_the_name_may_be_the_others(
    manager: User, sign_in: SignIn
) -> None:
    stays, goes = two(manager, tax_id="NO 1")
    client = sign_in(manager)
    merge(client, stays, goes, **{"value-name": goes.pk, "value-phone": goes.pk})
    survivor = Customer.objects.get(pk=stays.pk)
    assert (survivor.name, survivor.phone, survivor.tax_id) == ("Nordbak A.S.", "+47 55", "NO 1")
    undo_operation(newest_operation(), by=Actor.person(manager))
    names = Customer.objects.filter(pk__in=[stays.pk, goes.pk]).order_by("pk")
    assert [one.name for one in names] == ["Nordbakk AS", "Nordbak A.S."]


def test_roles_are_gathered_by_who_may_do_both(
    manager: User, purchasing: User, sales: User, sign_in: SignIn
) -> None:
    stays = CustomerFactory(name="A company", sales_owner=sales)
    goes = CustomerFactory(
        name="The company", sales_owner=sales, is_supplier=True, purchasing_owner=purchasing
    )
    with nothing_changes():
        answer = merge(sign_in(sales), stays, goes)
    assert answer.status_code == 400
    assert "is both customer and supplier" in answer.context["mistake"]
    merge(sign_in(manager), stays, goes)
    survivor = Party.objects.get(pk=stays.pk)
    assert (survivor.is_customer, survivor.is_supplier) == (True, True)
    assert survivor.purchasing_owner_id == purchasing.pk


def test_rights(
    sales: User, other_sales: User, storekeeper: User, manager: User, sign_in: SignIn
) -> None:
    mine, double = two(sales)
    foreign = CustomerFactory(name="Foreign", sales_owner=other_sales)
    with nothing_changes():
        assert sign_in(storekeeper).get(address(mine, double)).status_code == 403
        assert sign_in(storekeeper).post(address(mine, double)).status_code == 403
        assert sign_in(sales).get(address(mine, foreign)).status_code == 404
        assert sign_in(manager).get(f"{LIST}merge/?key={mine.pk}").status_code == 404
    actions = sign_in(storekeeper).get(LIST).content.decode()
    assert "merge_selected" not in actions
    client = sign_in(sales)
    chosen = {"action": "merge_selected", "_selected_action": [mine.pk, double.pk], "index": "0"}
    assert client.post(LIST, chosen).headers["Location"] == address(mine, double)
    assert merge(client, mine, double).status_code == 302
    undo_operation(newest_operation(), by=Actor.person(sales))
    assert Customer.objects.filter(pk=double.pk).exists()
    merged = MergedRecord.objects.get()
    assert (merged.record_pk, merged.into_pk, merged.name) == (double.pk, mine.pk, "Nordbak A.S.")
    assert client.get(f"{LIST}{double.pk}/change/").status_code == 200


def test_a_change_after_the_page_was_shown_stops_it(manager: User, sign_in: SignIn) -> None:
    stays, goes = two(manager)
    client = sign_in(manager)
    with as_the_house():
        goes.refresh_from_db()
        goes.note = "do not touch"
        goes.save()
    with nothing_changes():
        answer = merge(client, stays, goes, **{f"seen-{goes.pk}": goes.version - 1})
    assert "was changed by somebody else meanwhile" in answer.context["mistake"]


def test_posted_twice_it_is_done_once(manager: User, sign_in: SignIn) -> None:
    stays, goes = two(manager)
    client = sign_in(manager)
    token = "0123456789abcdef0123456789abcdef"
    merge(client, stays, goes, _form_token=token)
    with nothing_changes():
        assert client.get(address(stays, goes)).status_code == 404


def test_suppliers_and_customers_of_one_table_do_not_mix(manager: User, sign_in: SignIn) -> None:
    customer, supplier = CustomerFactory(name="One"), SupplierFactory(name="Two")
    with nothing_changes():
        assert sign_in(manager).get(address(customer, supplier)).status_code == 404
