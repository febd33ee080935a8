"""Sets of columns: store, change and delete one's own; use those that others offer."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from admin_config.engine.build.rights import actor_of
from admin_config.engine.exports.encodings import encoding_named
from admin_config.engine.exports.related import export_columns
from admin_config.engine.listing.personal import may_share
from admin_config.engine.spec import Screen
from admin_config.engine.transfer.writers import FORMATS
from admin_config.models import ColumnSet
from erp.foundation.digits import number_in
from erp.foundation.models import KeyField
from erp.foundation.refusal import Refusal

MOST_SETS = 50
MOST_ROLES = 60


def sets_for(person: Any, screen: Screen) -> list[ColumnSet]:
    """Return the person's own sets and those that others offer."""
    offered = Q(for_everybody=True) | Q(shared_with__in=person.groups.values("pk"))
    shared = ColumnSet.objects.filter(offered, is_shared=True, screen=screen.label)
    fits = Q(person=person.pk) | Q(pk__in=shared.values("pk"))
    found = ColumnSet.objects.filter(fits, screen=screen.label).select_related("person")
    return list(found[:MOST_SETS])


def set_named(person: Any, screen: Screen, name: str) -> ColumnSet | None:
    """Return the set that is offered to a person by this name; their own comes first."""
    key: KeyField = ColumnSet._meta.get_field("name_key")
    wanted = key.key_of(name)
    found = [each for each in sets_for(person, screen) if each.name_key == wanted]
    found.sort(key=lambda each: each.person_id != person.pk)
    return found[0] if found else None


def set_asked(request: HttpRequest, screen: Screen, key: str) -> ColumnSet | None:
    """Return the set that is meant; one that is gone, or not offered any more, is none."""
    return next((s for s in sets_for(request.user, screen) if str(s.pk) == key), None)


def change_sets(request: HttpRequest, screen: Screen) -> ColumnSet | None:
    """Store the ticked columns under a name, into a set of one's own, or delete one."""
    verbs = {"save": _save, "update": _update, "delete": _delete}
    verb = verbs.get(request.POST.get("set_do", ""))
    if verb is None:
        raise Refusal(_("Say what to do with the columns."))
    with transaction.atomic():
        return verb(request, screen)


def _save(request: HttpRequest, screen: Screen) -> ColumnSet:
    made = ColumnSet(person=request.user, screen=screen.label)  # type: ignore[misc]
    made.name = " ".join(request.POST.get("set_name", "").split())
    if not made.name:
        raise Refusal(_("Give the columns a name."))
    made.is_shared = bool(request.POST.get("set_shared"))
    if made.is_shared and not may_share(request.user):
        raise Refusal(_("You may not share sets of columns."))
    key: KeyField = ColumnSet._meta.get_field("name_key")
    made.name_key = key.key_of(made.name)
    mine = ColumnSet.objects.filter(person=request.user.pk, screen=screen.label)
    if mine.filter(name_key=made.name_key).exists():
        raise Refusal(_("You have columns of this name: choose another."))
    if mine.count() >= MOST_SETS:
        raise Refusal(_("You have %(most)s sets here: delete one first.") % {"most": MOST_SETS})
    _fill(made, request, screen)
    made.clean_fields(exclude=["name_key"])
    made.save()
    if made.is_shared:
        _share(made, request)
    return made


def _share(made: ColumnSet, request: HttpRequest) -> None:
    asked = request.POST.getlist("set_role")
    roles = Group.objects.filter(pk__in={number_in(text) for text in asked} - {None})
    if asked and not roles:
        raise Refusal(_("Choose whom to offer the columns to."))
    made.shared_with.set(roles)
    made.for_everybody = not roles
    made.save(update_fields=["for_everybody"])


def _fill(made: ColumnSet, request: HttpRequest, screen: Screen) -> None:
    """Take over the ticked columns, those alone that the person may see."""
    known = export_columns(screen, actor_of(request))
    made.columns = [n for n in dict.fromkeys(request.POST.getlist("columns")) if n in known]
    if not made.columns:
        raise Refusal(_("Tick at least one column."))
    kind = request.POST.get("format", "")
    made.file_format = kind if kind in FORMATS else ""
    made.encoding = encoding_named(request.POST.get("encoding", "")) or ""


def _own(request: HttpRequest, screen: Screen) -> ColumnSet:
    mine = ColumnSet.objects.filter(person=request.user.pk, screen=screen.label)
    key = number_in(request.POST.get("set", ""))
    found = mine.filter(pk=key).first() if key is not None else None
    if found is None:
        raise Refusal(_("These columns are gone, or they are not yours."))
    return found


def _update(request: HttpRequest, screen: Screen) -> ColumnSet:
    found = _own(request, screen)
    if found.is_shared and not may_share(request.user):
        raise Refusal(_("You may not share sets of columns."))
    _fill(found, request, screen)
    found.save()
    return found


def _delete(request: HttpRequest, screen: Screen) -> None:
    _own(request, screen).delete()
