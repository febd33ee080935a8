"""The foundation's background entries."""

from typing import Any

from erp.foundation.job_kinds import job
from erp.foundation.models.outbox_mail import OutboxMail
from erp.foundation.services.job import Progress
from erp.foundation.services.mail import send_mail


@job("foundation.send_mail")
def send_one_mail(progress: Progress) -> dict[str, Any]:
    """Send the mail named in the arguments."""
    return send_mail(OutboxMail.objects.get(pk=progress.arguments["mail"]))
