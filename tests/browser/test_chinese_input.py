"""Chinese is typed through an input method: nothing happens before a word is composed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import CDPSession, Locator, expect

from erp.catalog.models import Brand
from erp.parties.models import Customer
from erp.staff.models import User
from tests.browser.console import Console, speak
from tests.language.writing import as_the_house

Visit = Callable[..., Console]


@pytest.fixture
def console(visit: Visit, manager: User) -> Console:
    """A manager who works in Chinese."""
    speak(manager, "zh-hans")
    console = visit(language="zh-hans")
    console.sign_in_as(manager.username)
    return console


@pytest.fixture
def hengsheng(manager: User) -> Customer:
    """A customer with a Chinese name."""
    customer = Customer(name="恒盛轴承", sales_owner=manager)
    with as_the_house():
        customer.save()
    return customer


def compose(console: Console, field: Locator, letters: str) -> CDPSession:
    """Begin to compose in a field, as an input method does."""
    field.focus()
    session = console.page.context.new_cdp_session(console.page)
    for end in range(1, len(letters) + 1):
        session.send(
            "Input.imeSetComposition",
            {"text": letters[:end], "selectionStart": end, "selectionEnd": end},
        )
    return session


def press_enter_in_composition(session: CDPSession) -> None:
    """Press the Enter that belongs to the input method: browsers give it the code 229."""
    for kind in ("rawKeyDown", "keyUp"):
        session.send(
            "Input.dispatchKeyEvent",
            {"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229},
        )


def test_enter_while_composing_sends_no_form(console: Console) -> None:
    console.open("/catalog/brand/add/")
    name = console.field("Name")
    sent: list[str] = []
    console.page.on("request", lambda asked: sent.append(f"{asked.method} {asked.url}"))
    session = compose(console, name, "zhoucheng")
    press_enter_in_composition(session)
    session.send("Input.insertText", {"text": "轴承"})
    expect(name).to_have_value("轴承")
    assert [line for line in sent if line.startswith("POST") or "session" in line] == []
    assert not Brand.objects.exists()
    console.submit("Save")
    assert Brand.objects.get().name == "轴承"
    assert console.complaints == []


def test_type_ahead_keeps_still_until_the_word_is_there(
    console: Console, hengsheng: Customer
) -> None:
    console.open("/parties/contact/add/")
    console.page.locator(".field-party .select2-selection").first.click()
    box = console.page.locator(".select2-search__field").first
    expect(console.page.get_by_role("option", name="恒盛轴承")).to_be_visible()
    asked: list[str] = []
    console.page.on("request", lambda request: asked.append(request.url))
    session = compose(console, box, "hengsheng")
    press_enter_in_composition(session)
    expect(console.page.locator(".select2-container--open").first).to_be_visible()
    assert [url for url in asked if "autocomplete" in url] == []
    with console.page.expect_response(lambda answer: "autocomplete" in answer.url):
        session.send("Input.insertText", {"text": "恒盛"})
    option = console.page.get_by_role("option", name="恒盛轴承")
    expect(option).to_be_visible()
    option.click()
    expect(console.page.locator(".field-party .select2-selection")).to_contain_text("恒盛轴承")
    assert console.complaints == []


def test_full_width_letters_find_and_full_width_digits_count(console: Console) -> None:
    with as_the_house():
        Brand(name="SKF").save()
        customer = Customer(name="Full width")
        customer.save()
    console.open("/catalog/brand/")
    console.search_list("ｓｋｆ")
    expect(console.page.get_by_role("link", name="SKF", exact=True).first).to_be_visible()
    console.open(f"/parties/customer/{customer.pk}/change/")
    limit = console.field("Credit limit")
    limit.fill("１２３４。５０")
    limit.blur()
    expect(limit).to_have_value("1234.50")
    console.submit("Save")
    customer.refresh_from_db()
    assert customer.credit_limit == Decimal("1234.50")
    assert console.complaints == []
