"""The links of mails that were written, as their readers have them."""

from __future__ import annotations

import re

from erp.foundation.models import OutboxMail


def newest_mail(to: str = "") -> OutboxMail:
    """Return the mail that was written last, to an address if one is named."""
    found = OutboxMail.objects.filter(to=to) if to else OutboxMail.objects.all()
    mail = found.order_by("-pk").first()
    assert mail is not None, f"no mail to {to or 'anybody'}"
    return mail


def link_in(mail: OutboxMail) -> str:
    """Return the path of the first link in a mail."""
    text = mail.text_to_send() or ""
    found = re.search(r"https?://[^/\s]+(/\S*)", text)
    assert found is not None, text
    return found.group(1)


def token_in(mail: OutboxMail) -> str:
    """Return the last part of the first link in a mail."""
    return link_in(mail).rstrip("/").rpartition("/")[2]
