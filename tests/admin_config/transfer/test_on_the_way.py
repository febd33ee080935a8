"""Related records that a file names and that are not there: created on request, and once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from admin_config.engine.transfer import commit, on_the_way
from admin_config.engine.transfer import run as running
from admin_config.engine.transfer.columns import import_columns
from admin_config.engine.transfer.commit import start_commit
from admin_config.engine.transfer.mending import mend
from admin_config.engine.transfer.on_the_way import may_be_created
from admin_config.engine.transfer.run import start_check
from admin_config.models import ImportMapping, ImportRun
from erp.catalog.models import Brand, Product, Sku, Unit
from erp.foundation.actor import Actor
from erp.foundation.models import LogEntry
from erp.foundation.services.undo import undo_operation
from erp.staff.models import User
from tests.admin_config.transfer.files import (
    balanced,
    checked,
    csv_file,
    reasons,
    screen_for,
    taken,
    verdicts,
)
from tests.admin_config.transfer.test_rights import grant
from tests.admin_config.transfer.test_verdicts import make_toy
from tests.factories import BrandFactory, ProductFactory
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.models import Tag

SignIn = Callable[[User], Client]
HEAD = ["code", "name", "brand"]


def creating(name: str, table: Any, who: User, *fields: str) -> ImportRun:
    """Return a checked import that creates what these fields name."""
    run = taken(name, csv_file(table), who)
    run.options = {**run.options, "create": list(fields)}
    start_check(run)
    run.refresh_from_db()
    return run


def written(run: ImportRun) -> ImportRun:
    """Return the import, written."""
    done = start_commit(run)
    done.refresh_from_db()
    return done


PRODUCTS = [
    HEAD,
    ["P1", "One", "Skega"],
    ["P2", "Two", "ＳＫＥＧＡ "],
    ["P3", "Three", "Urb"],
    ["P4", "Four", ""],
]


def test_without_the_choice_an_unknown_name_is_refused(system: User) -> None:
    run = checked("catalog.product", PRODUCTS, system)
    assert verdicts(run) == ["refused", "refused", "refused", "new"]
    assert run.on_the_way == {}


def test_what_is_missing_is_told_and_created_once(system: User) -> None:
    with nothing_changes():
        run = creating("catalog.product", PRODUCTS, system, "brand")
    assert verdicts(run) == ["new"] * 4
    assert reasons(run) == [
        "Brand: The brand “Skega” is created on the way.",
        "Brand: The brand “Skega” is created on the way.",
        "Brand: The brand “Urb” is created on the way.",
    ]
    assert run.on_the_way["brand"]["names"] == ["Skega", "Urb"]
    done = written(run)
    assert sorted(Brand.objects.values_list("name", flat=True)) == ["Skega", "Urb"]
    assert dict(Product.objects.values_list("code", "brand__name")) == {
        "P1": "Skega", "P2": "Skega", "P3": "Urb", "P4": None,
    }  # fmt: skip
    assert (done.counts["created"], done.on_the_way["brand"]["created"]) == (4, 2)
    assert balanced(done)
    assert LogEntry.objects.filter(operation__part_of=done.operation).count() == 6
    assert Brand.history.filter(operation__part_of=done.operation).count() == 2


def test_all_of_it_is_undone_with_the_import(system: User) -> None:
    done = written(creating("catalog.product", PRODUCTS, system, "brand"))
    assert done.operation is not None
    undone = undo_operation(done.operation, by=Actor.person(system))
    assert (undone.records, undone.kept) == (6, [])
    assert not Brand.objects.exists()
    assert not Product.objects.exists()


def test_a_change_shows_the_new_name(system: User) -> None:
    with as_the_house():
        ProductFactory(code="P1", name="One", brand=BrandFactory(name="SKF"))
    run = creating("catalog.product", [HEAD, ["P1", "One", "Urb"]], system, "brand")
    assert verdicts(run) == ["changed"]
    (told,) = run.rows.get().differences
    assert (told["field"], told["old"], told["new"]) == ("brand", "SKF", "Urb")
    done = written(run)
    assert verdicts(done) == ["changed"]
    assert Product.objects.get().brand.name == "Urb"  # type: ignore[union-attr]


def test_a_sku_hands_a_new_brand_on_to_its_new_product(system: User) -> None:
    head = ["code", "name", "brand", "unit"]
    rows = [head, ["S1", "One", "Urb", "crate"], ["S2", "Two", "Urb", "crate"]]
    run = creating("catalog.sku", rows, system, "brand", "unit")
    assert verdicts(run) == ["new", "new"], reasons(run)
    done = written(run)
    assert verdicts(done) == ["new", "new"], reasons(done)
    assert set(Product.objects.values_list("brand__name", flat=True)) == {"Urb"}
    assert set(Sku.objects.values_list("brand__name", "unit__name")) == {("Urb", "crate")}
    assert (Brand.objects.count(), Unit.objects.count()) == (1, 1)
    assert done.operation is not None
    undo_operation(done.operation, by=Actor.person(system))
    assert not Brand.objects.exists()


def test_several_names_in_one_cell(system: User) -> None:
    with as_the_house():
        Tag(name="old").save()
    toy = make_toy(system)
    rows = [["code", "tags"], ["A-1", "old; fresh; more"]]
    run = creating("toy.toy", rows, system, "tags")
    assert verdicts(run) == ["changed"], reasons(run)
    assert run.rows.get().differences[0]["new"] == "fresh; more; old"
    done = written(run)
    assert verdicts(done) == ["changed"], reasons(done)
    assert set(toy.tags.values_list("name", flat=True)) == {"old", "fresh", "more"}
    assert done.on_the_way["tags"]["created"] == 2


def test_what_the_rules_of_the_other_screen_refuse_is_refused(system: User) -> None:
    rows = [HEAD, ["P1", "One", "x" * 61], ["P2", "Two", "Urb"]]
    with nothing_changes():
        run = creating("catalog.product", rows, system, "brand")
    assert verdicts(run) == ["refused", "new"]
    assert "cannot be created" in reasons(run)[0]
    assert "at most 60 characters" in reasons(run)[0]


def test_only_rows_that_enter_create_anything(system: User) -> None:
    rows = [[*HEAD, "launched_on"], ["P1", "One", "Lost", "no day"], ["P2", "Two", "Urb", ""]]
    run = creating("catalog.product", rows, system, "brand")
    assert verdicts(run) == ["refused", "new"]
    assert run.on_the_way["brand"]["names"] == ["Urb"]
    written(run)
    assert list(Brand.objects.values_list("name", flat=True)) == ["Urb"]


def test_a_mended_row_says_what_it_creates(system: User) -> None:
    rows = [[*HEAD, "launched_on"], ["P1", "One", "Lost", "no day"]]
    run = creating("catalog.product", rows, system, "brand")
    mend(run, 2, {2: "Found", 3: ""})
    assert reasons(run) == ["Brand: The brand “Found” is created on the way."]
    run.refresh_from_db()
    assert run.on_the_way["brand"]["names"] == ["Found"]
    written(run)
    assert Product.objects.get().brand.name == "Found"  # type: ignore[union-attr]


def test_what_a_colleague_adds_meanwhile_is_used(system: User) -> None:
    run = creating("catalog.product", PRODUCTS, system, "brand")
    with as_the_house():
        theirs = BrandFactory(name="SKEGA")
    done = written(run)
    assert verdicts(done) == ["new"] * 4, reasons(done)
    assert sorted(Brand.objects.values_list("name", flat=True)) == ["SKEGA", "Urb"]
    assert Product.objects.get(code="P1").brand == theirs
    assert done.on_the_way["brand"]["created"] == 1


def test_whole_or_nothing_takes_back_what_was_created(
    system: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (running, commit):
        monkeypatch.setattr(module, "CHUNK", 2)
    run = creating("catalog.product", PRODUCTS, system, "brand")
    with as_the_house():
        ProductFactory(code="P4", name="theirs", brand=None)
    with nothing_changes():
        start_commit(run, whole=True)
    run.refresh_from_db()
    assert verdicts(run)[3] == "overtaken"
    assert run.on_the_way["brand"]["created"] == 0
    assert not Brand.objects.exists()


def test_chunks_create_a_name_once(system: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (running, commit):
        monkeypatch.setattr(module, "CHUNK", 3)
    rows = [HEAD, *([f"P{n}", "Name", f"Brand {n % 2}"] for n in range(10))]
    done = written(creating("catalog.product", rows, system, "brand"))
    assert verdicts(done) == ["new"] * 10, reasons(done)
    assert Brand.objects.count() == 2
    assert done.on_the_way["brand"]["created"] == 2


def test_a_chunk_that_the_database_refuses_leaves_no_ghost(
    system: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import IntegrityError

    from admin_config.engine.transfer import chunk

    real, calls = chunk.note, []

    def refuses_the_first(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 1:
            raise IntegrityError
        real(*args)

    monkeypatch.setattr(chunk, "note", refuses_the_first)
    done = written(creating("catalog.product", PRODUCTS, system, "brand"))
    assert verdicts(done) == ["new"] * 4, reasons(done)
    assert Brand.objects.count() == 2
    assert done.on_the_way["brand"]["created"] == 2
    assert not Product.objects.filter(brand_id__lt=0).exists()


def test_too_many_new_names_are_the_wrong_column(
    system: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_the_way, "MOST", 2)
    rows = [HEAD, *([f"P{n}", "Name", f"Brand {n}"] for n in range(4))]
    run = creating("catalog.product", rows, system, "brand")
    assert verdicts(run) == ["new", "new", "refused", "refused"]
    assert "More than 2 new names stand in this column." in reasons(run)[2]


def test_which_columns_may_create(system: User, auditor: User) -> None:
    def offered(name: str, who: User) -> set[str]:
        actor = Actor.person(who)
        columns = import_columns(screen_for(name), actor)
        return {n for n, c in columns.items() if may_be_created(c, actor)}

    assert offered("catalog.sku", system) == {"brand", "unit"}
    assert offered("catalog.product", system) == {"brand"}
    assert offered("staff.invitation", system) == set()
    assert "tags" in offered("toy.toy", system)
    assert "owner" not in offered("toy.toy", system)
    buyer = grant(auditor, "catalog.import_product", "catalog.add_product")
    assert offered("catalog.product", buyer) == set()


def test_without_the_right_to_add_nothing_is_created(auditor: User) -> None:
    buyer = grant(auditor, "catalog.import_product", "catalog.add_product")
    with nothing_changes():
        run = creating("catalog.product", PRODUCTS, buyer, "brand")
    assert verdicts(run)[:3] == ["refused"] * 3
    more = grant(buyer, "catalog.add_brand")
    run = creating("catalog.product", PRODUCTS, more, "brand")
    assert verdicts(run) == ["new"] * 4
    with as_the_house():
        more.user_permissions.clear()
    grant(User.objects.get(pk=buyer.pk), "catalog.import_product", "catalog.add_product")
    written(ImportRun.objects.get(pk=run.pk))
    assert not Brand.objects.exists()


def test_the_queries_do_not_depend_on_the_rows(system: User) -> None:
    def queries(rows: int) -> int:
        lines = [HEAD, *([f"P{n}", "Name", f"Brand {n}"] for n in range(rows))]
        with CaptureQueriesContext(connection) as asked:
            run = creating("catalog.product", lines, system, "brand")
        assert verdicts(run) == ["new"] * rows
        return len(asked)

    queries(1)
    assert queries(3) == queries(90)


def test_the_page_offers_it_and_remembers(system: User, sign_in: SignIn) -> None:
    client, base = sign_in(system), "/catalog/product/import/"
    upload = SimpleUploadedFile("products.csv", csv_file(PRODUCTS))
    client.post(base, {"file": upload})
    run = ImportRun.objects.latest("pk")
    page = client.get(f"{base}{run.pk}/columns/").content.decode()
    assert page.count("data-creates") == len(run.columns)
    posted = {f"column-{p}": n for p, n in run.mapping.items()} | {"mode": "both"}
    posted |= {"create-2": "1", "create-1": "1"}
    shown = client.post(f"{base}{run.pk}/columns/", posted, follow=True).content.decode()
    assert "2 records are created on the way (brand): Skega, Urb" in shown
    run.refresh_from_db()
    assert run.options["create"] == ["brand"]
    assert ImportMapping.objects.get().options["create"] == ["brand"]
    report = client.post(f"{base}{run.pk}/commit/", follow=True).content.decode()
    assert "2 records were created on the way (brand)." in report


def test_the_command_creates_by_name(system: User, tmp_path: Any) -> None:
    path = tmp_path / "products.csv"
    path.write_bytes(csv_file(PRODUCTS))
    with nothing_changes(), pytest.raises(CommandError, match="--create category"):
        call_command(
            "import_data", "catalog.product", str(path), by=system.username, create=["category"]
        )
    call_command("import_data", "catalog.product", str(path), by=system.username, create=["brand"])
    assert Brand.objects.count() == 2
