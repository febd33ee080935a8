"""The screen of failed sign-ins and of whom they make wait."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Do, HomeCard, Screen
from erp.staff.models import Throttle
from erp.staff.queries.failed_sign_in import unusual_failures
from erp.staff.services.throttle import lift_hold

SCREEN = Screen(
    Throttle,
    icon="gpp_maybe",
    columns=("kind", "account", "network", "failures", "last_at", "held_until"),
    filters=("kind", "account", "held_until"),
    ordering=("-last_at",),
    exclude=("digest",),
    totals=(),
    copy=None,
    importing=None,
    actions=(
        Do(lift_hold, _("Forget the failures"), right="delete", icon="lock_open", reason=True),
    ),
    home=(
        HomeCard(
            _("Unusually many failed sign-ins within an hour"),
            lambda _actor: unusual_failures(),
            urgent=True,
        ),
    ),
    read_only=True,
    small=True,
)
