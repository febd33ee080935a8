"""The accounts of the demo company and how to sign in with them."""

from __future__ import annotations

from dataclasses import dataclass

from erp.foundation.fixture import read_fixture
from erp.foundation.secret_text import unlock_text
from erp.staff.models import AuthenticatorApp
from erp.staff.rules.factor_code import app_code

STAFF = "020_staff.json"


@dataclass(frozen=True)
class DemoSignIn:
    """One account that the demo brings along."""

    role: str
    username: str
    password: str
    name: str
    #: The secret of the app with which the account is enrolled; empty where it is not.
    secret: str = ""
    backup_codes: tuple[str, ...] = ()

    def code_now(self) -> str:
        """Return the code that the account's app shows now, or the next one where it was used.

        Nothing where the account was never enrolled, or is by another app by now.
        """
        apps = AuthenticatorApp.objects.filter(user__username=self.username, confirmed=True)
        for app in apps if self.secret else ():
            if unlock_text(app.sealed_secret) == self.secret:
                return app_code(self.secret, after=app.last_step)
        return ""


def demo_sign_ins() -> list[DemoSignIn]:
    """Return how to sign in: one account for each role, two for sales."""
    staff = read_fixture(STAFF)
    return [
        DemoSignIn(
            role=account["role"],
            username=account["username"],
            password=staff["password"],
            name=account["name"],
            secret=account.get("second_factor", {}).get("secret", ""),
            backup_codes=tuple(account.get("second_factor", {}).get("backup_codes", ())),
        )
        for account in staff["accounts"]
    ]
