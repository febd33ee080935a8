"""Amounts in words, against a table: English words and Chinese capital numerals."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from admin_config.engine.printing.amount_words import in_words

#: Amount, English, Chinese; the rules for bills of the People's Bank of China say how zeros go.
_FILE = Path(__file__).parent / "amounts.tsv"
TABLE = [line.split("\t") for line in _FILE.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("amount", "english", "chinese"), TABLE)
def test_an_amount_is_written_out(amount: str, english: str, chinese: str) -> None:
    value = Decimal(amount)
    assert in_words(value, "US dollar", language="en") == f"US dollar {english} only"
    assert in_words(value, "人民币", language="zh-hans") == f"人民币{chinese}"


def test_a_currency_without_cents_tells_none() -> None:
    assert in_words(Decimal(1200), "yen", language="en", digits=0) == (
        "yen one thousand two hundred only"
    )
