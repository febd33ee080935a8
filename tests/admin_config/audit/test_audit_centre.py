"""Whoever reviews finds every event by person, record, address and request, and what looks odd."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from admin_config.engine.site import console
from erp.catalog.models import Brand
from erp.company.queries.number_gap import number_gaps
from erp.company.queries.own_approval import own_approvals
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import LogEntry, MailAttachment, NumberCounter, Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.services.deleting import delete_chosen
from erp.foundation.services.reading import note_read
from erp.foundation.services.sealing import lengthen_chain
from erp.foundation.services.verifying import verify_audit
from erp.sales.models import Quotation
from erp.staff.models import Role, User
from erp.staff.queries.former_right import rights_of_person_then, rights_of_role_then
from tests.factories import CustomerFactory, OutboxMailFactory, UserFactory
from tests.factories.catalog import BrandFactory
from tests.factories.sales import QuotationFactory
from tests.language.page import Page
from tests.language.second_factor import enrolled, sign_in_by_password
from tests.language.writing import as_the_house

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def log() -> str:
    return reverse("console:foundation_operation_changelist")


def listed(client: Client, **params: str) -> list[int]:
    page = client.get(log(), params)
    assert page.status_code == 200
    return [row.pk for row in page.context["cl"].result_list]


def test_the_log_is_narrowed_to_a_record_by_address_and_by_kind_and_name(
    auditor: User, sign_in: SignIn
) -> None:
    brand, other = BrandFactory(name="Timken"), BrandFactory(name="Koyo")
    with operation(OperationKind.CHANGE, by=SYSTEM) as running:
        brand.website = "https://timken.example"
        brand.save()
    client = sign_in(auditor)
    made = LogEntry.objects.get(object_id=brand.pk, action=0, object_repr="Timken")
    both = [running.row.pk, made.operation_id]
    assert listed(client, record=f"catalog.brand:{brand.pk}") == both
    assert listed(client, record="brand Timken") == both
    assert listed(client, record="Timken") == both
    assert running.row.pk not in listed(client, record=f"catalog.brand:{other.pk}")
    page = client.get(log(), {"record": "brand Nobody"})
    assert b"Nothing is called so." in page.content
    history = client.get(reverse("console:catalog_brand_history", args=(brand.pk,)))
    there = f"{log()}?record=catalog.brand%3A{brand.pk}"
    assert there.encode() in history.content
    back = client.get(reverse("console:foundation_operation_change", args=(running.row.pk,)))
    assert reverse("console:catalog_brand_history", args=(brand.pk,)).encode() in back.content


def test_a_record_that_one_may_not_look_up_narrows_nothing(sales: User, sign_in: SignIn) -> None:
    with operation(OperationKind.RIGHTS, by=SYSTEM):
        sales.user_permissions.add(Permission.objects.get(codename="view_operation"))
    page = sign_in(sales).get(
        log(),
        {"record": f"staff.role:{Role.objects.first().pk}"},
    )
    assert b"You may not look these records up." in page.content


def test_of_records_of_others_the_log_tells_whoever_reaches_own_ones_nothing(
    sales: User, other_sales: User, manager: User, sign_in: SignIn
) -> None:
    mine, theirs, gone = (
        CustomerFactory(name=name, sales_owner=owner)
        for name, owner in (("Mine", sales), ("Theirs", other_sales), ("Gone", other_sales))
    )
    with operation(OperationKind.CHANGE, by=SYSTEM) as running:
        for customer in (mine, theirs, gone):
            customer.note = f"about {customer.name}"
            customer.save()
    delete_chosen([gone], by=SYSTEM)
    page = reverse("console:foundation_operation_change", args=(running.row.pk,))
    with operation(OperationKind.RIGHTS, by=SYSTEM):
        sales.user_permissions.add(Permission.objects.get(codename="view_operation"))
    told = sign_in(sales).get(page).content
    assert [f"about {name}".encode() in told for name in ("Mine", "Theirs", "Gone")] == [
        True,
        False,
        False,
    ]
    told = sign_in(manager).get(page).content
    assert all(f"about {name}".encode() in told for name in ("Mine", "Theirs", "Gone"))


def test_the_log_is_narrowed_by_address_and_request(auditor: User, sign_in: SignIn) -> None:
    with operation(OperationKind.COMMAND, by=SYSTEM, details={"a": 1}) as running:
        running.stored()
    Operation.objects.filter(pk=running.row.pk).update(address="192.0.2.7", request_id="request-77")
    client = sign_in(auditor)
    assert listed(client, address="192.0.2.7") == [running.row.pk]
    assert listed(client, request_id="request-77") == [running.row.pk]


def test_looking_at_a_record_is_an_event_of_the_log(auditor: User) -> None:
    brand = BrandFactory(name="Nachi")
    read = note_read(brand, by=Actor.person(auditor))
    assert (read.kind, read.actor_id, read.told()) == ("read", auditor.pk, "brand Nachi")
    entry = read.entries.get()
    assert (entry.object_id, entry.action, entry.changes) == (brand.pk, LogEntry.Action.ACCESS, {})
    lengthen_chain()
    assert verify_audit().findings == []


def test_a_screen_that_asks_for_it_tells_the_log_who_opened_a_record(
    manager: User, stranger: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    brand = BrandFactory(name="Nachi")
    page = reverse("console:catalog_brand_change", args=(brand.pk,))
    reads = Operation.objects.filter(kind=OperationKind.READ)
    assert sign_in(manager).get(page).status_code == 200
    assert reads.count() == 0
    admin = type(console._registry[Brand])
    monkeypatch.setattr(admin, "screen", replace(admin.screen, audited_reads=True))
    assert sign_in(manager).get(page).status_code == 200
    assert (reads.get().actor_id, reads.get().told()) == (manager.pk, "brand Nachi")
    assert sign_in(stranger).get(page).status_code in {302, 403}
    assert reads.count() == 1


def test_who_looked_at_an_account_or_a_mail_is_in_the_log(
    system: User, manager: User, sales: User, sign_in: SignIn
) -> None:
    reads = Operation.objects.filter(kind=OperationKind.READ)
    client = sign_in(manager)
    account = reverse("console:staff_user_changelist")
    assert client.get(account).status_code == 200
    assert reads.count() == 0
    for address in (f"{sales.pk}/change/", f"list/look/?key={sales.pk}", f"{sales.pk}/history/"):
        assert client.get(f"{account}{address}").status_code == 200
        newest = reads.latest("pk")
        assert (newest.actor_id, newest.told()) == (manager.pk, f"user {sales}")
    assert reads.count() == 3
    mail = OutboxMailFactory()
    letter = reverse("console:foundation_outboxmail_change", args=(mail.pk,))
    assert sign_in(manager).get(letter).status_code in {302, 403}
    assert reads.count() == 3
    assert sign_in(system).get(letter).status_code == 200
    assert (reads.latest("pk").actor_id, reads.count()) == (system.pk, 4)
    log = sign_in(manager).get(f"{reverse('console:foundation_operation_changelist')}?kind=read")
    assert log.text.count(f"user {sales}") == 3
    assert str(mail) in log.text


def test_so_is_who_compared_it_opened_a_file_of_it_or_read_it_when_it_was_gone(
    system: User, sign_in: SignIn
) -> None:
    reads = Operation.objects.filter(kind=OperationKind.READ)
    client = sign_in(system)
    person = UserFactory(name="Ada")
    with operation(OperationKind.CHANGE, by=SYSTEM):
        person.name = "Ada L."
        person.save()
    newer, older = person.history.order_by("-history_id").values_list("history_id", flat=True)[:2]
    place = f"{reverse('console:staff_user_changelist')}{person.pk}/"
    for page in (f"history/compare/?a={older}&b={newer}", f"history/{older}/restore/"):
        assert client.get(f"{place}{page}").status_code == 200
    delete_chosen([User.objects.get(pk=person.pk)], by=SYSTEM)
    assert client.get(f"{place}history/").status_code == 200
    assert [read.told() for read in reads.all()] == ["user Ada L."] * 3
    mail = OutboxMailFactory()
    MailAttachment.objects.create(
        mail=mail, name="a.txt", content_type="text/plain", file=ContentFile(b"paper", "a.txt")
    )
    file = client.get(f"/foundation/outboxmail/{mail.pk}/attachment/")
    assert b"".join(file) == b"paper"  # type: ignore[call-overload]
    assert (reads.first().told(), reads.count()) == (f"mail {mail}", 4)  # type: ignore[union-attr]


def test_the_system_role_takes_along_what_the_filter_of_the_log_shows(
    system: User, auditor: User, sign_in: SignIn
) -> None:
    BrandFactory(name="Timken")
    for address in ("192.0.2.7", "192.0.2.8"):
        with operation(OperationKind.COMMAND, by=SYSTEM, details={"a": 1}) as running:
            running.stored()
        Operation.objects.filter(pk=running.row.pk).update(address=address)
    export = reverse("console:foundation_operation_export")
    asked = {"format": "csv", "what": "list", "columns": ["id", "address"]}
    answer = sign_in(system).post(f"{export}?address=192.0.2.7", asked)
    told = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert ("192.0.2.7" in told, "192.0.2.8" in told) == (True, False)
    assert sign_in(auditor).post(export, asked).status_code == 403


def test_an_approval_by_who_owned_the_paper_is_listed(
    manager: User, auditor: User, sign_in: SignIn
) -> None:
    paper, fine = QuotationFactory(owner=manager), QuotationFactory(owner=manager)
    now = timezone.now()
    with operation(OperationKind.ACTION, by=SYSTEM) as running:
        paper.submitted_by, paper.approved_by, paper.approved_at = auditor, manager, now
        paper.save()
        fine.submitted_by, fine.approved_by, fine.approved_at = manager, auditor, now
        fine.save()
    with operation(OperationKind.ACTION, by=SYSTEM):
        fine.owner = auditor  # who approved it takes it over later
        fine.save()
    with operation(OperationKind.UNDO, by=SYSTEM):
        paper.approved_by, paper.approved_at = None, None
        paper.save()
    day = dt.timedelta(days=1)
    (found,) = own_approvals(now - day, now + day)
    assert (found.key, found.approver, found.operation) == (paper.pk, manager.pk, running.row.pk)
    assert (found.owned, found.submitted) == (True, False)
    assert own_approvals(now - 3 * day, now - 2 * day) == []
    page = sign_in(auditor).get(reverse("console:foundation_operation_own_approvals"))
    assert str(paper).encode() in page.content
    assert str(fine).encode() not in page.content


def test_gaps_in_numbers_say_who_deleted_the_draft_or_that_nothing_explains_them(
    manager: User, auditor: User, sign_in: SignIn
) -> None:
    papers = [QuotationFactory(owner=manager) for _ in range(4)]
    gone, lost = papers[1], papers[2]
    number, unknown = gone.number, lost.number
    done = delete_chosen([gone], by=SYSTEM, reason="typed twice").operation
    Quotation.history.filter(pk=lost.pk).delete()
    QuerySet(Quotation).filter(pk=lost.pk)._raw_delete("default")
    (numbers,) = [one for one in number_gaps() if one.first.startswith(number[:2])]
    assert numbers.missing == 2
    gaps = [(gap.number, gap.operation) for gap in numbers.gaps]
    assert gaps == [(number, done), (unknown, None)]
    assert numbers.unexplained == 1
    assert numbers.given == NumberCounter.objects.get(series__code=gone.paper).last
    page = (
        sign_in(auditor).get(reverse("console:foundation_operation_number_gaps")).content.decode()
    )
    assert "typed twice" in page
    assert page.count('<span class="ch-tag ch-bad">unexplained</span>') == 1


def test_rights_are_told_as_they_stood_on_a_day(
    sales: User, auditor: User, sign_in: SignIn
) -> None:
    role = Role.objects.get(user=sales)
    right = Permission.objects.get(codename="delete_brand")
    taken = role.permissions.first()
    before = timezone.now()
    with operation(OperationKind.RIGHTS, by=SYSTEM):
        role.permissions.add(right)
        role.permissions.remove(taken)
        sales.user_permissions.add(Permission.objects.get(codename="view_role"))
    now = timezone.now()
    with operation(OperationKind.RIGHTS, by=SYSTEM):
        sales.groups.clear()

    def codes(found: Any) -> set[str]:
        return {one.permission.codename for one in found.rights}

    then, later = rights_of_person_then(sales, before), rights_of_person_then(sales, now)
    last = rights_of_person_then(sales, timezone.now())
    assert then.roles == later.roles == [str(role)]
    assert {taken.codename} == codes(then) - codes(later)
    assert {right.codename, "view_role"} == codes(later) - codes(then)
    (own,) = [one for one in later.rights if one.own]
    assert (own.permission.codename, own.roles) == ("view_role", ())
    assert (last.roles, codes(last)) == ([], {"view_role"})
    assert codes(rights_of_role_then(role, before)) == codes(then)
    long_ago = before - dt.timedelta(days=4000)
    assert rights_of_person_then(sales, long_ago).there is False
    page = sign_in(auditor).get(
        reverse("console:foundation_operation_former_rights"),
        {"of": f"person:{sales.pk}", "day": "1999-01-01"},
    )
    assert f"{sales} was not there on 1999-01-01.".encode() in page.content


def test_the_proof_page_gives_heads_to_be_kept(auditor: User, sign_in: SignIn) -> None:
    client = sign_in(auditor)
    lengthen_chain()
    address = reverse("console:foundation_operation_proof")
    assert b"The last heads" in client.get(address).content
    lines = client.get(address, {"heads": "file"}).content.decode().splitlines()
    assert [json.loads(line)["number"] for line in lines] == list(range(1, len(lines) + 1))


@pytest.mark.parametrize("page", ["proof", "former_rights", "own_approvals", "number_gaps"])
def test_who_may_not_read_the_log_sees_none_of_its_pages(
    page: str, sales: User, sign_in: SignIn
) -> None:
    address = reverse(f"console:foundation_operation_{page}")
    assert sign_in(sales).get(address).status_code == 403


def test_what_is_noted_of_an_access_is_told_in_words(auditor: User, sales: User) -> None:
    client = sign_in_by_password(sales)
    Client().post("/login/", {"username": "sales", "password": "wrong"})
    phone = enrolled(sales)
    client.post("/second-factor/", {"way": "app", "code": phone.code()})
    reader = Client()
    reader.force_login(auditor)
    told = ""
    for one in Operation.objects.filter(actor_kind="person") | Operation.objects.filter(
        kind=OperationKind.SIGN_IN
    ):
        page = reader.get(reverse("console:foundation_operation_change", args=(one.pk,)))
        told += f" {Page(page).words}"
    assert "Signing in" in told
    assert "signed in" in told
    assert "refused" in told
    assert "Second factor" in told
    assert "proved who they are: authenticator app" in told
    assert "sign_in" not in told
    assert "second_factor" not in told


def test_rights_on_a_day_are_told_in_the_readers_words_and_in_the_usual_order(
    auditor: User, purchasing: User, sign_in: SignIn
) -> None:
    address = reverse("console:foundation_operation_changelist") + "former-rights/"
    asked = {"of": f"person:{purchasing.pk}"}
    reader = sign_in(auditor)
    told = reader.get(address, asked).text
    assert "sees reference cost" in told
    brands = told[told.index("<b>Brands</b>") :]
    assert brands.index(">look up<") < brands.index(">add<") < brands.index(">print<")
    auditor.language = "zh-hans"
    with as_the_house():
        auditor.save()
    assert "参考成本" in reader.get(address, asked).text
