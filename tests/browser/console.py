"""The console as a person meets it: everything is found by what is written on it."""

from __future__ import annotations

import re

from django.utils.text import capfirst
from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page, expect

from erp.staff.models import User
from tests.cast import PASSWORD
from tests.language.writing import as_the_house

#: Names what is on the screen, can be touched, and is under 44 px high or wide, label included.
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select')]
  .filter(el => el.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .map(el => [el, [el, el.closest('label')].filter(Boolean)
    .map(box => box.getBoundingClientRect()).sort((a, b) => b.height - a.height)[0]])
  .filter(([el, r]) => r.width > 1 && r.height > 1 && (r.height < 43.5 || r.width < 43.5))
  .filter(([el, r]) => r.bottom > 0 && r.top < innerHeight)
  .map(([el, r]) => [el.tagName, el.getAttribute('aria-label') || el.name || el.textContent.trim(),
    Math.round(r.width), Math.round(r.height)].join(' '))"""


def speak(who: User, language: str) -> None:
    """Let the house speak this language with a person, whatever the browser asks for."""
    who.language = language
    with as_the_house():
        who.save()


class Console:
    """One window with the console in it."""

    def __init__(self, page: Page, address: str, language: str = "en") -> None:
        """Open nothing yet; whatever the page's scripts complain about is kept."""
        self.page = page
        self.address = address
        self.language = language
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def word(self, text: str) -> str:
        """Return what stands on the page for an English text, in the window's language."""
        with override(self.language):
            found = gettext(text)
            lower = f"{text[:1].lower()}{text[1:]}"
            return found if found != text else capfirst(gettext(lower))

    def open(self, path: str = "/") -> None:
        """Go to an address of the console."""
        self.page.goto(f"{self.address}{path}")

    def sign_in_as(self, username: str) -> None:
        """Sign in on the first page."""
        self.open()
        self.fill("Username, email or mobile", username)
        self.fill("Password", PASSWORD)
        with self.page.expect_navigation(url=lambda address: "/login/" not in address):
            self.press("Sign in")

    def fill(self, label: str, value: str) -> None:
        """Type into the field with this label."""
        self.field(label).fill(value)

    def field(self, label: str) -> Locator:
        """Return the field with this label; a star for required ones does not count."""
        words = re.escape(self.word(label))
        return self.page.get_by_label(re.compile(rf"^{words}\s*\*?$")).first

    def press(self, name: str) -> None:
        """Press the button with this name."""
        self.page.get_by_role("button", name=self.word(name), exact=True).first.click()

    def submit(self, name: str) -> None:
        """Press the button that sends a form and wait until the page it leads to has loaded."""
        with self.page.expect_navigation():
            self.press(name)

    def follow(self, name: str) -> None:
        """Follow the link with this name and wait until the page it leads to has loaded."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()

    def search_list(self, words: str) -> None:
        """Search the list that is open."""
        box = self.page.get_by_label(self.word("Search in this list"))
        box.fill(words)
        with self.page.expect_navigation(url=re.compile(r"[?&]q=")):
            box.press("Enter")

    def sees(self, text: str) -> None:
        """Expect a text on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def nothing_scrolls_sideways(self) -> None:
        """Expect the page to be no wider than the window."""
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.page.viewport_size["width"], f"{self.page.url} is {width} px wide"

    def small_targets(self) -> list[str]:
        """Return what can be touched and is smaller than 44 px in both directions."""
        found: list[str] = self.page.evaluate(SMALL_TARGETS)
        return found
