"""Makes number series, jobs and mails."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from erp.foundation.actor import ActorKind
from erp.foundation.models import Job, NumberSeries, Operation, OperationKind, OutboxMail
from tests.factories.recorded import RecordedFactory, letters


class NumberSeriesFactory(RecordedFactory[NumberSeries]):
    """A series that starts again every year."""

    class Meta:
        model = NumberSeries

    code = factory.Sequence(lambda n: f"paper_{n}")
    name = factory.Sequence(lambda n: f"Paper {n}")
    prefix = factory.Sequence(lambda n: letters(n, 4))


class JobFactory(DjangoModelFactory[Job]):
    """A job that waits."""

    class Meta:
        model = Job

    kind = "foundation.send_mail"
    title = factory.Sequence(lambda n: f"Job {n}")


class OutboxMailFactory(DjangoModelFactory[OutboxMail]):
    """A mail that waits."""

    class Meta:
        model = OutboxMail

    to = factory.Sequence(lambda n: f"reader{n}@house.example")
    subject = factory.Sequence(lambda n: f"Mail {n}")
    body = "Good morning."


class OperationFactory(DjangoModelFactory[Operation]):
    """An act of the house that changed nothing, with a reason."""

    class Meta:
        model = Operation

    kind = OperationKind.COMMAND
    actor_kind = ActorKind.SYSTEM
    actor_label = "system"
    reason = factory.Sequence(lambda n: f"Reason {n}")
    created_at = factory.LazyFunction(timezone.now)
