"""The word ``Continues``: papers of this screen are made from papers of another one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from erp.foundation.continuing import Continuation


@dataclass(frozen=True)
class Continues:
    """A paper here goes on from one of another screen or from several, part by part.

    The button stands on form and list of the other screen; it asks how much of which line is
    wanted and what else the new paper needs. Both show the whole chain: where a paper came from,
    what became of it, what is left of each line.
    """

    #: Which line continues which, and when; declared by the domain, which watches over it.
    continuation: Continuation
    #: What the button on the other screen says, a lazy text.
    label: Any = field(compare=False, repr=False)
    #: Name of a Material symbol.
    icon: str = "arrow_forward"
