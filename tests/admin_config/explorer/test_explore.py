"""A strange database opens at once, answers on every page, and is never written to."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest

from admin_config.engine.site import console
from erp.catalog.models import Brand
from tests.admin_config.explorer.clinic import Clinic, MariadbClinic, SqliteClinic
from tests.admin_config.explorer.explored import Explored
from tests.admin_config.explorer.visitor import Visitor
from tests.erp.operations.house import ROOT, environment

pytestmark = pytest.mark.slow
#: Seconds of work until the first page is there, whatever else the machine does.
_AT_MOST = 10.0
_KEY = re.compile(r'<tr data-k="([^"]*)"')
_LISTS = re.compile(r'href="(/db/[^/"]+/)"')


def lists(visitor: Visitor) -> list[str]:
    """Return the address of every list in the menu."""
    return list(dict.fromkeys(_LISTS.findall(visitor.ask("/")[2].decode())))


def first_key(visitor: Visitor, place: str) -> str:
    """Return the key of a list's first row as addresses have it; nothing where there is none."""
    keys = [key for key in _KEY.findall(visitor.ask(place)[2].decode()) if key]
    return keys[0] if keys else ""


def test_it_opens_with_little_work_and_shows_all(clinic: Clinic, explored: Explored) -> None:
    visitor = explored.visitor()
    assert explored.work() < _AT_MOST
    assert f"{clinic.tables} tables, {clinic.views} views, read-only." in explored.said
    assert len(lists(visitor)) == clinic.tables + clinic.views


def test_every_link_of_every_page_answers(clinic: Clinic, explored: Explored) -> None:
    visitor = explored.visitor()
    visitor.walk()
    assert visitor.failures() == {}
    assert set(lists(visitor)) <= set(visitor.answers)


def test_what_a_page_fetches_on_demand_answers(explored: Explored) -> None:
    visitor = explored.visitor()
    asked: dict[str, int] = {}
    for place in lists(visitor):
        key = first_key(visitor, place)
        pages = ["list/count/", "list/totals/", "list/builder/", "list/columns/", "?q=a", "?q=1"]
        pages += [f"list/look/?key={key}"] if key else []
        for page in pages:
            asked[place + page] = visitor.ask(place + page)[0]
        if key:
            record = visitor.ask(f"{place}{key}/change/")[2].decode()
            for panel in re.findall(r'"(/db/[^"]*/panel/\d+/)"', record):
                asked[panel] = visitor.ask(panel)[0]
    asked["/search/?q=zoe"] = visitor.ask("/search/?q=zoe")[0]
    assert {page: status for page, status in asked.items() if status != 200} == {}


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "json"])
def test_every_table_goes_into_a_file(explored: Explored, kind: str) -> None:
    visitor = explored.visitor()
    answers = {}
    for place in lists(visitor):
        form = {"csrfmiddlewaretoken": visitor.csrf(f"{place}export/"), "format": kind}
        sent = urlencode({**form, "what": "all"}).encode()
        answers[place] = visitor.ask(f"{place}export/", "POST", sent)[0]
    assert set(answers.values()) == {200}, answers


def test_a_row_shows_what_is_stored_even_where_it_does_not_fit(
    clinic: Clinic, explored: Explored
) -> None:
    visitor = explored.visitor()
    if isinstance(clinic, SqliteClinic):
        page = visitor.ask("/db/anything/")[2].decode()
        assert all(word in page for word in ("no number", "no day", "no moment", "no price"))
    elif isinstance(clinic, MariadbClinic):
        page = visitor.ask("/db/zero_dates/")[2].decode()
        assert all(word in page for word in ("0000-00-00", "2026-00-00", "-10:00:00"))
    else:
        page = visitor.ask("/db/endless/")[2].decode()
        assert all(word in page for word in ("infinity", "-infinity", "NaN", "0001-01-01"))


def test_what_is_inferred_is_shown(explored: Explored) -> None:
    """Titles of choices from a comment, lines below their head, whatever the database is."""
    visitor = explored.visitor()
    record = visitor.ask("/db/shop_paper/1/change/")[2].decode()
    assert "草稿" in record
    assert "已审核" in visitor.ask("/db/shop_paper/")[2].decode()
    panels = re.findall(r'"(/db/shop_paper/1/panel/\d+/)"', record)
    assert "/db/shop_paper_line/1/change/" in visitor.ask(panels[0])[2].decode()
    assert 'href="/db/shop_customer/1/change/"' in record


def doors_of(place: str, key: str) -> list[str]:
    """Return every address that a screen has, whatever it offers, for one of its records."""
    found = []
    for pattern in console._registry[Brand].get_urls():
        route = str(pattern.pattern).replace("<path:object_id>", key or "1")
        found.append(place + re.sub(r"<\w+:\w+>", lambda named: _put(named.group(), key), route))
    return found


def _put(named: str, key: str) -> str:
    kind, name = named.strip("<>").split(":")
    if kind == "int":
        return "1"
    return key or "1" if name == "object_id" else {"kind": "csv"}.get(name, "1")


def attack(key: str, token: str) -> bytes:
    """Return a form that would do whatever an address is for."""
    return urlencode(
        {
            "csrfmiddlewaretoken": token,
            **dict.fromkeys(("name", "full_name", "label", "title", "code", "n", "c01"), "hacked"),
            "action": "delete_selected",
            "_selected_action": key,
            "select_across": "1",
            "post": "yes",
            "_save": "1",
            "confirm": "1",
            "key": key,
            "on": "1",
        }
    ).encode()


def test_no_door_leads_to_a_write(clinic: Clinic, explored: Explored) -> None:
    visitor = explored.visitor()
    before = clinic.state()
    broken = {}
    for place in lists(visitor):
        key = first_key(visitor, place)
        token = visitor.csrf(f"{place}export/")
        form = attack(key, token)
        for door in doors_of(place, key):
            status = visitor.ask(door, "POST", form)[0]
            if status >= 500:
                broken["POST", door] = status
        for door in (place, f"{place}{key or 1}/change/", f"{place}list/cells/"):
            for method in ("PUT", "PATCH", "DELETE"):
                status = visitor.ask(door, method, form, **{"X-CSRFToken": token})[0]
                if status >= 500:
                    broken[method, door] = status
    assert broken == {}
    assert clinic.state() == before


def test_no_verb_that_writes_is_offered(explored: Explored) -> None:
    visitor = explored.visitor()
    for place in lists(visitor):
        page = visitor.ask(place)[2].decode()
        assert "/add/" not in page
        assert "/import/" not in page
        assert 'value="delete_selected"' not in page
        key = first_key(visitor, place)
        if key:
            record = visitor.ask(f"{place}{key}/change/")[2].decode()
            assert 'name="_save"' not in record
            assert f"{key}/delete/" not in record


def test_a_list_takes_the_same_few_queries_however_long_it_is(
    clinic: Clinic, explored: Explored
) -> None:
    visitor = explored.visitor()
    place = f"/db/{clinic.long_list}/"
    for size in (25, 100, 25):  # the first one makes a note, which the others change
        assert visitor.ask(f"{place}?_size={size}")[0] == 200
    counted = re.findall(rf"method=GET path={place} status=200 ms=\S+ queries=(\d+)", explored.said)
    assert len(set(counted[-2:])) == 1
    said_before = len(explored.said)
    answers = [visitor.ask(place)[0] for place in lists(visitor)]
    numbers = re.findall(
        r"path=/db/[^/ ]+/ status=200 ms=\S+ queries=(\d+)", explored.said[said_before:]
    )
    assert set(answers) == {200}
    assert len(numbers) == len(answers)
    assert max(map(int, numbers)) <= 24, numbers


def test_an_address_opens_once(explored: Explored) -> None:
    root, path = explored.doors()[-1]
    first, second = Visitor(root), Visitor(root)
    assert first.ask(path)[0] == 200
    assert second.ask(path)[0] == 403
    assert second.ask("/db/event_log/")[0] == 403
    assert first.ask("/db/event_log/")[0] == 200
    assert explored.doors()[-1][1] != path


def test_it_listens_to_this_machine_under_its_own_name_alone(explored: Explored) -> None:
    root, _path = explored.doors()[-1]
    assert Visitor(root).ask("/", Host="rebound.example")[0] == 400


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("/nowhere/at-all.db", "there is no file /nowhere/at-all.db"),
        ("oracle://x/y", "say sqlite:////path, mysql://user:password@host/name or"),
        ("mysql://nobody:s3cret@127.0.0.1:9/none", "mysql://nobody@127.0.0.1:9/none"),
    ],
)
def test_what_cannot_be_opened_is_told_without_the_password(
    tmp_path: Path, typed: str, reason: str
) -> None:
    ended = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "explore", typed],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith(reason), ended.stderr
    assert "s3cret" not in ended.stderr + ended.stdout
