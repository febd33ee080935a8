"""The second factor in a real browser: from the first picture to a forgotten device."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from erp.staff.models import AuthenticatorApp, Passkey, RememberedDevice, Session, User
from erp.staff.rules.factor_code import app_code
from tests.browser.console import Console, speak
from tests.cast import PASSWORD

Visit = Callable[..., Console]
SECURITY = "/second-factor/security/"


def sign_out(console: Console) -> None:
    """Leave by the button in the person's menu."""
    console.page.get_by_label(console.word("My account")).click()
    console.submit("Sign out")


def code_of(person: User, secret: str) -> str:
    """Return what the app of the person shows: the next code where this one was used."""
    app = AuthenticatorApp.objects.filter(user=person).first()
    return app_code(secret, after=app.last_step if app else -1)


def give_code(console: Console, code: str) -> None:
    """Type a code into the one way that is open and go on."""
    console.page.locator("details.ch-way[open] input[name=code]").fill(code)
    with console.page.expect_navigation():
        console.page.locator("details.ch-way[open] button", has_text=console.word("Go on")).click()


def plug_in_an_authenticator(console: Console) -> None:
    """Give the browser an authenticator that knows its owner's finger and always agrees."""
    devices = console.page.context.new_cdp_session(console.page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def lose_the_session_over_a_form(console: Console, code: str) -> None:
    """Sign in over a form whose session ended, by password and code; then it is sent."""
    console.open("/profile/")
    console.page.locator("#id_profile-name").fill("Typed before it ended")
    Session.objects.all().delete()
    console.press("Save")
    dialog = console.page.get_by_role("dialog")
    dialog.locator("#session-password").fill(PASSWORD)
    dialog.get_by_role("button", name=console.word("Sign in and go on")).click()
    dialog.locator("#session-code").fill(code)
    with console.page.expect_navigation():
        dialog.get_by_role("button", name=console.word("Go on"), exact=True).click()


def enrol(console: Console, person: User) -> tuple[str, list[str]]:
    """Set an app up on the security page; return its secret and the backup codes."""
    console.open(SECURITY)
    console.page.get_by_role("link", name=console.word("Set up a second factor")).click()
    expect(console.page.locator("svg.ch-qr")).to_be_visible()
    console.page.get_by_text(console.word("I cannot scan it")).click()
    secret = console.page.locator(".ch-secret").inner_text().replace(" ", "")
    console.page.locator("#id_code_app").fill(code_of(person, secret))
    console.submit("Set it up")
    codes = console.page.locator(".ch-codes code").all_inner_texts()
    console.submit("I kept them: go on")
    return secret, codes


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_enrol_code_backup_code_passkey_and_forget(
    visit: Visit, sales: User, language: str
) -> None:
    speak(sales, language)
    console = visit(language=language)
    console.sign_in_as("sales")
    secret, codes = enrol(console, sales)
    assert len(set(codes)) == 10

    # the code of the app, then one of the sheet
    sign_out(console)
    console.sign_in_as("sales")
    expect(console.page.locator("#menu")).to_have_count(0)
    give_code(console, code_of(sales, secret))
    expect(console.page.locator("#menu")).to_have_count(1)
    sign_out(console)
    console.sign_in_as("sales")
    console.page.locator("summary", has_text=console.word("Backup code")).click()
    give_code(console, codes[0])
    expect(console.page.locator("#menu")).to_have_count(1)

    # a session that ends over a form asks for both, and loses nothing
    lose_the_session_over_a_form(console, codes[1])
    sales.refresh_from_db()
    assert sales.name == "Typed before it ended"

    # a passkey, which the browser's own authenticator makes
    plug_in_an_authenticator(console)
    console.open("/second-factor/set-up/?way=passkey")
    console.page.locator("#id_name_passkey").fill("My laptop")
    console.submit("Make a passkey")
    console.sees("My laptop")
    assert Passkey.objects.get().user == sales

    # it proves, and the device is remembered: the next sign-in asks for nothing more
    sign_out(console)
    console.sign_in_as("sales")
    console.page.locator("summary", has_text=console.word("Passkey")).click()
    console.page.locator("details.ch-way[open] input[name=remember]").check()
    console.submit("Use the passkey")
    expect(console.page.locator("#menu")).to_have_count(1)
    sign_out(console)
    console.sign_in_as("sales")
    expect(console.page.locator("#menu")).to_have_count(1)

    # what weighs more asks again, and goes on with what was pressed
    console.open(SECURITY)
    console.submit("Forget all")
    console.page.locator("summary", has_text=console.word("Passkey")).click()
    console.submit("Use the passkey")
    console.sees(console.word("All devices are forgotten."))
    assert not RememberedDevice.objects.exists()
    sign_out(console)
    console.sign_in_as("sales")
    expect(console.page.locator("#menu")).to_have_count(0)
    assert console.complaints == []
