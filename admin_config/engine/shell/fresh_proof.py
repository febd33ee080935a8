"""A fresh proof before what weighs much: asks for the second factor again, and loses no form."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

Asked = Callable[[HttpRequest], HttpResponse | None]


def ask_fresh_proof(request: HttpRequest) -> HttpResponse | None:
    """Return nothing where the person proved themselves lately, or else the answer that asks.

    The answer goes on with the very same form once the proof is given. Whoever has no second
    factor, which only a relaxed house allows, gives the password instead; a sign-in a moment ago
    counts. A view calls this before it writes and after it decided that the person may:

        asked = ask_fresh_proof(request)
        if asked is not None:
            return asked
    """
    ask: Asked = import_string(settings.FRESH_PROOF)
    return ask(request)
