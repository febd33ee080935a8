"""The devices with which a person is signed in, and how to sign one or all others out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from admin_config.engine.build.rights import actor_of
from admin_config.engine.site import console
from erp.staff.models import Session
from erp.staff.services.session import end_session, end_sessions


@dataclass(frozen=True)
class OwnSession:
    """A session as its person sees it; ``here`` is the browser that looks."""

    row: Session
    here: bool


def own_sessions(request: HttpRequest) -> list[OwnSession]:
    """Return the person's sessions, the one at hand first, then by last use."""
    here = getattr(request.session, "row_id", None)
    rows = Session.objects.filter(person=request.user.pk)
    found = [OwnSession(row, row.pk == here) for row in rows.order_by("-last_seen")]
    return sorted(found, key=lambda session: not session.here)


@require_POST
def end_one(request: HttpRequest, key: int) -> HttpResponse:
    """Sign one of one's own devices out; sessions of others do not exist here."""
    session = Session.objects.filter(pk=key, person=request.user.pk).first()
    if session is None:
        raise Http404(_("This device is not signed in any more."))
    end_session(session, by=actor_of(request), reason="")
    messages.success(request, _("Signed out: %(device)s.") % {"device": session.device()})
    return HttpResponseRedirect(_back(request))


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign all of one's other devices out."""
    user: Any = request.user
    count = end_sessions(user, keep=request.session.session_key, by=actor_of(request), reason="")
    told = ngettext("%(n)d device is signed out.", "%(n)d devices are signed out.", count)
    messages.success(request, told % {"n": count} if count else _("No other device was signed in."))
    return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Return the page that the buttons stand on: one of ours, or the profile."""
    wanted = request.POST.get("next", "")
    inside = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if inside else reverse("console:profile")


def own_session_urls() -> list[URLPattern]:
    """Return the addresses to which the buttons post."""
    return [
        path("own-sessions/<int:key>/end/", console.admin_view(end_one), name="own_session_end"),
        path("own-sessions/end-others/", console.admin_view(end_others), name="own_sessions_end"),
    ]
