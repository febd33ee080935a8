"""The word ``Page``: a page of its own about a record or a list, and the button to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from erp.foundation.actor import Actor


@dataclass(frozen=True)
class Page:
    """What needs more room than a section, a panel or a verb, such as an impact shown beforehand.

    The page is called with request, frame and record (``None`` for one of the list); the frame is
    what the template needs besides its own: title, record, the way back.
    """

    #: The last part of its address, e.g. ``"hand-over"``.
    name: str
    #: What the button and the heading say, a lazy text.
    label: Any = field(compare=False, repr=False)
    #: Answers the request.
    view: Callable[[HttpRequest, dict[str, Any], Any], HttpResponseBase] = field(
        compare=False, repr=False
    )
    #: Name of a Material symbol.
    icon: str = "web_asset"
    #: The right that is needed, on the record where there is one.
    right: str = "view"
    #: It is about the whole list, and its button stands there.
    of_list: bool = False
    #: Offered and open only to whom this allows it: called with record and actor.
    allowed: Callable[[Any, Actor], bool] | None = field(default=None, compare=False, repr=False)
