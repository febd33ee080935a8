"""Accounts and roles: what may not be given is not offered, and refused all the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erp.staff.models import Role, User
from tests.factories import RoleFactory, UserFactory
from tests.language.writing import as_the_house, nothing_changes

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def permission(codename: str) -> Permission:
    found: Permission = Permission.objects.get(codename=codename)
    return found


def box(html: str, key: int) -> str:
    """Return the tag of the check box of a right."""
    tags = [t for t in re.findall(r"<input[^>]*>", html) if f'value="{key}"' in t]
    return next(tag for tag in tags if "checkbox" in tag)


def posted(client: Client, page: str, **changes: Any) -> Any:
    """Post a form as it is shown, with changes; check boxes of one name are sent together."""
    model = page.split("/")[2]
    html = client.get(page).content.decode()
    html = html[html.index(f'id="{model}_form"') :]
    html = html[: html.index("</form>")]
    values: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        name = found.get("name", "")
        ticked = found.get("type") != "checkbox" or re.search(r"\schecked[\s>=]", tag)
        if (
            name
            and ticked
            and not re.search(r"\sdisabled[\s>]", tag)
            and found.get("type") != "file"
        ):
            empty = "on" if found.get("type") == "checkbox" else ""
            values.setdefault(name, []).append(found.get("value", empty))
    for name, body in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        values[name] = re.findall(r'<option value="([^"]*)"[^>]* selected', body)
    values.update(changes)
    return client.post(page, values)


@pytest.fixture
def clerk() -> User:
    """Somebody who may edit accounts and roles, and look brands up."""
    names = ("view_user", "change_user", "view_role", "change_role", "view_brand")
    role = RoleFactory(permissions=[permission(name) for name in names])
    made: User = UserFactory(username="clerk", groups=[role])
    return made


def test_rights_are_ticked_in_a_table(system: User, sign_in: SignIn) -> None:
    role = RoleFactory(permissions=[permission("own_view_customer")])
    html = sign_in(system).get(f"/staff/role/{role.pk}/change/").content.decode()
    assert "checked" in box(html, permission("own_view_customer").pk)
    assert "checked" not in box(html, permission("view_customer").pk)
    assert "disabled" not in box(html, permission("view_customer").pk)


def test_what_is_ticked_is_saved_and_the_rest_is_kept(system: User, sign_in: SignIn) -> None:
    unseen = permission("view_group")
    role = RoleFactory(permissions=[unseen, permission("view_brand")])
    new = permission("view_unit")
    response = posted(
        sign_in(system),
        f"/staff/role/{role.pk}/change/",
        permissions=[str(unseen.pk), str(new.pk)],
    )
    assert response.status_code == 302
    assert set(role.permissions.all()) == {unseen, new}


def test_saving_without_a_change_changes_no_right(system: User, sign_in: SignIn) -> None:
    unseen = permission("view_group")
    role = RoleFactory(permissions=[unseen, permission("view_brand")])
    assert posted(sign_in(system), f"/staff/role/{role.pk}/change/").status_code == 302
    assert set(role.permissions.all()) == {unseen, permission("view_brand")}


def test_what_one_does_not_hold_is_locked_and_stays(clerk: User, sign_in: SignIn) -> None:
    role = RoleFactory(name="Readers", permissions=[permission("view_brand")])
    page = f"/staff/role/{role.pk}/change/"
    client = sign_in(clerk)
    html = client.get(page).content.decode()
    assert "disabled" in box(html, permission("delete_brand").pk)
    assert "disabled" not in box(html, permission("view_brand").pk)


def test_and_refused_when_it_is_sent_all_the_same(clerk: User, sign_in: SignIn) -> None:
    role = RoleFactory(name="Readers", permissions=[permission("view_brand")])
    keys = [str(permission(name).pk) for name in ("view_brand", "delete_brand")]
    client = sign_in(clerk)
    with nothing_changes():
        response = posted(client, f"/staff/role/{role.pk}/change/", permissions=keys)
    assert response.status_code == 200
    assert "You cannot grant rights that you do not hold yourself" in response.content.decode()


def test_a_role_above_one_is_refused_at_its_field(
    clerk: User, stranger: User, sales: User, sign_in: SignIn
) -> None:
    role = Role.objects.get(code="sales")
    client = sign_in(clerk)
    with nothing_changes():
        response = posted(client, f"/staff/user/{stranger.pk}/change/", groups=[str(role.pk)])
    assert response.status_code == 200
    assert not stranger.groups.exists()


def test_a_new_password_is_shown_once(system: User, stranger: User, sign_in: SignIn) -> None:
    client = sign_in(system)
    page = f"/staff/user/{stranger.pk}/do/give_new_password/"
    client.post(page, {"reason": "forgotten"})
    shown = client.get(f"/staff/user/{stranger.pk}/change/").content.decode()
    found = re.search(r"shown this once: ([\w-]{19})", shown)
    assert found is not None
    assert User.objects.get(pk=stranger.pk).check_password(found.group(1))
    again = client.get(f"/staff/user/{stranger.pk}/change/").content.decode()
    assert found.group(1) not in again


def test_the_page_of_deleting_says_what_is_not_allowed(system: User, sign_in: SignIn) -> None:
    role = Role.objects.get(code="system")
    client = sign_in(system)
    html = client.get(f"/staff/role/{role.pk}/delete/").content.decode()
    assert "belongs to the house and stays" in html
    with nothing_changes():
        client.post(f"/staff/role/{role.pk}/delete/", {"post": "yes"})


@pytest.mark.parametrize("name", ["sales", "purchasing", "storekeeper", "finance"])
def test_others_do_not_see_accounts(
    name: str, person: Callable[[str], User], sign_in: SignIn
) -> None:
    client = sign_in(person(name))
    assert client.get("/staff/user/").status_code == 403
    assert client.get("/staff/role/").status_code == 403


def test_the_manager_looks_but_changes_nothing(
    manager: User, stranger: User, sign_in: SignIn
) -> None:
    client = sign_in(manager)
    assert client.get(f"/staff/user/{stranger.pk}/change/").status_code == 200
    with nothing_changes():
        response = client.post(f"/staff/user/{stranger.pk}/change/", {"name": "Somebody"})
    assert response.status_code == 403


def test_who_only_looks_sees_the_same_table_locked(manager: User, sign_in: SignIn) -> None:
    few = RoleFactory(permissions=[permission("view_brand")])
    client = sign_in(manager)
    html = client.get(f"/staff/role/{few.pk}/change/").content.decode()
    assert re.search(r"\schecked\s", box(html, permission("view_brand").pk))
    assert re.search(r"\sdisabled>", box(html, permission("view_brand").pk))


def test_many_rights_cost_no_more_statements_than_few(manager: User, sign_in: SignIn) -> None:
    few = RoleFactory(permissions=[permission("view_brand")])
    many = Role.objects.get(code="manager")
    client = sign_in(manager)

    def statements(role: Role) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/staff/role/{role.pk}/change/").status_code == 200
        return len(caught)

    for first_look in (few, many):
        statements(first_look)
    assert statements(few) == statements(many)


def test_what_differs_from_the_table_of_the_house_is_marked(
    system: User, sales: User, sign_in: SignIn
) -> None:
    role = Role.objects.get(code="sales")
    client = sign_in(system)
    page = f"/staff/role/{role.pk}/change/"
    assert "<b data-rights-count>0</b>" in client.get(page).content.decode()
    with as_the_house():
        role.permissions.add(permission("delete_brand"))
        role.permissions.remove(permission("view_brand"))
    html = client.get(page).content.decode()
    assert "<b data-rights-count>2</b>" in html
    assert 'data-usual="0"' in box(html, permission("delete_brand").pk)
    assert 'data-usual="1"' in box(html, permission("view_brand").pk)
    own = RoleFactory(permissions=[permission("view_brand")])
    assert "data-rights-count" not in client.get(f"/staff/role/{own.pk}/change/").content.decode()


def test_own_rights_are_picked_and_what_one_lacks_stays(clerk: User, sign_in: SignIn) -> None:
    shown, above = permission("view_brand"), permission("view_role")
    other = UserFactory(username="other")
    with as_the_house():
        other.user_permissions.add(shown)
    client = sign_in(clerk)
    page = f"/staff/user/{other.pk}/change/"
    html = client.get(page).content.decode()
    given = html[html.index("data-picker-given") :]
    assert f'name="user_permissions" value="{shown.pk}"' in given
    assert f'value="{permission("delete_brand").pk}"' not in html
    keys = [str(shown.pk), str(above.pk)]
    assert posted(client, page, user_permissions=keys).status_code == 302
    assert set(other.user_permissions.all()) == {shown, above}
    with nothing_changes():
        refused = posted(client, page, user_permissions=[str(permission("delete_brand").pk)])
    assert refused.status_code == 200
