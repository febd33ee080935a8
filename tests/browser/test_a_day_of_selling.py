"""A day of selling, in both languages: pasted wordings become an order, then all goes back."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils.text import capfirst
from django.utils.translation import gettext, override

from erp.parties.models import Customer
from erp.sales.models import Quotation
from erp.staff.models import User
from tests.browser.console import Console
from tests.cast import PASSWORD
from tests.factories import (
    BrandFactory,
    CatalogueEntryFactory,
    CompanyFactory,
    ContactFactory,
    CurrencyFactory,
    CustomerFactory,
    NumberSeriesFactory,
    SkuFactory,
    TaxRateFactory,
    UnitFactory,
)
from tests.language.writing import as_the_house

Visit = Callable[..., Console]
LANGUAGES = ("en", "zh-hans")
MODELS = ("6204-ZZ", "6205-2RS", "6206-2Z", "6305-C3", "NU 208 ECP", "22210-E", "51105", "LM20UU")
#: Twelve wordings as a customer writes them, with quantities; two are no goods of the house.
PASTED = """SKF 6204-ZZ\t10
6205 2RS\t20
SKF 6206-2Z\t5
６３０５－Ｃ３\t4
NU208ECP\t2
22210-E\t1
51105\t100
lm20uu\t8
OLD-77\t3
SKF6204ZZ\t6
装配费\t1
special packing, wooden\t2
"""
GOODS = 10


@pytest.fixture
def customer(sales: User) -> Customer:
    """A reseller of the seller's, in a house with goods in its catalog."""
    CompanyFactory(base_currency=CurrencyFactory(code="CNY", name="Chinese yuan"))
    NumberSeriesFactory(code="quotation", prefix="QT")
    TaxRateFactory(name="VAT 13 %", percent=Decimal(13))
    brand, unit = BrandFactory(name="SKF", name_zh=""), UnitFactory(name="Pcs", name_zh="")
    for place, model in enumerate(MODELS):
        SkuFactory(
            code=f"SKF-{model.replace(' ', '')}",
            brand=brand,
            model=model,
            name=f"Bearing {model}",
            unit=unit,
            list_price=Decimal(10 + place),
        )
    CatalogueEntryFactory(brand=brand, model="6204-ZZ", former_model="OLD-77")
    made = CustomerFactory(name="Hengsheng Bearings", kind="reseller", sales_owner=sales)
    ContactFactory(party=made, name="Ye Lei", is_default=True)
    return made


class Words:
    """What is written on the console in one language."""

    def __init__(self, language: str) -> None:
        """Read in this language."""
        self.language = language

    def __call__(self, text: str) -> str:
        """Return a text of the console as this language's reader sees it."""
        with override(self.language):
            return str(gettext(text))

    def label(self, text: str) -> str:
        """Return a field's name as labels and headings show it."""
        return str(capfirst(self(text)))


def sign_in(visit: Visit, who: User, words: Words, **window: int) -> Console:
    """Open the console for somebody who reads it in this language."""
    with as_the_house():
        who.language = words.language
        who.save()
    console = visit(language=words.language, **window)
    console.open()
    console.fill(words("Username, email or mobile"), who.username)
    console.fill(words("Password"), PASSWORD)
    with console.page.expect_navigation(url=lambda address: "/login/" not in address):
        console.press(words("Sign in"))
    return console


def press_and_wait(console: Console, name: str) -> None:
    """Press a button that leads to a page."""
    with console.page.expect_navigation():
        console.press(name)


def choose(console: Console, label: str, typed: str, wanted: str) -> None:
    """Find a record by type-ahead in the field with this label."""
    page = console.page
    written = re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")
    target = page.locator("label", has_text=written).first.get_attribute("for")
    page.locator(f"[aria-labelledby='select2-{target}-container']").click()
    page.keyboard.type(typed)
    page.get_by_role("option", name=wanted).click()


def paste(console: Console, text: str) -> None:
    """Paste a text from another program into the focused cell."""
    console.page.evaluate(
        """text => { const data = new DataTransfer(); data.setData('text/plain', text);
        document.activeElement.dispatchEvent(new ClipboardEvent('paste',
          {clipboardData: data, bubbles: true, cancelable: true})); }""",
        text,
    )


def take_back(console: Console, words: Words, times: int) -> None:
    """Undo the newest acts of one's own day that are no undo themselves, one after the other."""
    undoing = words("takes #%(number)s back").split("%", maxsplit=1)[0]
    for _turn in range(times):
        console.open("/my-day/")
        acts = console.page.get_by_role("listitem").filter(has_not_text=undoing)
        with console.page.expect_navigation():
            acts.get_by_role("link", name=words("Undo"), exact=True).first.click()
        press_and_wait(console, words("Undo"))


def price_of_line(console: Console, line: int, price: str) -> None:
    """Type the unit price of a line into the grid."""
    cells = console.page.locator("[data-rows] td[data-column=unit_price]")
    cells.nth(line - 1).click()
    console.page.keyboard.press("Control+a")
    console.page.keyboard.type(price)
    console.page.keyboard.press("Enter")


def verb(console: Console, name: str) -> None:
    """Press the button of a verb above the form."""
    press_and_wait(console, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_twelve_wordings_become_a_won_quotation_and_the_day_is_taken_back(
    visit: Visit, sales: User, manager: User, customer: Customer, language: str
) -> None:
    words = Words(language)
    desk = sign_in(visit, sales, words)
    desk.follow(words.label("quotations"))
    desk.follow(words("Add %s") % words("quotation"))
    choose(desk, words.label("customer"), "Heng", customer.name)
    desk.press(words("Add line"))
    paste(desk, PASTED)
    desk.sees(f"{words('Pasted lines')}: 12 · {words('Found for sure')}: {GOODS}")
    desk.nothing_scrolls_sideways()
    price_of_line(desk, 11, "80")
    price_of_line(desk, 12, "7.5")
    press_and_wait(desk, words("Save and stay"))
    paper = Quotation.objects.get()
    assert paper.lines.count() == 12
    assert paper.goods_total == Decimal("2396.00")

    verb(desk, words("Submit"))
    phone = sign_in(visit, manager, words, width=390, height=844)
    phone.sees(words("Quotations that wait for my approval"))
    phone.follow(paper.number)
    phone.nothing_scrolls_sideways()
    verb(phone, words("Approve"))
    assert state(paper) == "approved"

    desk.open(f"/sales/quotation/{paper.pk}/change/")
    verb(desk, words("Revise"))
    second = Quotation.objects.get(revises=paper)
    price_of_line(desk, 12, "9")
    press_and_wait(desk, words("Save and stay"))
    verb(desk, words("Submit"))
    phone.open()
    phone.follow(second.number)
    verb(phone, words("Approve"))
    desk.open(f"/sales/quotation/{second.pk}/change/")
    verb(desk, words("Won"))
    assert [state(paper), state(second)] == ["superseded", "won"]

    take_back(desk, words, 1)
    take_back(phone, words, 1)
    take_back(desk, words, 3)
    assert [state(paper), Quotation.objects.count()] == ["approved", 1]
    take_back(phone, words, 1)
    take_back(desk, words, 2)
    assert Quotation.objects.count() == 0
    assert desk.complaints == phone.complaints == []


def state(paper: Quotation) -> str:
    """Return in which state a paper stands by now."""
    return str(Quotation.objects.values_list("status", flat=True).get(pk=paper.pk))
