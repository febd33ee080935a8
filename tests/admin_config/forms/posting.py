"""Post forms as a browser does: everything that the page holds, changed where the test says so."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class _Inputs(HTMLParser):
    """Collects what the main form of a page would send."""

    def __init__(self, form_id: str) -> None:
        """Look for the form with this id."""
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.values: dict[str, Any] = {}
        self._select: tuple[str, bool] | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the value of an input, the chosen options of a select."""
        found = dict(attrs)
        if tag == "form":
            self.inside = found.get("id") == self.form_id
        if not self.inside:
            return
        name = found.get("name") or ""
        if tag == "input" and name and found.get("type") not in {"submit", "button", "file"}:
            if found.get("type") not in {"checkbox", "radio"}:
                self.values[name] = found.get("value") or ""
            elif "checked" in found:
                ticked = found.get("value") or "on"
                before = self.values.get(name)
                # ticks of one name, such as several choices, are all sent
                self.values[name] = ticked if before is None else [*_each(before), ticked]
        elif tag == "select" and name:
            self._select = (name, "multiple" in found)
            self.values[name] = [] if "multiple" in found else ""
        elif tag == "option" and self._select and "selected" in found:
            name, many = self._select
            value = found.get("value") or ""
            self.values[name] = [*self.values[name], value] if many else value
        elif tag == "textarea" and name:
            self._textarea = name
            self.values[name] = ""

    def handle_data(self, data: str) -> None:
        """Take the text of a textarea."""
        if self._textarea:
            self.values[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        """Leave what ended."""
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            if self._textarea:
                self.values[self._textarea] = self.values[self._textarea].removeprefix("\n")
            self._textarea = None


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def values_of(html: str, form_id: str = "toy_form") -> dict[str, Any]:
    """Return what the page's form would send if nothing were typed."""
    parser = _Inputs(form_id)
    parser.feed(html)
    assert parser.values, "there is no such form on the page"
    return parser.values


def opened(client: Client, address: str, form_id: str = "toy_form") -> dict[str, Any]:
    """Open a form and return what it would send."""
    response = client.get(address)
    assert response.status_code == 200, response
    return values_of(response.content.decode(), form_id)


def add_row(values: dict[str, Any], prefix: str, **columns: Any) -> dict[str, Any]:
    """Add a row of children at the end, as the page's button does."""
    number = int(values[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{number}-{name}": value for name, value in columns.items()}
    return {**values, f"{prefix}-TOTAL_FORMS": str(number + 1), **row}
