"""The tables of staff."""

from erp.staff.models.role import Role
from erp.staff.models.second_factor import (
    AuthenticatorApp,
    BackupCodes,
    FactorWait,
    MessageFactor,
    MessageWay,
    Passkey,
    RememberedDevice,
)
from erp.staff.models.session import Session
from erp.staff.models.user import User

__all__ = [
    "AuthenticatorApp",
    "BackupCodes",
    "FactorWait",
    "MessageFactor",
    "MessageWay",
    "Passkey",
    "RememberedDevice",
    "Role",
    "Session",
    "User",
]
