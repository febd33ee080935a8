"""Values that mean more than their type: links only where they are links, defaults as typed."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import Any

import pytest

from admin_config.explorer.presets import preset_of, simple_preset
from admin_config.explorer.shown import (
    flag_cell,
    mail_markup,
    money_cell,
    percent_cell,
    picture_markup,
    web_markup,
)
from admin_config.generator.reading import Column, Family


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "https://x.example/ y", "//x.example", '"><script>', "x", ""],
)
def test_what_is_no_address_of_a_page_is_no_link(text: str) -> None:
    assert web_markup(escape(text)) == escape(text)


def test_addresses_are_links_that_break_out_of_nothing() -> None:
    web = web_markup(escape("https://x.example/?a=1&b=<i>"))
    assert web.count("<") == 2
    assert 'href="https://x.example/?a=1&amp;b=&lt;i&gt;"' in web
    assert 'rel="noopener noreferrer"' in web
    assert 'href="mailto:a@x.example"' in mail_markup("a@x.example")
    assert mail_markup("a@x.example?cc=b@x.example") == "a@x.example?cc=b@x.example"
    assert "<img" not in picture_markup("https://x.example/a.png")


@pytest.mark.parametrize(
    ("value", "money", "percent"),
    [
        (None, "", ""),
        (Decimal("1234.5"), "1,234.50", "1,234.5 %"),
        (Decimal("0.1250"), "0.125", "0.125 %"),
        (12.0, "12.00", "12.0 %"),
        ("no price", "no price", "no price"),
    ],
)
def test_amounts(value: Any, money: str, percent: str) -> None:
    assert money_cell().text(value) == money
    assert percent_cell().text(value) == percent


def test_a_two_is_neither_yes_nor_no() -> None:
    cell = flag_cell()
    assert [cell.text(value) for value in (1, 0, True, None, 2, "maybe")] == [
        *("Yes", "No", "Yes", "", "2", "maybe")
    ]


@pytest.mark.parametrize(
    ("default", "family", "told", "started"),
    [
        (None, Family.TEXT, None, None),
        ("NULL", Family.TEXT, None, None),
        ("'it''s'", Family.TEXT, "'it''s'", "it's"),
        ("'CN'::character varying", Family.TEXT, "'CN'", "CN"),
        ("(0)", Family.INTEGER, "0", "0"),
        ("true", Family.BOOLEAN, "true", True),
        ("b'0'", Family.BOOLEAN, "0", False),
        ("current_timestamp()", Family.MOMENT, "current_timestamp()", None),
        ("gen_random_uuid()", Family.UUID, "gen_random_uuid()", None),
    ],
)
def test_defaults(default: str | None, family: Family, told: str | None, started: Any) -> None:
    column = Column("x", "x", family, default=default)
    assert preset_of(column) == told
    assert simple_preset(column) == started
