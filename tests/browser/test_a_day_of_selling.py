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
PHONE = 640
MODELS = ("6204-ZZ", "6205-2RS", "6206-2Z", "6305-C3", "NU 208 ECP", "22210-E", "51105", "LM20UU")
#: Twelve wordings as a customer writes them, with quantities: one fits with a doubt, two are no
#: goods of the house.
PASTED = """SKF 6204-ZZ\t10
6205 2RS\t20
SKF 6206-2Z\t5
６３０５－Ｃ３\t4
NU208ECP\t2
22210-E\t1
51105\t100
lm20uu\t8
SKF 22210-E\t3
6305 C4\t6
装配费\t1
special packing, wooden\t2
"""
SURE = 9
DOUBTFUL = 10


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


def choose(console: Console, label: str, typed: str, wanted: str) -> None:
    """Find a record by type-ahead in the field with this label."""
    page = console.page
    page.get_by_role("combobox", name=re.compile(rf"^{re.escape(label)}[\s*]")).click()
    page.keyboard.type(typed)
    page.get_by_role("option", name=wanted).click()


def paste(console: Console, text: str) -> None:
    """Paste what was copied in another program, by the keys that everybody knows."""
    console.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    console.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    console.page.keyboard.press("Control+v")


def go_to(console: Console, *names: str) -> None:
    """Follow names in the menu and on the pages that they lead to; a phone opens the menu first."""
    page = console.page
    for place, name in enumerate(names):
        if not place and (page.viewport_size or {})["width"] < PHONE:
            console.press("Menu")
        console.follow(name)


def take_back(console: Console, words: Words, times: int) -> None:
    """Undo the newest acts of one's own day that are no undo themselves, one after the other."""
    undoing = words("takes #%(number)s back").split("%", maxsplit=1)[0]
    page = console.page
    for _turn in range(times):
        page.get_by_title(words("My account")).click()
        console.follow(words("My day"))
        acts = page.get_by_role("listitem").filter(has_not_text=undoing)
        with page.expect_navigation():
            acts.get_by_role("link", name=words("Undo"), exact=True).first.click()
        console.submit(words("Undo"))


def price_of(console: Console, words: Words, line: int, wording: str, price: str) -> None:
    """Type the unit price of a line into the grid, beginning at the words that it shows."""
    console.page.get_by_role("cell", name=wording, exact=True).click()
    cell = f"{words.label('unit price')}, {words('line')} {line}"
    console.page.get_by_label(cell, exact=True).fill(price)
    console.page.keyboard.press("Enter")


def write_quotation(desk: Console, words: Words, customer: Customer) -> Quotation:
    """Paste what the customer sent, price what is no goods of the house, and save."""
    go_to(desk, words.label("quotations"), words("Add %s") % words("quotation"))
    choose(desk, words.label("customer"), "Heng", customer.name)
    desk.press(words("Add line"))
    paste(desk, PASTED)
    counts = (
        f"{words('Pasted lines')}: 12 · {words('Found for sure')}: {SURE}"
        f" · {words('To be decided')}: 1 · {words('Left as text')}: 2"
    )
    desk.sees(counts)
    desk.nothing_scrolls_sideways()
    price_of(desk, words, 11, "装配费", "80")
    price_of(desk, words, 12, "special packing, wooden", "7.5")
    desk.submit(words("Save and stay"))
    paper = Quotation.objects.get()
    assert paper.lines.count() == 12
    assert paper.goods_total == Decimal("2351.00")
    return paper


def decide(desk: Console, words: Words, paper: Quotation) -> None:
    """Be refused while a doubt is open, then say which goods are meant."""
    desk.submit(words("Submit"))
    told = words("line %(number)d “%(wording)s”") % {"number": DOUBTFUL, "wording": "6305 C4"}
    desk.sees(told)
    assert state(paper) == "draft"
    desk.page.get_by_role("button", name=words("To be decided")).click()
    desk.sees(words("Which one is meant?"))
    desk.page.get_by_role("button", name="SKF-6305-C3").first.click()
    desk.page.get_by_role("cell", name="SKF-6305-C3").nth(1).wait_for()
    desk.submit(words("Save and stay"))
    line = paper.lines.order_by("position")[DOUBTFUL - 1]
    assert (line.sku and line.sku.code, line.undecided) == ("SKF-6305-C3", False)
    assert (line.wording, line.quantity, line.unit_price) == ("6305 C4", 6, 13)


def approve_on_the_phone(phone: Console, words: Words, paper: Quotation) -> None:
    """Find what waits on the first page, look at it, approve it."""
    go_to(phone, words("Home"))
    phone.sees(words("Quotations that wait for my approval"))
    phone.follow(paper.number)
    phone.nothing_scrolls_sideways()
    phone.submit(words("Approve"))
    assert state(paper) == "approved"


@pytest.mark.parametrize("language", LANGUAGES)
def test_twelve_wordings_become_a_won_quotation_and_the_day_is_taken_back(
    visit: Visit, sales: User, manager: User, customer: Customer, language: str
) -> None:
    words = Words(language)
    desk = sign_in(visit, sales, words)
    phone = sign_in(visit, manager, words, width=390, height=844)
    first = write_quotation(desk, words, customer)
    decide(desk, words, first)
    desk.submit(words("Submit"))
    assert state(first) == "submitted"
    approve_on_the_phone(phone, words, first)

    go_to(desk, words.label("quotations"), first.number)
    desk.submit(words("Revise"))
    second = Quotation.objects.get(revises=first)
    price_of(desk, words, 12, "special packing, wooden", "9")
    desk.submit(words("Save and stay"))
    desk.submit(words("Submit"))
    approve_on_the_phone(phone, words, second)
    go_to(desk, words.label("quotations"), second.number)
    desk.submit(words("Won"))
    assert [state(first), state(second)] == ["superseded", "won"]
    assert second.lines.get(position=12).unit_price == 9

    take_back(desk, words, 1)
    assert state(second) == "approved"
    take_back(phone, words, 1)
    assert state(second) == "submitted"
    take_back(desk, words, 3)
    assert [state(first), Quotation.objects.count()] == ["approved", 1]
    take_back(phone, words, 1)
    take_back(desk, words, 1)
    assert state(first) == "draft"
    take_back(desk, words, 1)
    assert first.lines.get(position=DOUBTFUL).undecided
    take_back(desk, words, 1)
    assert Quotation.objects.count() == 0
    assert desk.complaints == phone.complaints == []


def state(paper: Quotation) -> str:
    """Return in which state a paper stands by now."""
    return str(Quotation.objects.values_list("status", flat=True).get(pk=paper.pk))
