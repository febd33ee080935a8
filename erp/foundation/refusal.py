"""What a rule raises when something is not allowed: a message for people, at the right field."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError


class Refusal(ValidationError):
    """Something is not allowed; the text says what and what to do, to be shown as it is."""


class StaleRecord(Refusal):
    """Somebody else saved the record after it was read."""

    def __init__(self, record: Any) -> None:
        """Name the record that was overtaken."""
        from django.utils.translation import gettext as _

        self.record = record
        super().__init__(
            _("“%(record)s” was saved by somebody else meanwhile. Nothing was overwritten."),
            code="stale",
            params={"record": str(record)},
        )


class InUse(Refusal):
    """A record cannot go because others need it; ``users`` are (model, count, examples)."""

    def __init__(self, record: Any, users: Iterable[tuple[Any, int, list[str]]]) -> None:
        """List what uses the record, with counts and a few names."""
        from django.utils.text import get_text_list
        from django.utils.translation import gettext as _

        self.users = list(users)
        parts = [
            f"{model._meta.verbose_name_plural}: {count} ({_(', ').join(names)})"
            for model, count, names in self.users
        ]
        super().__init__(
            _("“%(record)s” cannot be deleted, it is used by %(users)s."),
            code="in_use",
            params={"record": str(record), "users": get_text_list(parts, _("and"))},
        )


class OutsideOperation(RuntimeError):
    """Recorded data was about to be written outside an operation: a programming error."""
