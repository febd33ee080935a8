"""Coming in with a real browser: the strict policy, a riddle, a new password, two people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from admin_config.access import riddle
from erp.catalog.models import Brand
from erp.foundation.models import OutboxMail
from erp.staff.models import User
from erp.staff.services.forgotten_password import token_for
from tests.browser.console import Console
from tests.cast import PASSWORD
from tests.factories import QuotationFactory
from tests.language.writing import as_the_house

Visit = Callable[..., Console]
NEW = "another long-standing secret 7"
#: Keeps what the browser refused, before any script of the page runs.
WATCH = """document.addEventListener("securitypolicyviolation", (event) => {
  const seen = JSON.parse(sessionStorage.getItem("refused") || "[]");
  sessionStorage.setItem("refused", JSON.stringify([...seen, `${location.pathname} `
    + `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`]));
})"""


def test_no_page_asks_for_what_the_policy_forbids(visit: Visit, system: User) -> None:
    with as_the_house():
        paper = QuotationFactory()
    console = visit()
    console.page.context.add_init_script(WATCH)
    console.sign_in_as(system.username)
    for path in (
        "/",
        "/profile/",
        "/catalog/brand/",
        "/catalog/brand/add/",
        "/catalog/brand/import/",
        "/catalog/product/add/",
        "/sales/quotation/",
        f"/sales/quotation/{paper.pk}/change/",
        f"/sales/quotation/{paper.pk}/history/",
        "/foundation/operation/",
        "/staff/user/add/",
        "/staff/session/",
        "/password/forgotten/",
        "/nowhere/",
    ):
        console.open(path)
        console.page.wait_for_load_state("networkidle")
    refused = console.page.evaluate("JSON.parse(sessionStorage.getItem('refused') || '[]')")
    assert refused == []
    assert console.complaints == []


def test_a_riddle_is_answered_in_words(
    visit: Visit, sales: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(riddle, "_sum", lambda: ("2 + 2", 4))
    console = visit(language="zh-hans", width=390)
    console.open()
    for _i in range(3):
        console.fill("Username, email or mobile", "sales")
        console.fill("Password", "wrong")
        console.submit("Sign in")
    picture = console.page.locator(".ch-riddle img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 220
    wide = console.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    console.fill("Password", PASSWORD)
    console.page.locator("#id_answer").fill("4")
    console.submit("Sign in")
    console.page.wait_for_url(lambda address: "/login/" not in address)


def test_a_forgotten_password_is_chosen_by_the_link(visit: Visit, sales: User) -> None:
    with as_the_house():
        sales.email_verified_at = timezone.now()
        sales.save()
    console = visit()
    console.open()
    console.follow("Forgotten your password?")
    console.fill("Username, email or mobile", "sales")
    console.submit("Send me the link")
    console.sees("a letter with a link is on its way")
    console.open(f"/password/new/?token={token_for(sales)}")
    console.fill("New password", "sales-sales-sales")
    console.fill("New password again", "sales-sales-sales")
    console.submit("Set the new password")
    console.sees("Leave your own names")
    console.fill("New password", NEW)
    console.fill("New password again", NEW)
    console.submit("Set the new password")
    console.sees("Your new password is set")
    console.fill("Username, email or mobile", "sales")
    console.fill("Password", NEW)
    console.submit("Sign in")
    console.page.wait_for_url(lambda address: "/login/" not in address)
    assert OutboxMail.objects.filter(subject__contains="was changed").count() == 1


def test_two_people_in_two_tabs_never_write_for_one_another(
    visit: Visit, manager: User, purchasing: User
) -> None:
    first = visit()
    first.sign_in_as(manager.username)
    first.open("/catalog/brand/add/")
    first.fill("Name", "Typed by the manager")
    second = Console(first.page.context.new_page(), first.address)
    second.open("/")
    token = second.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    second.page.request.post(
        f"{second.address}/logout/", form={"csrfmiddlewaretoken": token}, headers={}
    )
    second.sign_in_as(purchasing.username)
    first.press("Save")
    dialog = first.page.get_by_role("dialog")
    expect(dialog.get_by_text("Somebody else is signed in")).to_be_visible()
    assert not Brand.objects.exists()
    assert first.field("Name").input_value() == "Typed by the manager"
