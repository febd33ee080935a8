"""No page runs a script that stands in it, and opening an address changes nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from erp.foundation.models import Operation, OperationKind
from erp.staff.models import User
from tests.every_screen.making import make
from tests.every_screen.visiting import Visit

pytestmark = pytest.mark.django_db

#: What may be written while somebody only reads, each with its reason.
PERSONAL = {
    "staff.session": "when the session was used last",
    "console.recentrecord": "what the person looked at last, offered on their home page",
}
#: What grows where a screen says in the log who looked.
_READS = {"foundation.operation", "foundation.logentry", "foundation.seal"}
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
#: Data for scripts is no script.
_DATA = {"application/json"}


class _Scripts(HTMLParser):
    """Collects whatever a browser would have to run although it stands in the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        given = dict(attrs)
        if tag == "script" and not given.get("src") and given.get("type") not in _DATA:
            self.found.append("<script>")
        for name, value in attrs:
            if re.fullmatch(r"on[a-z]+", name):
                self.found.append(f"<{tag} {name}>")
            if re.match(r"\s*(javascript|vbscript|data:text/html)", value or "", re.IGNORECASE):
                self.found.append(f"<{tag} {name}={value}>")


def scripts_in(response: Any) -> list[str]:
    """Return the inline scripts of an answer that is a page."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    scan = _Scripts()
    scan.feed(response.content.decode())
    return scan.found


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    """Return every route of the project."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern).lstrip("^").rstrip("$").removesuffix("\\Z")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def state() -> dict[str, str]:
    """Return a digest of every table that only writing may change."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label_lower not in PERSONAL and model._meta.managed:
            rows = list(model._base_manager.order_by("pk").values_list())
            found[model._meta.label_lower] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


def open_all(client: Client, addresses: list[str]) -> dict[str, list[str]]:
    """Open every address; return the inline scripts by page."""
    found = {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code < 500, address
        if not response.streaming and scripts_in(response):
            found[address] = scripts_in(response)
    return found


def _address(route: str, key: Any) -> str:
    return "/" + _PARAMETER.sub(lambda part: "x" if part[1] == "str" else str(key), route)


def views(patterns: Any = None) -> Iterator[Any]:
    """Return every view of the project."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield pattern.callback


def _screen_prefixes() -> tuple[str, ...]:
    return tuple(f"{screen.label.replace('.', '/')}/" for screen in registry)


def test_opening_pages_changes_nothing(visit: Visit, screen: Screen) -> None:
    record = make(screen.model)
    prefix = f"{screen.label.replace('.', '/')}/"
    addresses = [_address(route, record.pk) for route in routes() if route.startswith(prefix)]
    assert len(addresses) > 3
    before = state()
    known = set(Operation.objects.values_list("pk", flat=True))
    assert open_all(visit.client, addresses) == {}
    changed = {label for label, digest in state().items() if digest != before[label]}
    assert changed == (_READS if screen.audited_reads else set())
    kinds = Operation.objects.exclude(pk__in=known).values_list("kind", flat=True)
    assert set(kinds) <= {OperationKind.READ}


@pytest.mark.parametrize("inside", [True, False])
def test_opening_the_pages_of_the_house_changes_nothing(
    system: User, settings: Any, inside: bool
) -> None:
    client = Client()
    if inside:
        client.force_login(system)
    prefixes = _screen_prefixes()
    addresses = [_address(route, 1) for route in routes() if not route.startswith(prefixes)]
    assert {"/", "/login/", "/profile/", "/setup/", "/session/"} <= set(addresses)
    before = state()
    assert open_all(client, [*addresses, "/nowhere/at/all"]) == {}
    changed = {label for label, digest in state().items() if digest != before[label]}
    assert changed == set()


def test_no_view_takes_a_form_without_its_token() -> None:
    exempt = [view for view in views() if getattr(view, "csrf_exempt", False)]
    assert exempt == []
