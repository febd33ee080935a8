"""Setting how papers look: the paper beside the form follows what is typed, mistakes stay out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from admin_config.models import IssuedPaper
from erp.company.models import PrintSetting
from erp.staff.models import User
from tests.admin_config.printing.going_out import quotation_of
from tests.browser.console import Console, speak

Visit = Callable[..., Console]
_SHOWN = ".pv-frames iframe:not(.pv-coming)"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_paper_follows_what_is_typed_and_mistakes_are_named(
    visit: Visit, system: User, settings: Any, tmp_path: Path, language: str
) -> None:
    settings.MEDIA_ROOT = tmp_path
    speak(system, language)
    quotation = quotation_of(system)
    console = visit(language=language, width=1400)
    console.sign_in_as("system")
    page = console.page
    console.open("/company/printsetting/add/")
    shown = page.locator(_SHOWN)
    expect(shown).to_have_count(1, timeout=15_000)
    expect(page.locator("select[name=_pick_paper]")).to_contain_text(quotation.number)

    # a mistake is told at its field, the last good paper stays
    page.locator("#id_terms").fill("Net 😀")
    expect(page.locator(".pv-wrong")).to_contain_text("😀")
    expect(shown).to_have_count(1)
    good = shown.get_attribute("name")
    page.locator("#id_terms").fill("Net.")
    expect(page.locator(".pv-wrong")).to_have_count(0)
    expect(shown).to_have_count(1)
    expect(page.locator(f"iframe[name='{good}']")).to_have_count(0, timeout=15_000)

    # the palette and the code say the same; ticks are kept
    page.locator("#id_accent").fill("AA2200")
    expect(page.locator(".colour-palette")).to_have_value("#aa2200")
    page.locator("input[value='quotation|bank']").uncheck()
    console.submit("Save")
    setting = PrintSetting.objects.get()
    assert (setting.terms, setting.accent, setting.parts) == ("Net.", "#aa2200", "-bank")
    assert IssuedPaper.objects.count() == 0
    assert console.complaints == []


def test_on_a_phone_the_preview_is_a_button(
    visit: Visit, system: User, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    quotation_of(system)
    console = visit(language="en", width=390)
    console.sign_in_as("system")
    page = console.page
    console.open("/company/printsetting/add/")
    expect(page.locator(".pv-frames")).to_be_hidden()
    console.nothing_scrolls_sideways()
    assert console.small_targets() == []
    with page.context.expect_page() as opened:
        page.locator("[data-open]").click()
    assert opened.value.url.endswith("/drawn/") or opened.value.url == "about:blank"
    assert page.locator("iframe").count() == 0
