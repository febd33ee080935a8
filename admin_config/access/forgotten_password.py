"""The pages of who forgot their password: ask for a letter, then choose a new one by its link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from admin_config.access.password_step import LONGEST_NAME
from admin_config.engine.shell.frame import frame_context
from admin_config.engine.shell.password_step import wait_words
from admin_config.engine.shell.profile import NewPasswordForm
from admin_config.engine.shell.refused import show_refusal
from erp.foundation.actor import SYSTEM
from erp.foundation.text import is_storable_text
from erp.foundation.tracing import client_address
from erp.staff.services.forgotten_password import (
    DeadLink,
    account_of_token,
    ask_for_password_letter,
    choose_forgotten_password,
)
from erp.staff.services.throttle import claim_attempt, letter_counts
from erp.staff.sign_in import account_named


class NameForm(forms.Form):
    """Any name by which the person signs in."""

    name = forms.CharField(
        label=gettext_lazy("Username, email or mobile"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(
            attrs={"class": "ch-input", "autocomplete": "username", "autocapitalize": "none"}
        ),
    )


def _page(request: HttpRequest, template: str, status: int = 200, **more: Any) -> HttpResponse:
    """Return a page whose address, with the token in it, is told to nobody.

    The origin alone is: without one a browser sends forms that Django takes for foreign.
    """
    context = {**frame_context(request, inside=False), **more}
    response = TemplateResponse(request, template, context, status=status)
    response["Referrer-Policy"] = "strict-origin"
    return response


@never_cache
@csrf_protect
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for the name; a POST says the same whether or not anybody has it."""
    form = NameForm(request.POST or None)
    title, template = _("Forgotten your password?"), "console/forgotten.html"
    if request.method != "POST" or not form.is_valid():
        return _page(request, template, title=title, form=form)
    name = form.cleaned_data["name"]
    counts = letter_counts(name, account_named(name), address=client_address(request))
    claim = claim_attempt(counts, riddle_solved=True)
    if not claim.allowed:
        seconds = max(1, round(claim.wait.total_seconds()))
        form.add_error(None, wait_words(seconds))
        response = _page(request, template, 429, title=title, form=form)
        response["Retry-After"] = str(seconds)
        return response
    if is_storable_text(name):
        ask_for_password_letter(name, by=SYSTEM)
    return _page(request, template, title=title, sent=True)


@never_cache
@sensitive_post_parameters("password", "again", "token")
@csrf_protect
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Let the new password be typed; a POST sets it and leads to the sign-in page."""
    token = request.POST.get("token") or request.GET.get("token", "")
    account = account_of_token(token)
    title, template = _("Choose a new password"), "console/new_password.html"
    if account is None:
        return _page(request, template, 410, title=title)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            choose_forgotten_password(token, form.cleaned_data["password"], by=SYSTEM)
        except DeadLink:
            return _page(request, template, 410, title=title)
        except ValidationError as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Your new password is set. Sign in with it."))
            return HttpResponseRedirect(reverse("console:login"))
    username = account.get_username()
    return _page(request, template, title=title, form=form, token=token, username=username)


def forgotten_password_urls() -> list[URLPattern]:
    """Return the addresses of both pages."""
    return [
        path("password/forgotten/", forgotten, name="forgotten_password"),
        path("password/new/", choose, name="new_password"),
    ]
