"""Fields for columns that mean more than their type says, as the inference found it."""

from __future__ import annotations

from django.utils.safestring import SafeString

from admin_config.engine.listing.cells import Cell
from admin_config.explorer import shown
from admin_config.explorer.fields import Broken, Exact, Line, Whole


class Percent(Exact):
    """A number of hundredths, shown with its sign."""

    own_markup = staticmethod(shown.percent_markup)

    def own_cell(self) -> Cell:
        """Show the sign."""
        return shown.percent_cell()


class BrokenPercent(Broken):
    """A binary fraction that is a percentage."""

    own_markup = staticmethod(shown.percent_markup)

    def own_cell(self) -> Cell:
        """Show the sign."""
        return shown.percent_cell()


class Money(Exact):
    """An amount of money: two places at least."""

    own_markup = staticmethod(shown.money_markup)

    def own_cell(self) -> Cell:
        """Show two places at least."""
        return shown.money_cell()


class BrokenMoney(Broken):
    """An amount of money that somebody keeps as a binary fraction."""

    own_markup = staticmethod(shown.money_markup)

    def own_cell(self) -> Cell:
        """Show two places at least."""
        return shown.money_cell()


class YesNo(Whole):
    """A whole number that says yes or no; the database compares it as a number."""

    def own_cell(self) -> Cell:
        """Show marks, and any other number as it is."""
        return shown.flag_cell()


class _Linked(Line):
    """A text that leads out of this console."""

    def own_markup(self, escaped: str) -> SafeString:
        """Return an escaped text as a link where it is one."""
        return shown.web_markup(escaped)

    def own_cell(self) -> Cell:
        """Show the link."""
        return shown.linked_cell(self.own_markup)


class WebAddress(_Linked):
    """The address of a page."""


class MailAddress(_Linked):
    """The address of a mailbox."""

    def own_markup(self, escaped: str) -> SafeString:
        """Return the address as a link that begins a mail."""
        return shown.mail_markup(escaped)


class Picture(_Linked):
    """Where a picture lies."""

    def own_markup(self, escaped: str) -> SafeString:
        """Return the address with a sign for a picture."""
        return shown.picture_markup(escaped)
