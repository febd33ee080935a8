"""What the house writes to people about coming in; called in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from erp.company.models import Company
from erp.foundation.public_address import public_address
from erp.foundation.services.letter import Letter, moment_told
from erp.staff.models import Invitation


def house_name() -> str:
    """Return the company's name in the language that is spoken, or nothing before there is one."""
    company = Company.objects.order_by("pk").first()
    return company.local_name() if company is not None else ""


def _of_house() -> str:
    name = house_name()
    return _("Countinghouse of %(house)s") % {"house": name} if name else "Countinghouse"


def invitation_letter(invitation: Invitation, link: str, *, reminder: bool = False) -> Letter:
    """Return the mail with the link of an invitation."""
    house = _of_house()
    who = str(invitation.invited_by) if invitation.invited_by else ""
    subject = _("Your invitation to %(house)s") if not reminder else _("Reminder: %(house)s waits")
    opening = (
        _("%(who)s invites you to work in %(house)s.")
        if who
        else _("You are invited to work in %(house)s.")
    )
    roles = _(", ").join(str(role) for role in invitation.roles.order_by("name_key"))
    until = moment_told(invitation.expires_at) if invitation.expires_at else ""
    return Letter(
        subject % {"house": house},
        (
            _("Your invitation has not been accepted yet.") if reminder else "",
            opening % {"who": who, "house": house},
            _("You come in as: %(roles)s.") % {"roles": roles},
            invitation.note.strip(),
            _("Open this link, choose your name and password, and you are in:") + f"\n{link}",
            _("The link is yours alone, works once, and until %(until)s.") % {"until": until},
            _("An earlier link of this invitation does not work any more.") if reminder else "",
            _("If you expected no invitation, do nothing: without the link nothing happens."),
        ),
    )


def accepted_letter(invitation: Invitation) -> Letter:
    """Return the mail that tells the inviter that somebody came in."""
    facts = {"name": invitation.account or invitation, "email": invitation.email}
    return Letter(
        _("%(name)s has accepted your invitation") % facts,
        (
            _("%(name)s (%(email)s) has accepted your invitation and has an account now.") % facts,
            public_address(f"staff/invitation/{invitation.pk}/change/"),
        ),
    )
