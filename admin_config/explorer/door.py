"""The way in: an address with a token that opens once, for whoever reads it in the terminal."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Callable

from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from admin_config.engine.shell.frame import frame_context
from admin_config.explorer.own import ACCOUNT


class Door:
    """Holds the token that opens next; each opens once."""

    def __init__(self) -> None:
        """Make the first token; nobody is told of it yet."""
        self._lock = threading.Lock()
        self._token = secrets.token_urlsafe(24)
        self.tell: Callable[[str], None] = lambda _path: None

    @property
    def path(self) -> str:
        """Return the path that opens."""
        return reverse("open", args=(self._token,))

    def opens(self, token: str) -> bool:
        """Tell whether the token opens, and never again; the next one is told."""
        with self._lock:
            if not hmac.compare_digest(token.encode(), self._token.encode()):
                return False
            self._token = secrets.token_urlsafe(24)
        self.tell(self.path)
        return True


door = Door()


@never_cache
@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in whoever brings the token; who is in already just goes on."""
    if not request.user.is_authenticated:
        if request.method != "GET" or not door.opens(token):
            return closed(request)
        login(request, get_user_model()._default_manager.get(username=ACCOUNT))
    return HttpResponseRedirect(reverse("console:index"))


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """Show who is in from where; there is nothing else to say about this account."""
    from admin_config.engine.site import console

    context = {**console.each_context(request), "title": _("My profile")}
    return render(request, "console/explore_profile.html", context)


@never_cache
def closed(request: HttpRequest) -> HttpResponse:
    """Say where the way in is; there is no password here."""
    if request.user.is_authenticated and request.method == "GET":
        return HttpResponseRedirect(reverse("console:index"))
    context = {
        **frame_context(request, inside=False),
        "title": _("Sign in"),
        "message": _(
            "Open the newest address that the terminal shows: each opens this console once."
        ),
    }
    return render(request, "console/explore_closed.html", context, status=403)
