"""The tables of staff."""

from erp.staff.models.account_request import AccountRequest, RequestState
from erp.staff.models.address_change import AddressChange, AddressKind
from erp.staff.models.deputyship import Deputyship
from erp.staff.models.invitation import Invitation, InvitationState
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
from erp.staff.models.throttle import Throttle
from erp.staff.models.user import User

__all__ = [
    "AccountRequest",
    "AddressChange",
    "AddressKind",
    "AuthenticatorApp",
    "BackupCodes",
    "Deputyship",
    "FactorWait",
    "Invitation",
    "InvitationState",
    "MessageFactor",
    "MessageWay",
    "Passkey",
    "RememberedDevice",
    "RequestState",
    "Role",
    "Session",
    "Throttle",
    "User",
]
