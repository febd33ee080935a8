"""Whatever happens while somebody types, nothing is lost and nothing is doubled."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from erp.catalog.models import Brand
from erp.staff.models import Session, User
from tests.browser.console import Console, speak
from tests.cast import PASSWORD
from tests.language.writing import as_the_house

Visit = Callable[..., Console]


def begin(visit: Visit, who: User, language: str) -> Console:
    """Sign somebody in who speaks this language."""
    speak(who, language)
    console = visit(language=language)
    console.sign_in_as(who.username)
    return console


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_double_click_on_save_makes_one_record(
    visit: Visit, manager: User, language: str
) -> None:
    console = begin(visit, manager, language)
    console.open("/catalog/brand/add/")
    console.fill("Name", "Twice")
    console.page.get_by_role("button", name=console.word("Save"), exact=True).first.dblclick()
    console.sees("Twice")
    console.page.wait_for_load_state("networkidle")
    assert Brand.objects.filter(name="Twice").count() == 1


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_ended_session_asks_over_the_form_and_goes_on(
    visit: Visit, manager: User, language: str
) -> None:
    console = begin(visit, manager, language)
    console.open("/catalog/brand/add/")
    console.fill("Name", "Typed before the session ended")
    Session.objects.all().delete()
    console.press("Save")
    dialog = console.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert not Brand.objects.exists()
    dialog.get_by_label(console.word("Password")).first.fill(PASSWORD)
    with console.page.expect_navigation():
        dialog.get_by_role("button", name=console.word("Sign in")).click()
    console.sees("Typed before the session ended")
    expect(dialog).to_be_hidden()
    assert Brand.objects.get().name == "Typed before the session ended"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_leaving_a_changed_form_warns(visit: Visit, manager: User, language: str) -> None:
    console = begin(visit, manager, language)
    console.open("/catalog/brand/add/")
    console.field("Name").press_sequentially("half typed")
    asked: list[str] = []
    console.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    console.page.evaluate("location.href = '/'")
    console.page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert console.page.url.endswith("/catalog/brand/add/")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_stale_save_shows_both_versions(visit: Visit, manager: User, language: str) -> None:
    brand = Brand(name="SKF", website="https://before.example")
    with as_the_house():
        brand.save()
    console = begin(visit, manager, language)
    console.open(f"/catalog/brand/{brand.pk}/change/")
    console.fill("Website", "https://mine.example")
    theirs = Brand.objects.get(pk=brand.pk)
    theirs.website = "https://theirs.example"
    with as_the_house():
        theirs.save()
    console.submit("Save")
    console.sees("https://theirs.example")
    assert console.field("Website").input_value() == "https://mine.example"
    assert Brand.objects.get().website == "https://theirs.example"
