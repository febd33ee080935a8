"""The doors of a screen: every way in, the right that it needs, and how it is tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import ForeignKey
from django.urls import reverse

from admin_config.engine.chains.part import continued_on
from admin_config.engine.chains.telling import is_chained
from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from erp.foundation.actor import Actor
from erp.foundation.models import Recorded
from erp.foundation.rights import choosable, hidden_fields, may
from tests.every_screen.visiting import Visit
from tests.language.page import Page

#: Answers of the server that say no.
NO = {302, 403, 404}
_WRITES = frozenset({"add", "change", "delete", "copy", "import"})
_JSON = {"Accept": "application/json"}


@dataclass(frozen=True)
class Door:
    """A way into a screen: the right that it needs and how it is tried."""

    right: str
    page: str
    method: str
    of_record: bool = False
    #: What stands behind the record in the address: the verb of an action.
    more: tuple[Any, ...] = ()
    #: Whether a screen decides more than the right, so that an open door may answer no.
    moody: bool = False


PLAIN = (
    Door("view", "changelist", "GET"),
    Door("view", "list_count", "GET"),
    Door("view", "list_totals", "GET"),
    Door("view", "list_columns", "GET"),
    Door("add", "add", "GET"),
    Door("add", "add", "POST"),
    Door("import", "import", "GET"),
    Door("import", "import", "POST"),
    Door("export", "export", "GET"),
    Door("export", "export", "POST"),
    Door("view", "change", "GET", of_record=True),
    Door("change", "change", "POST", of_record=True),
    Door("view", "history", "GET", of_record=True),
    Door("copy", "copy", "POST", of_record=True),
    Door("delete", "delete", "GET", of_record=True),
    Door("delete", "delete", "POST", of_record=True),
)


def doors_of(screen: Screen) -> list[Door]:
    """Return every way into a screen: its pages, its verbs, its charts and panels."""
    charts = [Door("view", "chart", "GET", more=(n,)) for n in range(len(screen.charts))]
    verbs = [
        Door(do.right, "do", "POST", of_record=True, more=(do.name,), moody=True)
        for do in screen.actions
    ]
    panels = [
        Door("view", "panel", "GET", of_record=True, more=(n,), moody=True)
        for n in range(len(screen.panels))
    ]
    pages = [
        Door(one.right, one.name.replace("-", "_"), "GET", not one.of_list, moody=True)
        for one in screen.pages
    ]
    prints = [
        Door("print", page, method, of_record=True)
        for page, method in (
            ("print", "GET"),
            ("preview", "GET"),
            ("print", "POST"),
            ("issued_panel", "GET"),
        )
        if screen.layouts
    ]
    sends = [
        Door("print", "send", method, of_record=True)
        for method in ("GET", "POST")
        if any(layout.mailing for layout in screen.layouts)
    ]
    chains = [Door("view", "chain", "GET", of_record=True)] if is_chained(screen.model) else []
    return [*PLAIN, *charts, *verbs, *panels, *pages, *prints, *sends, *chains]


def is_allowed(visit: Visit, door: Door, record: Any) -> bool:
    """Tell what the table of rights says about a door."""
    screen, actor = visit.screen, Actor.person(visit.who)
    target = record if door.of_record else visit.model
    if screen.read_only and door.right in _WRITES and door.page != "do":
        return False
    if (door.right == "copy" and screen.copy is None) or (
        door.right == "import" and screen.importing is None
    ):
        return False
    if door.page == "history" and not issubclass(visit.model, Recorded):
        return False
    needs = {
        "copy": (("copy", target), ("add", visit.model)),
        "export": (("export", target), ("view", visit.model)),
        "import": (("import", visit.model),),
    }.get(door.right, ((door.right, target),))
    held = all(may(actor, right, of) for right, of in needs)
    if door.right == "import":
        held = held and (may(actor, "add", visit.model) or may(actor, "change", visit.model))
    if door.page == "change" and door.method == "GET":
        held = held or may(actor, "change", target)
    if door.page in {"do", "panel", "print", "preview", "issued_panel", "send"}:
        held = held and may(actor, "view", target)
    return held


def is_open(visit: Visit, door: Door, record: Any) -> bool:
    """Try a door with nothing useful in hand: does the server let the person in?

    To a page, or to a form that says what is wrong. Whether a POST that leads elsewhere has done
    anything is for ``nothing_changes`` to say. To somebody who may not look a record up it is as
    good as gone: what was typed over it may be saved as a new one.
    """
    arguments = ((record.pk,) if door.of_record else ()) + door.more
    send = visit.get if door.method == "GET" else visit.post
    response = send(door.page, *arguments)
    answer = response.status_code
    if visit.screen.read_only and door.right == "change" and door.page == "change":
        answer = 404  # nothing can be saved there; what was not written is compared elsewhere
    elif door.page == "change" and door.method == "POST" and answer == 200:
        gone = "Somebody else deleted this record meanwhile" in Page(response).words
        answer = 404 if gone else 200
    assert answer in {200, 400, *NO}, f"{visit.who}: {door}: {answer}"
    return answer not in NO


def tried_from_the_list(visit: Visit, record: Any) -> int:
    """Send every verb of the list for a record that is not among the person's; return how many."""
    names = ["delete_selected", "bulk_edit", *(do.name for do in visit.screen.actions)]
    if visit.screen.copy is not None:
        names.append("copy_selected")
    names += [f"continue_{name}" for name in continued_on(visit.model)]
    for name in names:
        sent = {"action": name, ACTION_CHECKBOX_NAME: [str(record.pk)], "post": "yes"}
        visit.post("changelist", **sent, reason="because")
    return len(names)


def keys_offered(visit: Visit) -> Iterator[tuple[set[str], set[str]]]:
    """Ask every type-ahead that offers this screen's records; yield what came and what may come."""
    actor = Actor.person(visit.who)
    may_come = {str(pk) for pk in _choosable_keys(actor, visit.model)}
    for model, field in relations_to(visit.model):
        sees = any(may(actor, action, model) for action in ("view", "add", "change"))
        hidden = field.name in hidden_fields(actor, model)
        asked = {
            "app_label": model._meta.app_label,
            "model_name": model._meta.model_name,
            "field_name": field.name,
            "term": "",
        }
        response: Any = visit.client.get(reverse("console:autocomplete"), asked)
        if not sees or hidden:
            assert response.status_code == 403, (visit.who, model, field)
            yield set(), set()
            continue
        assert response.status_code == 200, (visit.who, model, field)
        yield {row["id"] for row in response.json()["results"] if row["id"] != "-"}, may_come


def _choosable_keys(actor: Actor, model: Any) -> list[Any]:
    return list(choosable(actor, model._default_manager.all()).values_list("pk", flat=True))


def relations_to(model: Any) -> list[tuple[Any, Any]]:
    """Return one relation of each screen that points to records of a model, by primary key."""
    found: dict[Any, Any] = {}
    for screen in registry:
        for field in screen.model._meta.concrete_fields:
            if (
                isinstance(field, ForeignKey)
                and field.related_model is model
                and field.editable
                and field.target_field.primary_key
            ):
                found.setdefault(screen.model, field)
    return list(found.items())[:3]


def finds(visit: Visit, word: str) -> list[str]:
    """Return the addresses to which Find leads for a word."""
    response: Any = visit.client.get(reverse("console:search"), {"q": word}, headers=_JSON)
    return [hit["link"] for group in response.json()["groups"] for hit in group["hits"]]


def exported(visit: Visit) -> str:
    """Return what the person's export of everything says."""
    response: Any = visit.post("export", format="csv", what="all")
    if not response.streaming:
        return ""
    return b"".join(response.streaming_content).decode()
