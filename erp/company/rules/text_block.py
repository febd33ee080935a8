"""What a text block needs."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal

#: What texts of mails may name in braces; the paper that is sent fills it in.
MAIL_WORDS = (
    "greeting",
    "contact",
    "customer",
    "paper",
    "number",
    "date",
    "valid_until",
    "total",
    "company",
    "sender",
    "phone",
)
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")


def check_subject(*, is_mail: bool, subject: str) -> None:
    """Refuse a mail without a subject and a subject on anything else."""
    if is_mail and not subject.strip():
        raise Refusal({"subject": _("A mail needs a subject.")})
    if not is_mail and subject.strip():
        raise Refusal({"subject": _("Only mails have a subject.")})


def check_placeholders(**texts: str) -> None:
    """Refuse placeholders that no paper fills in, at the field where they stand."""
    wrong = {
        name: [found for found in _PLACEHOLDER.findall(text) if found not in MAIL_WORDS]
        for name, text in texts.items()
    }
    known = " ".join(f"{{{word}}}" for word in MAIL_WORDS)
    refused = {
        name: _("No paper knows %(unknown)s. It fills in: %(known)s")
        % {"unknown": " ".join(f"{{{word}}}" for word in dict.fromkeys(found)), "known": known}
        for name, found in wrong.items()
        if found
    }
    if refused:
        raise Refusal(refused)
