"""The screen of mails that were written, with how sending them went."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Do, Screen
from erp.foundation.models import OutboxMail
from erp.foundation.services.mail import send_mail_again

SCREEN = Screen(
    OutboxMail,
    icon="outgoing_mail",
    columns=("subject", "to", "state", "attempts", "created_at", "due_at", "sent_at"),
    filters=("state",),
    ordering=("-id",),
    copy=None,
    importing=None,
    actions=(
        Do(
            send_mail_again,
            _("Send now"),
            icon="forward_to_inbox",
            when=lambda mail: not mail.is_sent,
        ),
    ),
    read_only=True,
)
