"""What a quotation must keep."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal


def check_contact_belongs(party_id: Any, customer_id: Any) -> None:
    """Refuse a contact who works for somebody else."""
    if party_id != customer_id:
        raise Refusal({"contact": _("This contact does not belong to the chosen customer.")})


def check_validity(issued_on: dt.date | None, valid_until: dt.date | None) -> None:
    """Refuse a quotation that ended before it was issued."""
    if issued_on is not None and valid_until is not None and valid_until < issued_on:
        raise Refusal({"valid_until": _("This is before the date of the quotation.")})


def check_day_of_winning(won_on: dt.date | None, today: dt.date, *, won: bool) -> None:
    """Refuse a won quotation without its day or with one to come, and the day of any other."""
    if not won and won_on is not None:
        raise Refusal({"won_on": _("Only what was won has this day.")})
    if won and won_on is None:
        raise Refusal({"won_on": _("Say on which day it was won.")})
    if won_on is not None and won_on > today:
        raise Refusal({"won_on": _("What was won has a day that is not after today.")})


def check_still_holds(valid_until: dt.date | None, today: dt.date) -> None:
    """Refuse to hand in or approve an offer whose last day is over; it counts to its end."""
    if valid_until is not None and valid_until < today:
        raise Refusal(
            {
                "valid_until": Refusal(
                    _("“Valid until” is over (%(day)s): choose a later day."),
                    code="over",
                    params={"day": date_format(valid_until, "SHORT_DATE_FORMAT")},
                )
            }
        )


def check_has_lines(count: int) -> None:
    """Refuse an empty quotation."""
    if not count:
        raise Refusal(_("A quotation needs at least one line."), code="no_lines")


def check_every_line_is_decided(undecided: list[str]) -> None:
    """Refuse lines of which nobody has said yet which goods are meant."""
    if undecided:
        raise Refusal(
            _("Decide first which goods are meant, or leave them as text: %(lines)s."),
            code="undecided",
            params={"lines": _(", ").join(undecided)},
        )


def check_every_line_is_priced(free: list[str]) -> None:
    """Refuse lines without goods and without a price: nobody could order them."""
    if free:
        raise Refusal(
            _("These lines have neither goods nor a price: %(lines)s."),
            code="unpriced",
            params={"lines": _(", ").join(free)},
        )


def check_no_open_revision(number: str | None) -> None:
    """Refuse a second revision beside one that exists."""
    if number is not None:
        raise Refusal(
            _("There is a revision already: %(number)s."), code="revised", params={"number": number}
        )
