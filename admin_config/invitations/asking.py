"""The public pages on which strangers ask for an account and confirm their address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from admin_config.engine.shell.frame import frame_context
from admin_config.invitations.accepting import closed_page
from admin_config.invitations.secret_page import secret_page
from erp.foundation.actor import SYSTEM
from erp.foundation.tracing import client_address
from erp.staff.letters import house_name
from erp.staff.rules.invitation import ClosedLink
from erp.staff.services.account_request import (
    Asking,
    ask_for_account,
    confirm_request,
    request_of_link,
)
from erp.staff.services.throttle import claim_attempt, letter_counts

_TOO_MANY = 429


class AskForm(forms.Form):
    """Who asks, and what they say about it."""

    name = forms.CharField(label=pgettext_lazy("your own", "your name"), max_length=100)
    email = forms.EmailField(label=gettext_lazy("email"), max_length=254)
    message = forms.CharField(
        label=gettext_lazy("message"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Who you are and what you want to do here."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Dress the inputs."""
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs["class"] = "ch-input"
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"


def _must_be_open() -> None:
    if not settings.REGISTRATION:
        raise Http404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def ask(request: HttpRequest) -> HttpResponse:
    """Take a request for an account; the answer is the same whatever is known of the address."""
    _must_be_open()
    form = AskForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form=form)
    typed = form.cleaned_data
    # a count of its own: one that the page for new passwords shares would tell who has an account
    name = f"account for {typed['email']}"
    counts = letter_counts(name, None, address=client_address(request))
    claim = claim_attempt(counts)
    if not claim.allowed:
        return _page(request, status=_TOO_MANY, form=form, wait=claim.wait)
    ask_for_account(
        Asking(typed["email"], typed["name"], typed["message"], get_language() or "en"), by=SYSTEM
    )
    return _page(request, asked=typed["email"])


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
@csrf_protect
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm the address of a request, by POST alone: programs that try links use none up."""
    _must_be_open()
    asked = request_of_link(token)
    if asked is None:
        return closed_page(request)
    if request.method != "POST":
        return _page(request, confirming=asked)
    try:
        confirm_request(token, by=SYSTEM)
    except ClosedLink:
        return closed_page(request)
    return _page(request, confirmed=True)


def _page(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    frame = frame_context(request, inside=False)
    title = gettext_lazy("Ask for an account")
    return TemplateResponse(
        request,
        "console/ask_account.html",
        {**frame, "title": title, "house": house_name(), **context},
        status=status,
    )
