"""A real Chromium against a live console, spoken to by visible labels."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests.browser.console import Console

#: Chromium asks its makers for nothing, and runs as root in a container.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    """Return where Debian's Chromium lives, if it is installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every story; where no Chromium is found they are left out, and the runner says so."""
    missing = pytest.mark.skip(reason="no Chromium on this machine")
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if chromium_path() is None:
                item.add_marker(missing)


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    """Start the driver; its event loop lives in this thread, which Django has to be told."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as driver:
        yield driver
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    """Start one browser for all stories."""
    browser = playwright_driver.chromium.launch(executable_path=chromium_path(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def visit(chromium: Browser, live_server: object) -> Iterator[Callable[..., Console]]:
    """Open the console in a window of its own, at a width and in a language."""
    contexts: list[BrowserContext] = []

    def open_window(
        *, width: int = 1400, height: int = 900, language: str = "en", touch: bool | None = None
    ) -> Console:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale={"en": "en-US", "zh-hans": "zh-CN"}[language],
            has_touch=width < 640 if touch is None else touch,
        )
        contexts.append(context)
        page = context.new_page()
        return Console(page, str(live_server), language)

    yield open_window
    for context in contexts:
        context.close()
