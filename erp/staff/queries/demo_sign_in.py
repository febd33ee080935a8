"""The accounts of the demo company and how to sign in with them."""

from __future__ import annotations

from dataclasses import dataclass

from erp.foundation.fixture import read_fixture

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
