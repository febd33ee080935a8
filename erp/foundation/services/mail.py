"""Write mails into the outbox and send them by a job, with retries and the last error kept."""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models.operation import OperationKind
from erp.foundation.models.outbox_mail import (
    SECRET,
    MailAttachment,
    MailState,
    OutboxMail,
    keeps_secrets,
)
from erp.foundation.operation import running_operation, service
from erp.foundation.refusal import Refusal
from erp.foundation.rights import check_may
from erp.foundation.secret_text import lock_text
from erp.foundation.services.job import ask_for_job
from erp.foundation.telling import about_record

MOST_ATTEMPTS = 6
#: A mail whose job was asked for is not asked for again so soon.
_ASKED_AGAIN = dt.timedelta(minutes=10)
#: From here on a server's answer is final: asking again changes nothing.
_FINAL = 500

_watchers: list[Callable[[OutboxMail], None]] = []


def watch_mails(watcher: Callable[[OutboxMail], None]) -> None:
    """Tell a domain of every mail that will not arrive, and of one that is tried again after that.

    Called once, in ``AppConfig.ready``; the watcher writes within the operation under way.
    """
    _watchers.append(watcher)


@dataclass(frozen=True)
class Attached:
    """A file to go along with a mail: its content, or the name of a stored one that stays."""

    name: str
    content_type: str
    content: bytes = b""
    stored: str = ""


def write_mail(
    *,
    to: str,
    subject: str,
    body: str,
    by: Actor,
    secret: str = "",
    attached: Sequence[Attached] = (),
    reply_to: str = "",
) -> OutboxMail:
    """Store a mail within the running transaction; a job sends it after commit.

    ``reply_to`` is whom an answer goes to, where that is not the house itself.
    ``secret`` is the link or code in the body that lets somebody in: it is stored locked, shown
    on no page but in a trial run, and forgotten as soon as a mail server took the mail.
    """
    mail = OutboxMail.objects.create(
        to=to,
        reply_to=reply_to,
        subject=subject,
        body=body.replace(secret, SECRET) if secret else body,
        secret=lock_text(secret) if secret else "",
    )
    for each in attached:
        file: Any = each.stored or ContentFile(each.content, name=each.name)
        MailAttachment.objects.create(
            mail=mail, name=each.name, content_type=each.content_type, file=file
        )
    ask_for_job("foundation.send_mail", by=by, title=str(mail)[:200], mail=mail.pk)
    return mail


def write_mail_now(*, to: str, subject: str, body: str) -> OutboxMail:
    """Store a mail and try to send it at once, for somebody who waits for the outcome.

    Called outside a transaction. What fails stays in the outbox and is tried again like any other.
    """
    mail = OutboxMail.objects.create(to=to, subject=subject, body=body)
    send_mail(mail)
    return mail


def send_mail(mail: OutboxMail) -> dict[str, Any]:
    """Send one mail; a failure is kept with its error and due again later, at most six times.

    Of several who send it at once one does: the attempt is claimed first, and due again should
    nobody live to tell how it ended.
    """
    if not _claim(mail):
        return {"sent": False}
    try:
        _hand_over(mail)
    except (OSError, ValueError) as error:
        given_up = mail.attempts >= MOST_ATTEMPTS or _is_final(error)
        mail.state = MailState.FAILED if given_up else MailState.WAITING
        mail.last_error = _told(error)
    else:
        mail.state, mail.sent_at, mail.last_error = MailState.SENT, timezone.now(), ""
        mail.secret = mail.secret if keeps_secrets() else ""
    if mail.state == MailState.FAILED:
        give_mail_up(mail, by=SYSTEM, reason=mail.last_error)
    else:
        mail.save(update_fields=["state", "sent_at", "last_error", "secret"])
    return {"sent": mail.state == MailState.SENT, "error": mail.last_error}


@service(OperationKind.MAIL, told=gettext_lazy("could not send the mail"))
def give_mail_up(mail: OutboxMail, *, by: Actor, reason: str) -> OutboxMail:
    """Keep that a mail will not arrive, with the last error; whoever wrote it is told where it is.

    It may still be sent again by hand.
    """
    mail.save(update_fields=["state", "sent_at", "last_error", "secret"])
    running: Any = running_operation()
    running.row.be_about(about_record(OutboxMail, mail))
    running.row.details = {"to": mail.to, "attempts": mail.attempts, "error": reason}
    running.stored()
    _tell_watchers(mail)
    return mail


def _tell_watchers(mail: OutboxMail) -> None:
    for watcher in _watchers:
        watcher(mail)


def _hand_over(mail: OutboxMail) -> None:
    """Hand the mail to the server, and leave no connection open when it is not taken."""
    text = mail.text_to_send()
    if text is None:
        raise ValueError(_("Its secret is gone: let the link or code be sent anew."))
    message = EmailMessage(
        mail.subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
    )
    for each in mail.attachments.all():
        with each.file.open("rb") as file:
            message.attach(each.name, file.read(), each.content_type)
    with closing(get_connection()) as route:
        message.connection = route
        message.send()


def _claim(mail: OutboxMail) -> bool:
    """Count the attempt and move the next one off: 2, 4, 8, 16, 32 minutes.

    What the last one met with is forgotten, so a mail on its way right now is told from others.
    """
    due = timezone.now() + dt.timedelta(minutes=2 ** (mail.attempts + 1))
    mine = OutboxMail.objects.filter(pk=mail.pk, state=MailState.WAITING, attempts=mail.attempts)
    claimed = mine.exclude(_handed_over()).update(
        attempts=F("attempts") + 1, due_at=due, last_error=""
    )
    mail.refresh_from_db()
    return bool(claimed)


def _handed_over() -> Q:
    """Return which mails somebody hands over right now, as far as the house can tell."""
    return Q(state=MailState.WAITING, attempts__gt=0, last_error="", due_at__gt=timezone.now())


def _is_final(error: Exception) -> bool:
    """Tell whether the server will not take this mail tomorrow either."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _FINAL for code, _said in error.recipients.values())
    return isinstance(error, ValueError)


def _told(error: Exception) -> str:
    """Return what went wrong as people read it: the server's own words where it said some."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_text(said)}" for code, said in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said


def send_due_mails(*, by: Actor) -> int:
    """Ask for a job for every waiting mail whose time has come; return how many.

    One without an error was handed over by somebody who did not live to tell; it is said with it.
    """
    now = timezone.now()
    due = OutboxMail.objects.filter(state=MailState.WAITING, attempts__gt=0, due_at__lte=now)
    asked = 0
    for mail in due.only("pk", "subject", "to", "last_error")[:200]:
        error = mail.last_error or _("The attempt was broken off.")
        mine = due.filter(pk=mail.pk).update(due_at=now + _ASKED_AGAIN, last_error=error)
        if mine:
            ask_for_job("foundation.send_mail", by=by, title=str(mail)[:200], mail=mail.pk)
            asked += 1
    return asked


@service(OperationKind.ACTION, told=gettext_lazy("sent again"))
def send_mail_again(mail: OutboxMail, *, by: Actor) -> OutboxMail:
    """Send a mail that failed or waits for its next attempt now, with all its attempts anew."""
    check_may(by, "change", mail)
    return try_mail_again(mail, by=by)


def try_mail_again(mail: OutboxMail, *, by: Actor) -> OutboxMail:
    """Do so for whoever may, for a reason that the caller knows: it was their paper that went.

    Refused while a worker hands it over: with its attempts anew a second one would do so, too.
    """
    mine = OutboxMail.objects.filter(pk=mail.pk).exclude(state=MailState.SENT)
    anew = {"state": MailState.WAITING, "attempts": 0, "due_at": timezone.now()}
    if not mine.exclude(_handed_over()).update(**anew):
        mail.refresh_from_db()
        if mail.is_sent:
            raise Refusal(_("This mail was sent already."), code="sent")
        raise Refusal(_("It is on its way. Wait for how that ends."), code="under_way")
    running = running_operation()
    if running is not None and not running.row.summary:
        running.row.be_about(about_record(OutboxMail, mail))
    ask_for_job("foundation.send_mail", by=by, title=str(mail)[:200], mail=mail.pk)
    mail.refresh_from_db()
    _tell_watchers(mail)
    return mail


def forget_secrets() -> int:
    """Forget the secrets of mails that nobody sent for so many days; return of how many."""
    before = timezone.now() - dt.timedelta(days=settings.FILES_KEPT_DAYS)
    old = OutboxMail.objects.exclude(secret="").filter(created_at__lt=before)
    return old.update(secret="")
