"""One's own email address and mobile: typed anew, confirmed by a link or a code, or left alone."""

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
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from admin_config.engine.build.rights import actor_of
from admin_config.engine.shell.frame import frame_context
from admin_config.engine.shell.fresh_proof import ask_fresh_proof
from admin_config.engine.shell.refused import show_refusal
from admin_config.engine.site import console
from admin_config.invitations.accepting import closed_page
from admin_config.invitations.secret_page import secret_page
from erp.staff.models import AddressChange, AddressKind, User
from erp.staff.rules.invitation import ClosedLink
from erp.staff.services.address import (
    ask_for_change,
    change_of_link,
    confirm_address,
    forget_change,
    try_code,
)


class EmailForm(forms.Form):
    """The new email address."""

    email = forms.EmailField(
        label=gettext_lazy("new email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "ch-input", "autocomplete": "email"}),
    )


class MobileForm(forms.Form):
    """The new mobile number."""

    mobile = forms.CharField(
        label=gettext_lazy("new mobile"),
        max_length=30,
        widget=forms.TextInput(
            attrs={"class": "ch-input", "autocomplete": "tel", "inputmode": "tel"}
        ),
    )


class CodeForm(forms.Form):
    """The code out of the text message."""

    code = forms.CharField(
        label=gettext_lazy("code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"class": "ch-input", "autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )


#: By the button that sends them: the form of each thing that can be done on the page.
_FORMS: dict[str, type[forms.Form]] = {"email": EmailForm, "mobile": MobileForm, "code": CodeForm}


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show both with what waits to be confirmed; a POST asks for a change, confirms or forgets."""
    person: Any = request.user
    account: Any = User.objects.get(pk=person.pk)
    what = request.POST.get("what", "")
    bound: dict[str, forms.Form] = {}
    if what in _FORMS:
        asked = ask_fresh_proof(request) if what != "code" else None
        if asked is not None:
            return asked
        form = bound[what] = _FORMS[what](request.POST)
        if form.is_valid() and _done(request, account, what, form):
            return HttpResponseRedirect(reverse("own_addresses"))
    elif what in {"forget_email", "forget_mobile"}:
        forget_change(account, kind=what.removeprefix("forget_"), by=actor_of(request))
        return HttpResponseRedirect(reverse("own_addresses"))
    waiting = {one.kind: one for one in AddressChange.objects.filter(account=account)}
    context = {
        **frame_context(request, inside=True),
        "title": _("My email and mobile"),
        "account": account,
        "waiting": {kind: one for kind, one in waiting.items() if one.is_open},
        **{f"{name}_form": bound.get(name) or made() for name, made in _FORMS.items()},
    }
    return TemplateResponse(request, "console/own_addresses.html", context)


def _done(request: HttpRequest, account: User, what: str, form: forms.Form) -> bool:
    """Do what the form is for and say what comes next; what is refused is shown at its field."""
    typed, by = form.cleaned_data[what], actor_of(request)
    try:
        if what == "code":
            try_code(account, code=typed, by=by)
            messages.success(request, _("Your new mobile is confirmed."))
            return True
        change = ask_for_change(account, kind=what, value=typed, by=by)
    except ValidationError as refused:
        show_refusal(form, refused)
        return False
    if change is None:
        messages.success(request, _("Your new mobile is saved."))
    elif what == AddressKind.EMAIL:
        text = _("We have written to %(address)s: open the link in that mail to confirm it.")
        messages.success(request, text % {"address": change.value})
    else:
        messages.success(request, _("A code is on its way to the new mobile: type it here."))
    return True


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm a new address by POST; only for the person whose account it is."""
    change = change_of_link(token)
    if change is None:
        return closed_page(request)
    mine = change.account_id == request.user.pk
    refusal = ""
    if request.method == "POST" and mine:
        try:
            account = confirm_address(token, by=actor_of(request))
        except ClosedLink:
            return closed_page(request)
        except ValidationError as refused:
            refusal = " ".join(refused.messages)
        else:
            text = _("Your address is %(address)s from now on.") % {"address": account.email}
            messages.success(request, text)
            return HttpResponseRedirect(reverse("own_addresses"))
    context = {
        **frame_context(request, inside=False),
        "title": _("Confirm your new address"),
        "change": change,
        "mine": mine,
        "refusal": refusal,
    }
    return TemplateResponse(request, "console/confirm_address.html", context)


def own_address_urls() -> list[URLPattern]:
    """Return the addresses of the page and of the links that confirm."""
    return [
        path("own-addresses/", console.admin_view(show), name="own_addresses"),
        path("address/<str:token>/", console.admin_view(confirm), name="confirm_address"),
    ]
