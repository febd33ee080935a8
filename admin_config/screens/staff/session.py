"""The screen of those who are signed in."""

from django.utils.translation import gettext_lazy as _

from admin_config.engine.spec import Do, Screen
from erp.staff.models import Session
from erp.staff.services.session import end_session

SCREEN = Screen(
    Session,
    icon="devices",
    columns=("person", "device", "address", "since", "last_seen", "expire_date"),
    filters=("person", "last_seen"),
    ordering=("-last_seen",),
    exclude=("session_key", "session_data"),
    totals=(),
    copy=None,
    importing=None,
    actions=(
        Do(
            end_session,
            _("Sign out"),
            right="delete",
            icon="logout",
            reason=True,
        ),
    ),
    read_only=True,
    small=True,
)
