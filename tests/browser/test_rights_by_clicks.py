"""Rights are ticked by whole rows and columns, moved to by keys, put back, and picked in panes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission

from erp.staff.models import Role, User
from tests.browser.console import Console
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
Visit = Callable[..., Console]
DELETE = 3


def names(permissions: object) -> set[str]:
    """Return the codenames of rights."""
    return set(permissions.values_list("codename", flat=True))  # type: ignore[attr-defined]


def test_a_column_a_row_and_the_default_by_mouse_and_keys(
    visit: Visit, system: User, sales: User
) -> None:
    role = Role.objects.get(code="sales")
    before = names(role.permissions)
    console = visit()
    console.sign_in_as("system")
    page = console.page
    console.open(f"/staff/role/{role.pk}/change/")
    count, column = page.locator("[data-rights-count]"), page.locator("[data-rights-column]")
    assert count.inner_text() == "0"
    column.nth(DELETE).click()
    column.nth(DELETE).click()
    assert count.inner_text() != "0"
    row = page.locator("[data-rights-row]").first
    row.focus()
    page.keyboard.press("ArrowRight")
    focused = "document.activeElement.getAttribute('aria-label')"
    assert "look up" in page.evaluate(focused)
    page.keyboard.press("ArrowDown")
    assert "customers" in page.evaluate(focused).lower()
    page.locator("[data-rights-reset]").click()
    assert count.inner_text() == "0"
    column.nth(DELETE).click()
    column.nth(DELETE).click()
    console.submit("Save")
    after = names(role.permissions)
    assert {"delete_customer", "delete_quotation", "delete_sku"} <= after
    assert "own_delete_customer" not in after
    assert {one for one in before if "delete_" not in one} <= after
    assert console.complaints == []


def test_a_right_of_ones_own_is_found_and_moved(visit: Visit, system: User) -> None:
    other = UserFactory(username="other", name="Other")
    console = visit(width=390)
    console.sign_in_as("system")
    page = console.page
    console.open(f"/staff/user/{other.pk}/change/")
    page.get_by_text("Rights of their own").first.click()
    page.locator("[data-picker-search]").fill("customers export own")
    page.locator("[data-picker-available] li:visible button").click()
    assert page.locator("[data-picker-given] li:visible").count() == 1
    console.submit("Save")
    right = Permission.objects.get(codename="own_export_customer")
    assert list(other.user_permissions.all()) == [right]
    assert console.complaints == []
