"""The word ``Do``: a verb of the domain offered on list and form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from erp.foundation.actor import Actor


@dataclass(frozen=True)
class Do:
    """A service called for one record or for each of a selection, as one operation.

    The service has the house's shape ``verb_noun(record, *, by, ...)``; a ``Refusal`` becomes the
    message that people see, and nothing is changed.
    """

    #: The service.
    service: Callable[..., Any]
    #: What the button says, a lazy text.
    label: Any = field(compare=False, repr=False)
    #: The right that is needed: one of the model's actions.
    right: str = "change"
    #: Name of a Material symbol.
    icon: str = "play_arrow"
    #: Ask for a reason first and hand it to the service as ``reason``.
    reason: bool = False
    #: Shown only where this answers yes for the record.
    when: Callable[[Any], bool] | None = None
    #: Offered only to whom this allows it: called with record and actor, besides the right.
    allowed: Callable[[Any, Actor], bool] | None = field(default=None, compare=False, repr=False)
    #: Open the page of the record that the service returns, such as a revision.
    opens: bool = False
    #: What is said of the service's answer: called with record and answer, shown this once.
    answer: Callable[[Any, Any], Any] | None = field(default=None, compare=False, repr=False)

    @property
    def name(self) -> str:
        """Return the service's name, by which the action is known in addresses."""
        return self.service.__name__
