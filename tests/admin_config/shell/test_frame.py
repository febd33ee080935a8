"""The frame: the menu as one person may see it, small, and nothing from foreign hosts."""

import hashlib
import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from django.test import Client

from admin_config.engine.shell.frame import OVERRIDDEN_TEMPLATES, initials
from erp.staff.models import User

SignIn = Callable[[User], Client]
Counts = Callable[..., Any]
pytestmark = pytest.mark.django_db

#: unfold's originals of what is replaced; when one changes, look at the difference first.
ORIGINALS = {
    "unfold/layouts/skeleton.html": "66af9f0bb45f98ba",
    "unfold/helpers/header.html": "d30d2ed9f06b45f3",
    "admin/nav_sidebar.html": "d61d8a2fd3fe3115",
    "admin/submit_line.html": "7a195a7b8beeda11",
}


def test_every_replaced_template_is_still_the_one_that_was_looked_at() -> None:
    assert set(ORIGINALS) == set(OVERRIDDEN_TEMPLATES)
    for name, digest in ORIGINALS.items():
        text = files("unfold").joinpath("templates", name).read_bytes()
        assert (name, hashlib.sha256(text).hexdigest()[:16]) == (name, digest)


def _titles(page: Any) -> list[str]:
    return [item.title for group in page.context["menu"] for item in group.items]


def test_people_see_the_screens_they_may_look_up(
    sales: User, stranger: User, sign_in: SignIn
) -> None:
    assert {"Toys", "Shelves", "Toy sales", "Jobs"} <= set(_titles(sign_in(sales).get("/")))
    assert "Users" not in _titles(sign_in(sales).get("/"))
    # one's own alone, which needs no right
    assert _titles(sign_in(stranger).get("/")) == ["Issued papers", "Jobs"]


def test_where_one_is_is_marked_once(manager: User, sign_in: SignIn) -> None:
    page = sign_in(manager).get("/toy/shelf/").content.decode()
    menu = page[page.index('id="menu"') : page.index("</aside>")]
    assert re.findall(r'href="([^"]+)" aria-current="page"', menu) == ["/toy/shelf/"]


@pytest.mark.parametrize("address", ["/", "/profile/", "/toy/shelf/", "/toy/shelf/add/", "/login/"])
def test_no_foreign_host_and_no_script_in_the_page(
    manager: User, sign_in: SignIn, address: str
) -> None:
    page = sign_in(manager).get(address, follow=True).content.decode()
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]+', page) == []
    assert [s for s in re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page) if "json" not in s] == []
    assert re.findall(r"\son(?:click|load|submit|change|error)=", page) == []


def test_an_empty_page_is_small(manager: User, sign_in: SignIn) -> None:
    assert len(sign_in(manager).get("/search/").content) < 20_000


def test_the_frame_costs_few_queries(
    manager: User, sign_in: SignIn, django_assert_max_num_queries: Counts
) -> None:
    client = sign_in(manager)
    client.get("/search/")
    with django_assert_max_num_queries(4):
        client.get("/search/")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Grace Hopper", "GH"), ("李娜", "李"), ("Lin Yue 林悦", "LY"), ("bo", "B"), ("", "?")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
