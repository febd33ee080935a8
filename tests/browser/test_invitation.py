"""From an address that was typed to a colleague who is in: page, mail, link, second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from erp.staff.models import Invitation, User
from erp.staff.rules.factor_code import app_code
from tests.browser.console import Console, speak
from tests.cast import make_role
from tests.language.mail_links import newest_mail
from tests.language.writing import as_the_house

Visit = Callable[..., Console]
STRONG = "quiet-harbour-48-lamps"


@pytest.mark.parametrize(("language", "width"), [("en", 1400), ("zh-hans", 390)])
def test_somebody_is_invited_comes_in_enrols_and_is_welcomed(
    visit: Visit, system: User, settings: Any, live_server: Any, language: str, width: int
) -> None:
    settings.PUBLIC_URL = live_server.url
    with as_the_house():
        sales = make_role("sales")
    speak(system, language)
    inviter = visit(language=language, width=width)
    inviter.sign_in_as("system")

    # the address is judged, then the mail is written
    inviter.open("/staff/invitation/invite/")
    inviter.page.locator("#id_addresses").fill("Ada <ada@new.example>; system@house.example")
    inviter.page.locator(f"input[name=roles][value='{sales.pk}']").check()
    inviter.submit("Go on")
    expect(inviter.page.locator(".iv-verdict")).to_have_count(2)
    inviter.nothing_scrolls_sideways()
    with inviter.page.expect_navigation():
        inviter.page.locator("button[name=send]").click()
    assert Invitation.objects.get().email == "ada@new.example"

    # who keeps the house reads the mail on its page in a trial run
    mail = newest_mail("ada@new.example")
    inviter.open(f"/foundation/outboxmail/{mail.pk}/change/")
    link = inviter.page.locator(".mail-text a").first.get_attribute("href") or ""
    assert link.startswith(f"{live_server.url}/invitation/")

    # the link in a browser of the newcomer's own, where everybody has to enrol
    settings.SECOND_FACTOR_RELAXED = False
    newcomer = visit(language=language, width=width)
    newcomer.page.goto(link)
    newcomer.nothing_scrolls_sideways()
    assert width > 640 or newcomer.small_targets() == []
    newcomer.page.locator("#id_username").fill("ada")
    newcomer.page.locator("#id_password").fill(STRONG)
    newcomer.page.locator("#id_again").fill(STRONG)
    newcomer.submit("Come in")
    assert "/second-factor/" in newcomer.page.url
    newcomer.page.get_by_text(newcomer.word("I cannot scan it")).click()
    secret = newcomer.page.locator(".ch-secret").inner_text().replace(" ", "")
    newcomer.page.locator("#id_code_app").fill(app_code(secret, after=-1))
    newcomer.submit("Set it up")
    newcomer.submit("I kept them: go on")

    # the first page says what a seller can do, in the newcomer's language
    assert newcomer.page.url.endswith("/welcome/")
    steps = newcomer.page.locator(".wl-steps a")
    assert "/parties/customer/add/" in [step.get_attribute("href") for step in steps.all()]
    newcomer.nothing_scrolls_sideways()
    account = User.objects.get(username="ada")
    assert account.has_second_factor
    assert list(account.groups.all()) == [sales]

    # the link is used up
    late = visit(language=language, width=width)
    late.page.goto(link)
    expect(late.page.locator("#id_password")).to_have_count(0)
    late.nothing_scrolls_sideways()
    assert newcomer.complaints == inviter.complaints == late.complaints == []
