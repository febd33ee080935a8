"""A list at work: cells typed, pasted and filled down; a filter built; back where one was."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from erp.foundation.models import Operation, OperationKind
from erp.parties.models import Customer
from erp.staff.models import User
from tests.browser.console import Console
from tests.language.writing import as_the_house

Visit = Callable[..., Console]
LIST = "/parties/customer/"


@pytest.fixture
def customers(manager: User, sales: User) -> list[Customer]:
    """Six customers of a seller."""
    with as_the_house():
        found = [
            Customer(name=f"Pump works {number}", sales_owner=sales, phone=f"+49 30 {number}")
            for number in range(1, 7)
        ]
        for customer in found:
            customer.save()
    return found


def phones() -> list[str]:
    """Return all phone numbers by name."""
    return list(Customer.objects.order_by("name_key").values_list("phone", flat=True))


def open_list(visit: Visit, who: User, address: str = LIST, **window: int) -> Console:
    """Open the list in a new window."""
    console = visit(**window)
    console.sign_in_as(who.username)
    console.open(address)
    return console


def edit(console: Console) -> None:
    """Begin to edit in the list."""
    console.press("Edit in the list")
    console.sees("Nothing is changed yet")


def stand_on(console: Console, row: str, text: str) -> None:
    """Choose the cell with a text in a row."""
    console.page.get_by_role("row", name=re.compile(row)).get_by_text(text, exact=True).click()


def paste(console: Console, text: str) -> None:
    """Paste a block, as a spreadsheet puts it on the clipboard."""
    console.page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_cells_are_typed_pasted_filled_down_saved_and_undone(
    visit: Visit, manager: User, customers: list[Customer]
) -> None:
    before = phones()
    console = open_list(visit, manager)
    keys = console.page.keyboard
    edit(console)
    stand_on(console, "Pump works 1", "+49 30 1")
    keys.type("+86 1")
    keys.press("Enter")
    stand_on(console, "Pump works 2", "+49 30 2")
    paste(console, "+86 2\r\n+86 3\r\n")
    stand_on(console, "Pump works 4", "+49 30 4")
    keys.press("Enter")
    keys.press("ControlOrMeta+a")
    keys.type("+86 4")
    keys.press("Enter")
    keys.press("ArrowUp")
    keys.press("Shift+ArrowDown")
    keys.press("Shift+ArrowDown")
    keys.press("ControlOrMeta+d")
    console.sees("Changed cells: 6")
    assert phones() == before
    console.press("Save")
    console.sees("6 records were changed.")
    assert phones() == ["+86 1", "+86 2", "+86 3", "+86 4", "+86 4", "+86 4"]
    assert Operation.objects.filter(kind=OperationKind.CHANGE).count() == 1
    console.follow("Undo")
    with console.page.expect_navigation():
        console.press("Undo")
    assert phones() == before
    assert console.complaints == []


def test_a_wrong_cell_says_so_and_nothing_typed_is_lost(
    visit: Visit, manager: User, customers: list[Customer]
) -> None:
    console = open_list(visit, manager)
    keys = console.page.keyboard
    edit(console)
    stand_on(console, "Pump works 1", "Sales")
    keys.type("Nobody")
    keys.press("Enter")
    stand_on(console, "Pump works 2", "+49 30 2")
    keys.type("+86 2")
    keys.press("Enter")
    console.press("Save")
    console.sees("There is no user “Nobody”.")
    console.sees("+86 2")
    console.page.get_by_role("cell", name=re.compile("^Nobody")).click()
    keys.press("Escape")
    keys.press("Escape")
    console.press("Save")
    console.sees("1 record was changed.")
    assert phones()[1] == "+86 2"
    assert console.complaints == []


def test_what_somebody_else_saved_meanwhile_is_shown_beside_mine(
    visit: Visit, manager: User, customers: list[Customer]
) -> None:
    console = open_list(visit, manager)
    keys = console.page.keyboard
    edit(console)
    stand_on(console, "Pump works 3", "+49 30 3")
    keys.type("mine")
    keys.press("Enter")
    theirs = Customer.objects.get(name="Pump works 3")
    theirs.phone = "theirs"
    with as_the_house():
        theirs.save()
    console.press("Save")
    console.sees("Meanwhile somebody else made it: theirs")
    assert phones()[2] == "theirs"
    console.press("Keep mine")
    console.press("Save")
    console.sees("1 record was changed.")
    assert phones()[2] == "mine"
    assert console.complaints == []


def test_the_handle_fills_down(visit: Visit, manager: User, customers: list[Customer]) -> None:
    console = open_list(visit, manager)
    edit(console)
    stand_on(console, "Pump works 2", "+49 30 2")
    handle = console.page.locator(".ce-handle").bounding_box()
    target = console.page.get_by_text("+49 30 5", exact=True).bounding_box()
    assert handle is not None
    assert target is not None
    mouse = console.page.mouse
    mouse.move(handle["x"] + 5, handle["y"] + 5)
    mouse.down()
    mouse.move(target["x"] + 5, target["y"] - 40, steps=4)
    mouse.move(target["x"] + 5, target["y"] + 5, steps=4)
    mouse.up()
    console.sees("Changed cells: 3")
    console.press("Save")
    console.sees("3 records were changed.")
    assert phones()[1:5] == ["+49 30 2"] * 4
    assert console.complaints == []


def test_a_filter_is_built_with_or_and_changed_by_its_chip(
    visit: Visit, manager: User, customers: list[Customer]
) -> None:
    console = open_list(visit, manager)
    page = console.page
    console.press("Build a filter")
    dialog = page.get_by_role("dialog", name="Build a filter")
    dialog.get_by_label("How these belong together").select_option(label="Any of these holds")
    console.press("Add a condition")
    for place, (words, value) in enumerate((("contains", "works 2"), ("is", "pump WORKS 5"))):
        dialog.get_by_label("Field").nth(place).select_option(label="Name")
        dialog.get_by_label("Condition", exact=True).nth(place).select_option(label=words)
        dialog.get_by_label("Value").nth(place).fill(value)
    with page.expect_navigation():
        console.press("Apply")
    rows = page.locator("tbody tr[data-k]")
    expect(rows).to_have_count(2)
    console.sees("Name contains “works 2” or Name is “pump WORKS 5”")
    page.get_by_role("button", name="Name contains").click()
    expect(dialog.get_by_label("Value").first).to_have_value("works 2")
    dialog.get_by_role("button", name="Remove", exact=True).first.click()
    dialog.get_by_label("Field").first.select_option(label="Sales owner")
    dialog.get_by_role("combobox", name="Type to find").fill("sales")
    dialog.get_by_role("option", name="Sales", exact=True).click()
    with page.expect_navigation():
        console.press("Apply")
    expect(rows).to_have_count(6)
    with page.expect_navigation():
        page.get_by_role("link", name="Clear the filter Sales owner").click()
    expect(page.locator("[data-chip-built]")).to_have_count(0)
    assert console.complaints == []


def test_on_a_phone_cells_and_builder_fit(
    visit: Visit, manager: User, customers: list[Customer]
) -> None:
    console = open_list(visit, manager, width=390, height=844)
    edit(console)
    stand_on(console, "Pump works 1", "+49 30 1")
    console.page.keyboard.press("ControlOrMeta+a")
    console.page.keyboard.type("+86 1")
    console.page.keyboard.press("Enter")
    console.nothing_scrolls_sideways()
    console.press("Save")
    console.sees("1 record was changed.")
    assert phones()[0] == "+86 1"
    console.press("Stop editing")
    console.press("Build a filter")
    console.nothing_scrolls_sideways()
    console.press("Cancel")
    assert console.small_targets() == []
    assert console.complaints == []


def test_coming_back_from_a_record_one_stands_where_one_was(visit: Visit, manager: User) -> None:
    with as_the_house():
        for number in range(60):
            Customer(name=f"Works {number:02}", sales_owner=manager).save()
    console = open_list(visit, manager, f"{LIST}?o=-name&_size=50", height=700)
    page = console.page
    page.get_by_role("link", name="Works 20").first.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    scrolled = page.evaluate("document.querySelector('.cl-scroll').scrollTop + window.scrollY")
    assert scrolled > 300
    console.follow("Works 20")
    console.fill("Phone", "+86 1")
    with page.expect_navigation(url=re.compile("o=-name&_size=50")):
        console.press("Save")
    page.wait_for_function("document.querySelector('.cl-scroll').scrollTop + window.scrollY > 300")
    now = page.evaluate("document.querySelector('.cl-scroll').scrollTop + window.scrollY")
    assert abs(now - scrolled) <= 80
    expect(page.get_by_role("row").get_by_role("link", name="Works 20")).to_be_in_viewport()
    assert console.complaints == []
