"""How factories make rows of tables and views that the house only looks at."""

from __future__ import annotations

from typing import TypeVar

from factory.django import DjangoModelFactory

M = TypeVar("M")


class ForeignRowFactory(DjangoModelFactory[M]):
    """Makes rows as the other program would: without an operation, a version or a rule."""

    class Meta:
        abstract = True
