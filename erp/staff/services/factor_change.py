"""What follows every change of a second factor: the log, a mail, the end of other sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erp.foundation.operation import running_operation
from erp.foundation.services.mail import write_mail
from erp.foundation.telling import about_record
from erp.foundation.tracing import current_origin
from erp.foundation.verbs import verb_told
from erp.staff.models import BackupCodes, RememberedDevice, User
from erp.staff.queries.second_factor import has_factor
from erp.staff.services.access_log import note_access
from erp.staff.services.session import end_sessions

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


def locked_account(account: User) -> User:
    """Return the account's row, locked first of all: whoever changes its factors takes turns."""
    found: User = User.objects.select_for_update().get(pk=account.pk)
    return found


def follow_up(
    account: User, *, what: str = "", keep: str | None = None, by: Actor, reason: str = ""
) -> None:
    """Bring everything in line after a factor came or went, within the running operation.

    Remembered devices are forgotten, other sessions end, backup codes without a factor go, the
    account says whether it has a factor, the log and the person are told ``what`` it was.
    """
    RememberedDevice.objects.filter(user=account).delete()
    has = has_factor(account)
    if not has:
        BackupCodes.objects.filter(user=account).delete()
    if account.has_second_factor != has:
        account.has_second_factor = has
        account.save()
    end_sessions(account, keep=keep, by=by, reason=reason)
    tell(account, what=what, by=by, reason=reason)


def tell(account: User, *, what: str = "", by: Actor, reason: str = "") -> None:
    """Write the person's log and a mail to them; the mail holds no code and no secret."""
    running = running_operation()
    if running is None:
        return
    verb = running.row.verb
    running.row.be_about(about_record(User, account))
    note_access(account, {"second_factor": [None, f"{verb}: {what}" if what else verb]},
                under=running.stored())  # fmt: skip
    if not account.email:
        return
    with translation.override(account.language):
        write_mail(
            to=account.email,
            subject=_("Your second factor was changed"),
            body=_letter(account, verb_told(verb), what, by, reason),
            by=by,
        )


def _letter(account: User, done: str, what: str, by: Actor, reason: str) -> str:
    origin = current_origin()
    facts: list[Any] = [
        _("What: %(what)s") % {"what": f"{done} ({what})" if what else done},
        _("By: %(who)s") % {"who": by.user or by.label},
        _("When: %(when)s UTC") % {"when": timezone.now().strftime("%Y-%m-%d %H:%M")},
    ]
    if origin.address:
        facts.append(_("From: %(address)s") % {"address": origin.address})
    if reason:
        facts.append(_("Reason: %(reason)s") % {"reason": reason})
    hello = _("Hello %(name)s,") % {"name": account}
    news = _("the second factor of your account was changed:")
    end = _(
        "If this was neither you nor agreed with you, change your password and tell your "
        "administrator at once."
    )
    return "\n\n".join([hello, news, "\n".join(facts), end])
