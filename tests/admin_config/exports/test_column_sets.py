"""Columns that are kept under a name: one's own, offered to others, never more than one may see."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.test import Client

from admin_config.engine.exports.column_sets import sets_for
from admin_config.engine.transfer.at_the_prompt import NOTHING_DONE
from admin_config.models import ColumnSet
from erp.foundation.models import Operation, OperationKind
from erp.staff.models import User
from tests.admin_config.transfer.files import screen_for
from tests.admin_config.transfer.test_commands import asked
from tests.admin_config.transfer.test_verdicts import make_toy
from tests.language.writing import as_the_house

SignIn = Callable[[User], Client]
PAGE = "/toy/toy/export/"


def keep(client: Client, name: str, *columns: str, **more: Any) -> Any:
    """Keep columns under a name and return the page."""
    posted = {"set_do": "save", "set_name": name, "columns": columns, "format": "csv", **more}
    return client.post(PAGE, posted)


def ticked(page: Any) -> list[str]:
    """Return the columns that a page has ticked, in its order."""
    own = [name for name, _label, chosen, key in page.context_data["columns"] if chosen or key]
    groups = page.context_data["related"]
    return own + [name for _label, _open, rows in groups for name, _n, chosen in rows if chosen]


def let_share(who: User) -> None:
    """Give somebody the right to share."""
    with as_the_house():
        who.user_permissions.add(Permission.objects.get(codename="share_savedview"))


def said(page: Any) -> list[str]:
    """Return the messages of a page."""
    return [str(message) for message in page.context["messages"]]


def test_columns_are_kept_and_used_again(manager: User, sign_in: SignIn) -> None:
    client = sign_in(manager)
    page = keep(client, "  For   the shop ", "price", "name", "shelf__name", encoding="gbk")
    assert said(page) == ["The columns are kept."]
    kept = ColumnSet.objects.get()
    assert (kept.name, kept.columns, kept.file_format, kept.encoding, kept.is_shared) == (
        "For the shop", ["price", "name", "shelf__name"], "csv", "gb18030", False,
    )  # fmt: skip
    for page in (client.get(f"{PAGE}?_set={kept.pk}"), client.post(PAGE, {"use_set": kept.pk})):
        assert ticked(page) == ["code", "price", "name", "shelf__name"]
        assert [n for n, _label, chosen in page.context_data["formats"] if chosen] == ["csv"]
        assert [n for n, _label, chosen in page.context_data["encodings"] if chosen] == ["gb18030"]
        assert not page.context_data["filtered"]
    assert not Operation.objects.filter(kind=OperationKind.EXPORT).exists()


def test_a_selection_outlives_the_choice_of_columns(manager: User, sign_in: SignIn) -> None:
    toys = [make_toy(manager, f"T{n}") for n in range(3)]
    client = sign_in(manager)
    chosen = f"{toys[0].pk},{toys[2].pk}"
    page = keep(client, "Mine", "name", selected=chosen)
    assert page.context_data["selected"] == chosen
    page = client.post(PAGE, {"use_set": ColumnSet.objects.get().pk, "selected": chosen})
    assert page.context_data["selected"] == chosen
    posted = {"format": "json", "columns": ["name"], "selected": chosen}
    content = b"".join(client.post(PAGE, posted).streaming_content)  # type: ignore[attr-defined]
    assert [json.loads(line)["code"] for line in content.splitlines()] == ["T0", "T2"]


def test_changed_and_forgotten_by_its_owner_alone(
    manager: User, system: User, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    keep(client, "Mine", "name")
    key = ColumnSet.objects.get().pk
    for verb in ("update", "delete"):
        page = sign_in(system).post(PAGE, {"set_do": verb, "set": key, "columns": ["note"]})
        assert said(page) == ["These columns are gone, or they are not yours."]
    assert ColumnSet.objects.get().columns == ["name"]
    client.post(PAGE, {"set_do": "update", "set": key, "columns": ["note", "price"]})
    assert ColumnSet.objects.get().columns == ["note", "price"]
    assert said(client.post(PAGE, {"set_do": "delete", "set": key})) == ["Deleted."]
    assert not ColumnSet.objects.exists()


@pytest.mark.parametrize(
    ("posted", "answer"),
    [
        ({"set_name": " "}, "Give the columns a name."),
        ({"set_name": "mine"}, "You have columns of this name: choose another."),
        ({"set_name": "New", "columns": []}, "Tick at least one column."),
        ({"set_name": "New", "columns": ["nonsense"]}, "Tick at least one column."),
        ({"set_name": "New", "set_shared": "1"}, "You may not share sets of columns."),
        ({"set_do": "nonsense"}, "Say what to do with the columns."),
    ],
)
def test_what_cannot_be_kept_is_said(
    sales: User, sign_in: SignIn, posted: dict[str, Any], answer: str
) -> None:
    client = sign_in(sales)
    keep(client, "Mine", "name")
    page = client.post(PAGE, {"set_do": "save", "columns": ["name", "price"], **posted})
    assert said(page) == [answer]
    assert ColumnSet.objects.count() == 1
    if posted.get("columns") is None:
        assert ticked(page) == ["code", "name", "price"]


def test_offered_to_everybody_or_to_roles(
    manager: User, sales: User, purchasing: User, sign_in: SignIn
) -> None:
    let_share(manager)
    client = sign_in(manager)
    keep(client, "All", "name", "cost", set_shared="1")
    role = sales.groups.get()
    keep(client, "Sellers", "name", set_shared="1", set_role=[role.pk])
    keep(client, "Own", "name")
    page = keep(client, "Nobody", "name", set_shared="1", set_role=[999_999])
    assert said(page) == ["Choose whom to offer the columns to."]
    screen = screen_for("toy")
    for who, names in ((manager, {"All", "Sellers", "Own"}), (sales, {"All", "Sellers"})):
        assert {each.name for each in sets_for(who, screen)} == names
    assert {each.name for each in sets_for(purchasing, screen)} == {"All"}
    shared = ColumnSet.objects.get(name="All")
    page = sign_in(sales).get(f"{PAGE}?_set={shared.pk}")
    assert page.context_data["set_lacks"]
    assert ticked(page) == ["code", "name"]
    assert "All (by Manager)" in page.content.decode()
    make_toy(sales, "MINE")
    posted = {"format": "json", "columns": shared.columns}
    content = b"".join(sign_in(sales).post(PAGE, posted).streaming_content)  # type: ignore[attr-defined]
    assert "cost" not in json.loads(content)


def test_the_command_takes_them_too(manager: User, sales: User, tmp_path: Path) -> None:
    ColumnSet.objects.create(
        person=manager, screen="toy.toy", name="Shop", columns=["name", "cost", "gone"],
        is_shared=True, for_everybody=True,
    )  # fmt: skip
    make_toy(sales, "MINE")
    asked("export_data", "toy", tmp_path / "a.csv", by=manager.username, saved="shop")
    asked("export_data", "toy", tmp_path / "b.csv", by=sales.username, saved="shop")
    heads = [(tmp_path / f).read_text("utf-8-sig").split("\n")[0] for f in ("a.csv", "b.csv")]
    assert [head.strip() for head in heads] == ["Code,Name,Cost", "Code,Name"]
    with pytest.raises(CommandError) as error:
        call_command("export_data", "toy", tmp_path / "c.csv", by=manager.username, saved="none")
    assert error.value.returncode == NOTHING_DONE
    assert not (tmp_path / "c.csv").exists()
