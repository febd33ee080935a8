"""Who does something: a person, a token or the system itself, possibly for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from erp.staff.models.user import User


class ActorKind(models.TextChoices):
    """What kind of actor did it."""

    PERSON = "person", _("person")
    TOKEN = "token", _("token")
    SYSTEM = "system", _("system")


@dataclass(frozen=True)
class Actor:
    """The one who acts; services take it as ``by``. ``label`` outlives the account."""

    kind: ActorKind
    label: str
    user: User | None = None
    on_behalf_of: User | None = None

    @classmethod
    def person(cls, user: User, *, on_behalf_of: User | None = None) -> Actor:
        """Return the actor behind a signed-in user."""
        return cls(ActorKind.PERSON, user.get_username(), user, on_behalf_of)

    @property
    def is_system(self) -> bool:
        """Tell whether no person stands behind it, as in jobs of the house itself."""
        return self.kind == ActorKind.SYSTEM


#: The house itself: demo loading, clock, migrations of data.
SYSTEM = Actor(ActorKind.SYSTEM, "system")
