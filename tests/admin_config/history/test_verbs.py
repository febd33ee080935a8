"""The log says which step it was, in the reader's language, wherever acts are read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from admin_config.engine.registry import registry
from erp.company.models import Company
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import operation
from erp.foundation.verbs import verb_choices
from erp.sales.models import Quotation
from erp.sales.services.quotation import approve_quotation, submit_quotation
from erp.staff.models import User
from tests.factories import (
    CompanyFactory,
    CustomerFactory,
    QuotationFactory,
    QuotationLineFactory,
)
from tests.language.writing import as_the_house, newest_operation

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LOG = "/foundation/operation/"
LIST = "/sales/quotation/"
#: The steps of the story, newest first, as they are told in both languages.
TOLD = {
    "en": ["won", "approved", "submitted", "returned", "submitted"],
    "zh-hans": ["已成交", "已批准", "已提交", "已退回", "已提交"],
}


@pytest.fixture
def won(db: None, sales: User, manager: User, sign_in: SignIn) -> Quotation:
    """A quotation that came back once, was approved and won, all of it in the console."""
    paper = QuotationFactory(company=CompanyFactory(), owner=sales)
    QuotationLineFactory(quotation=paper)
    seller, boss = sign_in(sales), sign_in(manager)
    for client, step in (
        (seller, "submit"),
        (boss, "reject"),
        (seller, "submit"),
        (boss, "approve"),
        (seller, "win"),
    ):
        reason = {"reason": "Price too low"} if step == "reject" else {}
        client.post(f"{LIST}{paper.pk}/do/{step}_quotation/", reason)
    return Quotation.objects.get(pk=paper.pk)


def reader(person: User, language: str, sign_in: SignIn) -> Client:
    """Return the side of somebody who reads in a language."""
    person.language = language
    with as_the_house():
        person.save()
    return sign_in(person)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_list_filter_and_file_say_the_step(
    language: str, won: Quotation, system: User, sign_in: SignIn
) -> None:
    client = reader(system, language, sign_in)
    told = TOLD[language]
    assert listed(client, "kind=action", told) == told
    assert listed(client, "verb=reject_quotation", told) == [told[3]]
    assert told[3] in client.get(LOG).content.decode()
    columns = {"format": "csv", "columns": ["verb", "reason"]}
    file: Any = client.post(f"{LOG}export/?kind=action", columns)
    rows = list(csv.reader(io.StringIO(b"".join(file).decode("utf-8-sig"))))
    reasons = ["", "", "", "Price too low", ""]
    assert [row[-2:] for row in rows[1:]] == [
        list(pair) for pair in zip(told, reasons, strict=True)
    ]


def listed(client: Client, query: str, words: list[str]) -> list[str]:
    """Return the steps that the log lists, as its cells say them."""
    table = client.get(f"{LOG}?{query}").content.decode().split("<tbody", 1)[1]
    cells = re.findall(r"<td[^>]*>\s*(?:<[^>]+>)*\s*([^<]+?)\s*<", table)
    return [cell for cell in cells if cell in words]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_history_and_panel_of_changes_say_the_step(
    language: str, won: Quotation, manager: User, sign_in: SignIn
) -> None:
    client = reader(manager, language, sign_in)
    page = client.get(f"{LIST}{won.pk}/history/").content.decode()
    panel = client.get(f"{LIST}{won.pk}/panel/1/").content.decode()
    for word in set(TOLD[language]):
        assert f'<span class="ch-tag">{word}</span>' in page
        assert f"<b>{word}</b>" in panel
    assert panel.count("“Price too low”") == 1


def test_a_customer_s_panel_says_what_was_done(manager: User, sign_in: SignIn) -> None:
    customer = CustomerFactory()
    client = sign_in(manager)
    client.post(f"/parties/customer/{customer.pk}/do/also_supplier/", {})
    screen = registry.for_model(type(customer))
    assert screen is not None
    titles = [str(panel.title) for panel in screen.panels]
    panel = client.get(
        f"/parties/customer/{customer.pk}/panel/{titles.index('Latest changes')}/"
    ).content.decode()
    assert "<b>made a supplier too</b>" in panel


def test_every_verb_of_a_screen_has_words_of_its_own() -> None:
    known = dict(verb_choices())
    offered = {do.name for screen in registry for do in screen.actions}
    assert sorted(offered - set(known)) == []
    assert len({str(words) for words in known.values()}) == len(known)


def test_a_verb_called_without_the_console_is_named_too(sales: User, company: Company) -> None:
    paper = QuotationFactory(company=company, owner=sales)
    QuotationLineFactory(quotation=paper)
    submit_quotation(paper, by=Actor.person(sales))
    assert newest_operation().verb == "submit_quotation"
    with operation(OperationKind.IMPORT, by=SYSTEM):
        approve_quotation(paper, by=SYSTEM)
    assert (newest_operation().kind, newest_operation().verb) == ("import", "")


@pytest.fixture
def company(db: None) -> Company:
    """The legal entity."""
    return CompanyFactory()


def test_acts_that_were_on_record_get_the_name_of_their_verb(won: Quotation) -> None:
    before = list(Operation.objects.order_by("pk").values_list("pk", "verb"))
    Operation.objects.update(verb="")
    import_module("erp.foundation.migrations.0004_operation_verb").name_verbs(
        apps, connection.schema_editor()
    )
    assert list(Operation.objects.order_by("pk").values_list("pk", "verb")) == before
