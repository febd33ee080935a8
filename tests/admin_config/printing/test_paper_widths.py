"""Columns of a paper: words break before letters shrink, and numbers break last of all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from admin_config.engine.printing.columns import SIZE
from admin_config.engine.printing.looks import Look
from admin_config.engine.printing.paging import pages_of
from admin_config.engine.printing.paper_widths import widths_of
from admin_config.engine.printing.places import Text
from admin_config.engine.printing.reading import sheet_of
from admin_config.engine.printing.sheet import Column, Row, Sheet
from admin_config.screens.sales.quotation_layout import QUOTATION_LAYOUT
from erp.foundation.actor import SYSTEM
from tests.admin_config.printing.papers import a_told_quotation
from tests.admin_config.printing.test_pages import overlaps
from tests.admin_config.printing.test_shown import check

NUMBER = "1,234,567.89"


def numbers(columns: int, label: str = "Total weight") -> Sheet:
    """Return a paper with goods and so many columns of one number."""
    return Sheet(
        title="x",
        number="1",
        columns=(Column("Goods", share=1), *[Column(label, right=True)] * columns),
        rows=(Row((("Bearing", "B-1"), *[(NUMBER,)] * columns), Decimal(1)),),
    )


def texts(sheet: Sheet) -> list[Text]:
    """Return what stands on the paper's pages."""
    pages = pages_of(sheet, sheet.style)
    assert [overlaps(page) for page in pages] == [[]] * len(pages)
    return [text for page in pages for text in page.texts()]


@pytest.mark.parametrize(("columns", "shrinks"), [(1, False), (7, False), (8, True), (10, True)])
def test_words_break_then_letters_shrink_and_numbers_stay_whole(
    columns: int, shrinks: bool
) -> None:
    said = [text for text in texts(numbers(columns)) if text.text == NUMBER]
    assert len(said) == columns
    assert (said[0].size < SIZE) == shrinks
    assert said[0].size >= 5.6


def test_more_numbers_than_any_page_holds_are_broken_and_nothing_overlaps() -> None:
    said = texts(numbers(16))
    assert NUMBER not in {text.text for text in said}
    assert "".join(text.text for text in said).count("567.89") >= 1
    assert min(text.size for text in said) >= 5.6 * 7 / 8.5


def test_columns_fill_the_room_in_every_case() -> None:
    for columns in (0, 1, 5, 7, 8, 10, 16):
        for room in (200.0, 364.0, 511.0):
            found = widths_of(numbers(columns), room)
            assert sum(found.columns) == pytest.approx(room)
            assert min(found.columns) > 0
            assert 0.66 <= found.letters <= 1


def test_a_column_for_the_hand_keeps_its_width_where_others_give_way() -> None:
    plain = numbers(9)
    sheet = Sheet(
        title="x",
        number="1",
        columns=(*plain.columns, Column("Counted", blank=60.0)),
        rows=(Row((*plain.rows[0].cells, ("",))),),
    )
    found = widths_of(sheet, 600.0)
    assert found.letters < 1
    assert found.columns[-1] == pytest.approx(60.0)


@pytest.mark.django_db
@pytest.mark.parametrize("size", ["a5", "b5", "half"])
@pytest.mark.parametrize("language", ["en", "zh-hans", "both"])
def test_small_pages_break_no_number_of_a_quotation(size: str, language: str) -> None:
    look = Look(paper=size, parts={"column.tax_rate": True})
    sheet = sheet_of(QUOTATION_LAYOUT, a_told_quotation(), by=SYSTEM, language=language, look=look)
    said = set(check(sheet))
    cells = [row.cells[place][0] for row in sheet.rows for place in (2, 4, -1)]
    assert set(cells) <= said
    assert {"piece", "个"} & said
