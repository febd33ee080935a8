"""A paper on its way: looked at, sent, read in the outbox with its file, found in the archive."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from admin_config.engine.printing.keeping import issued_bytes
from admin_config.models import IssuedPaper, Way
from erp.foundation.models import OutboxMail
from erp.staff.models import User
from tests.admin_config.printing.going_out import quotation_of, texts_in
from tests.browser.console import Console, speak
from tests.language.jobs import work_off

Visit = Callable[..., Console]
#: Stands in for the phone's own sheet of apps, which no test can press.
_SHARES = """
navigator.canShare = () => true;
navigator.share = async ({ files }) => { window.shared = [files[0].name, files[0].size]; };
"""


@pytest.mark.parametrize(("language", "width"), [("en", 1400), ("zh-hans", 390)])
def test_a_paper_is_sent_read_in_the_outbox_and_found_in_the_archive(
    visit: Visit, system: User, settings: Any, tmp_path: Path, language: str, width: int
) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    speak(system, language)
    quotation = quotation_of(system)
    console = visit(language=language, width=width)
    console.sign_in_as("system")
    page = console.page

    # from the paper to its mail, with the paper itself beside it
    console.open(f"/sales/quotation/{quotation.pk}/print/")
    page.locator("a[href*='/send/']").first.click()
    preview = page.locator("iframe.pr-preview")
    if width > 640:
        expect(preview).to_be_visible()
    else:
        expect(page.locator("a.pr-look")).to_be_visible()
        expect(preview).to_be_hidden()
        assert console.small_targets() == []
    console.nothing_scrolls_sideways()
    expect(page.get_by_role("checkbox", name="ye@customer.example")).to_be_checked()

    # a wrong address is named where it stands, and what was typed stays
    page.locator("#id_body").fill("Words of my own.")
    page.locator("#id_more").fill("nobody@")
    page.locator("button[name=send]").click()
    expect(page.locator(".ch-error")).to_contain_text("nobody@")
    expect(page.locator("#id_body")).to_have_value("Words of my own.")
    assert OutboxMail.objects.count() == 0
    page.locator("#id_more").fill("")
    page.locator("button[name=send]").dblclick()
    expect(page).to_have_url(re.compile(r"/print/$"))
    mail = OutboxMail.objects.get()

    # the outcome stands beside the paper once the server took it
    work_off()
    page.reload()
    kept = IssuedPaper.objects.get()
    expect(page.locator(".pr-issued .ch-good")).to_contain_text("ye@customer.example")
    console.nothing_scrolls_sideways()

    # the mail is read with its attachment by who keeps the house
    console.open(f"/foundation/outboxmail/{mail.pk}/change/")
    expect(page.locator(".mail-text")).to_contain_text("Words of my own.")
    with page.expect_download() as attached:
        page.locator("a[href$='/attachment/']").click()
    data = Path(attached.value.path()).read_bytes()
    assert data == issued_bytes(kept)
    assert quotation.number in texts_in(data)

    # and the archive has the very same file
    console.open("/console/issuedpaper/")
    expect(page.locator("body")).to_contain_text("ye@customer.example")
    console.open(f"/console/issuedpaper/{kept.pk}/change/")
    with page.expect_download() as fetched:
        page.locator("a[href$='/file/']").click()
    assert Path(fetched.value.path()).read_bytes() == data
    console.nothing_scrolls_sideways()
    assert console.complaints == []


def test_a_phone_shares_a_paper_and_what_it_shares_is_kept(
    visit: Visit, sales: User, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    quotation = quotation_of(sales)
    console = visit(width=390)
    console.page.add_init_script(_SHARES)
    console.sign_in_as("sales")
    console.open(f"/sales/quotation/{quotation.pk}/print/")
    console.nothing_scrolls_sideways()
    assert console.small_targets() == []
    console.press("Share")
    console.page.wait_for_function("window.shared")
    name, size = console.page.evaluate("window.shared")
    kept = IssuedPaper.objects.get()
    assert (name, size, kept.way) == (f"{quotation.number}.pdf", kept.size, Way.DOWNLOAD)
    with console.page.expect_download() as download:
        console.press("Download PDF")
    # from the same page it is the same act: the very bytes again, kept once
    assert Path(download.value.path()).read_bytes() == issued_bytes(kept)
    assert IssuedPaper.objects.count() == 1
    assert console.complaints == []
