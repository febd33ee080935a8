"""The demo's enrolled account: its codes stand beside the question, so that one can try it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from erp.foundation.secret_text import unlock_text
from erp.staff.models import AuthenticatorApp
from erp.staff.rules.factor_code import app_code


def demo_codes(account: Any) -> dict[str, Any] | None:
    """Return the code that the demo's app shows now, its secret and the sheet of backup codes.

    Only in a demo, only for the account that its fixture enrols, and only while its app is the
    one of the fixture.
    """
    if not settings.DEMO_SIGN_INS:
        return None
    offered = {found.username: found for found in import_string(settings.DEMO_SIGN_INS)()}
    told = offered.get(account.get_username())
    if told is None or not told.secret:
        return None
    for app in AuthenticatorApp.objects.filter(user=account, confirmed=True):
        if unlock_text(app.sealed_secret) == told.secret:
            code = app_code(told.secret, after=app.last_step)
            return {"code": code, "secret": told.secret, "backup_codes": told.backup_codes}
    return None
