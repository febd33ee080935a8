"""On a phone 390 px wide nothing lies beyond the edge, and all that is touched is 44 px large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Page

from admin_config.engine.registry import registry
from admin_config.engine.spec import Screen
from erp.foundation.actor import Actor
from erp.foundation.models import OperationKind
from erp.foundation.operation import operation
from erp.staff.models import User
from tests.browser.console import Console
from tests.every_screen.making import factories, make
from tests.language.writing import newest_operation
from tests.toy.factories import ToyFactory

Visit = Callable[..., Console]

#: What is measured, and what is excepted, is said in the script.
FAULTS = (Path(__file__).parent / "phone_faults.js").read_text(encoding="utf-8")
WITHOUT_A_RECORD = ("changelist", "add", "export", "import")
OF_A_RECORD = ("change", "history")
#: So many words of a name fill every place that a name stands in.
LONG = "Deep groove ball bearing of the long series with a name of its own"


def address_of(name: str, *arguments: object) -> str | None:
    """Return the address of a page, or none where the screen has no such page."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return None


def record_of(screen: Screen) -> int | None:
    """Return the key of a record of the screen; what it points to has long names as well."""
    if screen.model not in factories():
        first = screen.model._base_manager.first()
        return first.pk if first is not None else None
    record = make(screen.model)
    pointed = [f.related_model for f in screen.model._meta.concrete_fields if f.is_relation]
    for model in (screen.model, *pointed):
        give_long_names(model)
    return int(record.pk)


def give_long_names(model: type[Any]) -> None:
    """Let every record have a name that fills its place, where names need not differ."""
    named = next((f for f in model._meta.concrete_fields if f.name == "name"), None)
    if named is not None and not named.unique and (named.max_length or 0) >= len(LONG):
        model._base_manager.update(name=LONG)


def every_page() -> Iterator[str]:
    """Return the addresses of all pages that are walked."""
    yield from ("/", "/my-day/", "/trash/", "/profile/")
    for screen in registry:
        names = f"console:{screen.label.replace('.', '_')}"
        found = [address_of(f"{names}_{page}") for page in WITHOUT_A_RECORD]
        key = record_of(screen)
        if key is not None:
            found += [address_of(f"{names}_{page}", key) for page in OF_A_RECORD]
        yield from (address for address in found if address)
    yield reverse("console:foundation_operation_change", args=(newest_operation().pk,))


def faults_on(page: Page, address: str) -> list[str] | None:
    """Return what is wrong with a page and with each of its tabs; none where a screen lacks it."""
    response = page.goto(address, wait_until="domcontentloaded")
    assert response is not None, address
    if response.status in {403, 404}:
        return None
    assert response.status == 200, f"{address}: {response.status}"
    found = list(page.evaluate(FAULTS))
    for tab in page.locator("#tabs-items > a").all()[1:]:
        tab.evaluate("tab => tab.click()")
        found += page.evaluate(FAULTS)
    return [f"{address}: {fault}" for fault in dict.fromkeys(found)]


def test_every_page_fits_a_phone_and_can_be_touched(visit: Visit, system: User) -> None:
    """One window walks them all; that it is narrow is all that the pages know."""
    pages = list(every_page())
    console = visit(width=390, height=844, touch=False)
    console.sign_in_as(system.username)
    told = [faults_on(console.page, console.address + page) for page in pages]
    faults = [fault for found in told for fault in found or ()]
    assert faults == [], "\n".join(faults)
    assert sum(found is not None for found in told) > 4 * len(list(registry))
    assert console.complaints == []


def test_the_kind_of_a_record_is_read_whole_on_the_home_page(
    visit: Visit, sales: User, system: User
) -> None:
    with operation(OperationKind.CREATE, by=Actor.person(system)):
        ToyFactory(name=LONG[:60], owner=sales)
    console = visit(width=390, height=844)
    console.sign_in_as(sales.username)
    rows = console.page.locator(".ch-rows .ch-grow")
    assert rows.filter(has_text=LONG[:60]).count() > 0
    assert rows.evaluate_all("rows => rows.filter(r => r.scrollWidth > r.clientWidth).length") == 0
