"""Keep records at hand for a person, and show those that still exist and may be seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import OperationalError, transaction
from django.http import HttpRequest
from django.utils import timezone

from admin_config.engine.build.rights import actor_of
from admin_config.engine.finding.places import Hit
from admin_config.engine.listing.fetching import named
from admin_config.engine.navigation import record_address, visible_screens
from admin_config.engine.spec import Screen
from admin_config.models import Favourite, RecentRecord
from erp.foundation.rights import scoped

#: So many records one person keeps.
MOST_FAVOURITES, MOST_RECENT = 100, 40
SHOWN = 8
#: Stars are kept by numbers of 64 bits.
_KEPT_BELOW = 2**63


def favourite_keys(person: Any, screen: Screen, keys: Iterable[Any]) -> set[Any]:
    """Return which of these records have the person's star, in one query."""
    numbers = [key for key in keys if isinstance(key, int) and abs(key) < _KEPT_BELOW]
    mine = Favourite.objects.filter(person=person, screen=screen.label, record__in=numbers)
    return set(mine.values_list("record", flat=True))


def give_star(person: Any, screen: Screen, key: int) -> bool:
    """Give a record the person's star; ``False`` when there are too many already."""
    mine = Favourite.objects.filter(person=person)
    if mine.filter(screen=screen.label, record=key).exists():
        return True
    if mine.count() >= MOST_FAVOURITES:
        return False
    with transaction.atomic():
        Favourite.objects.get_or_create(person=person, screen=screen.label, record=key)
    return True


def take_star(person: Any, screen: Screen, key: int) -> None:
    """Take the person's star from a record."""
    Favourite.objects.filter(person=person, screen=screen.label, record=key).delete()


def note_opened(person: Any, screen: Screen, key: int) -> None:
    """Remember that the person opened a record; the oldest are forgotten.

    A page is shown though the database is busy just then: what is lost is a line of a short list.
    """
    mine = {"person": person, "screen": screen.label, "record": key}
    now = timezone.now()
    try:
        if not RecentRecord.objects.filter(**mine).update(opened_at=now):
            with transaction.atomic():
                RecentRecord.objects.get_or_create(**mine, defaults={"opened_at": now})
                _forget_oldest(person)
    except OperationalError:
        return


def _forget_oldest(person: Any) -> None:
    mine = RecentRecord.objects.filter(person=person).order_by("-opened_at", "-id")
    over = list(mine.values_list("pk", flat=True)[MOST_RECENT : 2 * MOST_RECENT])
    if over:
        RecentRecord.objects.filter(pk__in=over).delete()


def favourites(request: HttpRequest) -> list[Hit]:
    """Return the person's starred records, the newest star first."""
    mine = Favourite.objects.filter(person=request.user.pk).order_by("-id")
    return _hits(request, mine.values_list("screen", "record")[:MOST_FAVOURITES])[:SHOWN]


def recent(request: HttpRequest) -> list[Hit]:
    """Return the records that the person opened last."""
    mine = RecentRecord.objects.filter(person=request.user.pk).order_by("-opened_at", "-id")
    return _hits(request, mine.values_list("screen", "record")[:MOST_RECENT])[:SHOWN]


def _hits(request: HttpRequest, kept: Iterable[tuple[str, int]]) -> list[Hit]:
    """Return what still exists and may be looked up, in the order given; a query per screen."""
    order = list(kept)
    actor = actor_of(request)
    found: dict[tuple[str, int], Hit] = {}
    for screen in visible_screens(request):
        keys = [record for label, record in order if label == screen.label]
        if not keys:
            continue
        model: Any = screen.model
        rows = scoped(actor, "view", model._default_manager.filter(pk__in=keys))
        kind = str(model._meta.verbose_name)
        for row in named(rows):
            address = record_address(screen, row.pk)
            found[screen.label, row.pk] = Hit(str(row), kind, screen.icon, address)
    return [found[key] for key in order if key in found]
