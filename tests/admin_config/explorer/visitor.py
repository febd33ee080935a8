"""Somebody who visits a served console: follows every link, tries every door."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.error
import urllib.request
from collections import Counter, deque
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote, urldefrag, urljoin, urlsplit

_LINKS = re.compile(r"""(?<![\w:.-])(?:href|src|data-url|data-address)\s*=\s*"([^"]+)\"""")
_RECORD = re.compile(r"^(/db/[^/]+/).+/change/")
#: So many records of one list are opened.
_RECORDS = 12
#: What a browser leaves as it is in an address.
_SIGNS = "%/:?#[]@!$&'()*+,;=~"
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
#: Parameters that make ever new pages of one list.
_ENDLESS = ("_at", "day", "_from", "o", "_size", "_view", "_changelist_filters")


@dataclass
class Visitor:
    """A browser without a screen: cookies, links, answers."""

    root: str
    #: Address and status of every page that was asked.
    answers: dict[str, int] = field(default_factory=dict)
    #: Where a page was first linked from.
    found_on: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin without cookies."""
        self.opened: Counter[str] = Counter()
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def ask(
        self, address: str, method: str = "GET", data: bytes | None = None, **headers: str
    ) -> tuple[int, str, bytes]:
        """Return status, final address and content of an answer; redirects are followed."""
        where = urljoin(self.root, quote(address, safe=_SIGNS))
        request = urllib.request.Request(where, data=data, method=method, headers=headers)  # noqa: S310
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.url, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.url, refused.read()

    def walk(self, start: str = "/", most: int = 3000) -> None:
        """Follow every link from the start page, each address once."""
        waiting, known = deque([start]), {start}
        while waiting and len(self.answers) < most:
            address = waiting.popleft()
            status, final, content = self.ask(address)
            self.answers[address] = status
            for link in self._links(final, content):
                shape = _shape(link)
                if shape not in known and not self._enough(link):
                    known.add(shape)
                    self.found_on[link] = address
                    waiting.append(link)

    def _enough(self, link: str) -> bool:
        """Tell whether enough records of a list were opened already."""
        record = _RECORD.match(link)
        if record is None:
            return False
        self.opened[record.group(1)] += 1
        return self.opened[record.group(1)] > _RECORDS

    def _links(self, base: str, content: bytes) -> list[str]:
        if b"<" not in content[:400]:
            return []
        found = []
        for raw in _LINKS.findall(content.decode("utf-8", "replace")):
            link = urldefrag(urljoin(base, unescape(raw)))[0]
            if link.startswith(self.root) and not link.startswith(f"{self.root}/static/"):
                found.append(link.removeprefix(self.root))
        return found

    def failures(self) -> dict[str, tuple[int, str]]:
        """Return the addresses that did not answer, with the pages that link there."""
        return {
            address: (status, self.found_on.get(address, ""))
            for address, status in self.answers.items()
            if status >= 400
        }

    def csrf(self, address: str) -> str:
        """Return the token that a page's forms carry."""
        found = _CSRF.search(self.ask(address)[2].decode("utf-8", "replace"))
        return found.group(1) if found else ""


def _shape(link: str) -> str:
    """Return what makes an address a page of its own: places in a list do not, beyond one each."""
    parts = urlsplit(link)
    words = sorted(
        word.split("=")[0] if word.split("=")[0] in _ENDLESS else word
        for word in parts.query.split("&")
        if word
    )
    return f"{parts.path}?{'&'.join(words)}"


class _Filled(HTMLParser):
    """Reads what a page's forms would send as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the value of an input, or remember which element the next text belongs to."""
        held = dict(attrs)
        name = held.get("name") or ""
        if tag == "input" and name and self._is_sent(held):
            self.values.setdefault(name, held.get("value") or "")
        elif tag == "select":
            self._select = name
            self.values.setdefault(name, "")
        elif tag == "option" and self._select and "selected" in held:
            self.values[self._select] = held.get("value") or ""
        elif tag == "textarea":
            self._text = name
            self.values[name] = ""

    @staticmethod
    def _is_sent(held: dict[str, str | None]) -> bool:
        kind = held.get("type") or "text"
        return kind != "submit" and (kind not in {"checkbox", "radio"} or "checked" in held)

    def handle_data(self, data: str) -> None:
        """Take the text of a text area, as a browser does: without its first line end."""
        if self._text:
            self.values[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        """Leave a text area or a choice."""
        if tag == "textarea":
            self.values[self._text] = self.values[self._text].removeprefix("\n")
            self._text = ""
        elif tag == "select":
            self._select = ""


def filled(page: bytes) -> dict[str, str]:
    """Return what the forms of a page would send as they stand."""
    reader = _Filled()
    reader.feed(page.decode("utf-8", "replace"))
    return {name: value for name, value in reader.values.items() if name}
