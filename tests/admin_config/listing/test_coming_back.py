"""Coming back from a record: the list stands as it was left, in each window for itself."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client

from erp.staff.models import User
from tests.admin_config.listing.conftest import LIST, make_toys
from tests.language.page import Page
from tests.toy.models import Toy

SignIn = Callable[[User], Client]
#: Addresses of a list, as several windows may have them open at once.
LEFT = (
    "kind=doll&kind=train&price__from=1&o=-price",
    '_f=["&",["price","above","0"],["|",["kind","is","game","doll"],["age","empty"]]]&q=toy',
    "_at=bottom&_size=25&made_on__empty=1",
)


def same(address: str, query: str) -> bool:
    """Tell whether an address is the list with this query, no value of it missing."""
    found = urlsplit(html.unescape(address))
    return found.path == LIST and parse_qsl(found.query) == parse_qsl(query)


@pytest.mark.parametrize("query", LEFT)
def test_save_close_and_the_trail_lead_back_to_the_list_as_it_was(
    manager: User, sign_in: SignIn, query: str
) -> None:
    (toy,) = make_toys(manager, 1, kind="doll", price=2, name="Toy 1")
    client = sign_in(manager)
    address = f"{LIST}{toy.pk}/change/?{urlencode({'_changelist_filters': query})}"
    page: Any = client.get(address)
    form = Page(page).form("toy_form")
    trail = re.search(r'<nav class="ch-trail".*?</nav>', page.content.decode(), re.DOTALL)
    assert trail is not None
    assert any(same(link, query) for link in re.findall(r'href="([^"]+)"', trail[0]))
    answer = client.post(address, form.sent(name="Other", _save="1"))
    assert answer.status_code == 302
    assert same(answer.headers["Location"], query)
    assert Toy.objects.get().name == "Other"


def test_two_windows_keep_their_own_filters(manager: User, sign_in: SignIn) -> None:
    first, second = make_toys(manager, 2, kind="doll", price=3)
    client = sign_in(manager)
    opened = []
    for toy, query in ((first, LEFT[0]), (second, "kind=doll")):
        shown = client.get(f"{LIST}?{query}").content.decode()
        link = re.search(rf'href="({toy.pk}/change/[^"]*)"', shown)
        assert link is not None
        address = f"{LIST}{html.unescape(link[1])}"
        opened.append((address, Page(client.get(address)).form("toy_form"), query))
    for address, form, query in reversed(opened):
        answer = client.post(address, form.sent(name="Changed", _save="1"))
        assert same(answer.headers["Location"], query)


def test_whoever_only_looks_closes_back_to_the_list(
    manager: User, finance: User, sign_in: SignIn
) -> None:
    (toy,) = make_toys(manager, 1)
    filters = urlencode({"_changelist_filters": LEFT[0]})
    page = Page(sign_in(finance).get(f"{LIST}{toy.pk}/change/?{filters}"))
    assert any(same(link, LEFT[0]) for link in page.links)


def test_deleting_leads_back_to_the_list_as_it_was(manager: User, sign_in: SignIn) -> None:
    (toy,) = make_toys(manager, 1)
    client = sign_in(manager)
    filters = urlencode({"_changelist_filters": LEFT[0]})
    page = Page(client.get(f"{LIST}{toy.pk}/delete/?{filters}"))
    form = next(found for found in page.forms if found.method == "post" and "reason" in found.names)
    answer = client.post(f"{LIST}{toy.pk}/delete/?{filters}", form.sent())
    assert not Toy.objects.exists()
    assert same(answer.headers["Location"], LEFT[0])
