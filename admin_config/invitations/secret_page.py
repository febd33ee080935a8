"""How pages behave whose address is a secret: no trace of it leaves them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

View = Callable[..., HttpResponse]


def secret_page(view: View) -> View:
    """Keep a page's address out of Referer, caches and search engines.

    The log of requests writes the pattern of such an address, never the address itself. The
    Referer names the house alone: with none at all a browser would send no origin either, and a
    form without an origin is refused.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        response = view(request, *args, **options)
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        add_never_cache_headers(response)
        return response

    return answer
