"""The form of somebody who comes in: what to be called, the password, language and zone."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from admin_config.engine.shell.profile import zone_choices
from erp.staff.models import Invitation, User
from erp.staff.rules.user import check_password
from erp.staff.services.acceptance import Newcomer

_MOST_TRIES = 50


def proposed_username(email: str) -> str:
    """Return a free username made of the part before the @."""
    stem = re.sub(r"[^\w.+-]", "", email.partition("@")[0].lower())[:140] or "user"
    names = [stem, *(f"{stem}{number}" for number in range(2, _MOST_TRIES))]
    taken = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    return next((name for name in names if name not in taken), "")


class AcceptForm(forms.Form):
    """What a newcomer chooses; the address is that of the invitation and is not asked for."""

    name = forms.CharField(label=pgettext_lazy("your own", "your name"), max_length=100)
    username = forms.CharField(
        label=gettext_lazy("username"),
        max_length=150,
        validators=User._meta.get_field("username").validators,
        help_text=gettext_lazy("You sign in with it, or with your email address."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=gettext_lazy("password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy(password_validators_help_text_html, str)(),
    )
    again = forms.CharField(
        label=gettext_lazy("password again"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("language"), choices=settings.LANGUAGE_NAMES)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("time zone"), choices=zone_choices, required=False
    )

    def __init__(self, *args: Any, invitation: Invitation, **options: Any) -> None:
        """Start with what the invitation says, and dress the inputs."""
        super().__init__(*args, **options)
        self.invitation = invitation
        self.initial.update(
            name=invitation.name,
            username=proposed_username(invitation.email),
            language=get_language() or invitation.language,
        )
        self.order_fields(("name", "username", "password", "again", "language", "time_zone"))
        for field in self.fields.values():
            field.widget.attrs["class"] = "ch-input"

    def clean_username(self) -> str:
        """Refuse a name that somebody has."""
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username=username).exists():
            raise ValidationError(_("Somebody has this username: choose another."), code="taken")
        return username

    def clean(self) -> dict[str, Any]:
        """Refuse passwords that differ or break the rules, at their fields."""
        typed: dict[str, Any] = super().clean() or {}
        password = typed.get("password")
        if password and password != typed.get("again"):
            self.add_error("again", ValidationError(_("The two passwords differ."), code="differ"))
        if password:
            account = User(
                username=typed.get("username", ""),
                name=typed.get("name", ""),
                email=self.invitation.email,
            )
            try:
                check_password(password, account)
            except ValidationError as refused:
                self.add_error("password", refused.messages)
        return typed

    def newcomer(self) -> Newcomer:
        """Return what was typed, as the service takes it."""
        names = ("username", "name", "password", "language", "time_zone")
        return Newcomer(**{name: self.cleaned_data[name] for name in names})
