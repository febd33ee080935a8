"""Who may stand in for whom: a colleague who is there, for one at a time, in no chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal


def check_two_people(person_id: object, deputy_id: object) -> None:
    """Refuse to stand in for oneself."""
    if person_id == deputy_id:
        raise Refusal({"deputy": _("Choose a colleague: nobody stands in for themselves.")})


def check_days(starts_on: dt.date, ends_on: dt.date) -> None:
    """Refuse a last day before the first."""
    if ends_on < starts_on:
        raise Refusal({"ends_on": _("The last day is before the first one.")})


def check_is_there(name: str, *, active: bool, until: dt.date | None, ends_on: dt.date) -> None:
    """Refuse a deputy without access, or whose account ends before."""
    if not active:
        raise Refusal({"deputy": _("“%(name)s” has no access.") % {"name": name}})
    if until is not None and until < ends_on:
        day = date_format(until, "SHORT_DATE_FORMAT")
        said = _("The account of “%(name)s” ends on %(day)s.")
        raise Refusal({"deputy": said % {"name": name, "day": day}})


def check_one_at_a_time(other: object | None) -> None:
    """Refuse a second deputy for the same days."""
    if other is not None:
        said = _("There is a deputy for some of these days already: %(other)s.")
        raise Refusal({"starts_on": said % {"other": other}})


def check_no_chain(*, deputy_is_away: object | None, person_stands_in: object | None) -> None:
    """Refuse a deputy who is away as well, and a person who stands in for somebody meanwhile."""
    if deputy_is_away is not None:
        said = _("The deputy is away on some of these days: %(other)s.")
        raise Refusal({"deputy": said % {"other": deputy_is_away}})
    if person_stands_in is not None:
        said = _("Nobody who stands in is away on the same days: %(other)s.")
        raise Refusal({"starts_on": said % {"other": person_stands_in}})


def check_may_look_up(name: str, unseen: Sequence[str]) -> None:
    """Refuse a deputy whose roles show nothing of what they would approve."""
    if unseen:
        said = _("“%(name)s” may not look these up: %(kinds)s.")
        raise Refusal({"deputy": said % {"name": name, "kinds": _(", ").join(unseen)}})


def check_does_more_than_read(name: str, *, only_reads: bool) -> None:
    """Refuse a deputy who reads and changes nothing, such as auditors: reviewing is no deciding."""
    if only_reads:
        said = _("“%(name)s” only reads and approves nothing, for nobody.")
        raise Refusal({"deputy": said % {"name": name}})
