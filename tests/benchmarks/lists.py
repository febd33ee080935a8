"""Lists of a small and a large table: ours and stock unfold's, page by page."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from django.test import Client

from tests.benchmarks.inserting import rows_being_inserted
from tests.benchmarks.timing import median_ms, once_ms

OURS = "/market/sale/"
NEXT, PREVIOUS, LAST = "Next page", "Previous page", "Last page"
STOCK = "/stock/market/sale/"


@dataclass
class Visitor:
    """Somebody who is signed in and looks at lists."""

    client: Client

    @classmethod
    def signed_in(cls, user: Any) -> Visitor:
        """Open a session for the account."""
        client = Client()
        client.force_login(user)
        return cls(client)

    def page(self, address: str) -> str:
        """Return a page's HTML; anything but 200 ends the benchmark."""
        answer = self.client.get(address)
        if answer.status_code != 200:
            message = f"{address}: {answer.status_code}"
            raise RuntimeError(message)
        return answer.content.decode()

    def ms(self, address: str) -> float:
        """Return the median milliseconds of the whole request."""
        return median_ms(lambda: self.page(address))

    def ms_once(self, address: str) -> float:
        """Return the milliseconds of one request, for what takes seconds."""
        self.page(address)
        return once_ms(lambda: self.page(address))


def link(page: str, name: str) -> str:
    """Return the address behind the link that readers hear under this name."""
    tag = re.search(rf'<a\b[^>]*\baria-label="{name}"[^>]*>', page)
    found = re.search(r'href="([^"]*)"', tag.group(0)) if tag else None
    if found is None:
        message = f"the page has no link {name!r}"
        raise RuntimeError(message)
    return html.unescape(found.group(1))


def follow(visitor: Visitor, address: str, *names: str) -> str:
    """Return the address reached by following links from a page."""
    for name in names:
        target = link(visitor.page(address), name)
        address = address.split("?", maxsplit=1)[0] + target if target.startswith("?") else target
    return address


def measure(everybody: Any, owner: Any, rows: int) -> dict[str, Any]:
    """Return milliseconds and bytes of the pages of a list with so many rows."""
    boss, seller = Visitor.signed_in(everybody), Visitor.signed_in(owner)
    nullable = f"{OURS}?o=shipped_on"
    ours = {
        "first page": boss.ms(OURS),
        "second page": boss.ms(follow(boss, OURS, NEXT)),
        "last page": boss.ms(follow(boss, OURS, LAST)),
        "page before the last": boss.ms(follow(boss, OURS, LAST, PREVIOUS)),
        "owner of 2 %, first page": seller.ms(OURS),
        "owner of 2 %, last page": seller.ms(follow(seller, OURS, LAST)),
        "one relation filter": boss.ms(f"{OURS}?good={1 + 7919 * 5 % 100_000}"),
        "nullable sort, first page": boss.ms(nullable),
        "nullable sort, last page": boss.ms(follow(boss, nullable, LAST)),
        "search: two Chinese characters": boss.ms(f"{OURS}?q=法兰"),
        "search: code with dashes": boss.ms(f"{OURS}?q=SA-{rows // 2}-2RS"),
        "search: code without dashes": boss.ms(f"{OURS}?q=SA{rows // 2}2RS"),
        "search: full width": boss.ms(f"{OURS}?q=ＳＡ－{rows // 2}－２ＲＳ"),
        "type-ahead": boss.ms(
            "/autocomplete/?app_label=market&model_name=sale&field_name=good&term=G-0500"
        ),
    }
    last = follow(boss, OURS, LAST)
    with rows_being_inserted(rows):
        ours["first page, rows being inserted"] = boss.ms(OURS)
        ours["last page, rows being inserted"] = boss.ms(last)
    stock = {
        "first page": boss.ms_once(STOCK),
        "last page": boss.ms_once(f"{STOCK}?p={min(rows // 50, 9000)}"),
        "search: code with dashes": boss.ms_once(f"{STOCK}?q=SA-{rows // 2}-2RS"),
    }
    weight = len(boss.page(f"{OURS}?_size=100").encode())
    return {"rows": rows, "ours": ours, "stock": stock, "bytes of 100 rows": weight}
