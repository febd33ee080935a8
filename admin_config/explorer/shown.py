"""How values are shown that mean more than their type: yes and no, percent, addresses, pictures."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from admin_config.engine.forms.amounts_shown import grouped
from admin_config.engine.listing.cells import LONGEST, Cell, number_text

#: Places of an amount of money, and of one that is stored as a broken number.
_CENTS, _MOST_PLACES = 2, 12
_WEB = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_MAIL = re.compile(r"[^\s<>\"'@,;?&]+@[^\s<>\"'@,;?&]+\.[^\s<>\"'@,;?&]+")


def flag_cell() -> Cell:
    """Show yes and no by their marks and anything else as it is stored."""
    words = {True: _("Yes"), False: _("No")}
    marks = {
        value: format_html('<span class="cl-{}" role="img" aria-label="{}"></span>', mark, word)
        for value, mark, word in ((True, "yes", words[True]), (False, "no", words[False]))
    }

    def text(value: Any) -> str:
        return "" if value is None else words.get(value, str(value))

    def html(value: Any) -> str:
        return "" if value is None else marks.get(value) or escape(str(value))

    return Cell("flag", text, html)


def percent_markup(escaped: str) -> SafeString:
    """Return an escaped number with its sign; what is no number stays as it is."""
    number = grouped(escaped)
    is_number = number != escaped or bool(re.fullmatch(r"-?\d+(?:\.\d+)?", escaped))
    return mark_safe(f"{number} %" if is_number else escaped)  # noqa: S308 - it was escaped


def percent_cell() -> Cell:
    """Show a number with the sign of percent."""

    def text(value: Any) -> str:
        return "" if value is None else str(percent_markup(escape(str(value))))

    return Cell("number", text, text)


def web_markup(escaped: str) -> SafeString:
    """Return an escaped web address as a link that tells its target nothing; other text as is."""
    if not _WEB.fullmatch(escaped):
        return mark_safe(escaped)  # noqa: S308 - it was escaped
    return mark_safe(  # noqa: S308 - it was escaped
        f'<a class="ch-link" href="{escaped}" target="_blank" rel="noopener noreferrer">'
        f"{_short(escaped)}</a>"
    )


def mail_markup(escaped: str) -> SafeString:
    """Return an escaped mail address as a link; other text as it is."""
    if not _MAIL.fullmatch(escaped):
        return mark_safe(escaped)  # noqa: S308 - it was escaped
    return mark_safe(f'<a class="ch-link" href="mailto:{escaped}">{escaped}</a>')  # noqa: S308


def picture_markup(escaped: str) -> SafeString:
    """Return the escaped address of a picture as a link with a sign before it.

    The picture itself is fetched by nobody but a click: its server would learn who looks.
    """
    sign = '<i class="ch-icon" aria-hidden="true">image</i> ' if escaped else ""
    return mark_safe(f"{sign}{web_markup(escaped)}")  # noqa: S308 - it was escaped


def _short(escaped: str) -> str:
    """Return an escaped text that a list has room for; one with entities is not cut apart."""
    is_long = len(escaped) > LONGEST and "&" not in escaped
    return f"{escaped[: LONGEST - 1]}…" if is_long else escaped


def linked_cell(markup: Any) -> Cell:
    """Show a text as markup makes it."""

    def text(value: Any) -> str:
        return "" if value is None else str(value)

    return Cell("link", text, lambda value: str(markup(escape(text(value)))))


def money_cell() -> Cell:
    """Show an amount with two places, and with more where more are stored."""

    def text(value: Any) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        exact = Decimal(str(value))
        places = len(f"{exact:f}".partition(".")[2].rstrip("0"))
        return number_text(exact, min(max(places, _CENTS), _MOST_PLACES))

    return Cell("number", text, text)


def money_markup(escaped: str) -> str:
    """Return an escaped amount with two places at least; what is none stays as it is."""
    try:
        return money_cell().text(Decimal(escaped))
    except InvalidOperation:
        return escaped
