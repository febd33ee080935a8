"""The word ``Begin``: a new record of another screen, begun from a record of this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model


@dataclass(frozen=True)
class Begin:
    """Opens the form of a new record of another screen, filled in from a record of this one.

    Nothing is written before the person saves that form, which says what is missing at its
    fields; saving it also points this record to the new one, in the same operation.
    """

    #: The model of the new record.
    model: type[Model]
    #: What the button says, a lazy text.
    label: Any = field(compare=False, repr=False)
    #: What the form starts with: called with the record and ``by``, it answers values by the names
    #: of the form's fields; what it refuses is told instead of opening the form.
    values: Callable[..., Mapping[str, Any]] = field(compare=False, repr=False)
    #: The relation of this record that leads to the new one afterwards; empty for none.
    joins: str = ""
    #: Fields that have to be filled here, though others may leave them empty.
    needs: tuple[str, ...] = ()
    #: Name of a Material symbol.
    icon: str = "add_box"
    #: Offered only where this answers yes for the record.
    when: Callable[[Any], bool] | None = field(default=None, compare=False, repr=False)
