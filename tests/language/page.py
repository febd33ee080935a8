"""A page as a browser has it: its forms with what they would send, its links, its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

_UNTYPED = frozenset({"submit", "button", "file", "image", "reset"})


@dataclass
class Form:
    """One form of a page."""

    id: str
    method: str
    action: str
    #: What it sends when nothing is typed.
    values: dict[str, list[str]] = field(default_factory=dict)
    #: Every name that can be typed into, also unticked boxes and empty files.
    names: set[str] = field(default_factory=set)
    #: Names of the inputs in which a browser insists on a value.
    required: set[str] = field(default_factory=set)
    #: Buttons by name: the values they send.
    buttons: dict[str, list[str]] = field(default_factory=dict)

    def sent(self, **typed: Any) -> dict[str, Any]:
        """Return what is sent when these values are typed; ``None`` unticks or leaves out."""
        values: dict[str, Any] = {**self.values, **typed}
        return {name: value for name, value in values.items() if value is not None}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self._open: Form | None = None
        self._select: tuple[str, bool] | None = None
        self._textarea: str | None = None
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in {"script", "style", "template"}:
            self._silent += 1
        elif tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "form":
            self._open = Form(
                found.get("id", ""), found.get("method", "get").lower(), found.get("action", "")
            )
            self.forms.append(self._open)
        elif self._open is not None:
            self._take(self._open, tag, found)

    def _take(self, form: Form, tag: str, found: dict[str, str]) -> None:
        name = found.get("name", "")
        if tag == "option" and self._select:
            self._option(form, found)
        if not name or "disabled" in found:
            return
        kind = found.get("type", "text" if tag == "input" else "submit")
        if tag == "button" or (tag == "input" and kind == "submit"):
            form.buttons.setdefault(name, []).append(found.get("value", ""))
        elif tag in {"input", "select", "textarea"}:
            form.names.add(name)
            if "required" in found:
                form.required.add(name)
            if tag == "input":
                self._input(form, name, kind, found)
            elif tag == "select":
                self._select = (name, "multiple" in found)
            else:
                self._textarea = name
                form.values[name] = [""]

    def _input(self, form: Form, name: str, kind: str, found: dict[str, str]) -> None:
        if kind in _UNTYPED:
            return
        if kind not in {"checkbox", "radio"}:
            form.values.setdefault(name, []).append(found.get("value", ""))
        elif "checked" in found:
            form.values.setdefault(name, []).append(found.get("value", "on"))

    def _option(self, form: Form, found: dict[str, str]) -> None:
        name, _many = self._select or ("", False)
        if "selected" in found:
            form.values.setdefault(name, []).append(found.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._textarea and self._open is not None:
            self._open.values[self._textarea][0] += data
        elif not self._silent:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "template"}:
            self._silent -= 1
        elif tag == "form":
            self._open = None
        elif tag == "select":
            self._end_select()
        elif tag == "textarea" and self._textarea and self._open is not None:
            held = self._open.values[self._textarea]
            held[0] = held[0].removeprefix("\n")
            self._textarea = None

    def _end_select(self) -> None:
        if self._select and self._open is not None and not self._select[1]:
            self._open.values.setdefault(self._select[0], [""])
        self._select = None


class Page:
    """What a response shows."""

    def __init__(self, response: HttpResponse) -> None:
        """Read the response, which must be a page."""
        self.status = response.status_code
        self.html = response.content.decode()
        self.weight = len(response.content)
        reader = _Reader()
        reader.feed(self.html)
        self.forms = reader.forms
        self.links = reader.links
        self.words = " ".join(" ".join(reader.words).split())

    def form(self, id: str) -> Form:  # noqa: A002 - the word of HTML
        """Return the form with this id."""
        found = [form for form in self.forms if form.id == id]
        assert found, f"no form {id!r}, only {[form.id for form in self.forms]}"
        return found[0]

    @property
    def posts(self) -> list[str]:
        """Return the addresses to which the page's forms post."""
        return [form.action for form in self.forms if form.method == "post"]
