"""The screen of requests for an account: who asks, and what was decided."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Do, HomeCard, Screen, Section
from erp.staff.models import AccountRequest, RequestState
from erp.staff.services.account_request import approve_request, refuse_request

SCREEN = Screen(
    AccountRequest,
    icon="how_to_reg",
    columns=("email", "name", "state", "message", "confirmed_at", "decided_by", "decided_at"),
    filters=("state", "decided_by", "language"),
    ordering=("-id",),
    sections=(
        Section(_("Who asks"), (("email", "name"), "message", "language")),
        Section(
            _("Decision"),
            ("roles", "ends_on"),
            help=_(
                "Choose the roles, save, then approve: the person gets an invitation. Or refuse "
                "with a reason, which is mailed."
            ),
        ),
        Section(
            _("What became of it"),
            (("state", "confirmed_at"), ("decided_by", "decided_at"), ("reason", "invitation")),
        ),
    ),
    copy=None,
    importing=None,
    actions=(
        Do(approve_request, _("Approve"), icon="verified", when=lambda asked: asked.is_waiting),
        Do(
            refuse_request,
            _("Refuse"),
            icon="block",
            reason=True,
            when=lambda asked: asked.is_waiting,
        ),
    ),
    home=(
        HomeCard(
            _("People who ask for an account"),
            lambda _actor: AccountRequest.objects.filter(state=RequestState.WAITING),
            query="state=waiting",
            urgent=True,
        ),
    ),
    small=True,
)
