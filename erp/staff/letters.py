"""What the house writes to people about coming in; called in the reader's language."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from erp.company.models import Company
from erp.foundation.public_address import public_address
from erp.foundation.services.letter import Letter, moment_told
from erp.staff.models import AccountRequest, AddressChange, Invitation


def house_name() -> str:
    """Return the company's name in the language that is spoken, or nothing before there is one."""
    company = Company.objects.order_by("pk").first()
    return company.local_name() if company is not None else ""


def _of_house() -> str:
    # sentences end with it, and with a full stop of their own
    name = house_name().rstrip(".")
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


def confirm_request_letter(request: AccountRequest, link: str) -> Letter:
    """Return the mail by which somebody who asks shows that the address is theirs."""
    house = _of_house()
    until = moment_told(request.expires_at) if request.expires_at else ""
    return Letter(
        _("Confirm your address for %(house)s") % {"house": house},
        (
            _("You asked for an account in %(house)s.") % {"house": house},
            _("Open this link to show that the address is yours:") + f"\n{link}",
            _("The link works once, until %(until)s. Then somebody decides about your request.")
            % {"until": until},
            _("If you did not ask, do nothing: nobody hears of it."),
        ),
    )


def known_address_letter() -> Letter:
    """Return the mail to somebody who asks for an account and has one."""
    house = _of_house()
    return Letter(
        _("Your account in %(house)s") % {"house": house},
        (
            _("Somebody, probably you, asked for an account in %(house)s with this address.")
            % {"house": house},
            _(
                "You have one already: sign in with this address. A forgotten password is replaced "
                "by a link on the same page."
            )
            + f"\n{public_address(reverse('console:login'))}",
            _("If it was not you, do nothing: nothing was changed."),
        ),
    )


def underway_letter() -> Letter:
    """Return the mail to somebody who asks for an account and waits for an answer or has one."""
    house = _of_house()
    return Letter(
        _("Your request for an account in %(house)s") % {"house": house},
        (
            _(
                "Your request is known and not forgotten, or an invitation is on its way to you: "
                "look through your mails for its link."
            ),
            _("If you did not ask, do nothing: nothing was changed."),
        ),
    )


def refused_letter(request: AccountRequest) -> Letter:
    """Return the mail that says no, and why."""
    house = _of_house()
    return Letter(
        _("Your request for an account in %(house)s") % {"house": house},
        (
            _("Your request for an account was looked at, and you get none now."),
            _("Reason: %(reason)s") % {"reason": request.reason},
        ),
    )


def confirm_address_letter(change: AddressChange, link: str) -> Letter:
    """Return the mail to a new address, whose link confirms it."""
    house = _of_house()
    return Letter(
        _("Confirm your new address for %(house)s") % {"house": house},
        (
            _("This is to be the address of your account in %(house)s.") % {"house": house},
            _("Open this link, signed in, to confirm it:") + f"\n{link}",
            _("The link works once, until %(until)s. Your old address works until then.")
            % {"until": moment_told(change.expires_at, change.account.time_zone)},
            _("If you do not know of it, do nothing: nothing will be changed."),
        ),
    )


def address_will_change_letter(change: AddressChange) -> Letter:
    """Return the mail to the old address about the new one, which is told in part."""
    house = _of_house()
    return Letter(
        _("Your address in %(house)s is to change") % {"house": house},
        (
            _("A new address was entered for your account: %(address)s.")
            % {"address": _partly(change.value)},
            _("It counts as soon as it is confirmed from there. Until then this one works."),
            _("If you do not know of it, tell whoever keeps the accounts at once."),
        ),
    )


def _partly(address: str) -> str:
    """Return an address so that its owner knows it and nobody else learns it."""
    name, at, house = address.partition("@")
    return f"{name[:1]}…{at}{house}"
