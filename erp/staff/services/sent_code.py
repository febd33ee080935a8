"""Codes by mail or text message: one at a time, soon over, spent once, never written down."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.foundation.models import OperationKind
from erp.foundation.operation import running_operation, service
from erp.foundation.refusal import Refusal
from erp.foundation.services.mail import write_mail
from erp.foundation.services.sms import send_sms
from erp.foundation.telling import about_record
from erp.staff.models import MessageFactor, MessageWay, User
from erp.staff.queries.second_factor import masked, message_ways
from erp.staff.rules.factor_code import as_typed, digest_of, is_digest_of, new_sent_code
from erp.staff.services.access_log import note_access
from erp.staff.services.factor_change import locked_account

if TYPE_CHECKING:
    from erp.foundation.actor import Actor

_MINUTES = 8
GOOD_FOR = dt.timedelta(minutes=_MINUTES)
#: One message in this time for a person, whatever way it goes.
PAUSE = dt.timedelta(seconds=60)
MOST_ATTEMPTS = 5


def send_code(account: User, *, kind: str, by: Actor) -> str:
    """Send a new code and return where it goes, masked; the code before it is void.

    Not called inside a transaction: a text message leaves after the code's digest is stored.
    """
    factor, code = renew_code(account, kind=kind, by=by)
    if factor.kind == MessageWay.SMS:
        with translation.override(account.language):
            text = _("%(code)s is your code. It is good for %(minutes)d minutes.")
            text %= {"code": code, "minutes": _MINUTES}
        send_sms(to=factor.address, text=f"Countinghouse: {text}")
    return masked(factor.address)


@service(OperationKind.SECOND_FACTOR, told=gettext_lazy("asked for a code by message"))
def renew_code(account: User, *, kind: str, by: Actor) -> tuple[MessageFactor, str]:
    """Make and store a new code; refuse a second one within a minute."""
    account = locked_account(account)
    now = timezone.now()
    mine = list(MessageFactor.objects.select_for_update().filter(user=account))
    newest = max((f.code_until for f in mine if f.code_until), default=None)
    if newest is not None and newest - GOOD_FOR + PAUSE > now:
        raise Refusal(
            _("A code was sent less than a minute ago. Wait for it, then ask for another."),
            code="too_soon",
        )
    factor = next((found for found in mine if found.kind == kind), None)
    if factor is None or not factor.confirmed:
        factor = _wanted(account, kind, factor)
    code = new_sent_code()
    factor.code_digest = digest_of(f"sent_code.{account.pk}", code)
    factor.code_until, factor.code_attempts = now + GOOD_FOR, 0
    factor.save()
    running = running_operation()
    if running is not None:
        running.row.be_about(about_record(User, account))
        what = f"{running.row.verb}: {masked(factor.address)}"
        note_access(account, {"second_factor": [None, what]}, under=running.stored())
    if factor.kind == MessageWay.MAIL:
        _write_letter(account, factor, code, by)
    return factor, code


def _wanted(account: User, kind: str, factor: MessageFactor | None) -> MessageFactor:
    """Return the factor that is being set up, with the address that the account has now."""
    address = dict(message_ways(account)).get(kind)
    if address is None:
        raise Refusal(_("Your account has no address for this."), code="address")
    if factor is None:
        factor = MessageFactor(user=account, kind=kind, confirmed=False)
    factor.address = address
    factor.name = str(MessageWay(kind).label)
    return factor


def spend(factor: MessageFactor, typed: str) -> bool:
    """Tell whether this is the good code, and make it void; the row is locked by the caller."""
    if not factor.code_digest or factor.code_until is None:
        return False
    in_time = factor.code_until > timezone.now() and factor.code_attempts < MOST_ATTEMPTS
    right = is_digest_of(factor.code_digest, f"sent_code.{factor.user_id}", as_typed(typed))
    factor.code_attempts += 1
    if right and in_time:
        factor.code_digest = ""
        factor.last_used_at = timezone.now()
    factor.save()
    return right and in_time


def _write_letter(account: User, factor: MessageFactor, code: str, by: Actor) -> None:
    """Mail the code; the outbox keeps it locked, and only until it is sent."""
    with translation.override(account.language):
        text = _(
            "Your code is %(code)s. It is good once, for %(minutes)d minutes.\n\n"
            "Nobody will ever ask you for it. If you did not ask for it, somebody knows your "
            "password: change it."
        )
        write_mail(
            to=factor.address,
            subject=_("Your code for signing in"),
            body=text % {"code": code, "minutes": _MINUTES},
            by=by,
            secret=code,
        )
