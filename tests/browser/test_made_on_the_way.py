"""What is missing while a quotation is written is made beside it: nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from erp.catalog.models import Sku
from erp.parties.models import Contact, Customer
from erp.sales.models import Quotation
from erp.staff.models import User
from tests.browser.console import Console, speak
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    CurrencyFactory,
    CustomerFactory,
    NumberSeriesFactory,
    UnitFactory,
)

Visit = Callable[..., Console]
ADD = "/sales/quotation/add/"
CALLED = {"en": "Name", "zh-hans": "姓名"}


@pytest.fixture
def house(sales: User) -> None:
    """A company that can write quotations, and somebody else's contact."""
    CompanyFactory(base_currency=CurrencyFactory(code="CNY", name="Chinese yuan"))
    NumberSeriesFactory(code="quotation", prefix="QT")
    UnitFactory(name="Pcs", name_zh="")
    ContactFactory(party=CustomerFactory(name="Others", sales_owner=sales), name="Ann Foreign")


def begin(visit: Visit, who: User, language: str = "en") -> Console:
    """Open a new quotation and type something that must not be lost."""
    speak(who, language)
    console = visit(language=language)
    console.sign_in_as(who.username)
    console.open(ADD)
    console.page.set_default_timeout(10_000)
    console.fill("Customer's number", "PO-77")
    return console


def picker(console: Console, label: str) -> Console:
    """Return what the picker with this label shows."""
    words = re.escape(console.word(label))
    return console.page.get_by_role("combobox", name=re.compile(rf"^{words}([\s*]|$)"))  # type: ignore[return-value]


def open_beside(console: Console, label: str, kind: str) -> Console:
    """Open the form of a new record beside this one, by the menu of the picker."""
    more = {"en": f"{label}: more", "zh-hans": f"{console.word(label)}：更多"}[console.language]
    console.page.get_by_role("button", name=more, exact=True).click()
    name = {"en": f"Add another {kind}", "zh-hans": f"新增{console.word(kind)}"}[console.language]
    with console.page.expect_popup() as opened:
        console.page.get_by_title(name, exact=True).click()
    return beside(console, opened.value)


def beside(console: Console, page: Page) -> Console:
    """Return the window beside the form."""
    window = Console(page, console.address, console.language)
    page.wait_for_load_state()
    return window


def save(window: Console) -> None:
    """Save the record beside; its window closes by itself."""
    with window.page.expect_event("close"):
        window.press("Save")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_customer_and_his_contact(visit: Visit, sales: User, house: None, language: str) -> None:
    console = begin(visit, sales, language)
    window = open_beside(console, "Customer", "customer")
    window.press("Save")
    expect(window.page.get_by_text(window.word("This field is required.")).first).to_be_visible()
    assert not Customer.objects.filter(name="New Bearings").exists()
    window.fill("Name", "New Bearings")
    save(window)
    expect(picker(console, "Customer")).to_contain_text("New Bearings")

    window = open_beside(console, "Contact", "contact")
    window.page.get_by_role("textbox", name={"en": "Name", "zh-hans": "姓名"}[language]).fill(
        "Lee Fresh"
    )
    save(window)
    expect(picker(console, "Contact")).to_contain_text("Lee Fresh")
    assert Contact.objects.get(name="Lee Fresh").party.name == "New Bearings"
    assert console.field("Customer's number").input_value() == "PO-77"

    console.submit("Save and stay")
    paper = Quotation.objects.get()
    assert (paper.customer.name, str(paper.contact)) == ("New Bearings", "Lee Fresh")
    assert paper.external_number == "PO-77"
    assert console.complaints == window.complaints == []


def test_only_the_customers_contacts_are_offered(visit: Visit, sales: User, house: None) -> None:
    mine = CustomerFactory(name="Hengsheng", sales_owner=sales)
    ContactFactory(party=mine, name="Ann Own", is_default=True)
    ContactFactory(party=mine, name="Ann Second")
    console = begin(visit, sales)
    page = console.page
    picker(console, "Contact").click()
    offers = page.get_by_role("listbox").get_by_role("option")
    expect(offers).to_have_text(["First choose: Customer"])
    page.keyboard.press("Escape")
    contacts = {"Hengsheng": ["Ann Own", "Ann Second"], "Others": ["Ann Foreign"]}
    for customer, offered in contacts.items():
        picker(console, "Customer").click()
        page.keyboard.type(customer[:4])
        page.get_by_role("option", name=customer).click()
        page.wait_for_load_state("networkidle")
        picker(console, "Contact").click()
        page.get_by_role("option", name=offered[0]).wait_for()
        expect(offers).to_have_text(offered)
        page.get_by_role("option", name=offered[-1]).click()
    expect(picker(console, "Contact")).to_contain_text("Ann Foreign")
    assert console.complaints == []


def test_a_sku_from_inside_a_line(visit: Visit, sales: User, house: None) -> None:
    console = begin(visit, sales)
    page = console.page
    console.press("Add line")
    page.keyboard.type("something new")
    page.keyboard.press("Tab")
    page.keyboard.type("NEW")
    with page.expect_popup() as opened:
        page.get_by_role("option", name="Create new …").click()
    window = beside(console, opened.value)
    window.press("Save")
    expect(window.page.get_by_text("This field is required.").first).to_be_visible()
    assert not Sku.objects.exists()
    window.fill("Code", "NEW-1")
    window.fill("Name", "New thing")
    window.page.get_by_role("combobox", name=re.compile(r"^Unit([\s*]|$)")).click()
    window.page.get_by_role("option", name="Pcs").click()
    save(window)
    expect(page.get_by_label("Sku, line 1", exact=True)).to_have_value(re.compile("NEW-1"))
    expect(page.get_by_label("Customer's wording, line 1")).to_have_value("something new")
    assert console.field("Customer's number").input_value() == "PO-77"
    assert console.complaints == window.complaints == []
