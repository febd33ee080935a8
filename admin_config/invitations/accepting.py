"""The page behind the link of an invitation: name and password, then the console."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from admin_config.engine.shell.frame import frame_context
from admin_config.engine.shell.refused import show_refusal
from admin_config.engine.shell.sign_in import remember_person
from admin_config.invitations.accept_form import AcceptForm
from admin_config.invitations.secret_page import secret_page
from erp.foundation.actor import SYSTEM
from erp.staff.letters import house_name
from erp.staff.models import Invitation, User
from erp.staff.queries.invitation import open_invitation
from erp.staff.rules.invitation import ClosedLink
from erp.staff.services.acceptance import accept_invitation

_BACKEND = "erp.staff.sign_in.AnyNameBackend"
_GONE = 410


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password", "again")
@sensitive_variables("token")
@csrf_protect
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form of an open invitation; a POST makes the account and signs it in.

    Looking at the page changes nothing, so that programs that try links in mails use none up.
    A link that does not work gets one page, whatever the reason.
    """
    invitation = open_invitation(token)
    if invitation is None:
        return closed_page(request)
    if request.user.is_authenticated:
        return _page(request, invitation=invitation, somebody=request.user)
    _speak(request, invitation)
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            account = _accept(token, form)
        except ClosedLink:
            return closed_page(request)
        if account is not None:
            return _come_in(request, account)
    return _page(request, invitation=invitation, form=form)


def _speak(request: HttpRequest, invitation: Invitation) -> None:
    """Show the page in the invitation's language, until the visitor has chosen another."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(invitation.language)


@sensitive_variables("token")
def _accept(token: str, form: AcceptForm) -> User | None:
    """Make the account; what a rule refuses is shown at its field."""
    try:
        return accept_invitation(token, form.newcomer(), by=SYSTEM)
    except ClosedLink:
        raise
    except ValidationError as refused:
        show_refusal(form, refused)
        return None


def _come_in(request: HttpRequest, account: User) -> HttpResponse:
    """Sign the newcomer in; a second factor is asked for on the way to the first page."""
    login(request, account, backend=_BACKEND)
    response = HttpResponseRedirect(reverse("welcome"))
    remember_person(response, account)
    return response


def closed_page(request: HttpRequest) -> HttpResponse:
    """Say that a link does not work, and what to do next."""
    return _page(request, status=_GONE, closed=True)


def _page(
    request: HttpRequest, status: int = 200, invitation: Invitation | None = None, **context: Any
) -> HttpResponse:
    title = _("This link does not work") if invitation is None else _("Your invitation")
    frame = frame_context(request, inside=False)
    return TemplateResponse(
        request,
        "console/accept.html",
        {**frame, "title": title, "invitation": invitation, "house": house_name(), **context},
        status=status,
        headers={"Content-Language": translation.get_language() or ""},
    )
