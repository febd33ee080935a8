"""The lines of a paper as somebody types them: keyboard, paste, undo, order, drafts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, expect

from admin_config.models import FormDraft
from erp.staff.models import User
from tests.browser.console import Console
from tests.language.writing import as_the_house
from tests.toy.factories import ToyFactory
from tests.toy.models import Toy, ToyOrder, ToyOrderLine

Visit = Callable[..., Console]


@pytest.fixture
def toys() -> list[Toy]:
    """Two locomotives, one of them unsafe."""
    with as_the_house():
        return [
            ToyFactory(code="L-1", name="Green loco", price=Decimal("12.50"), cost=Decimal(7)),
            ToyFactory(code="L-2", name="Red loco", price=Decimal(20), safe=False),
        ]


def order_of(owner: User, *wordings: str) -> ToyOrder:
    """Return a stored order with lines of words."""
    with as_the_house():
        order = ToyOrder(number="O-1", buyer="Ann", owner=owner)
        order.save()
        for number, wording in enumerate(wordings, start=1):
            ToyOrderLine(
                order=order, position=number, wording=wording, unit_price=Decimal(1)
            ).save()
    return ToyOrder.objects.get()


def begin(visit: Visit, who: User, order: ToyOrder | None = None, **window: int) -> Console:
    """Open the form of an order, or an empty one."""
    console = visit(**window)
    console.sign_in_as(who.username)
    console.open(f"/toy/toyorder/{order.pk}/change/" if order else "/toy/toyorder/add/")
    return console


def cell(console: Console, label: str, line: int) -> Locator:
    """Return the input of a cell in the line that is typed into."""
    return console.page.get_by_label(f"{label}, line {line}", exact=True)


def wordings(console: Console) -> list[str]:
    """Return what the first column reads."""
    texts = console.page.locator("[data-rows] td[data-column=wording]").all()
    return [
        found.locator("input").input_value()
        if found.locator("input").count()
        else found.locator(".ln-say").inner_text()
        for found in texts
    ]


def total(console: Console) -> str:
    """Return the total below the lines."""
    return console.page.locator("[data-total=total]").inner_text()


def paste(console: Console, text: str) -> None:
    """Paste a text from another program into the focused cell."""
    console.page.evaluate(
        """text => { const data = new DataTransfer(); data.setData('text/plain', text);
        document.activeElement.dispatchEvent(new ClipboardEvent('paste',
          {clipboardData: data, bubbles: true, cancelable: true})); }""",
        text,
    )


def test_lines_are_typed_by_keyboard_alone(visit: Visit, manager: User, toys: list[Toy]) -> None:
    console = begin(visit, manager)
    keys = console.page.keyboard
    console.fill("Number", "O-7")
    console.fill("Buyer", "Ann")
    console.press("Add line")
    keys.type("wheel")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("3")
    keys.press("Tab")
    keys.type("2.5")
    assert total(console) == "7.50"
    keys.press("Enter")
    expect(cell(console, "Wording", 2)).to_be_focused()
    keys.press("Tab")
    keys.type("Green")
    console.page.get_by_role("option", name="L-1 Green loco").wait_for()
    keys.press("Enter")
    expect(cell(console, "Unit price", 2)).to_have_value("12.50")
    keys.press("ArrowUp")
    expect(cell(console, "Toy", 1)).to_be_focused()
    keys.press("Tab")
    keys.type("9")
    keys.press("Escape")
    expect(cell(console, "Quantity", 1)).to_have_value("3")
    keys.press("ArrowDown")
    keys.press("Control+d")
    expect(cell(console, "Quantity", 2)).to_have_value("3")
    assert total(console) == "45.00"
    console.press("Save")
    console.page.wait_for_url("**/toy/toyorder/")
    lines = ToyOrderLine.objects.values_list("wording", "toy__code", "quantity", "amount")
    assert list(lines) == [
        ("wheel", None, Decimal(3), Decimal("7.50")),
        ("", "L-1", Decimal(3), Decimal("37.50")),
    ]
    assert ToyOrder.objects.get().total == Decimal("45.00")
    assert console.complaints == []


def test_a_block_is_pasted_matched_and_taken_back(
    visit: Visit, manager: User, toys: list[Toy]
) -> None:
    order = order_of(manager, "first")
    console = begin(visit, manager, order)
    console.page.locator("td[data-column=wording]").first.click()
    paste(console, 'L-1\t4\nloco\t2\n"a ""big""\nbell"\t１\n')
    console.sees("Found for sure: 1 · To be decided: 1 · Left as text: 1")
    assert wordings(console) == ["first", "L-1", "loco", 'a "big" bell']
    cells = console.page.locator("[data-rows] td[data-column=toy]")
    expect(cells.nth(1)).to_have_text("L-1 Green loco")
    expect(cells.nth(2)).to_have_text("To be decided (2)")
    expect(cells.nth(3)).to_have_text("")
    assert total(console) == "51.00"

    console.press("Undo")
    assert wordings(console) == ["first"]
    assert total(console) == "1.00"

    paste(console, "loco\t2\nloco\t3")
    console.page.get_by_role("button", name="To be decided (2)").first.click()
    console.page.get_by_role("button", name="L-2 Red loco").click()
    expect(console.page.get_by_text("“Red loco” is not safe for Ann").first).to_be_visible()
    console.press("Save")
    console.page.wait_for_url("**/toy/toyorder/")
    found = ToyOrderLine.objects.values_list("wording", "toy__code", "unit_price")
    assert list(found) == [
        ("first", None, Decimal(1)),
        ("loco", "L-2", Decimal(20)),
        ("loco", None, Decimal(0)),
    ]


def test_facts_stand_beside_the_line_and_are_taken_over(
    visit: Visit, manager: User, sales: User, toys: list[Toy]
) -> None:
    order = order_of(sales, "engine")
    with as_the_house():
        line = ToyOrderLine.objects.get()
        line.toy = toys[0]
        line.save()
        toys[0].owner = sales
        toys[0].save()
    console = begin(visit, manager, order)
    console.page.locator("td[data-column=quantity]").first.click()
    console.sees("List price")
    console.sees("Cost")
    console.page.get_by_role("button", name="List price").click()
    expect(cell(console, "Unit price", 1)).to_have_value("12.50")

    console = begin(visit, sales, order)
    console.page.locator("td[data-column=quantity]").first.click()
    console.sees("List price")
    assert console.page.get_by_text("Cost", exact=True).count() == 0


def test_rows_move_and_go_and_come_back(visit: Visit, manager: User) -> None:
    order = order_of(manager, "a", "b", "c")
    console = begin(visit, manager, order, height=1600)
    page = console.page
    handle = page.get_by_role("button", name="Move line", exact=True).nth(2)
    page.locator("[data-rows] tr").nth(2).hover()
    box = handle.bounding_box()
    goal = page.locator("[data-rows] tr").nth(0).bounding_box()
    assert box
    assert goal
    page.mouse.move(box["x"] + 8, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 8, box["y"] - 10, steps=3)
    page.mouse.move(box["x"] + 8, goal["y"] + 4, steps=5)
    page.mouse.up()
    assert wordings(console) == ["c", "a", "b"]
    page.locator("td[data-column=wording]").nth(1).click()
    page.keyboard.press("Alt+ArrowDown")
    assert wordings(console) == ["c", "b", "a"]
    page.keyboard.press("Alt+Delete")
    assert wordings(console) == ["c", "b"]
    page.keyboard.press("Control+z")
    assert wordings(console) == ["c", "b", "a"]
    page.keyboard.press("Alt+Delete")
    console.press("Save")
    page.wait_for_url("**/toy/toyorder/")
    stored = ToyOrderLine.objects.order_by("position").values_list("wording", flat=True)
    assert list(stored) == ["c", "b"]


def test_enter_that_ends_a_composition_stays_in_the_cell(visit: Visit, manager: User) -> None:
    console = begin(visit, manager, order_of(manager, "a"))
    console.page.locator("td[data-column=wording]").first.click()
    cell(console, "Wording", 1).dispatch_event(
        "keydown", {"key": "Enter", "isComposing": True, "bubbles": True}
    )
    expect(cell(console, "Wording", 1)).to_be_focused()
    assert wordings(console) == ["a"]


def test_a_broken_browser_loses_nothing(visit: Visit, manager: User) -> None:
    console = begin(visit, manager)
    console.fill("Number", "O-7")
    console.press("Add line")
    console.page.keyboard.type("wheel")
    with console.page.expect_response("**/draft/"):
        pass
    assert FormDraft.objects.count() == 1
    console.page.context.close()

    console = begin(visit, manager)
    console.sees("Unsaved entries of")
    console.press("Take them back")
    console.sees("Your entries are back and not saved yet")
    assert console.field("Number").input_value() == "O-7"
    assert wordings(console) == ["wheel"]
    console.fill("Buyer", "Ann")
    console.press("Save")
    console.page.wait_for_url("**/toy/toyorder/")
    assert ToyOrderLine.objects.get().wording == "wheel"
    assert not FormDraft.objects.exists()


def test_on_a_phone_lines_are_cards(visit: Visit, manager: User) -> None:
    console = begin(visit, manager, order_of(manager, "a", "b"), width=390, height=844)
    console.page.locator("td[data-column=wording]").first.click()
    cell(console, "Wording", 1).scroll_into_view_if_needed()
    console.nothing_scrolls_sideways()
    inside = [t for t in console.small_targets() if "line" in t.lower()]
    assert inside == []
