"""The word ``Children``: records edited inside the form of the record they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model


@dataclass(frozen=True)
class Children:
    """Records of another model that belong to this one, shown as a table or as blocks."""

    #: The model of the children.
    model: type[Model]
    #: The fields shown, in order; inferred: all that can be typed.
    columns: tuple[str, ...] | None = None
    #: The relation to the parent, where there are several.
    relation: str | None = None
    #: One block per record instead of one row (for long ones, or one-to-one).
    blocks: bool = False
    #: Shown as a tab of the form.
    tab: bool = True
    #: At most so many, ``None`` for any number.
    most: int | None = None
    #: Fields that name one of them in a file, within its parent; inferred from the natural key.
    key: tuple[str, ...] | None = None
