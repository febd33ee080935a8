"""A grid shows and takes only what its person may see and do, row by row."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from erp.staff.models import User
from tests.admin_config.forms.lines.conftest import Sheet, page_of, wordings
from tests.language.writing import as_the_house, nothing_changes
from tests.toy.models import ToyOrder, ToyOrderLine

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def take_away(user: User, *codenames: str) -> None:
    """Take rights from a person's role."""
    with as_the_house():
        for group in user.groups.all():
            group.permissions.remove(*Permission.objects.filter(codename__in=codenames))


def test_a_guarded_column_is_neither_shown_nor_taken(
    sales: User, order: ToyOrder, sign_in: SignIn
) -> None:
    sheet = Sheet(sign_in(sales), page_of(order))
    assert all("cost" not in row["c"] for row in sheet.rows)
    sheet.rows[0]["c"]["cost"] = "5"
    with nothing_changes():
        response = sheet.save()
    assert "did not arrive as they were sent" in response.content.decode()


def test_a_saved_row_keeps_what_its_person_does_not_see(
    sales: User, order: ToyOrder, sign_in: SignIn
) -> None:
    sheet = Sheet(sign_in(sales), page_of(order))
    sheet.row("track")["c"]["quantity"] = "7"
    assert sheet.save().status_code == 302, sheet.errors()
    line = ToyOrderLine.objects.get(wording="track")
    assert (line.quantity, line.cost) == (7, 1)


@pytest.mark.parametrize("right", ["delete", "change", "add"])
def test_what_the_role_lost_is_refused(
    sales: User, order: ToyOrder, sign_in: SignIn, right: str
) -> None:
    sheet = Sheet(sign_in(sales), page_of(order))
    take_away(sales, f"own_{right}_toyorderline", f"{right}_toyorderline")
    if right == "delete":
        sheet.remove("wheel")
    elif right == "change":
        sheet.row("track")["c"]["quantity"] = "7"
    else:
        sheet.add(wording="flag")
    with nothing_changes():
        response = Sheet.save(sheet)
    assert response.status_code == 200
    said = " ".join(text for row in sheet.errors() for texts in row.values() for text in texts)
    said += response.content.decode()
    words = {"delete": "You may not delete", "change": "You may not change", "add": "may not add"}
    assert words[right] in said
    assert wordings(order) == ["wheel", "track", "bell"]
