"""Letters: mails of several paragraphs, each in its reader's language, with greeting and sender."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from erp.foundation.actor import Actor
from erp.foundation.models.outbox_mail import OutboxMail
from erp.foundation.services.mail import write_mail


@dataclass(frozen=True)
class Letter:
    """What a mail says: its subject and its paragraphs, already in the reader's language."""

    subject: str
    paragraphs: tuple[str, ...]


def write_letter(
    compose: Callable[[], Letter],
    *,
    to: str,
    language: str,
    by: Actor,
    name: str = "",
    secret: str = "",
) -> OutboxMail:
    """Let a letter be composed in the reader's language and put it into the outbox.

    ``secret`` is the link or code in it that lets somebody in (see ``write_mail``).
    """
    with translation.override(language):
        letter = compose()
        greeting = _("Good day %(name)s,") % {"name": name} if name else _("Good day,")
        sender = settings.UNFOLD["SITE_HEADER"]
        body = "\n\n".join((greeting, *filter(None, letter.paragraphs), f"-- \n{sender}")) + "\n"
    subject = " ".join(letter.subject.split())[:250]
    return write_mail(to=to, subject=subject, body=body, secret=secret, by=by)


def moment_told(moment: dt.datetime, zone: str = "") -> str:
    """Return a moment as mails tell it: in the reader's zone, which is named."""
    name = zone or settings.DEFAULT_ZONE
    there = timezone.localtime(moment, zoneinfo.ZoneInfo(name))
    return f"{formats.date_format(there, 'DATETIME_FORMAT')} ({name})"
