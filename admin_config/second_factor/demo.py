"""The demo's enrolled account: its codes stand beside the question, so that one can try it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def demo_codes(account: Any) -> dict[str, Any] | None:
    """Return the code that the demo's app shows now, its secret and the sheet of backup codes.

    Only in a demo, only for the account that its fixture enrols, and only while its app is the
    one of the fixture.
    """
    if not settings.DEMO_SIGN_INS:
        return None
    offered = {found.username: found for found in import_string(settings.DEMO_SIGN_INS)()}
    told = offered.get(account.get_username())
    code = told.code_now() if told is not None else ""
    if told is None or not code:
        return None
    return {"code": code, "secret": told.secret, "backup_codes": told.backup_codes}
