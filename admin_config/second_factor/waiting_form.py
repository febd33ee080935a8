"""Where somebody was going when the second factor was asked for, and how they get there."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from admin_config.engine.shell.kept_form import KeptForm


@dataclass(frozen=True)
class Goal:
    """A page to go on to, or a form to send on."""

    next: str = ""
    kept: KeptForm | None = None
    too_much: bool = False

    @classmethod
    def of_request(cls, request: HttpRequest) -> Goal:
        """Return where the request itself wanted to go."""
        path = request.get_full_path()
        if request.method in {"GET", "HEAD"}:
            return cls(next=path)
        kept = KeptForm.from_request(request, str(request.user.pk))
        return cls(next="", kept=kept, too_much=kept is None)

    @classmethod
    def carried(cls, request: HttpRequest) -> Goal:
        """Return what a page of ours carried along: an address of ours, a form we sealed."""
        wanted = request.POST.get("next") or request.GET.get("next", "")
        inside = url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        return cls(
            next=wanted if inside and wanted.startswith("/") else "",
            kept=KeptForm.opened(request.POST.get("kept", "")),
        )

    def go_on(self, request: HttpRequest) -> HttpResponse:
        """Send the form on, show the page, or show the first page."""
        if self.kept is not None:
            heading = _("Thank you: now it goes on")
            return self.kept.go_on(request, request.user, heading=heading)
        return HttpResponseRedirect(self.next or reverse("console:index"))
