"""One paper in two windows, or left and met again: both versions are shown and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from admin_config.models import FormDraft
from erp.staff.models import User
from tests.browser.console import Console
from tests.browser.test_lines import begin, cell, order_of, wordings
from tests.language.writing import as_the_house
from tests.toy.models import ToyOrder, ToyOrderLine

Visit = Callable[..., Console]
MEANWHILE = "Somebody else saved this line meanwhile."


@pytest.fixture
def order(manager: User) -> ToyOrder:
    """An order of two lines."""
    return order_of(manager, "wheel", "bell")


def second_tab(console: Console) -> Console:
    """Open the same page in another tab of the same window."""
    page = console.page.context.new_page()
    page.goto(console.page.url)
    return Console(page, console.address, console.language)


def type_quantity(console: Console, line: int, wording: str, number: str) -> None:
    """Type a quantity into a line."""
    console.page.get_by_role("cell", name=wording, exact=True).click()
    cell(console, "Quantity", line).fill(number)


def kept(console: Console, text: str) -> None:
    """Wait until the server holds this of what was typed."""
    for _turn in range(40):
        if any(text in str(draft.fields) for draft in FormDraft.objects.all()):
            return
        console.page.wait_for_timeout(250)
    pytest.fail(f"{text} is not kept")


def quantities() -> list[Decimal]:
    """Return the stored quantities in order."""
    return list(ToyOrderLine.objects.order_by("position").values_list("quantity", flat=True))


def test_two_tabs_change_the_same_and_other_lines(
    visit: Visit, manager: User, order: ToyOrder
) -> None:
    first = begin(visit, manager, order)
    second = second_tab(first)
    type_quantity(first, 1, "wheel", "5")
    type_quantity(second, 1, "wheel", "7")
    second.press("Add line")
    second.page.keyboard.type("flag")
    first.submit("Save and stay")
    assert quantities() == [5, 1]

    second.submit("Save and stay")
    second.sees(MEANWHILE)
    assert quantities() == [5, 1]
    assert wordings(second) == ["wheel", "bell", "flag"]
    second.page.get_by_role("cell", name="7", exact=True).last.wait_for()
    second.submit("Save and stay")
    assert quantities() == [7, 1, 1]
    assert first.complaints == second.complaints == []


def test_saving_in_one_tab_keeps_the_draft_of_the_other(
    visit: Visit, manager: User, order: ToyOrder
) -> None:
    first = begin(visit, manager, order)
    second = second_tab(first)
    type_quantity(second, 2, "bell", "9")
    kept(second, '"quantity":"9"')
    type_quantity(first, 1, "wheel", "5")
    first.submit("Save and stay")
    assert FormDraft.objects.count() == 1
    second.page.close()
    first.sees("Unsaved entries of")
    first.press("Take them back")
    first.sees("Your entries are back and not saved yet")
    first.submit("Save and stay")
    assert quantities() == [5, 9]
    assert not FormDraft.objects.exists()


def test_a_draft_meets_a_newer_version(visit: Visit, manager: User, order: ToyOrder) -> None:
    console = begin(visit, manager, order)
    type_quantity(console, 1, "wheel", "7")
    console.press("Add line")
    console.page.keyboard.type("flag")
    kept(console, "flag")
    console.page.context.close()
    with as_the_house():
        line = ToyOrderLine.objects.get(wording="wheel")
        line.quantity = Decimal(3)
        line.save()

    console = begin(visit, manager, order)
    console.sees("Unsaved entries of")
    console.press("Take them back")
    console.sees(MEANWHILE)
    assert wordings(console) == ["wheel", "bell", "flag"]
    conflict = console.page.get_by_role("row").filter(has_text="quantity")
    expect(conflict.first).to_contain_text("3")
    expect(conflict.first).to_contain_text("7")
    assert quantities() == [3, 1]
    console.submit("Save and stay")
    assert quantities() == [7, 1, 1]
    assert console.complaints == []
