"""Saved views: store, update, rename, share, delete one's own; begin with any, order all."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from admin_config.engine.listing.personal import MOST_VIEWS, may_share
from admin_config.engine.listing.query import BUILT, ORDER, VIEW, ListQuery
from admin_config.models import SavedView
from erp.foundation.digits import number_in
from erp.foundation.refusal import Refusal


def change_views(query: ListQuery, request: HttpRequest) -> JsonResponse:
    """Do what was asked with a view; answer where to go, or what is wrong."""
    verbs = {
        "save": _save,
        "update": _update,
        "change": _change,
        "delete": _delete,
        "default": _begin_with,
        "up": _move_up,
    }
    verb = verbs.get(request.POST.get("do", ""))
    try:
        if verb is None:
            raise Refusal(_("Say what to do with the view."))
        with transaction.atomic():
            view = verb(query, request)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)})
    return JsonResponse({"go": query.address({VIEW: str(view.pk) if view else "0"})})


def _fill(view: SavedView, query: ListQuery) -> None:
    """Take over what the list shows now."""
    view.filters = {
        key: query.params.getlist(key)
        for found in query.active_filters
        for key in found.keys
        if any(query.params.getlist(key))
    }
    if query.built.is_active:
        view.filters[BUILT] = [query.built.text]
    view.search = query.search
    view.order = query.params.get(ORDER, "")[:80]
    view.columns = [column.name for column in query.columns]
    view.page_size = query.page_size


def _name_it(view: SavedView, request: HttpRequest) -> None:
    """Take name, sharing and default over; refuse a name that is empty, long or taken."""
    view.name = " ".join(request.POST.get("name", "").split())
    if not view.name:
        raise Refusal(_("Give the view a name."))
    if request.POST.get("shared") and not may_share(request.user):
        raise Refusal(_("You may not share views."))
    view.is_shared = bool(request.POST.get("shared"))
    view.name_key = SavedView._meta.get_field("name_key").key_of(view.name)
    mine = SavedView.objects.filter(person=view.person, screen=view.screen).exclude(pk=view.pk)
    if mine.filter(name_key=view.name_key).exists():
        raise Refusal(_("You have a view of this name: choose another."))
    if view.pk is None and mine.count() >= MOST_VIEWS:
        raise Refusal(_("You have %(most)s views here: delete one first.") % {"most": MOST_VIEWS})
    view.clean_fields()


def _store(view: SavedView, query: ListQuery, request: HttpRequest) -> SavedView:
    """Write the view, whom it is offered to, and whether the person begins with it."""
    view.save()
    if may_share(request.user) or not view.is_shared:
        keys = {number_in(text) for text in request.POST.getlist("role")} - {None}
        roles = Group.objects.filter(pk__in=keys) if view.is_shared else Group.objects.none()
        if view.is_shared and keys and not roles:
            raise Refusal(_("Choose whom to offer the view to."))
        view.shared_with.set(roles)
        view.for_everybody = view.is_shared and not roles
        view.save(update_fields=["for_everybody"])
    if request.POST.get("default"):
        query.personal.remember(default_view=view)
    elif query.personal.choice.default_view_id == view.pk:
        query.personal.remember(default_view=None)
    return view


def _offered(query: ListQuery, request: HttpRequest) -> SavedView:
    """Return the view that is meant: one's own, or one that others offer."""
    asked = request.POST.get("view", "")
    view = next((view for view in query.personal.views if str(view.pk) == asked), None)
    if view is None:
        raise Refusal(_("This view is gone, or it is not offered to you."))
    return view


def _begin_with(query: ListQuery, request: HttpRequest) -> SavedView:
    """Begin with this view from now on; asked for again, without one."""
    view = _offered(query, request)
    is_it = query.personal.choice.default_view_id == view.pk
    query.personal.remember(default_view=None if is_it else view)
    return view


def _move_up(query: ListQuery, request: HttpRequest) -> SavedView:
    """Put a view before the one above it, in the person's own order."""
    view = _offered(query, request)
    order = [known.pk for known in query.personal.views]
    place = order.index(view.pk)
    order.insert(max(place - 1, 0), order.pop(place))
    query.personal.remember(view_order=order)
    return view


def _own(query: ListQuery, request: HttpRequest) -> SavedView:
    key = number_in(request.POST.get("view", ""))
    mine = SavedView.objects.filter(person=query.personal.user, screen=query.screen.label)
    view = mine.filter(pk=key).first() if key is not None else None
    if view is None:
        raise Refusal(_("This view is gone, or it is not yours."))
    return view


def _save(query: ListQuery, request: HttpRequest) -> SavedView:
    view = SavedView(person=query.personal.user, screen=query.screen.label)
    _fill(view, query)
    _name_it(view, request)
    return _store(view, query, request)


def _update(query: ListQuery, request: HttpRequest) -> SavedView:
    view = _own(query, request)
    if view.is_shared and not may_share(request.user):
        raise Refusal(_("You may not share views."))
    _fill(view, query)
    view.save()
    return view


def _change(query: ListQuery, request: HttpRequest) -> SavedView:
    view = _own(query, request)
    _name_it(view, request)
    return _store(view, query, request)


def _delete(query: ListQuery, request: HttpRequest) -> None:
    _own(query, request).delete()
