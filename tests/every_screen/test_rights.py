"""Every door of every screen, tried by every role: what is not allowed is not offered nor done."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import DateField, DecimalField

from admin_config.engine.spec import Screen
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.foundation.rights import Reach, hidden_fields, may, owner_fields, reach
from tests.cast import ROLE_OF, make_person
from tests.every_screen.doors import (
    Door,
    doors_of,
    exported,
    finds,
    is_allowed,
    is_open,
    keys_offered,
    tried_from_the_list,
)
from tests.every_screen.making import make, make_owned
from tests.every_screen.visiting import Visit
from tests.language.page import Page
from tests.language.writing import nothing_changes

Note = Any
#: One for each role but System, which may do everything; the second seller has the first one's.
PEOPLE = [name for name in ROLE_OF if name not in {"system", "other_sales"}]


def test_rights_open_offer_and_shut_doors_as_the_table_says(
    screen: Screen, db: None, record_property: Note
) -> None:
    doors = doors_of(screen)
    owned = bool(owner_fields(screen.model))
    theirs = make(screen.model)
    tried = 0
    for name in PEOPLE:
        who = make_person(name)
        mine = make_owned(screen.model, who) if owned else theirs
        visit = Visit(screen, who)
        tried += _doors_are_as_told(visit, doors, mine)
        if owned:
            tried += _others_are_out_of_reach(visit, doors, theirs)
        tried += _typing_offers_no_more(visit)
    record_property("doors", tried)
    assert tried >= len(PEOPLE) * len(doors)


def _doors_are_as_told(visit: Visit, doors: list[Door], record: Any) -> int:
    """Try every shut door: it writes nothing; then look behind the open ones that only show."""
    shut = [door for door in doors if not is_allowed(visit, door, record)]
    before = sorted(visit.model._base_manager.values_list())
    with nothing_changes():
        wide_open = [door for door in shut if is_open(visit, door, record)]
    assert wide_open == [], visit.who
    assert sorted(visit.model._base_manager.values_list()) == before
    pages = _pages_behind(visit, [door for door in doors if door not in shut], record)
    if "changelist" in pages:
        _check_list(visit, pages["changelist"], shut)
    else:
        assert visit.address("changelist") not in Page(visit.client.get("/")).links  # type: ignore[arg-type]
    if "change" in pages:
        _check_form(visit, pages["change"], shut, record)
    return len(doors)


def _pages_behind(visit: Visit, doors: list[Door], record: Any) -> dict[str, Page]:
    """Go through every open door that only shows something."""
    pages: dict[str, Page] = {}
    for door in doors:
        if door.method == "GET":
            arguments = ((record.pk,) if door.of_record else ()) + door.more
            response = visit.get(door.page, *arguments)
            assert response.status_code == 200 or door.moody, (visit.who, door)
            if door.page in {"changelist", "change"}:
                pages[door.page] = Page(response)
    return pages


def _check_list(visit: Visit, page: Page, shut: list[Door]) -> None:
    offered = {button for form in page.forms for button in form.buttons.get("action", ())}
    links = {link.split("?")[0] for link in page.links}
    for door in shut:
        assert door.of_record or visit.address(door.page, *door.more) not in links, door
        assert f"{door.page}_selected" not in offered or door.of_record, door


def _check_form(visit: Visit, page: Page, shut: list[Door], record: Any) -> None:
    reached = {*page.posts, *page.links}
    everything = {address.split("?")[0] for address in reached}
    for door in shut:
        if door.page in {"copy", "delete", "do"} or (door.moody and door.of_record):
            assert visit.address(door.page, record.pk, *door.more) not in everything, door
    buttons = {name for form in page.forms for name in form.buttons}
    if any(door.right == "change" and door.page == "change" for door in shut):
        assert not {"_save", "_continue", "_addanother"} & buttons


def _others_are_out_of_reach(visit: Visit, doors: list[Door], theirs: Any) -> int:
    """Try every door with a record of somebody else, for whoever reaches own ones alone."""
    actor, model = Actor.person(visit.who), visit.model
    of_record = [door for door in doors if door.of_record]
    shut = [door for door in of_record if not is_allowed(visit, door, theirs)]
    if reach(actor, "view", model) != Reach.OWN:
        return len(of_record)
    assert not may(actor, "view", theirs)
    counted = visit.get("list_count").json()["count"]  # type: ignore[attr-defined]
    assert counted == len([r for r in model._base_manager.all() if may(actor, "view", r)])
    assert str(theirs) not in visit.page("changelist").words
    assert visit.address("change", theirs.pk) not in finds(visit, str(theirs))
    with nothing_changes():
        assert [door for door in shut if is_open(visit, door, theirs)] == []
        tried = tried_from_the_list(visit, theirs)
    if may(actor, "export", model):
        assert str(theirs) not in exported(visit)
    return len(of_record) + tried + 3


def _typing_offers_no_more(visit: Visit) -> int:
    """Whatever a picker offers is within reach, or open to everybody's choice."""
    tried = 0
    for came, may_come in keys_offered(visit):
        assert came <= may_come, visit.who
        tried += 1
    return tried


@pytest.mark.for_screens("guarded")
def test_guarded_fields_are_shown_nowhere(screen: Screen, db: None, record_property: Note) -> None:
    looked = 0
    for name in PEOPLE:
        who = make_person(name)
        record = make_owned(screen.model, who, **secrets_of(screen.model))
        _change_secrets(record)
        if hidden_fields(Actor.person(who), screen.model) and may(
            Actor.person(who), "view", record
        ):
            looked += _nothing_shows(Visit(screen, who), record)
    record_property("doors", looked)


def _change_secrets(record: Any) -> None:
    """Change every guarded field once by the house, so that history has something to hide."""
    with operation(OperationKind.CHANGE, by=SYSTEM):
        for name in type(record).guarded_fields:
            value = getattr(record, name)
            if isinstance(value, Decimal):
                setattr(record, name, value + 1)
        record.save()


def _nothing_shows(visit: Visit, record: Any) -> int:
    """Look wherever a record shows, and where something could be concluded from its order."""
    actor, screen = Actor.person(visit.who), visit.screen
    hidden = hidden_fields(actor, screen.model)
    secrets = _secret_texts(record, hidden)
    pages = [
        visit.page("changelist"),
        visit.page("change", record.pk),
        visit.page("history", record.pk),
    ]
    pages += [Page(visit.get("list_look", key=record.pk)), visit.page("list_columns")]
    pages += [Page(visit.client.get(address)) for address in ("/", "/my-day/")]  # type: ignore[arg-type]
    totals = visit.get("list_totals").content.decode()
    assert [text for text in secrets if text in totals] == []
    for text in secrets:
        assert visit.address("change", record.pk) not in finds(visit, text)
    for page in pages:
        found = [text for text in secrets if text in page.html]
        assert found == []
        assert not {f"id_{name}" for name in hidden} & set(page.html.split('"'))
    for name in hidden:
        assert "cannot be sorted" in visit.page("changelist", o=name).words
        assert "has no filter" in visit.page("changelist", **{name: "1"}).words
    if may(actor, "export", screen.model):
        _check_export(visit, hidden, secrets)
    return len(pages) + 2 * len(hidden) + len(secrets) + 2


def secrets_of(model: type[Any]) -> dict[str, Any]:
    """Return telling values for the guarded fields of a model."""
    fields = [model._meta.get_field(name) for name in model.guarded_fields]
    return {field.name: _secret(field, 7_654_321 + place) for place, field in enumerate(fields)}


def _secret(field: Any, number: int) -> Any:
    if isinstance(field, DecimalField):
        return Decimal(number)
    return dt.date(1917, 3, 4) if isinstance(field, DateField) else f"Secret {number}"


def _secret_texts(record: Any, hidden: frozenset[str]) -> list[str]:
    """Return how the hidden values would read, in whatever format."""
    values = [getattr(record, name) for name in hidden if getattr(record, name) is not None]
    assert values, "every guarded field is empty"
    return [text for value in values for text in _ways_to_write(value)]


def _ways_to_write(value: Any) -> list[str]:
    if isinstance(value, dt.date):
        return [str(value.year)]
    return [value] if isinstance(value, str) else [str(int(value)), f"{int(value):,}"]


def _check_export(visit: Visit, hidden: frozenset[str], secrets: list[str]) -> None:
    response: Any = visit.post("export", format="csv", what="all", columns=sorted(hidden))
    sent = b"".join(response.streaming_content).decode() if response.streaming else ""
    assert [text for text in secrets if text in sent] == []


@pytest.mark.for_screens("guarded", "writable")
def test_guarded_fields_cannot_be_typed(screen: Screen, db: None, record_property: Note) -> None:
    tried = 0
    for name in PEOPLE:
        who = make_person(name)
        hidden = hidden_fields(Actor.person(who), screen.model)
        record = make_owned(screen.model, who, **secrets_of(screen.model))
        if not hidden or not may(Actor.person(who), "change", record):
            continue
        visit = Visit(screen, who)
        form = visit.form("change", record.pk)
        visit.post("change", record.pk, **form.sent(**dict.fromkeys(hidden, "1")))
        again: Any = screen.model._base_manager.get(pk=record.pk)
        assert {field: getattr(again, field) for field in hidden} == {
            field: getattr(record, field) for field in hidden
        }
        tried += len(hidden)
    record_property("doors", tried)


def test_rights_end_with_the_account(screen: Screen, system: Any) -> None:
    visit = Visit(screen, system)
    assert visit.get("changelist").status_code == 200
    with operation(OperationKind.COMMAND, by=SYSTEM):
        make_person("manager").groups.set(system.groups.all())
        system.is_active = False
        system.save()
    assert visit.get("changelist").status_code == 302
