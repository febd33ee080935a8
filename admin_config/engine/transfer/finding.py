"""What is known about a row of a file while it is being checked, and its verdict in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from admin_config.models import Verdict


def mark_of(key: tuple[Any, ...]) -> int:
    """Return a digest of what only one row of a file may name."""
    return int.from_bytes(blake2b(repr(key).encode(), digest_size=7).digest())


@dataclass(slots=True)
class Finding:
    """A row with what is known about it so far; without a verdict it is still being checked."""

    number: int
    cells: Sequence[Any]
    values: dict[str, Any] = field(default_factory=dict)
    verdict: Verdict | None = None
    reasons: list[dict[str, str]] = field(default_factory=list)
    differences: list[dict[str, str]] = field(default_factory=list)
    #: What only one row may name, as numbers; by what it may be found again, as texts.
    marks: list[Any] = field(default_factory=list)
    record: Any = None
    is_new: bool = False
    #: The key by which the record was looked for, as keys are compared.
    key: tuple[Any, ...] | None = None
    #: The digest of what only this row may name.
    key_mark: int | None = None
    #: Of what it brings: which uniqueness, the digest, whether it is taken, the reasons before.
    uniques: list[tuple[int, int, bool, int]] = field(default_factory=list)
    #: What differs on a record that is there: its column, the old value and the new one.
    differing: list[tuple[Any, Any, Any]] = field(default_factory=list)
    #: Many-to-many fields: the keys that are joined now, and those that shall be where they differ.
    joined: dict[str, set[Any]] = field(default_factory=dict)
    joins: dict[str, set[Any]] = field(default_factory=dict)
    #: Cells of other records, by the name of their column, and what is put there in the end.
    beside: dict[str, Any] = field(default_factory=dict)
    besides: Any = None

    def refuse_formula(self, column: str) -> None:
        """Refuse the row for a formula that nobody worked out: empty it would erase a value."""
        hint = _("Open the file in a spreadsheet program, save it there and import it again.")
        message = _("The cell holds a formula without a value.")
        self.refuse(message, column=column, hint=hint, code="formula")

    def refuse(self, message: str, *, column: str = "", hint: str = "", code: str = "") -> None:
        """Add a reason; the row will not be written."""
        self.verdict = Verdict.REFUSED
        self.reasons.append({"column": column, "message": message, "hint": hint, "code": code})

    def refuse_by(self, error: ValidationError, headers: Mapping[str, str]) -> None:
        """Turn an error of the model into reasons at the columns it names."""
        by_field = (
            error.message_dict
            if hasattr(error, "error_dict")
            else {NON_FIELD_ERRORS: error.messages}
        )
        for name, messages in by_field.items():
            for message in messages:
                self.refuse(message, column=headers.get(name, ""))
