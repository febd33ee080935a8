"""How every factory makes a record: checked like a form, saved inside an operation."""

from __future__ import annotations

from typing import Any, TypeVar

from factory.django import DjangoModelFactory

from erp.foundation.actor import SYSTEM
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation

M = TypeVar("M")


class RecordedFactory(DjangoModelFactory[M]):
    """Makes records as the house itself; what comes out has passed every rule of its model."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> M:
        with operation(OperationKind.COMMAND, by=SYSTEM):
            record = model_class(*args, **values)
            record.full_clean(exclude=model_class.secret_fields)
            record.save()
        made: M = record
        return made


def letters(number: int, length: int) -> str:
    """Return a number as so many capital letters: 0 is AAA, 1 is AAB."""
    text = ""
    for _place in range(length):
        number, rest = divmod(number, 26)
        text = chr(ord("A") + rest) + text
    return text
