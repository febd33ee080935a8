"""What records may hold that a file, or a spreadsheet program, would like to change."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import models
from hypothesis import strategies as st

from erp.foundation.models import SeveralChoicesField

#: Whole texts, and what stands at their ends.
NASTY = (
    "=1+1", "'=1", "''=1", "'plain", "+49 30", "-5", "@home", "\ttab", "007", "1E5", "1e-5",
    "12345678901234567", "0.10", "1,234", "1.234,5", "2026-01-02", "1/2", "TRUE", "no", "null",
    "a,b;c\td|e", 'with "quotes"', '"', "two\r\nlines", "two\nlines", "轴承 ＳＫＦ", "全角１２３",
    "😀 emoji 👩‍🔧", "é ü ß", "e\u0301", " leads", "trails ", "two  blanks", "\u3000wide\u3000",
    "\u00a0hard\u00a0", "a/b / c", "#12", "sep=;", "_x000D_", "<b>&amp;</b>", "%d %(x)s", "\\N",
    "\ufeffmark", "\u200bnothing", "x\u2028y", "是", "—",
)  # fmt: skip
_SIGNS = st.characters(
    codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs"), include_characters="\n\t"
)
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(_SIGNS, min_size=1, max_size=20))
#: Hours that exist twice, and days at both ends of what people write.
_MOMENTS = st.one_of(
    st.sampled_from([dt.datetime(2026, 10, 25, hour, 30, tzinfo=dt.UTC) for hour in (0, 1)]),
    st.datetimes(
        dt.datetime(1971, 1, 1),  # noqa: DTZ001 - the zone follows
        dt.datetime(2090, 1, 1),  # noqa: DTZ001
        timezones=st.just(dt.UTC),
    ),
)
_DAYS = st.dates(dt.date(1890, 1, 1), dt.date(2090, 1, 1))
_TIMES = st.times().map(lambda time: time.replace(microsecond=0))


def values_for(field: Any) -> st.SearchStrategy[Any] | None:
    """Return what to try in a field; None where a file has no say in how it is written."""
    found = _of_kind(field)
    if found is None:
        return None
    return st.one_of(found, st.none()) if field.null else found


def _of_kind(field: Any) -> st.SearchStrategy[Any] | None:
    if field.is_relation or isinstance(field, models.JSONField | models.FileField):
        return None
    if isinstance(field, SeveralChoicesField):
        return st.lists(st.sampled_from(field.codes)).map(field.to_python)
    if field.choices:
        return st.sampled_from([value for value, _label in field.flatchoices])
    if isinstance(field, models.DecimalField):
        return _decimals(field)
    if isinstance(field, models.CharField | models.TextField):
        longest = field.max_length or 200
        texts = TEXTS.map(lambda text: text[:longest])
        return st.one_of(texts, st.just("")) if field.blank else texts
    kinds: tuple[tuple[Any, st.SearchStrategy[Any]], ...] = (
        (models.BooleanField, st.booleans()),
        (models.IntegerField, st.integers(-5, 100)),
        (models.DateTimeField, _MOMENTS),
        (models.DateField, _DAYS),
        (models.TimeField, _TIMES),
    )
    return next((found for kind, found in kinds if isinstance(field, kind)), None)


def _decimals(field: Any) -> st.SearchStrategy[Decimal]:
    most = Decimal(10) ** (field.max_digits - field.decimal_places) - 1
    return st.decimals(-9, most, places=field.decimal_places)
