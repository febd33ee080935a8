"""Five thousand rows with forty mistakes: checked, mended in place, written, by hand and eye."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from admin_config.models import ImportRun
from erp.catalog.models import Brand
from erp.staff.models import User
from tests.admin_config.transfer.files import balanced, csv_file
from tests.browser.console import Console, speak
from tests.language.jobs import work_off

ROWS, MISTAKES = 5_000, 40


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return brands of which forty have a website that is none."""
    rows = [[f"Works {number:04}", "", "x"] for number in range(ROWS)]
    for row in rows[:: ROWS // MISTAKES]:
        row[1] = "nope"
    path = tmp_path / "brands.csv"
    path.write_bytes(csv_file([["Name", "Website", "Note"], *rows]))
    return path


@pytest.mark.slow
@pytest.mark.parametrize(("language", "width"), [("en", 1400), ("zh-hans", 390)])
def test_forty_mistakes_of_five_thousand_rows_are_mended_in_place(
    visit: Callable[..., Console], system: User, file: Path, language: str, width: int
) -> None:
    speak(system, language)
    console = visit(language=language, width=width)
    console.sign_in_as(system.username)
    console.open("/catalog/brand/import/")
    page = console.page
    page.set_input_files("#file", str(file))
    console.submit("Go on")
    page.locator("form[data-once] button.ch-main").last.click()
    page.wait_for_url(lambda address: "columns" not in address)
    work_off()
    run = ImportRun.objects.get()
    # the page goes on by itself when the job is done
    expect(page.locator("[data-mend-state]")).to_have_count(1, timeout=20_000)
    console.open(f"/catalog/brand/import/{run.pk}/?verdict=refused")
    said = page.locator("[data-mend-said]")
    wrong = page.locator("textarea[aria-invalid]")
    expect(wrong).to_have_count(MISTAKES)
    for left in range(MISTAKES, 0, -1):
        cell = wrong.first
        cell.fill("https://works.example")
        cell.press("Enter")
        expect(wrong).to_have_count(left - 1)
    expect(said).to_contain_text(str(ROWS - ROWS // MISTAKES + 2))
    assert not Brand.objects.exists()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("[data-mend-state] button.ch-main").click()
    expect(page.locator("[data-mend-state]")).to_have_count(0)
    work_off()
    expect(page.locator(".tr-figures")).to_contain_text(str(ROWS), timeout=20_000)
    run.refresh_from_db()
    assert balanced(run)
    assert run.counts["created"] == Brand.objects.count() == ROWS
    assert Brand.objects.filter(website="https://works.example").count() == MISTAKES
    assert console.complaints == []
