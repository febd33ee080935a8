"""The roles of the house have the rights of the table, and keep what was changed by hand."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.utils import translation

from erp.company.services.reference import make_number_series
from erp.foundation.actor import SYSTEM
from erp.foundation.models import NumberSeries, Operation
from erp.staff import default_rights
from erp.staff.models import Role, User
from erp.staff.queries.right import names_of, permissions_by_name
from erp.staff.services.role import align_roles
from tests.language.writing import as_the_house, newest_operation

pytestmark = pytest.mark.django_db


def rights_of(code: str) -> frozenset[str]:
    return names_of(Role.objects.get(code=code).permissions.all())


def test_every_label_of_the_table_is_a_model() -> None:
    assert default_rights.unknown_models(apps) == []


def test_every_role_of_the_table_exists_and_each_section_is_complete() -> None:
    codes = {role.code for role in default_rights.ROLES}
    assert set(default_rights.TABLE) == set(default_rights.SECTIONS)
    assert {code for row in default_rights.TABLE.values() for code in row} <= codes


def test_own_limits_what_can_be_limited() -> None:
    rights = default_rights.rights_of_role("sales")
    assert {right for right in rights if right.endswith("_customer")} == {
        "parties.own_view_customer",
        "parties.add_customer",
        "parties.own_change_customer",
        "parties.own_delete_customer",
        "parties.own_copy_customer",
        "parties.own_print_customer",
    }
    assert not any(right.endswith("_supplier") for right in rights)


def test_who_sells_does_not_see_the_credit_limit() -> None:
    seers = {
        role.code
        for role in default_rights.ROLES
        if "parties.see_credit_limit_customer" in default_rights.rights_of_role(role.code)
    }
    assert seers == {"manager", "finance", "auditor"}


def test_the_auditor_changes_nothing() -> None:
    verbs = {
        right.partition(".")[2].split("_")[0] for right in default_rights.rights_of_role("auditor")
    }
    assert verbs == {"view", "see"}


def test_aligning_makes_the_roles_with_their_rights() -> None:
    align_roles(by=SYSTEM)
    assert Role.objects.count() == len(default_rights.ROLES)
    assert rights_of("storekeeper") == default_rights.rights_of_role("storekeeper")
    assert rights_of("system") == names_of(Permission.objects.all())


def test_aligning_again_writes_nothing() -> None:
    align_roles(by=SYSTEM)
    before = Operation.objects.count()
    align_roles(by=SYSTEM)
    assert Operation.objects.count() == before


def test_what_was_changed_by_hand_stays() -> None:
    align_roles(by=SYSTEM)
    sales = Role.objects.get(code="sales")
    with as_the_house():
        sales.permissions.remove(Permission.objects.get(codename="add_customer"))
        sales.permissions.add(Permission.objects.get(codename="view_currency"))
    align_roles(by=SYSTEM)
    rights = rights_of("sales")
    assert "parties.add_customer" not in rights
    assert "company.view_currency" in rights


def _with_table(monkeypatch: pytest.MonkeyPatch, **sections: dict[str, str]) -> None:
    monkeypatch.setattr(default_rights, "TABLE", {**default_rights.TABLE, **sections})


def test_what_the_table_gains_is_added_and_nothing_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _with_table(monkeypatch, goods={"sales": "RW"})
    align_roles(by=SYSTEM)
    _with_table(monkeypatch, goods={"sales": "R"}, rates={"sales": "R"})
    gained = {aligned.role.code: aligned.added for aligned in align_roles(by=SYSTEM)}
    assert gained["sales"] == ("company.view_exchangerate", "company.view_taxrate")
    assert {code for code, added in gained.items() if added} == {"sales"}
    assert {"catalog.view_brand", "catalog.change_brand"} <= rights_of("sales")


def test_what_was_taken_away_is_not_given_back_when_the_table_gives_it_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    align_roles(by=SYSTEM)
    with as_the_house():
        Role.objects.get(code="sales").permissions.clear()
    before = default_rights.TABLE
    _with_table(monkeypatch, goods={})
    align_roles(by=SYSTEM)
    monkeypatch.setattr(default_rights, "TABLE", before)
    align_roles(by=SYSTEM)
    assert rights_of("sales") == set()


def test_the_release_gives_only_what_is_new(
    system: User, capsys: pytest.CaptureFixture[str]
) -> None:
    align_roles(by=SYSTEM)
    make_number_series(by=SYSTEM)
    sales = Role.objects.get(code="sales")
    with as_the_house():
        NumberSeries.objects.get(code="receipt").delete()
        sales.permissions.remove(Permission.objects.get(codename="add_customer"))
        new = {"catalog.view_brand", "catalog.add_brand"}
        keys = permissions_by_name()
        sales.permissions.remove(*(keys[name] for name in new))
        sales.rights_given = sorted(set(sales.rights_given) - new)
        sales.save()
    call_command("align_roles", verbosity=2)
    said = capsys.readouterr().out.splitlines()
    gained = ["Sales: 2 new rights", "  catalog.add_brand", "  catalog.view_brand"]
    assert said == ["1 new number series", *gained]
    assert NumberSeries.objects.get(code="receipt").prefix == "RC"
    assert new <= rights_of("sales")
    assert "parties.add_customer" not in rights_of("sales")
    newest = newest_operation()
    assert (newest.kind, newest.actor_kind) == ("rights", "system")
    call_command("align_roles")
    assert capsys.readouterr().out == ""
    assert newest_operation() == newest


def test_an_empty_installation_gets_its_roles_when_it_is_set_up() -> None:
    call_command("align_roles")
    assert not Role.objects.exists()


def test_the_note_of_a_role_of_the_house_is_read_in_ones_language() -> None:
    align_roles(by=SYSTEM)
    role = Role.objects.get(code="system")
    with translation.override("zh-hans"):
        assert role.purpose() == "拥有全部权限。"
        assert Role(note="Holds every right.").purpose() == "Holds every right."
        assert Role(code="x").purpose() == ""
    with translation.override("en"):
        assert role.purpose() == role.note == "Holds every right."


def test_a_role_of_their_own_keeps_its_name() -> None:
    with as_the_house():
        Role(name="ＡＵＤＩＴＯＲ").save()
    align_roles(by=SYSTEM)
    assert Role.objects.get(code="auditor").name == "Auditor (auditor)"
    assert Role.objects.count() == len(default_rights.ROLES) + 1


def test_system_gets_back_whatever_it_lost() -> None:
    align_roles(by=SYSTEM)
    system = Role.objects.get(code="system")
    with as_the_house():
        system.permissions.clear()
        system.rights_given = None
        system.save()
    align_roles(by=SYSTEM)
    assert rights_of("system") == names_of(Permission.objects.all())
