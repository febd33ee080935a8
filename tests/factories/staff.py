"""Makes accounts, roles and sessions."""

import datetime as dt
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from erp.foundation.actor import SYSTEM
from erp.foundation.house_day import house_day
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.staff.models import AccountRequest, Deputyship, Invitation, Role, Session, Throttle, User
from erp.staff.models.session import digest_of
from tests.factories.recorded import RecordedFactory


class RoleFactory(RecordedFactory[Role]):
    """A role of one's own, without rights unless ``permissions`` are given."""

    class Meta:
        model = Role
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Role {n}")

    @factory.post_generation
    def permissions(self, create: bool, given: Any, **_options: Any) -> None:
        """Give the role these rights."""
        if given:
            with operation(OperationKind.COMMAND, by=SYSTEM):
                self.permissions.set(given)  # type: ignore[attr-defined]


class UserFactory(RecordedFactory[User]):
    """An active account, without roles unless ``groups`` are given."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.LazyFunction(lambda: make_password(None))

    @factory.post_generation
    def groups(self, create: bool, given: Any, **_options: Any) -> None:
        """Give the account these roles."""
        if given:
            with operation(OperationKind.COMMAND, by=SYSTEM):
                self.groups.set(given)  # type: ignore[attr-defined]


class AccountRequestFactory(RecordedFactory[AccountRequest]):
    """A request that waits for a decision."""

    class Meta:
        model = AccountRequest

    email = factory.Sequence(lambda n: f"asking{n}@elsewhere.example")
    name = factory.Sequence(lambda n: f"Asking {n}")
    message = "May I come in?"


class InvitationFactory(RecordedFactory[Invitation]):
    """An invitation that waits, its mail in the outbox; as a role without rights, or ``roles``."""

    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"newcomer{n}@house.example")
    name = factory.Sequence(lambda n: f"Newcomer {n}")
    note = "See you soon."

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Invitation:
        roles = values.pop("roles", None)
        with operation(OperationKind.COMMAND, by=SYSTEM):
            made = super()._create(model_class, *args, **values)
            made.roles.set(roles or [RoleFactory()])
        return made


class DeputyshipFactory(RecordedFactory[Deputyship]):
    """Somebody stands in for somebody from today for a week."""

    class Meta:
        model = Deputyship

    person = factory.SubFactory(UserFactory)
    #: Somebody who may look up whatever the person may approve.
    deputy = factory.SubFactory(UserFactory, is_superuser=True)
    note = factory.Sequence(lambda n: f"Holiday {n}")
    starts_on = factory.LazyFunction(house_day)
    ends_on = factory.LazyAttribute(lambda made: made.starts_on + dt.timedelta(days=7))


class SessionFactory(DjangoModelFactory[Session]):
    """A browser with which somebody is signed in for another hour."""

    class Meta:
        model = Session

    session_key = factory.Sequence(lambda n: digest_of(f"key {n}"))
    person = factory.SubFactory(UserFactory)
    address = "203.0.113.7"
    user_agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
    expire_date = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(hours=1))


class ThrottleFactory(DjangoModelFactory[Throttle]):
    """Two failures of an account from one address."""

    class Meta:
        model = Throttle

    kind = "pair"
    digest = factory.Sequence(lambda n: digest_of(f"counted {n}"))
    account = factory.SubFactory(UserFactory)
    network = factory.Sequence(lambda n: f"203.0.113.{n % 250}")
    failures = 2
    last_at = factory.LazyFunction(timezone.now)
