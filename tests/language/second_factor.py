"""People with a second factor: their phone, and signing in as far as the gate and beyond."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client

from erp.foundation.actor import SYSTEM
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.staff.models import AuthenticatorApp, User
from erp.staff.rules.factor_code import AppMatch, app_code, new_app_secret
from erp.staff.services.second_factor import store_app, store_backup_codes
from tests.cast import PASSWORD

SHEET = [f"aaaaa-bbbb{n}" for n in range(2, 10)] + ["aaaaa-bbbbc", "aaaaa-bbbbd"]


@dataclass
class Phone:
    """An authenticator app in somebody's pocket, with the row that the house has of it."""

    secret: str
    app: AuthenticatorApp

    def code(self) -> str:
        """Return the code that is good now: the next one where this one was used."""
        self.app.refresh_from_db()
        return app_code(self.secret, after=self.app.last_step)


def enrolled(account: User) -> Phone:
    """Give somebody an app and the usual sheet of backup codes."""
    secret = new_app_secret()
    with operation(OperationKind.COMMAND, by=SYSTEM):
        app = store_app(account, secret=secret, match=AppMatch(-1, 0), name="Phone")
        store_backup_codes(account, SHEET)
        account.has_second_factor = True
        account.save()
    return Phone(secret, app)


def sign_in_by_password(account: User, **more: Any) -> Client:
    """Return a browser in which somebody gave the password, and nothing more."""
    client = Client()
    client.post("/login/", {"username": account.username, "password": PASSWORD, **more})
    return client


def signed_in_with(phone: Phone, account: User) -> Client:
    """Return a browser in which somebody gave both."""
    client = sign_in_by_password(account)
    client.post("/second-factor/", {"way": "app", "code": phone.code()})
    return client


def let_the_proof_grow_old(client: Client) -> None:
    """Let eleven minutes pass since the person in this browser proved themselves."""
    session = client.session
    for name in ("factor_proven", "password_proven"):
        if name in session:
            person, when = session[name]
            session[name] = [person, when - 660]
    session.save()
