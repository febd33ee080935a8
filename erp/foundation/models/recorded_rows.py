"""Rows of recorded models: what would change them without a version is refused."""

from __future__ import annotations

from typing import Any, NoReturn, Self

from django.db import models

from erp.foundation.refusal import OutsideOperation


def _refuse(verb: str, model: type[models.Model]) -> NoReturn:
    message = (
        f"{model._meta.label}.{verb}() on a recorded model writes no version and no log entry: "
        "use erp.foundation.services.bulk"
    )
    raise OutsideOperation(message)


class RecordedQuerySet(models.QuerySet[Any]):
    """Rows of a recorded model; verbs that would skip the recorder are refused."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuse: use ``services.bulk.change_records``."""
        _refuse("update", self.model)

    def delete(self) -> NoReturn:
        """Refuse: use ``services.deleting.delete_records``."""
        _refuse("delete", self.model)

    def bulk_create(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse: use ``services.bulk.create_records``."""
        _refuse("bulk_create", self.model)

    def bulk_update(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse: use ``services.bulk.save_records``."""
        _refuse("bulk_update", self.model)

    def owned_by(self, user: Any) -> Self:
        """Return the rows that this user owns by the model's ``owner_fields``."""
        condition = models.Q()
        for path in self.model.owner_fields:
            condition |= models.Q(**{path: user})
        return self.filter(condition) if condition else self.none()
