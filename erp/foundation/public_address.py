"""Where people reach the console, for links in mails: from the settings, never from a request."""

from __future__ import annotations

from django.conf import settings


def public_address(path: str) -> str:
    """Return a path as a whole address.

    A request's Host header is written by whoever sends it: a link with a secret that was built
    from one could lead anywhere.
    """
    return f"{settings.PUBLIC_URL.rstrip('/')}/{path.lstrip('/')}"
