"""Labels: their codes are read back from the printed page, and every text stays on its label."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
import zxingcpp
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from admin_config.engine.labels.codes import checks, kind_of
from admin_config.engine.labels.fitting import LEAST
from admin_config.engine.labels.placing import LabelTexts, label_pages
from admin_config.engine.labels.reading import labels_of
from admin_config.engine.labels.stock import STOCKS, Stock
from admin_config.engine.printing.drawing import pdf_of_pages
from admin_config.engine.printing.fonts import cleaned
from admin_config.engine.printing.places import Bars, Text
from admin_config.screens.catalog.sku import SCREEN
from erp.catalog.models import Sku
from erp.foundation.actor import SYSTEM
from erp.foundation.models import OperationKind
from erp.staff.models import User
from tests.admin_config.printing.reading_back import picture_of, texts_of
from tests.factories.catalog import SkuFactory
from tests.language.writing import newest_operation

SignIn = Callable[[User], Client]
CODES = {
    "4006381333931": ("ean-13", "EAN13", "4006381333931"),
    "96385074": ("ean-8", "EAN8", "96385074"),
    "036000291452": ("upc-a", "EAN13", "0036000291452"),
    "4006381333932": ("code-128", "Code128", "4006381333932"),
    "FAG-6205-2RS/C3": ("code-128", "Code128", "FAG-6205-2RS/C3"),
    "12345678901234567890": ("code-128", "Code128", "12345678901234567890"),
    "轴承-6205": ("qr", "QRCode", "轴承-6205"),
}
LONG = LabelTexts(("深沟球轴承 " * 60, "FAG " * 60, "X" * 400), "4006381333931")


def codes_in(data: bytes, page: int = 0) -> list[tuple[str, str]]:
    """Return what a scanner reads on a page: kinds and texts."""
    found = zxingcpp.read_barcodes(picture_of(data, page=page, dots=300))
    return [(code.format.name, code.text) for code in found]


def drawn(labels: list[LabelTexts], stock: Stock, first: int = 0) -> bytes:
    """Return labels as a PDF."""
    pages = label_pages(labels, stock, first=first)
    return pdf_of_pages(pages, stock.page_size, title="Labels")


@pytest.mark.parametrize("text", CODES)
@pytest.mark.parametrize("stock", ["a4-3x8", "roll-60x40", "roll-100x150"])
def test_a_scanner_reads_what_the_label_says(text: str, stock: str) -> None:
    kind, name, read = CODES[text]
    assert kind_of(text) == kind
    data = drawn([LabelTexts(("Bearing", "FAG"), text)], STOCKS[stock])
    assert codes_in(data) == [(name, read)]


def test_bars_too_thin_for_a_printer_become_squares() -> None:
    code = "A-LONG-DESIGNATION-0123456789-0123456789-0123456789"
    assert kind_of(code) == "code-128"
    assert codes_in(drawn([LabelTexts(("x",), code)], STOCKS["a4-3x8"])) == [("QRCode", code)]
    assert codes_in(drawn([LabelTexts(("x",), "S-1", square=True)], STOCKS["a4-2x7"])) == [
        ("QRCode", "S-1")
    ]


def test_check_digits_are_those_of_the_trade_numbers() -> None:
    assert (checks("4006381333931"), checks("4006381333932")) == (True, False)
    assert (checks("036000291452"), checks("96385074"), checks("96385075")) == (True, True, False)


@pytest.mark.parametrize("name", STOCKS)
def test_labels_lie_beside_each_other_on_their_sheet(name: str) -> None:
    stock = STOCKS[name]
    boxes = [stock.box(place) for place in range(stock.on_a_page)]
    width, height = stock.page_size
    assert all(
        b[0] >= 0 and b[1] >= 0 and b[2] <= width + 0.1 and b[3] <= height + 0.1 for b in boxes
    )
    for place, (left, top, right, bottom) in enumerate(boxes):
        for left2, top2, right2, bottom2 in boxes[place + 1 :]:
            across, down = (
                min(right, right2) - max(left, left2),
                min(bottom, bottom2) - max(top, top2),
            )
            assert across < 0.1 or down < 0.1
    assert str(stock.label[1]).removesuffix(".0") in str(stock.title)


@pytest.mark.parametrize("name", STOCKS)
@pytest.mark.parametrize("square", [False, True])
def test_nothing_leaves_its_label(name: str, square: bool) -> None:
    stock = STOCKS[name]
    label = LabelTexts(LONG.rows, LONG.code, square)
    (page,) = label_pages([label], stock)
    _inside(page.items, stock.box(0))


def _inside(items: list[object], box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    for item in items:
        edges = [item.box()] if isinstance(item, Text) else []
        if isinstance(item, Bars):
            edges = [(x, y, x + wide, y + high) for x, y, wide, high in item.boxes]
        for x, y, x2, y2 in edges:
            assert left <= x
            assert x2 <= right + 0.5
            assert (top <= y, y2 <= bottom + 0.5) == (True, True)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=60), st.sampled_from(sorted(STOCKS)))
def test_no_text_breaks_a_label(text: str, code: str, name: str) -> None:
    stock = STOCKS[name]
    (page,) = label_pages([LabelTexts((cleaned(text),), cleaned(code))], stock)
    _inside(page.items, stock.box(0))
    assert pdf_of_pages([page], stock.page_size, title="x").startswith(b"%PDF")


IN_BOTH = (
    "Deep groove ball bearing, sealed",
    "深沟球轴承，双面密封",
    "Schaeffler",
    "舍弗勒",
    "6205-2RS",
)


@pytest.mark.parametrize("square", [False, True])
@pytest.mark.parametrize("code", ["4006381333931", "FAG-6205-2RS/C3"])
@pytest.mark.parametrize("name", STOCKS)
def test_no_line_is_lost_in_both_languages(name: str, code: str, square: bool) -> None:
    stock = STOCKS[name]
    label = LabelTexts(IN_BOTH, code, square, kept=IN_BOTH[-1:])
    (page,) = label_pages([label], stock)
    rows = [text for text in page.texts() if text.align == "left"]
    said = "".join(text.text for text in rows)
    assert "".join(said.split()) == "".join("".join(IN_BOTH).split())
    assert min(text.size for text in page.texts()) >= LEAST
    _inside(page.items, stock.box(0))
    texts = [text.box() for text in rows]
    assert all(one[3] <= two[1] + 0.5 for one, two in pairwise(texts))
    is_thin = name == "roll-40x30" and not code.isdigit()
    kind = "QRCode" if square or is_thin else CODES[code][1]
    assert codes_in(drawn([label], stock)) == [(kind, code)]


def test_texts_that_fit_stay_as_large_as_they_are() -> None:
    (page,) = label_pages([LabelTexts(("Bearing", "FAG"), "S-1")], STOCKS["a4-3x8"])
    told, first, second = page.texts()
    size = STOCKS["a4-3x8"].label[1] * 72 / 25.4 / 9.5
    assert [text.size for text in (first, second, told)] == pytest.approx(
        [size, size * 0.8, size * 0.75]
    )


@pytest.mark.parametrize("square", [False, True])
@pytest.mark.parametrize("name", STOCKS)
def test_where_not_all_fits_the_code_stands_and_a_mark_says_that_more_is_missing(
    name: str, square: bool
) -> None:
    rows = (*(f"{place} {'轴承' * 90}" for place in range(20)), "6205-2RS")
    label = LabelTexts(rows, "4006381333931", square, kept=("6205-2RS",))
    (page,) = label_pages([label], STOCKS[name])
    said = [text.text for text in page.texts()]
    assert "6205-2RS" in said
    assert any(text.endswith("…") for text in said)
    _inside(page.items, STOCKS[name].box(0))
    kind = "QRCode" if square else "EAN13"
    assert codes_in(drawn([label], STOCKS[name])) == [(kind, "4006381333931")]


def test_the_last_line_says_that_whole_texts_are_missing() -> None:
    rows = tuple(f"Text {place}" for place in range(40))
    (page,) = label_pages([LabelTexts(rows, "")], STOCKS["roll-40x30"])
    said = [text.text for text in page.texts()]
    assert said[:-1] == list(rows[: len(said) - 1])
    assert said[-1] == f"{rows[len(said) - 1]}…"


@pytest.mark.django_db
def test_the_code_is_lost_last_though_the_label_ends_with_it() -> None:
    sku = SkuFactory(code="B-1", name="Belt", name_zh="皮带", barcode="4006381333931")
    label = next(label for label in SCREEN.labels if label.name == "goods")
    (told,) = labels_of(label, [(sku, 1)], by=SYSTEM, languages=("en", "zh-hans"))
    assert (told.kept, told.rows[-1], told.code) == (("B-1",), "B-1", "4006381333931")


def test_labels_used_up_are_left_free_and_sheets_follow_each_other() -> None:
    stock = STOCKS["a4-3x8"]
    pages = list(label_pages([LabelTexts(("x",), "")] * 25, stock, first=20))
    assert [len(page.items) for page in pages] == [4, 21]
    first = pages[0].items[0]
    assert isinstance(first, Text)
    left, top, _right, _bottom = stock.box(20)
    assert first.x > left
    assert first.y > top


@pytest.mark.django_db
def test_a_selection_has_so_many_labels_of_each(sales: User, sign_in: SignIn) -> None:
    one, two = SkuFactory(barcode="4006381333931"), SkuFactory()
    client = sign_in(sales)
    chosen = {"action": "print_labels", "_selected_action": [one.pk, two.pk]}
    asked = client.post("/catalog/sku/", chosen).content.decode()
    assert (f'name="copies-{one.pk}"' in asked, str(two) in asked) == (True, True)
    wanted = {f"copies-{one.pk}": 3, f"copies-{two.pk}": 1, "stock": "a4-3x8", "as": "pdf"}
    answer = client.post("/catalog/sku/", {**chosen, **wanted, "language": "en"})
    assert answer["Content-Type"] == "application/pdf"
    read = codes_in(answer.content)
    assert sorted(read) == sorted([("EAN13", "4006381333931")] * 3 + [("Code128", two.code)])
    done = newest_operation()
    assert (done.kind, done.actor_id, done.details["labels"]) == (
        OperationKind.PRINT,
        sales.pk,
        4,
    )
    none = client.post(
        "/catalog/sku/", {**chosen, f"copies-{one.pk}": 0, "as": "pdf"} | {f"copies-{two.pk}": 0}
    )
    assert "at least one label" in none.content.decode()


@pytest.mark.django_db
def test_a_shelf_label_of_one_sku_in_both_languages(sales: User, sign_in: SignIn) -> None:
    sku = SkuFactory(name="Ball bearing", name_zh="球轴承")
    client = sign_in(sales)
    address = f"/catalog/sku/{sku.pk}/labels/"
    assert address in client.get(f"/catalog/sku/{sku.pk}/change/").content.decode()
    assert client.get(address).status_code == 200
    wanted = {"label": "shelf", "stock": "roll-100x50", "language": "both", "as": "pdf"}
    answer = client.post(address, wanted)
    texts = texts_of(answer.content)
    assert texts[0] == sku.code
    assert {"Ball bearing", "球轴承"} <= set(texts)
    assert codes_in(answer.content) == [("QRCode", sku.code)]


@pytest.mark.django_db
def test_labels_are_for_those_who_may_print(
    storekeeper: User, sales: User, sign_in: SignIn
) -> None:
    sku = SkuFactory(name="Rocket 🚀")
    address = f"/catalog/sku/{sku.pk}/labels/"
    assert sign_in(storekeeper).post(address, {"as": "pdf"}).status_code == 403
    lost = sign_in(sales).post(address, {"as": "pdf"})
    assert (lost.status_code, "🚀" in lost.content.decode()) == (422, True)
    assert Sku.objects.get().name == "Rocket 🚀"
