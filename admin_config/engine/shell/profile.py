"""The profile: a person's own name, phone, language, time zone and password."""

from __future__ import annotations

import zoneinfo
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from admin_config.engine.build.rights import actor_of
from admin_config.engine.shell.frame import frame_context
from admin_config.engine.shell.refused import show_refusal
from erp.foundation.models import Operation, OperationKind
from erp.foundation.operation import run

_REGIONS = (
    "Asia", "Europe", "America", "Africa", "Australia", "Pacific", "Atlantic", "Indian",
)  # fmt: skip
_RECENT = 10


def zone_choices() -> list[tuple[str, Any]]:
    """Return the time zones by region, the house's own first."""
    known = _known_zones()
    house = _("As the house: %(zone)s") % {"zone": settings.DEFAULT_ZONE}
    choices: list[tuple[str, Any]] = [("", house), ("UTC", "UTC")]
    for region in _REGIONS:
        zones = [name for name in known if name.startswith(f"{region}/")]
        choices.append((region, [(name, _readable(name)) for name in zones]))
    return choices


@cache
def _known_zones() -> list[str]:
    """Return the zones of this machine, looked for once: they are files."""
    return sorted(zoneinfo.available_timezones())


def _readable(zone: str) -> str:
    return zone.split("/", 1)[1].replace("_", " ").replace("/", ", ")


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What people may change about themselves."""

    class Meta:
        model = get_user_model()
        fields = ("name", "phone", "language", "time_zone")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the time zones that this machine knows."""
        super().__init__(*args, **options)
        self.fields["time_zone"] = forms.ChoiceField(
            label=gettext_lazy("time zone"), choices=zone_choices, required=False
        )
        for field in self.fields.values():
            field.widget.attrs["class"] = "ch-input"


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=gettext_lazy("new password"),
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"class": "ch-input", "autocomplete": "new-password"}),
        help_text=lazy(password_validators_help_text_html, str)(),
    )
    again = forms.CharField(
        label=gettext_lazy("new password again"),
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"class": "ch-input", "autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Refuse a second password that differs from the first."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("The two new passwords differ."), code="differ")
        return again


class PasswordForm(NewPasswordForm):
    """The present password and the new one."""

    old = forms.CharField(
        label=gettext_lazy("present password"),
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"class": "ch-input", "autocomplete": "current-password"}),
    )
    field_order = ("old", "password", "again")


def _own_account(request: HttpRequest) -> Any:
    accounts: Any = get_user_model()._default_manager
    return accounts.get(pk=request.user.pk)


def show(request: HttpRequest) -> HttpResponse:
    """Show the profile; a POST saves one of its two forms."""
    profile = ProfileForm(instance=_own_account(request), prefix="profile")
    password = PasswordForm()
    if request.method == "POST" and "new_password" in request.POST:
        password = PasswordForm(request.POST)
        if password.is_valid() and _change_password(request, password):
            return _saved(request, _("Your password is changed. Other devices are signed out."))
    elif request.method == "POST":
        profile = ProfileForm(request.POST, instance=_own_account(request), prefix="profile")
        if profile.is_valid():
            return _saved(request, _save_profile(request, profile))
    recent = Operation.objects.filter(actor=request.user.pk).order_by("-id")[:_RECENT]
    context = {
        **frame_context(request, inside=True),
        "title": _("My profile"),
        "profile": profile,
        "password": password,
        "recent": recent,
    }
    return TemplateResponse(request, "console/profile.html", context)


def _save_profile(request: HttpRequest, form: ProfileForm) -> str:
    run(lambda _running: form.save(), OperationKind.CHANGE, by=actor_of(request))
    with translation.override(form.instance.language):
        return _("Your profile is saved.")


def _change_password(request: HttpRequest, form: PasswordForm) -> bool:
    """Change the password; what the rules refuse is shown at its field."""
    typed = form.cleaned_data
    service = import_string(settings.CHANGE_PASSWORD)
    account = _own_account(request)
    try:
        service(account, old=typed["old"], new=typed["password"], by=actor_of(request))
    except forms.ValidationError as refused:
        show_refusal(form, refused)
        return False
    update_session_auth_hash(request, account)
    return True


def _saved(request: HttpRequest, message: str) -> HttpResponse:
    messages.success(request, message)
    return HttpResponseRedirect(reverse("console:profile"))


@require_POST
@csrf_protect
def choose_language(request: HttpRequest) -> HttpResponse:
    """Show every page in the chosen language: kept with the account, before sign-in by cookie."""
    language = request.POST.get("language", "")
    answer = HttpResponseRedirect(_way_back(request))
    if language not in dict(settings.LANGUAGES):
        return answer
    if request.user.is_authenticated:
        account = _own_account(request)
        account.language = language
        run(lambda _running: account.save(), OperationKind.CHANGE, by=actor_of(request))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


def _way_back(request: HttpRequest) -> str:
    """Return the address to show again: one of ours, never somebody else's."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe and urlsplit(wanted).path else reverse("console:index")
