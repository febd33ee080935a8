"""The tables of staff."""

from erp.staff.models.role import Role
from erp.staff.models.user import User

__all__ = ["Role", "User"]
