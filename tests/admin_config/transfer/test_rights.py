"""Who may import what: the import right, add and change, own scope, hidden fields, own runs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from admin_config.models import ImportRun
from erp.catalog.models import Brand
from erp.foundation.refusal import Refusal
from erp.staff.models import User
from tests.admin_config.transfer.files import (
    balanced,
    checked,
    csv_file,
    imported,
    reasons,
    taken,
    verdicts,
)
from tests.admin_config.transfer.test_verdicts import make_toy
from tests.language.writing import as_the_house, nothing_changes

SignIn = Callable[[User], Client]


def grant(who: User, *codenames: str) -> User:
    """Give a person more rights; return the account afresh."""
    with as_the_house():
        for codename in codenames:
            app, name = codename.split(".")
            right = Permission.objects.get(content_type__app_label=app, codename=name)
            who.user_permissions.add(right)
    return User.objects.get(pk=who.pk)


def test_without_the_import_right_every_door_is_shut(
    finance: User, system: User, sign_in: SignIn
) -> None:
    with pytest.raises(Refusal):
        taken("brand", csv_file([["name"], ["SKF"]]), finance)
    run = checked("brand", [["name"], ["SKF"]], system)
    client = sign_in(finance)
    base = "/catalog/brand/import/"
    with nothing_changes():
        for page in (
            "",
            "template.csv",
            f"{run.pk}/",
            f"{run.pk}/columns/",
            f"{run.pk}/refused.csv",
        ):
            assert client.get(base + page).status_code == 403, page
        for page in ("", f"{run.pk}/commit/", f"{run.pk}/check/", f"{run.pk}/continue/"):
            assert client.post(base + page).status_code == 403, page
    assert "import/" not in client.get("/catalog/brand/").content.decode()


def test_an_import_is_its_owners(system: User, manager: User, sign_in: SignIn) -> None:
    run = checked("brand", [["name"], ["SKF"]], system)
    other = grant(manager, "catalog.import_brand", "catalog.add_brand")
    client = sign_in(other)
    assert client.get("/catalog/brand/import/").status_code == 200
    for page in ("", "columns/", "refused.csv"):
        assert client.get(f"/catalog/brand/import/{run.pk}/{page}").status_code == 404
    assert client.post(f"/catalog/brand/import/{run.pk}/commit/").status_code == 404
    assert client.get(f"/catalog/unit/import/{run.pk}/").status_code == 404
    assert not Brand.objects.exists()


def test_somebody_elses_record_is_refused_and_not_shown(sales: User, other_sales: User) -> None:
    seller = grant(sales, "toy.import_toy")
    make_toy(seller, "MINE", name="my ball")
    theirs = make_toy(other_sales, "THEIRS", name="secret plan")
    table = [
        ["code", "name", "price"],
        ["MINE", "new name", "2.50"],
        ["THEIRS", "new name", "2.50"],
        ["theirs ", "secret plan", "2.50"],
    ]
    run = checked("toy", table, seller)
    assert verdicts(run) == ["changed", "refused", "doubled"]
    refused = run.rows.get(number=3)
    assert (refused.differences, refused.record_pk) == ([], None)
    assert "secret plan" not in str(refused.reasons)
    same = checked("toy", [table[0], ["THEIRS", "secret plan", "2.50"]], seller)
    assert verdicts(same) == ["refused"]
    assert reasons(same) == ["Code: A record like this exists, and you have no right to change it."]
    done = imported("toy", table, seller)
    theirs.refresh_from_db()
    assert (done.counts["updated"], theirs.name) == (1, "secret plan")
    assert balanced(done)


def test_a_hidden_field_is_neither_read_nor_shown(sales: User) -> None:
    seller = grant(sales, "toy.import_toy")
    toy = make_toy(seller, "MINE", cost=Decimal("9.99"))
    run = checked("toy", [["code", "name", "cost"], ["MINE", "new", "1"]], seller)
    assert "cost" not in run.mapping.values()
    assert [d["field"] for d in run.rows.get().differences] == ["name"]
    imported("toy", [["code", "name", "cost"], ["MINE", "new", "1"]], seller)
    toy.refresh_from_db()
    assert (toy.name, toy.cost) == ("new", Decimal("9.99"))
    run = checked("toy", [["code", "name"], ["MINE", "newer"]], seller)
    run.mapping = {"0": "code", "1": "cost"}
    run.save()
    from admin_config.engine.transfer.run import start_check

    start_check(run)
    assert verdicts(run) == ["unchanged"]


def test_who_may_not_add_only_updates(system: User, manager: User) -> None:
    with as_the_house():
        Brand(name="SKF").save()
    person = User.objects.get(pk=manager.pk)
    right = grant(person, "catalog.import_brand")
    from erp.foundation.actor import Actor
    from erp.foundation.rights import may

    run = checked("brand", [["name", "note"], ["SKF", "x"], ["NEW", "x"]], right)
    expected = "new" if may(Actor.person(right), "add", Brand) else "refused"
    assert verdicts(run)[1] == expected


def test_a_right_lost_between_check_and_commit_counts(system: User, manager: User) -> None:
    right = grant(manager, "catalog.import_brand", "catalog.add_brand")
    run = checked("brand", [["name"], ["SKF"]], right)
    with as_the_house():
        right.user_permissions.clear()
        right.groups.clear()
    from admin_config.engine.transfer.commit import start_commit

    again = ImportRun.objects.get(pk=run.pk)
    with pytest.raises(Refusal):
        start_commit(again)
    assert not Brand.objects.exists()


def test_uploads_are_served_to_nobody(system: User, sign_in: SignIn) -> None:
    client = sign_in(system)
    upload = SimpleUploadedFile("brands.csv", csv_file([["name"], ["SKF"]]))
    assert client.post("/catalog/brand/import/", {"file": upload}).status_code == 302
    name = ImportRun.objects.get().file.name
    assert "brands" not in name
    for address in (f"/{name}", f"/files/{name}", f"/media/{name}", f"/static/{name}"):
        assert client.get(address, follow=True).status_code == 404


def test_a_file_of_accounts_gives_no_rights(system: User) -> None:
    table = [["username", "name", "groups", "user_permissions", "password", "is_superuser"]]
    run = taken("user", csv_file([*table, ["eve", "Eve", "System", "all", "secret", "1"]]), system)
    assert run.mapping == {"0": "username", "1": "name"}


@pytest.mark.parametrize("screen", ["role", "sale"])
def test_a_screen_without_import_takes_no_file(system: User, screen: str) -> None:
    with pytest.raises(Refusal) as refusal:
        taken(screen, csv_file([["name"], ["x"]]), system)
    assert refusal.value.code in {"no_import", "right"}
