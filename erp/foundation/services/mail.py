"""Write mails into the outbox and send them by a job, with retries and the last error kept."""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.foundation.actor import Actor
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


@dataclass(frozen=True)
class Attached:
    """A file to go along with a mail."""

    name: str
    content_type: str
    content: bytes


def write_mail(
    *,
    to: str,
    subject: str,
    body: str,
    by: Actor,
    secret: str = "",
    attached: Sequence[Attached] = (),
) -> OutboxMail:
    """Store a mail within the running transaction; a job sends it after commit.

    ``secret`` is the link or code in the body that lets somebody in: it is stored locked, shown
    on no page but in a trial run, and forgotten as soon as a mail server took the mail.
    """
    mail = OutboxMail.objects.create(
        to=to,
        subject=subject,
        body=body.replace(secret, SECRET) if secret else body,
        secret=lock_text(secret) if secret else "",
    )
    for each in attached:
        file = ContentFile(each.content, name=each.name)
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
    mail.save(update_fields=["state", "sent_at", "last_error", "secret"])
    return {"sent": mail.state == MailState.SENT, "error": mail.last_error}


def _hand_over(mail: OutboxMail) -> None:
    """Hand the mail to the server, and leave no connection open when it is not taken."""
    text = mail.text_to_send()
    if text is None:
        raise ValueError(_("Its secret is gone: let the link or code be sent anew."))
    message = EmailMessage(mail.subject, text, settings.DEFAULT_FROM_EMAIL, [mail.to])
    for each in mail.attachments.all():
        with each.file.open("rb") as file:
            message.attach(each.name, file.read(), each.content_type)
    with closing(get_connection()) as route:
        message.connection = route
        message.send()


def _claim(mail: OutboxMail) -> bool:
    """Count the attempt and move the next one off: 2, 4, 8, 16, 32 minutes."""
    due = timezone.now() + dt.timedelta(minutes=2 ** (mail.attempts + 1))
    claimed = OutboxMail.objects.filter(
        pk=mail.pk, state=MailState.WAITING, attempts=mail.attempts
    ).update(attempts=F("attempts") + 1, due_at=due)
    mail.refresh_from_db()
    return bool(claimed)


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
    """Ask for a job for every waiting mail whose time has come; return how many."""
    now = timezone.now()
    due = OutboxMail.objects.filter(state=MailState.WAITING, attempts__gt=0, due_at__lte=now)
    asked = 0
    for mail in due.only("pk", "subject", "to")[:200]:
        mine = due.filter(pk=mail.pk).update(due_at=now + _ASKED_AGAIN)
        if mine:
            ask_for_job("foundation.send_mail", by=by, title=str(mail)[:200], mail=mail.pk)
            asked += 1
    return asked


@service(OperationKind.ACTION, told=gettext_lazy("sent again"))
def send_mail_again(mail: OutboxMail, *, by: Actor) -> OutboxMail:
    """Send a mail that failed or waits for its next attempt now, with all its attempts anew."""
    check_may(by, "change", mail)
    anew = OutboxMail.objects.filter(pk=mail.pk).exclude(state=MailState.SENT)
    if not anew.update(state=MailState.WAITING, attempts=0, due_at=timezone.now()):
        raise Refusal(_("This mail was sent already."), code="sent")
    running = running_operation()
    if running is not None and not running.row.summary:
        running.row.be_about(about_record(OutboxMail, mail))
    ask_for_job("foundation.send_mail", by=by, title=str(mail)[:200], mail=mail.pk)
    mail.refresh_from_db()
    return mail


def forget_secrets() -> int:
    """Forget the secrets of mails that nobody sent for so many days; return of how many."""
    before = timezone.now() - dt.timedelta(days=settings.FILES_KEPT_DAYS)
    old = OutboxMail.objects.exclude(secret="").filter(created_at__lt=before)
    return old.update(secret="")
