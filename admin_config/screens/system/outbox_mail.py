"""The screen of mails that were written, with how sending them went."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.printing.attachments import attachments_page
from admin_config.engine.spec import Do, HomeCard, Page, Screen, Section
from erp.foundation.models import MailState, OutboxMail
from erp.foundation.services.mail import send_mail_again

SCREEN = Screen(
    OutboxMail,
    icon="outgoing_mail",
    columns=("subject", "to", "state", "attempts", "created_at", "sent_at"),
    filters=("state",),
    ordering=("-id",),
    sections=(
        Section(_("Mail"), (("to", "reply_to"), "subject", "text_shown", "attachments_shown")),
        Section(
            _("How it went"),
            (("state", "attempts"), ("created_at", "due_at"), "sent_at", "last_error"),
        ),
    ),
    exclude=("body",),
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
    pages=(
        Page(
            "attachment",
            _("Attachments"),
            attachments_page,
            icon="attach_file",
            allowed=lambda mail, _actor: mail.attachments.exists(),
        ),
    ),
    home=(
        HomeCard(
            _("Mails that could not be sent"),
            lambda _actor: OutboxMail.objects.filter(state=MailState.FAILED),
            query="state=failed",
            urgent=True,
        ),
    ),
    audited_reads=True,
    read_only=True,
)
