"""What a text block needs."""

from __future__ import annotations

from django.utils.translation import gettext as _

from erp.foundation.refusal import Refusal


def check_subject(*, is_mail: bool, subject: str) -> None:
    """Refuse a mail without a subject and a subject on anything else."""
    if is_mail and not subject.strip():
        raise Refusal({"subject": _("A mail needs a subject.")})
    if not is_mail and subject.strip():
        raise Refusal({"subject": _("Only mails have a subject.")})
