"""With --write single rows are changed: over nobody's work, refused at the field, noted, undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

import pytest

from tests.admin_config.explorer.clinic import Clinic
from tests.admin_config.explorer.explored import Explored
from tests.admin_config.explorer.test_explore import attack, doors_of, first_key, lists
from tests.admin_config.explorer.visitor import Visitor, filled

pytestmark = pytest.mark.slow
_UNDO = re.compile(r'href="(/operations/\d+/undo/)')


@pytest.fixture(scope="module")
def explored(clinic: Clinic, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Explored]:
    """The console over it, where rows may be changed."""
    running = Explored(clinic.url, tmp_path_factory.mktemp("explored"), "--write")
    yield running
    running.end()


@pytest.fixture
def visitor(explored: Explored) -> Visitor:
    """Somebody who is in."""
    return explored.visitor()


def post(visitor: Visitor, place: str, sent: dict[str, str]) -> tuple[str, str]:
    """Send a form; return the address where it ended and the page in words."""
    status, final, page = visitor.ask(place, "POST", urlencode(sent).encode())
    assert status == 200, (place, status)
    return final, unescape(page.decode())


def save(visitor: Visitor, place: str, **typed: str) -> tuple[str, str]:
    """Open a form, type over what stands there and save."""
    held = filled(visitor.ask(place)[2])
    return post(visitor, place, {**held, **typed, "_save": "1"})


def take_back(visitor: Visitor, page: str) -> str:
    """Follow the link that undoes what a page tells of, and undo it; return the page after."""
    link = _UNDO.findall(page)[0]
    return post(visitor, link, {**filled(visitor.ask(link)[2]), "reason": "by mistake"})[1]


def newest(visitor: Visitor) -> str:
    """Return the page of the newest act in the log."""
    listed = visitor.ask("/foundation/operation/")[2].decode()
    return unescape(visitor.ask(f"/foundation/operation/{first_of(listed)}/change/")[2].decode())


def first_of(listed: str) -> str:
    """Return the key of the first row of a list."""
    found = re.search(r'<tr data-k="([^"]*)"', listed)
    assert found is not None
    return found.group(1)


def test_it_says_what_may_be_changed_and_why_not(explored: Explored, visitor: Visitor) -> None:
    told = re.search(r"rows of (\d+) tables may be changed\.", explored.said)
    assert told is not None
    assert int(told.group(1)) >= 8
    view = lists(visitor)[-1]
    page = visitor.ask(view)[2].decode()
    assert f"{view}add/" not in page
    keyed = visitor.ask(f"{view}{first_key(visitor, view)}/change/")[2].decode()
    assert "Only looked at: it is a view." in keyed
    assert "shop_no_bad" in visitor.ask("/db/shop_guarded/G/change/")[2].decode()


def test_a_row_is_added_noted_and_taken_back(clinic: Clinic, visitor: Visitor) -> None:
    before = clinic.ask("SELECT name, code, country, memo FROM shop_customer ORDER BY id")
    _final, page = save(visitor, "/db/shop_customer/add/", name="Eve", code="E", country="")
    after = clinic.ask("SELECT name, code, country, memo FROM shop_customer ORDER BY id")
    assert [tuple(row) for row in after] == [*map(tuple, before), ("Eve", "E", "CN", None)]
    page = newest(visitor)
    assert "Eve" in page
    page = take_back(visitor, page)
    assert clinic.ask("SELECT name, code, country, memo FROM shop_customer ORDER BY id") == before
    page = take_back(visitor, newest(visitor))
    assert clinic.ask("SELECT name FROM shop_customer WHERE code = 'E'")[0][0] == "Eve"


def test_only_what_was_typed_is_written(clinic: Clinic, visitor: Visitor) -> None:
    """Blanks, parts of a second, a choice that is on no list: nothing is lost by saving."""
    columns = "SELECT name, code, country, memo, since FROM shop_customer WHERE id = 1"
    ((_name, *others),) = clinic.ask(columns)
    save(visitor, "/db/shop_customer/1/change/", name="Anna")
    assert [tuple(row) for row in clinic.ask(columns)] == [("Anna", *others)]
    page = newest(visitor)
    assert "Ann" in page
    assert "two  blanks" not in page
    take_back(visitor, page)
    assert [tuple(row) for row in clinic.ask(columns)] == [("Ann", *others)]
    save(visitor, "/db/shop_paper/2/change/", no="P-2b")
    assert tuple(clinic.ask("SELECT no, status FROM shop_paper WHERE id = 2")[0]) == ("P-2b", 7)
    save(visitor, "/db/shop_paper/2/change/", no="P-2")


@pytest.mark.parametrize(
    ("place", "typed", "reason"),
    [
        ("shop_customer/1/change", {"name": "x" * 21}, "at most 20 characters"),
        ("shop_customer/1/change", {"name": ""}, "required"),
        ("shop_customer/add", {"name": "Ed", "code": "A"}, "already exists"),
        ("shop_paper/1/change", {"total_amount": "-1"}, "The database allows only"),
        ("shop_paper/1/change", {"total_amount": "123456789"}, "8 digits"),
        ("shop_paper/1/change", {"turn": "2"}, "already exists"),
        ("shop_paper/1/change", {"status": "9"}, "valid choice"),
        ("shop_paper/1/change", {"year_of": "99999999999999999999"}, "less than or equal"),
        ("shop_paper/1/change", {"shop_customer_id": "999"}, "valid choice"),
        ("shop_guarded/G/change", {"label": "bad"}, "nothing bad here"),
        ("shop_guarded/add", {"code": "G", "label": "again"}, "already exists"),
    ],
)
def test_what_the_table_does_not_take_is_told(
    clinic: Clinic, visitor: Visitor, place: str, typed: dict[str, str], reason: str
) -> None:
    before = clinic.rows()
    final, page = save(visitor, f"/db/{place}/", **typed)
    assert final.endswith(f"/db/{place}/")
    assert reason in page
    assert clinic.rows() == before


def test_what_somebody_else_changed_is_not_overwritten(clinic: Clinic, visitor: Visitor) -> None:
    held = filled(visitor.ask("/db/shop_customer/2/change/")[2])
    clinic.ask("UPDATE shop_customer SET memo = 'theirs' WHERE id = 2")
    sent = {**held, "name": "Mine", "_save": "1"}
    _final, page = post(visitor, "/db/shop_customer/2/change/", sent)
    assert "Somebody else saved this meanwhile" in page
    assert "theirs" in page
    found = clinic.ask("SELECT name, memo FROM shop_customer WHERE id = 2")
    assert [tuple(row) for row in found] == [("Bo", "theirs")]


def test_rows_are_deleted_alone_and_come_back(clinic: Clinic, visitor: Visitor) -> None:
    columns = "SELECT * FROM shop_customer ORDER BY id"
    before = clinic.ask(columns)
    listed = "/db/shop_customer/"
    form = {"action": "delete_selected", "csrfmiddlewaretoken": visitor.csrf(f"{listed}export/")}
    chosen = [*form.items(), ("_selected_action", "3"), ("_selected_action", "4")]
    asked = visitor.ask(listed, "POST", urlencode(chosen).encode())[2]
    assert clinic.ask(columns) == before
    sent = [*chosen, *((k, v) for k, v in filled(asked).items() if k not in dict(chosen))]
    page = visitor.ask(listed, "POST", urlencode([*sent, ("post", "yes")]).encode())[2].decode()
    assert [row for row in before if row[0] not in {3, 4}] == clinic.ask(columns)
    take_back(visitor, page)
    assert clinic.ask(columns) == before


@pytest.mark.parametrize(("key", "table"), [("1", "shop_customer"), ("1", "shop_paper")])
def test_what_others_need_stays(clinic: Clinic, visitor: Visitor, key: str, table: str) -> None:
    """Also where the database would take them along: no row of another table is ever touched."""
    before = clinic.rows()
    place = f"/db/{table}/{key}/delete/"
    asked = visitor.ask(place)[2]
    assert b"cannot be deleted" in asked
    held = {**filled(asked), "post": "yes", "csrfmiddlewaretoken": visitor.csrf("/db/shop_paper/")}
    _final, page = post(visitor, place, held)
    told = {"shop_customer": "other rows need this one", "shop_paper": "used by shop paper line: 1"}
    assert told[table] in page.lower()
    assert clinic.rows() == before


def test_looking_writes_nothing(clinic: Clinic, visitor: Visitor) -> None:
    before = clinic.rows()
    visitor.walk(most=300)
    assert visitor.failures() == {}
    assert clinic.rows() == before


def test_what_is_only_looked_at_stays_as_it_is(clinic: Clinic, visitor: Visitor) -> None:
    """Every door of every table without a key of one column, and of every view."""
    before = clinic.rows()
    token = visitor.csrf("/db/shop_paper/export/")
    broken = {}
    closed = [
        place
        for place in lists(visitor)
        if f'href="{place}add/"' not in visitor.ask(place)[2].decode()
    ]
    assert len(closed) >= clinic.views + 2
    for place in closed:
        key = first_key(visitor, place)
        if visitor.ask(f"{place}{key}/delete/")[0] == 200 and key:
            continue
        for door in doors_of(place, key):
            status = visitor.ask(door, "POST", attack(key, token))[0]
            if status >= 500:
                broken[door] = status
    assert broken == {}
    assert clinic.rows() == before
