"""Staff as a Django app."""

from django.apps import AppConfig
from django.contrib.auth import user_logged_in
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    """Signs of life of a sign-in are kept in the log, not on the account's row."""

    name = "erp.staff"
    label = "staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        """Keep Django from writing ``last_login``; put the guards up, log who signs in and out."""
        from erp.foundation.settling import settle
        from erp.staff import (
            deputy_guards,
            fresh_proof_guards,
            guards,
            invitation_guards,
            limit_guards,
        )
        from erp.staff.models import User
        from erp.staff.services import session, sign_in_log

        guards.register()
        fresh_proof_guards.register()
        limit_guards.register()
        deputy_guards.register()
        invitation_guards.register()
        sign_in_log.connect()
        settle(User, session.end_sessions_of_changed)
        user_logged_in.disconnect(dispatch_uid="update_last_login")
