"""Every door of every screen, tried by every role: what is not allowed is not offered nor done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import DateField, DecimalField

from admin_config.engine.spec import Screen
from erp.foundation.actor import SYSTEM, Actor
from erp.foundation.models import OperationKind, Recorded
from erp.foundation.operation import operation
from erp.foundation.rights import Reach, hidden_fields, may, owner_fields, reach
from tests.cast import ROLE_OF, make_person
from tests.every_screen.making import make, make_owned
from tests.every_screen.visiting import Visit
from tests.language.page import Page
from tests.language.writing import nothing_changes

#: Answers of the server that say no.
NO = {302, 403, 404}


@dataclass(frozen=True)
class Door:
    """A way into a screen: the right that it needs and how it is tried."""

    right: str
    page: str
    method: str
    of_record: bool = False


DOORS = (
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
_WRITES = frozenset({"add", "change", "delete", "copy", "import"})


def allowed(visit: Visit, door: Door, record: Any) -> bool:
    """Tell what the table of rights says about a door."""
    screen, actor = visit.screen, Actor.person(visit.who)
    target = record if door.of_record else visit.model
    if screen.read_only and door.right in _WRITES:
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
    return held


def tried(visit: Visit, door: Door, record: Any) -> int:
    """Try a door with nothing useful in hand and return the server's answer.

    To somebody who may not look a record up it is as good as gone: what was typed over it may be
    saved as a new one.
    """
    arguments = (record.pk,) if door.of_record else ()
    send = visit.get if door.method == "GET" else visit.post
    response = send(door.page, *arguments)
    if visit.screen.read_only and door.right == "change":
        return 404  # nothing can be saved there; what was not written is compared below
    if door.right == "change" and response.status_code == 200:
        return 404 if "Somebody else deleted this record meanwhile" in Page(response).words else 200
    return response.status_code


def is_open(visit: Visit, door: Door, record: Any) -> bool:
    """Tell whether the server lets the person in: to a page, or to a form that says what is wrong.

    Whether a POST that leads elsewhere has done anything is for ``nothing_changes`` to say.
    """
    answer = tried(visit, door, record)
    assert answer in {200, 400, *NO}, f"{door}: {answer}"
    return answer not in NO


#: One for each role but System, which may do everything; the second seller has the first one's.
PEOPLE = [name for name in ROLE_OF if name not in {"system", "other_sales"}]


@pytest.fixture(params=PEOPLE)
def who(request: pytest.FixtureRequest, db: None) -> Any:
    """One of the cast after another."""
    return make_person(request.param)


def test_rights_open_offer_and_shut_doors_as_the_table_says(screen: Screen, who: Any) -> None:
    record = make_owned(screen.model, who)
    visit = Visit(screen, who)
    shut = [door for door in DOORS if not allowed(visit, door, record)]
    before = sorted(screen.model._base_manager.values_list())
    with nothing_changes():
        wide_open = [door for door in shut if is_open(visit, door, record)]
    assert wide_open == []
    assert sorted(screen.model._base_manager.values_list()) == before
    pages = _pages_behind(visit, [door for door in DOORS if door not in shut], record)
    if "changelist" in pages:
        _check_list(visit, pages["changelist"], shut)
    else:
        assert visit.address("changelist") not in Page(visit.client.get("/")).links  # type: ignore[arg-type]
    if "change" in pages:
        _check_form(visit, pages["change"], shut, record)


def _pages_behind(visit: Visit, doors: list[Door], record: Any) -> dict[str, Page]:
    """Go through every open door that only shows something."""
    pages: dict[str, Page] = {}
    for door in doors:
        if door.method == "GET":
            response = visit.get(door.page, *((record.pk,) if door.of_record else ()))
            assert response.status_code == 200, door
            if door.page in {"changelist", "change"}:
                pages[door.page] = Page(response)
    return pages


def _check_list(visit: Visit, page: Page, shut: list[Door]) -> None:
    offered = {button for form in page.forms for button in form.buttons.get("action", ())}
    links = {link.split("?")[0] for link in page.links}
    for door in shut:
        assert door.of_record or visit.address(door.page) not in links, door
        assert f"{door.page}_selected" not in offered or door.of_record, door


def _check_form(visit: Visit, page: Page, shut: list[Door], record: Any) -> None:
    reached = {*page.posts, *page.links}
    everything = {address.split("?")[0] for address in reached}
    for door in shut:
        if door.page in {"copy", "delete"}:
            assert visit.address(door.page, record.pk) not in everything, door
    buttons = {name for form in page.forms for name in form.buttons}
    if any(door.right == "change" for door in shut):
        assert not {"_save", "_continue", "_addanother"} & buttons


@pytest.mark.for_screens("owned")
def test_rights_keep_people_to_their_own_records(screen: Screen, who: Any) -> None:
    actor = Actor.person(who)
    if reach(actor, "view", screen.model) != Reach.OWN:
        pytest.skip("sees all or none here")
    mine, theirs = make_owned(screen.model, who), make(screen.model)
    visit = Visit(screen, who)
    assert owner_fields(screen.model)
    assert may(actor, "view", mine)
    assert not may(actor, "view", theirs)
    counted = visit.get("list_count").json()["count"]
    assert counted == len([r for r in screen.model._base_manager.all() if may(actor, "view", r)])
    assert str(theirs) not in visit.page("changelist").words
    with nothing_changes():
        open_doors = [door for door in DOORS if door.of_record and is_open(visit, door, theirs)]
    assert open_doors == []


@pytest.mark.for_screens("guarded")
def test_guarded_fields_are_shown_nowhere(screen: Screen, who: Any) -> None:
    actor = Actor.person(who)
    hidden = hidden_fields(actor, screen.model)
    record = make_owned(screen.model, who, **secrets_of(screen.model))
    if not hidden or not may(actor, "view", record):
        pytest.skip("sees every field, or none of the records")
    visit = Visit(screen, who)
    secrets = _secret_texts(record, hidden)
    pages = [
        visit.page("changelist"),
        visit.page("change", record.pk),
        visit.page("history", record.pk),
    ]
    pages += [Page(visit.get("list_look", key=record.pk)), visit.page("list_columns")]
    for page in pages:
        found = [text for text in secrets if text in page.html]
        assert found == []
        assert not {f"id_{name}" for name in hidden} & set(page.html.split('"'))
    for name in hidden:
        assert "cannot be sorted" in visit.page("changelist", o=name).words
        assert "has no filter" in visit.page("changelist", **{name: "1"}).words
    if may(actor, "export", screen.model):
        _check_export(visit, hidden, secrets)


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
def test_guarded_fields_cannot_be_typed(screen: Screen, who: Any) -> None:
    actor = Actor.person(who)
    hidden = hidden_fields(actor, screen.model)
    record = make_owned(screen.model, who, **secrets_of(screen.model))
    if not hidden or not may(actor, "change", record):
        pytest.skip("may change every field, or none of the records")
    visit = Visit(screen, who)
    form = visit.form("change", record.pk)
    visit.post("change", record.pk, **form.sent(**dict.fromkeys(hidden, "1")))
    again = screen.model._base_manager.get(pk=record.pk)
    assert {name: getattr(again, name) for name in hidden} == {
        name: getattr(record, name) for name in hidden
    }


def test_rights_end_with_the_account(screen: Screen, system: Any) -> None:
    visit = Visit(screen, system)
    assert visit.get("changelist").status_code == 200
    with operation(OperationKind.COMMAND, by=SYSTEM):
        make_person("manager").groups.set(system.groups.all())
        system.is_active = False
        system.save()
    assert visit.get("changelist").status_code == 302
