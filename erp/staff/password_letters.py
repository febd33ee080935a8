"""What the house writes to people about their password; called in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from erp.foundation.services.letter import Letter


def reset_letter(link: str, *, minutes: int) -> Letter:
    """Return the mail with the link to a new password."""
    return Letter(
        _("A new password for Countinghouse"),
        (
            _("Somebody, probably you, asked for a new password. Open this link to choose it:")
            + f"\n{link}",
            _("The link works once, for %(minutes)d minutes.") % {"minutes": minutes},
            _("If it was not you, do nothing: your password stays as it is."),
        ),
    )


def changed_letter() -> Letter:
    """Return the mail that tells that the password was changed."""
    return Letter(
        _("Your password for Countinghouse was changed"),
        (
            _("Your password has just been changed, and all other devices were signed out."),
            _("If it was not you, tell whoever looks after the system at once."),
        ),
    )
