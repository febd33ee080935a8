"""A paper from its first field to its saving without a mouse, and composing Chinese on the way."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from erp.staff.models import User
from tests.browser.console import Console
from tests.browser.test_chinese_input import compose, press_enter_in_composition
from tests.browser.test_lines import begin, cell, order_of, wordings
from tests.language.writing import as_the_house
from tests.toy.factories import ToyFactory
from tests.toy.models import Toy, ToyOrder, ToyOrderLine

Visit = Callable[..., Console]


@pytest.fixture
def toys() -> list[Toy]:
    """Two locomotives, so that "loco" fits both."""
    with as_the_house():
        return [
            ToyFactory(code="L-1", name="Green loco", price=Decimal("12.50")),
            ToyFactory(code="L-2", name="Red loco", price=Decimal(20)),
        ]


def tab_to(console: Console, name: str) -> None:
    """Press Tab until what has this name is reached."""
    keys = console.page.keyboard
    target = console.page.get_by_role("button", name=name, exact=True).first.element_handle()
    for _turn in range(40):
        if console.page.evaluate("node => document.activeElement === node", target):
            return
        keys.press("Tab")
    pytest.fail(f"Tab does not reach {name}")


def test_an_order_is_written_without_a_mouse(visit: Visit, manager: User, toys: list[Toy]) -> None:
    console = begin(visit, manager)
    keys = console.page.keyboard
    console.field("Number").focus()
    keys.type("O-7")
    keys.press("Tab")
    keys.type("Ann")
    tab_to(console, "Add line")
    keys.press("Enter")
    expect(cell(console, "Wording", 1)).to_be_focused()
    for word in ("wheel", "loco", "bell"):
        keys.type(word)
        keys.press("Enter")
    expect(cell(console, "Wording", 4)).to_be_focused()
    keys.press("Escape")
    console.page.get_by_role("button", name="To be decided (2)").wait_for()

    _decide_and_move(console)
    tab_to(console, "Save")
    with console.page.expect_navigation():
        keys.press("Enter")
    found = ToyOrderLine.objects.values_list("wording", "toy__code", "quantity", "unit_price")
    assert list(found.order_by("position")) == [
        ("bell", None, Decimal(1), Decimal(0)),
        ("loco", "L-2", Decimal(4), Decimal(20)),
    ]
    assert ToyOrder.objects.get().total == Decimal(80)
    assert console.complaints == []


def _decide_and_move(console: Console) -> None:
    """From the empty line at the end: up to the doubt, decide it, move and delete and take back."""
    keys = console.page.keyboard
    keys.press("ArrowUp") if cell(console, "Wording", 4).count() else None
    tab_to_lines(console)
    keys.press("ArrowDown")
    expect(cell(console, "Wording", 2)).to_be_focused()
    keys.press("Tab")
    keys.press("F2")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(cell(console, "Toy", 2)).to_have_value("L-2 Red loco")
    keys.press("Tab")
    keys.type("4")
    expect(cell(console, "Unit price", 2)).to_have_value("20.00")
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    keys.press("Alt+ArrowDown")
    assert wordings(console)[:3] == ["wheel", "bell", "loco"]
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    keys.press("Alt+Delete")
    assert wordings(console)[:2] == ["bell", "loco"]
    keys.press("Control+z")
    assert wordings(console)[:3] == ["wheel", "bell", "loco"]
    keys.press("Alt+Delete")
    keys.press("Escape")


def tab_to_lines(console: Console) -> None:
    """Press Shift+Tab until a line is reached, then go to the first one."""
    keys = console.page.keyboard
    inside = "() => Boolean(document.activeElement.closest('[data-rows]'))"
    for _turn in range(40):
        if console.page.evaluate(inside):
            break
        keys.press("Shift+Tab")
    for _turn in range(4):
        keys.press("ArrowUp")


def test_composing_asks_nothing_and_leaves_no_cell(
    visit: Visit, manager: User, toys: list[Toy]
) -> None:
    with as_the_house():
        ToyFactory(code="L-3", name="红色火车")
    console = begin(visit, manager, order_of(manager, "a"))
    console.page.get_by_role("cell", name="a", exact=True).click()
    console.page.keyboard.press("Tab")
    toy = cell(console, "Toy", 1)
    expect(toy).to_be_focused()
    asked: list[str] = []
    console.page.on("request", lambda request: asked.append(request.url))
    session = compose(console, toy, "huoche")
    press_enter_in_composition(session)
    console.page.wait_for_timeout(400)
    # What is known beside the line that was left may still be asked; composing asks nothing.
    composed = [url for url in asked if not url.endswith("/facts/")]
    assert [url for url in composed if "autocomplete" in url or "/lines/" in url] == []
    expect(toy).to_be_focused()
    session.send("Input.insertText", {"text": "火车"})
    option = console.page.get_by_role("option", name="L-3 红色火车")
    option.wait_for()
    console.page.keyboard.press("Enter")
    expect(toy).to_have_value("L-3 红色火车")
    assert wordings(console) == ["a"]
    assert console.complaints == []
