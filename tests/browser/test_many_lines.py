"""Three hundred lines stay fluid: what one key press touches does not grow with the paper."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from erp.foundation.services.bulk import create_records
from erp.sales.models import Quotation, QuotationLine
from erp.staff.models import User
from tests.browser.console import Console
from tests.factories import (
    CompanyFactory,
    CurrencyFactory,
    CustomerFactory,
    QuotationFactory,
    SkuFactory,
)
from tests.language.writing import as_the_house

Visit = Callable[..., Console]
LINES = 300
#: What is asked after a pause of typing was asked by then, in milliseconds.
QUIET = 700
#: So many nodes make one row of inputs and its cells again, and no second one.
NODES = 130
#: Counts what scripts change in the grid from now on: nodes that come or go, and rows among them.
WATCH = """() => {
  const body = document.querySelector('[data-rows]');
  window.touched = { nodes: 0, rows: 0 };
  const count = (list) => list.forEach((node) => {
    window.touched.nodes += 1 + (node.querySelectorAll?.('*').length || 0);
    if (node.matches?.('tr:not(.ln-strip)')) window.touched.rows += 1;
  });
  window.watcher = new MutationObserver((changes) => changes.forEach((change) => {
    count(change.addedNodes); count(change.removedNodes);
  }));
  window.watcher.observe(body, { childList: true, subtree: true });
}"""
TOUCHED = """() => {
  const found = window.touched; window.touched = { nodes: 0, rows: 0 }; return found;
}"""


@pytest.fixture
def paper(sales: User) -> Quotation:
    """A draft of three hundred lines at 10.00 for one piece each."""
    CompanyFactory(base_currency=CurrencyFactory(code="CNY", name="Chinese yuan"))
    customer = CustomerFactory(name="Hengsheng", sales_owner=sales)
    made = QuotationFactory(owner=sales, customer=customer, tax_kind="none")
    skus = [
        SkuFactory(code=f"W-7730{number}", model=f"7730{number}", list_price=Decimal(10))
        for number in range(3)
    ]
    with as_the_house():
        create_records(
            [
                QuotationLine(
                    quotation=made,
                    position=number,
                    wording=f"piece {number}",
                    sku=skus[number % 3],
                    unit=skus[number % 3].unit,
                    quantity=Decimal(1),
                    unit_price=Decimal(10),
                )
                for number in range(1, LINES + 1)
            ]
        )
    return Quotation.objects.get()


class Asked:
    """What the page asks of the server about lines, and what is still under way."""

    def __init__(self, page: Page) -> None:
        """Listen from now on."""
        self.lines: list[str] = []
        self.under_way = 0
        page.on("request", self._begun)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    def _begun(self, request: Request) -> None:
        self.under_way += 1
        if request.method == "POST" and "/lines/" in request.url:
            self.lines.append(request.url.rstrip("/").rsplit("/", 1)[-1])

    def _ended(self, _request: Request) -> None:
        self.under_way -= 1

    def taken(self) -> list[str]:
        """Return the questions since the last time."""
        found, self.lines[:] = list(self.lines), []
        return found


def totals(console: Console) -> str:
    """Return the sum of the lines as it stands below them."""
    return console.page.locator("[data-total=goods_total]").inner_text()


def settled(console: Console) -> dict[str, Any]:
    """Return what was touched, once the page has come to rest."""
    console.page.wait_for_timeout(QUIET)
    while console.asked.under_way:  # type: ignore[attr-defined]
        console.page.wait_for_timeout(QUIET)
    found: dict[str, Any] = console.page.evaluate(TOUCHED)
    return found


def paste(console: Console, text: str) -> None:
    """Paste by the keys that everybody knows."""
    console.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    console.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    console.page.keyboard.press("Control+v")


def drag(page: Page, line: int, onto: int) -> None:
    """Drag a line by its handle over another one."""
    rows = page.locator("[data-rows] tr")
    rows.nth(line - 1).scroll_into_view_if_needed()
    rows.nth(line - 1).hover()
    handle = rows.nth(line - 1).get_by_role("button", name="Move line", exact=True).bounding_box()
    goal = rows.nth(onto - 1).bounding_box()
    assert handle
    assert goal
    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 8, handle["y"] - 10, steps=3)
    page.mouse.move(handle["x"] + 8, goal["y"] + 4, steps=5)
    page.mouse.up()


@pytest.fixture
def console(visit: Visit, sales: User, paper: Quotation) -> Console:
    """The paper's form, watched once it stands."""
    console = visit(height=1000)
    console.asked = Asked(console.page)  # type: ignore[attr-defined]
    console.sign_in_as(sales.username)
    console.open(f"/sales/quotation/{paper.pk}/change/")
    console.page.evaluate(WATCH)
    settled(console)
    return console


def questions(console: Console) -> list[str]:
    """Return what was asked of the server about lines since the last time."""
    found: list[str] = console.asked.taken()  # type: ignore[attr-defined]
    return found


def click(console: Console, wording: str) -> None:
    """Begin to type in the line with these words."""
    console.page.get_by_role("cell", name=wording, exact=True).click()
    settled(console)


def test_typing_in_the_middle_touches_its_own_row(console: Console) -> None:
    page = console.page
    assert questions(console) == ["facts"], "one question tells what is known beside all lines"
    assert totals(console) == "3,000.00"
    page.get_by_role("cell", name="piece 150", exact=True).click()
    opened = settled(console)
    assert (opened["rows"], opened["nodes"] < NODES) == (0, True), opened
    page.get_by_label("Quantity, line 150", exact=True).press("Control+a")
    for typed, told in (("2", "3,010.00"), ("5", "3,240.00")):
        page.keyboard.type(typed)
        assert totals(console) == told
    typed_in = settled(console)
    assert (typed_in["rows"], typed_in["nodes"] < NODES) == (0, True), typed_in
    page.keyboard.press("Enter")
    settled(console)
    assert len(questions(console)) <= 1
    assert console.complaints == []


def test_a_line_and_a_hundred_more_at_the_end(console: Console, paper: Quotation) -> None:
    page = console.page
    click(console, f"piece {LINES}")
    questions(console)
    page.keyboard.press("Enter")
    page.keyboard.type("one more")
    expect(page.get_by_label(f"Customer's wording, line {LINES + 1}")).to_have_value("one more")
    added = settled(console)
    assert (added["rows"], added["nodes"] < 2 * NODES) == (1, True), added
    assert questions(console) == []

    page.keyboard.press("Enter")
    settled(console)
    assert questions(console) == ["match", "facts"]
    paste(console, "".join(f"W-7730{number % 3}\t2\n" for number in range(100)))
    pasted = settled(console)
    console.sees("Pasted lines: 100 · Found for sure: 100")
    assert questions(console) == ["match", "facts"]
    assert pasted["rows"] == 101, "the empty line went, a hundred came, no other was drawn"
    assert totals(console) == "5,000.00"
    console.submit("Save and stay")
    assert paper.lines.count() == LINES + 101
    paper.refresh_from_db()
    assert paper.goods_total == Decimal("5000.00")
    assert console.complaints == []


def test_moving_touches_the_moved_row(console: Console) -> None:
    page = console.page
    drag(page, 3, onto=1)
    dragged = settled(console)
    assert dragged["rows"] == 2, "taken out once, put in once"
    expect(page.get_by_role("row").nth(1)).to_contain_text("piece 3")
    click(console, "piece 2")
    page.keyboard.press("Alt+ArrowUp")
    moved = settled(console)
    assert (moved["rows"], moved["nodes"] < 2 * NODES) == (2, True), moved
    expect(page.get_by_role("row").nth(2)).to_contain_text("2")
    assert [asked for asked in questions(console) if asked != "facts"] == []
    assert console.complaints == []
