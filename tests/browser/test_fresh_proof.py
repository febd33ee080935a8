"""A script of a page is told to prove who asks: the box over the page asks, and it goes on."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest
from django.conf import settings
from playwright.sync_api import Locator, expect

from erp.foundation import gate
from erp.foundation.fresh_proof import check_fresh_proof
from erp.parties.models import Customer
from erp.staff.models import User
from tests.browser.console import Console, speak
from tests.cast import PASSWORD
from tests.language.second_factor import Phone, enrolled
from tests.language.writing import as_the_house

Visit = Callable[..., Console]
LIST = "/parties/customer/"


@pytest.fixture
def pump_works(manager: User, monkeypatch: pytest.MonkeyPatch) -> Customer:
    """A customer in a house where every change of customers weighs much."""
    with as_the_house():
        found = Customer(name="Pump works", phone="+49 30 1")
        found.save()
    model = Customer._meta.concrete_model
    checks = [*gate.checks_of(Customer), lambda _attempt: check_fresh_proof()]
    monkeypatch.setitem(gate._checks, model, checks)
    return found


def let_the_proof_in_this_window_grow_old(console: Console) -> None:
    """Let eleven minutes pass since the person in this window proved themselves."""
    cookies = {one["name"]: one["value"] for one in console.page.context.cookies()}
    store = import_module(settings.SESSION_ENGINE).SessionStore
    session = store(session_key=cookies[settings.SESSION_COOKIE_NAME])
    for name in ("factor_proven", "password_proven"):
        if name in session:
            person, when = session[name]
            session[name] = [person, when - 660]
    session.save()


def change_a_phone(console: Console, number: str) -> Locator:
    """Type another number into the cell and save; return the box that asks."""
    console.open(LIST)
    console.press("Edit in the list")
    console.page.get_by_role("row", name="Pump works").get_by_text("+49 30 1").click()
    console.page.keyboard.type(number)
    console.page.keyboard.press("Enter")
    let_the_proof_in_this_window_grow_old(console)
    console.press("Save")
    return console.page.locator("dialog#session[open]")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_cells_are_saved_after_the_password(
    visit: Visit, manager: User, pump_works: Customer, language: str
) -> None:
    speak(manager, language)
    console = visit(language=language)
    console.sign_in_as(manager.username)
    box = change_a_phone(console, "+86 1")
    box.locator("#session-secret").fill("wrong")
    box.get_by_role("button", name=console.word("Go on")).click()
    expect(box.get_by_role("alert")).to_have_text(console.word("This is not your password."))
    pump_works.refresh_from_db()
    assert pump_works.phone == "+49 30 1"
    box.locator("#session-secret").fill(PASSWORD)
    box.get_by_role("button", name=console.word("Go on")).click()
    expect(console.page.locator("[data-edit-undo]")).to_be_visible()
    pump_works.refresh_from_db()
    assert pump_works.phone == "+86 1"
    assert console.complaints == []


def in_another_tab(console: Console, phone: Phone, address: str) -> None:
    """Give the code on the page that offers every way, in a second tab of the window."""
    tab = console.page.context.new_page()
    tab.goto(address)
    tab.locator("details.ch-way[open] input[name=code]").fill(phone.code())
    with tab.expect_navigation():
        tab.locator("details.ch-way[open] button", has_text="Go on").click()
    tab.close()


def test_cells_are_saved_after_the_factor_or_not_at_all(
    visit: Visit, manager: User, pump_works: Customer
) -> None:
    phone = enrolled(manager)
    console = visit()
    console.sign_in_as(manager.username)
    console.page.locator("details.ch-way[open] input[name=code]").fill(phone.code())
    console.submit("Go on")
    box = change_a_phone(console, "+86 2")
    box.get_by_role("button", name="Not now").click()
    console.sees("Nothing was done: first confirm that it is you.")
    console.press("Save")
    way = box.get_by_role("link", name="Another way, in a new tab")
    in_another_tab(console, phone, f"{console.address}{way.get_attribute('href')}")
    console.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(console.page.locator("[data-edit-undo]")).to_be_visible()
    pump_works.refresh_from_db()
    assert pump_works.phone == "+86 2"
    assert console.complaints == []
