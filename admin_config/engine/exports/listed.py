"""What a list would show to somebody, asked for by its address where no browser asks."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from admin_config.engine.listing.personal import Personal
from admin_config.engine.listing.query import CURSOR, FROM_VALUE, SIZE, VIEW, ListQuery
from admin_config.engine.site import console
from admin_config.engine.spec import Screen
from admin_config.models import SavedView
from erp.foundation.models import KeyField
from erp.foundation.refusal import Refusal

#: Parameters that say where in the list one is and how it looks, not which records are listed.
_FRAME = (CURSOR, FROM_VALUE, SIZE, VIEW, "p", "e", "all", "_facets", "_set", "_again", "_popup")


def words_of(query: str) -> str:
    """Return the words of a list's address that say which records it lists, and in what order."""
    given = QueryDict(query.strip().removeprefix("?"), mutable=True)
    for name in _FRAME:
        given.pop(name, None)
    return given.urlencode()


def admin_of(screen: Screen) -> Any:
    """Return the admin that stands behind a screen."""
    return console.get_model_admin(screen.model)


def rows_listed(screen: Screen, person: Any, query: str) -> QuerySet[Any]:
    """Return the records that the list shows to this person, in its order.

    Where the list would leave a filter out, such as one over a field that the person may not see,
    it is refused: a file with more records than were meant looks like a right one.
    """
    request = HttpRequest()
    request.method = "GET"
    request.GET = QueryDict(words_of(query))
    request.user = person or AnonymousUser()
    listed = ListQuery(admin_of(screen), request)
    if listed.problems:
        raise Refusal(" ".join(listed.problems), code="filter")
    return listed.matching().order_by(*listed.order.lookups)


def view_named(screen: Screen, person: Any, name: str) -> SavedView | None:
    """Return the saved view that is offered to a person by this name; their own comes first."""
    key: KeyField = SavedView._meta.get_field("name_key")
    wanted = key.key_of(name)
    found = [v for v in Personal(person, screen).views if v.name_key == wanted]
    found.sort(key=lambda view: view.person_id != person.pk)
    return found[0] if found else None


def words_of_view(view: SavedView) -> str:
    """Return a saved view in the words of an address."""
    given = QueryDict(mutable=True)
    for key, values in view.parameters().items():
        given.setlist(key, values)
    return given.urlencode()
