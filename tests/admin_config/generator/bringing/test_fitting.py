"""A value of another database becomes what a field holds, or says why it cannot."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from admin_config.generator.bringing.fitting import DoesNotFitError, fitted
from tests.toy.models import Toy


def held(name: str, value: Any) -> Any:
    """Return what a field of a toy holds of a value."""
    return fitted(Toy._meta.get_field(name), value)[0]


def test_what_drivers_give_becomes_what_fields_hold() -> None:
    assert held("name", "  Bear ") == "Bear"
    assert held("name", 7) == "7"
    assert held("name", b"Bear") == "Bear"
    assert held("safe", b"\x00") is False
    assert held("safe", "Y") is True
    assert held("age", Decimal("4.0")) == 4
    assert held("price", 1.5) == Decimal("1.50")
    assert held("made_on", "2026-02-03") == dt.date(2026, 2, 3)
    assert held("note", None) == ""
    assert held("made_on", "") is None
    assert held("age", None) == 3
    assert held("features", "light,battery") == "battery,light"
    assert held("features", b"sound") == "sound"
    assert held("features", None) == held("features", "") == ""


def test_a_moment_without_a_zone_is_one_of_the_house() -> None:
    assert held("seen_at", "2026-02-03 10:00:00+02") == dt.datetime(2026, 2, 3, 8, tzinfo=dt.UTC)
    assert held("seen_at", "2026-02-03 10:00:00").utcoffset() is not None


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("name", "x" * 61, "at most 60 characters"),
        ("name", None, "must not be empty"),
        ("name", "a\udc80b", "no text in UTF-8"),
        ("name", "a\0b", "zero byte"),
        ("kind", "robot", "not a valid choice"),
        ("features", "light,wings", "wings is not one of the available choices"),
        ("price", "cheap", "is no number"),
        ("price", "-1", "greater than or equal to 0"),
        ("price", Decimal("1.234"), "2 decimal places"),
        ("age", "3.5", "no whole number"),
        ("safe", "perhaps", "neither yes nor no"),
        ("made_on", "2026-02-31", "is no day"),
        ("seen_at", "yesterday", "is no day and time"),
        ("email", "nobody", "valid email"),
    ],
)
def test_what_does_not_fit_says_why(name: str, value: Any, why: str) -> None:
    with pytest.raises(DoesNotFitError, match=why):
        held(name, value)


def test_what_says_nothing_or_too_much_is_told() -> None:
    made_on = Toy._meta.get_field("made_on")
    assert fitted(made_on, "0000-00-00") == (None, "a zero date, left empty")
    assert fitted(made_on, "0000-00-00 00:00:00")[0] is None
    assert fitted(made_on, "2026-02-03 00:00:00") == (dt.date(2026, 2, 3), "")
    told = "holds a time as well, the day is kept"
    assert fitted(made_on, "2026-02-03 08:30:00") == (dt.date(2026, 2, 3), told)
    price = Toy._meta.get_field("price")
    assert fitted(price, 1.239) == (Decimal("1.24"), "rounded to 1.24")
    assert fitted(price, 1.2) == (Decimal("1.20"), "")
