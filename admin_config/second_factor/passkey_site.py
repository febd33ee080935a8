"""Where passkeys belong to, and the challenge of a ceremony: kept in the session, used once."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from django.http import HttpRequest

from erp.staff.services.passkey import Site

_KEY = "passkey_challenges"
_GOOD_FOR = 300


def site_of(request: HttpRequest) -> Site:
    """Return host and origin that passkeys are bound to: the ones that were asked.

    Which hosts may be asked is decided by ALLOWED_HOSTS before any view.
    """
    origin = f"{request.scheme}://{request.get_host()}"
    return Site(host=urlsplit(origin).hostname or "", origin=origin)


def keep_challenge(request: HttpRequest, purpose: str, challenge: str) -> None:
    """Keep what a browser was asked, for this session, person and purpose alone."""
    request.session[_KEY] = {purpose: [str(request.user.pk), int(time.time()), challenge]}


def pop_challenge(request: HttpRequest, purpose: str) -> str:
    """Return the challenge once; nothing where there is none, or of before or somebody else."""
    kept = request.session.pop(_KEY, None) or {}
    person, when, challenge = kept.get(purpose) or ("", 0, "")
    right = person == str(request.user.pk) and 0 <= time.time() - when <= _GOOD_FOR
    return str(challenge) if right else ""
