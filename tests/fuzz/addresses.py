"""Every address that the console answers, with keys that exist and keys that make no sense."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.urls import get_resolver

#: Keys of records that are none.
NONSENSE = (
    "0",
    "-1",
    "99999999999999999999",
    "abc",
    "\0",
    "\uff11",  # a full-width one
    "1_2F",
    "²",
    "1 or 1=1",
    "_",
    "../1",
    "é" * 300,
)
#: Query strings that no page wrote.
QUERIES = (
    "q=%00&o=nothing&_at=xx&p=abc&_size=-1&e=1&_view=99999999999999999999",
    "before=abc&after=-1&a=x&b=99999999999999999999&next=//evil.example&kind=zz&verdict=zz",
    "_popup=1&_to_field=zz&id__exact=99999999999999999999&pk__in=1,x&_changelist_filters=%ff",
    "_f=%5B%22%26%22,%5B%22id%22,%22is%22,%22x%22%5D%5D&_from=%00&o=-&q=%EF%BC%91%ff&_at=W10",
    "term=%00&app_label=x&model_name=y&field_name=z&page=-1&forward=%7B",
    "app_label=parties&model_name=contact&field_name=party&term=%F0%9F%98%80&page=99999999999999",
    "created_at__from=99999-99-99&created_at__to=%00&owner=abc&active=maybe&_from=9999999999999999",
    "key=99999999999999999999&record=%00&name=__class__&value=%ff&column=x&place=-5&field=pk",
)
_PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """One pattern of the console: the route as Django knows it, and what it is about."""

    route: str
    #: ``app.model`` where the route begins so.
    about: str
    #: The route without the model, so that the same page of two screens is known as the same.
    page: str

    @property
    def parts(self) -> list[str]:
        """Return the names of what the route leaves open."""
        return _PART.findall(self.route)

    def filled(self, values: Mapping[str, str]) -> str:
        """Return the address with these values, as a browser sends it."""
        return "/" + _PART.sub(lambda part: quote(values.get(part[1], "1"), safe=""), self.route)


def addresses(about: set[str]) -> list[Address]:
    """Return every address; ``about`` names the models that have a screen."""
    return [_address(route, about) for route in _routes(get_resolver(), "")]


def _address(route: str, about: set[str]) -> Address:
    route = route.replace("^(?P<app_label>", "<app_label>|").replace("(?P<url>.*)$", "<url>")
    route = re.sub(r"<app_label>\|[^/]*", "<app_label>", route).removesuffix("$")
    label = ".".join(route.split("/")[:2])
    known = label in about
    page = route.split("/", 2)[2] if known else route
    return Address(route, label if known else "", page)


def _routes(resolver: Any, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = f"{prefix}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            yield from _routes(pattern, route)
        else:
            yield route
