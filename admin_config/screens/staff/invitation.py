"""The screen of invitations: who was invited, by whom, and what became of it."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Do, HomeCard, Import, Page, Screen, Section
from admin_config.invitations.inviting import invite, may_invite
from erp.staff.models import Invitation, InvitationState
from erp.staff.services.invitation import (
    remind_of_invitation,
    revoke_invitation,
    send_invitation_again,
)

SCREEN = Screen(
    Invitation,
    icon="person_add",
    columns=("email", "name", "state", "invited_by", "expires_at", "mail_trouble"),
    filters=("state", "invited_by", "language", "expires_at"),
    ordering=("-id",),
    sections=(
        Section(
            _("Invitation"),
            (("email", "name"), "roles", ("language", "valid_hours"), "ends_on", "note"),
        ),
        Section(
            _("What became of it"),
            (
                ("state", "invited_by"),
                ("sent_at", "expires_at"),
                ("reminded_at", "accepted_at"),
                ("ended_at", "account"),
                "mail",
                "mail_trouble",
            ),
            help=_(
                "The link stands in the mail alone: only a fingerprint of it is kept, so it cannot "
                "be shown or copied here. Send the invitation again to make a new link."
            ),
        ),
    ),
    copy=None,
    importing=Import(
        fields=("email", "name", "roles", "language", "valid_hours", "ends_on", "note"),
    ),
    actions=(
        Do(
            send_invitation_again,
            _("Send again"),
            icon="forward_to_inbox",
            when=lambda invitation: invitation.state != InvitationState.ACCEPTED,
        ),
        Do(
            remind_of_invitation,
            _("Remind"),
            icon="notifications",
            when=lambda invitation: invitation.is_open,
        ),
        Do(
            revoke_invitation,
            _("Revoke"),
            icon="link_off",
            when=lambda invitation: invitation.is_pending,
        ),
    ),
    pages=(
        Page(
            "invite",
            _("Invite people"),
            invite,
            icon="group_add",
            right="add",
            of_list=True,
            allowed=may_invite,
        ),
    ),
    home=(
        HomeCard(
            _("Invitations that nobody has answered"),
            lambda _actor: Invitation.objects.filter(state=InvitationState.PENDING),
            query="state=pending",
        ),
    ),
    small=True,
)
