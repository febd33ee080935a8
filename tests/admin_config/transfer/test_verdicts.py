"""Every row gets one verdict, in the words of the form, and nothing is written before commit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from admin_config.engine.site import console
from admin_config.engine.spec import Import
from admin_config.engine.transfer.check import Checker
from erp.catalog.models import Brand
from erp.foundation.actor import Actor
from erp.staff.models import User
from tests.admin_config.transfer.files import (
    balanced,
    checked,
    imported,
    reasons,
    screen_for,
    verdicts,
    xlsx_file,
)
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.models import Shelf, Tag, Toy


def make_toy(owner: User, code: str = "A-1", **values: Any) -> Toy:
    facts = {"name": "Ball", "price": Decimal("2.50"), **values}
    with as_the_house():
        toy = Toy(code=code, owner=owner, **facts)
        toy.save()
    return toy


def test_new_changed_unchanged_refused_and_doubled(system: User) -> None:
    with as_the_house():
        for name in ("SKF", "FAG"):
            Brand(name=name, website="https://old.example").save()
    table = [
        ["Name", "Website"],
        ["NSK", "https://nsk.example"],
        [" ｓｋｆ ", "https://new.example"],
        ["FAG", "https://old.example"],
        ["NTN", "no address"],
        ["nsk", ""],
        ["", "https://nobody.example"],
    ]
    with nothing_changes():
        run = checked("brand", table, system)
    assert verdicts(run) == ["new", "changed", "unchanged", "refused", "doubled", "refused"]
    assert reasons(run) == [
        "Website: Enter a valid URL.",
        "Name: Row 2 names the same record. Keep one of the two.",
        "Name: This field is required.",
    ]
    changed = run.rows.get(number=3)
    assert {d["field"]: (d["old"], d["new"]) for d in changed.differences} == {
        "name": ("SKF", "ｓｋｆ"),
        "website": ("https://old.example", "https://new.example"),
    }
    done = imported("brand", table, system)
    assert (done.counts["created"], done.counts["updated"]) == (1, 1)
    assert (done.counts["same"], done.counts["not_taken"]) == (1, 3)
    assert balanced(done)
    assert Brand.objects.get(name="NSK").website == "https://nsk.example"
    assert not Brand.objects.filter(name="NTN").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", ""),
        ("code", "x" * 30),
        ("name", ""),
        ("kind", "boat"),
        ("price", "cheap"),
        ("price", "-1"),
        ("price", "1.234"),
        ("price", ""),
        ("price", "99999999999"),
        ("age", "100"),
        ("age", "2.5"),
        ("made_on", "soon"),
        ("made_on", "31.02.2026"),
        ("seen_at", "never"),
        ("website", "nowhere"),
        ("email", "nobody"),
    ],
)
def test_a_refusal_says_what_the_form_says(system: User, field: str, value: str) -> None:
    """One wrong value, once typed into the form and once read from a file."""
    request = RequestFactory().get("/")
    request.user = system
    admin = console._registry[Toy]
    typed = {
        "code": "A-1", "name": "Ball", "kind": "game", "owner": str(system.pk), "price": "1",
        "cost": "0", "age": "3", "made_on": "", "website": "", "email": "",
        "seen_at": "",
    }  # fmt: skip
    typed[field] = value
    form: Any = admin.get_form(request)(typed)
    assert not form.is_valid()
    table = [[*typed], [{**typed, "owner": "system", field: value}[name] for name in typed]]
    run = checked("toy", table, system)
    assert verdicts(run) == ["refused"]
    stated = [reason["message"] for reason in run.rows.get().reasons]
    if value != "boat":
        assert stated == [str(message) for message in form.errors[field]]
    else:
        assert stated == ["Select a valid choice. boat is not one of the available choices."]
        assert run.rows.get().reasons[0]["hint"] == "Allowed: game, doll, train."


def test_values_as_people_write_them(system: User) -> None:
    with as_the_house():
        Shelf(name="Top").save()
        for name in ("red", "small"):
            Tag(name=name).save()
    head = [
        "code",
        "name",
        "kind",
        "owner",
        "shelf",
        "tags",
        "price",
        "age",
        "made_on",
        "seen_at",
        "safe",
    ]
    day, moment = dt.date(2026, 3, 5), dt.datetime(2026, 3, 5, 9, 0)  # noqa: DTZ001
    table: list[list[Any]] = [
        head,
        ["007", "1E5", "Doll", "system", "ＴＯＰ", "red; small", "１,234.50", 3.0],
        ["00８", "+SUM(A1)", "train", "system", "", "", 7, "５", day, moment, True],
        ["9", "'=x", "GAME", "system", "top", "RED", "2", "", 46086, "", "Yes"],
    ]
    table[1] += ["2026年3月5日", "2026-03-05 14:30", "否"]
    with timezone.override("Asia/Shanghai"):
        run = imported("toy", xlsx_file(table), system)
    assert reasons(run) == []
    assert run.counts["created"] == 3
    first, second, third = Toy.objects.order_by("id")
    assert (first.code, first.name, first.kind, first.price) == (
        "007",
        "1E5",
        "doll",
        Decimal("1234.50"),
    )
    assert first.shelf == Shelf.objects.get()
    assert sorted(tag.name for tag in first.tags.all()) == ["red", "small"]
    assert first.made_on == dt.date(2026, 3, 5)
    assert first.seen_at == dt.datetime(2026, 3, 5, 6, 30, tzinfo=dt.UTC)
    assert first.safe is False
    assert (second.code, second.name, second.age) == ("008", "+SUM(A1)", 5)
    assert (second.made_on, second.safe) == (dt.date(2026, 3, 5), True)
    assert (third.name, third.age, third.made_on) == ("=x", 3, dt.date(2026, 3, 5))
    assert [tag.name for tag in third.tags.all()] == ["red"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("dmy", dt.date(2026, 4, 3)), ("mdy", dt.date(2026, 3, 4)), ("", None)],
)
def test_a_date_that_could_be_two_is_asked_for(
    system: User, order: str, expected: dt.date | None
) -> None:
    table = [
        ["code", "name", "owner", "price", "made on"],
        ["A", "Ball", "system", "1", "03/04/2026"],
    ]
    run = checked("toy", table, system, dates=order)
    if expected is None:
        assert reasons(run) == [
            (
                "Made on: “03/04/2026” could be two dates. "
                "Choose whether the day or the month comes first, and check again."
            )
        ]
    else:
        imported("toy", table, system, dates=order)
        assert Toy.objects.get().made_on == expected


def test_a_decimal_comma_can_be_chosen(system: User) -> None:
    table = [["code", "name", "owner", "price"], ["A", "Ball", "system", "1.234,50"]]
    assert verdicts(checked("toy", table, system)) == ["refused"]
    imported("toy", table, system, numbers="comma")
    assert Toy.objects.get().price == Decimal("1234.50")


def test_only_add_and_only_update(system: User) -> None:
    make_toy(system)
    table = [
        ["code", "name", "owner", "price"],
        ["A1", "New", "system", "1"],
        ["B", "B", "system", "1"],
    ]
    assert verdicts(checked("toy", table, system)) == ["changed", "new"]
    assert verdicts(checked("toy", table, system, mode="add")) == ["refused", "new"]
    assert verdicts(checked("toy", table, system, mode="update")) == ["changed", "refused"]


def test_a_missing_needed_column_is_named(system: User) -> None:
    run = checked("toy", [["code", "name"], ["A", "Ball"]], system)
    assert reasons(run) == [
        "Owner: This field is required. The file has no such column.",
        "Price: This field is required. The file has no such column.",
    ]


def test_an_unknown_related_record_is_named(system: User) -> None:
    table = [["code", "name", "owner", "price", "shelf"], ["A", "Ball", "system", "1", "Nowhere"]]
    assert reasons(checked("toy", table, system)) == [
        "Shelf: There is no shelf “Nowhere”. Add it first, or correct the name."
    ]


def test_a_tree_in_one_file(system: User) -> None:
    """A row may belong to a record that an earlier row brings; one before it may not."""
    table = [["name", "part of"], ["leaf", "root"], ["root", ""], ["mid", "root"], ["tip", "mid"]]
    run = checked("shelf", table, system)
    assert verdicts(run) == ["refused", "new", "new", "new"]
    done = imported("shelf", table, system)
    assert done.counts["created"] == 3
    assert balanced(done)
    assert Shelf.objects.get(name="tip").parent == Shelf.objects.get(name="mid")
    again = imported("shelf", table, system)
    assert (again.counts["created"], again.counts["same"]) == (1, 3)


def test_two_rows_with_one_unique_value(system: User) -> None:
    screen = replace(screen_for("user"), importing=Import())
    mapping = {"0": "username", "1": "name", "2": "email"}
    checker = Checker(screen, Actor.person(system), mapping, {})
    rows = [
        (2, ["ann", "Ann", "a@house.example"]),
        (3, ["bob", "Bob", "Ａ@house.example"]),
        (4, ["cid", "Cid", "SYSTEM@house.example"]),
    ]
    findings = checker.check(rows)
    assert [found.verdict for found in findings] == ["new", "refused", "refused"]
    assert findings[1].reasons[0] == {
        "column": "Email",
        "message": "User with this Email already exists.",
        "hint": "Row 2 has it too.",
        "code": "",
    }
    assert findings[2].reasons[0]["message"] == "User with this Email already exists."


def test_queries_do_not_grow_with_rows(system: User) -> None:
    with as_the_house():
        for number in range(40):
            Shelf(name=f"S{number}").save()
    head = ["code", "name", "owner", "price", "shelf"]
    counts = []
    for amount in (2, 3, 40):
        rows = [[f"C{i}", "Ball", "system", "1", f"S{i}"] for i in range(amount)]
        with CaptureQueriesContext(connection) as seen:
            checked("toy", [head, *rows], system)
        counts.append(len(seen))
    assert counts[1] == counts[2]
