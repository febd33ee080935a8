"""The form of the first run: the company, its numbers and taxes, the first administrator."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from admin_config.engine.shell.profile import zone_choices
from erp.company.queries.starting import starting_currencies
from erp.foundation.files import SAFE_IMAGES, check_image, check_upload
from erp.foundation.models import Period
from erp.staff.models import User
from erp.staff.rules.user import check_password
from erp.staff.services.set_up import SetUp

_LEAST_DIGITS, _MOST_DIGITS, _USUAL_DIGITS = 3, 9, 6


def _zones() -> list[tuple[str, Any]]:
    """Return the zones without "as the house": here the house's own is chosen."""
    return zone_choices()[1:]


class FirstRunForm(forms.Form):
    """What has to be known before anybody can work; all else has a sound beginning."""

    company = forms.CharField(label=gettext_lazy("company name in English"), max_length=80)
    company_zh = forms.CharField(
        label=gettext_lazy("company name in Chinese"), max_length=80, required=False
    )
    logo = forms.FileField(
        label=gettext_lazy("logo"),
        required=False,
        validators=[check_upload, check_image],
        widget=forms.FileInput(attrs={"accept": ",".join(SAFE_IMAGES.values())}),
        help_text=gettext_lazy("For papers: a PNG, JPEG, GIF or WebP image. It may follow later."),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("base currency"),
        choices=starting_currencies,
        help_text=gettext_lazy("The books are kept in it. It cannot be changed later."),
    )
    language = forms.ChoiceField(label=gettext_lazy("language"), choices=settings.LANGUAGE_NAMES)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("time zone"), choices=_zones, initial=settings.DEFAULT_ZONE
    )
    tax_percent = forms.DecimalField(
        label=gettext_lazy("usual tax rate, percent"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=2,
        initial=Decimal(13),
    )
    number_period = forms.ChoiceField(
        label=gettext_lazy("paper numbers start again"),
        choices=Period.choices,
        initial=Period.YEAR,
        help_text=gettext_lazy("For example QT-2026-000123."),
    )
    number_digits = forms.IntegerField(
        label=gettext_lazy("digits of paper numbers"),
        min_value=_LEAST_DIGITS,
        max_value=_MOST_DIGITS,
        initial=_USUAL_DIGITS,
    )
    name = forms.CharField(label=gettext_lazy("your name"), max_length=100)
    username = forms.CharField(
        label=gettext_lazy("username"),
        max_length=150,
        validators=User._meta.get_field("username").validators,
    )
    email = forms.EmailField(label=gettext_lazy("email"), required=False)
    test_mail = forms.BooleanField(
        label=gettext_lazy("send a test mail to this address"), required=False
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

    def __init__(self, *args: Any, **options: Any) -> None:
        """Dress the inputs."""
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if name != "test_mail":
                field.widget.attrs["class"] = "file-input" if name == "logo" else "ch-input"

    @property
    def about_company(self) -> list[forms.BoundField]:
        """Return the fields about the company."""
        return [
            self[name]
            for name in ("company", "company_zh", "currency", "language", "time_zone", "logo")
        ]

    @property
    def about_papers(self) -> list[forms.BoundField]:
        """Return the fields about taxes and numbers."""
        return [self[name] for name in ("tax_percent", "number_period", "number_digits")]

    @property
    def about_person(self) -> list[forms.BoundField]:
        """Return the fields about the first administrator."""
        return [self[name] for name in ("name", "username", "email", "password", "again")]

    def clean(self) -> dict[str, Any]:
        """Refuse passwords that differ or break the rules, and a test mail without an address."""
        typed: dict[str, Any] = super().clean() or {}
        password = typed.get("password")
        if password and password != typed.get("again"):
            self.add_error("again", ValidationError(_("The two passwords differ."), code="differ"))
        if password:
            account = User(
                username=typed.get("username", ""),
                name=typed.get("name", ""),
                email=typed.get("email", ""),
            )
            try:
                check_password(password, account)
            except ValidationError as refused:
                self.add_error("password", refused.messages)
        if typed.get("test_mail") and not typed.get("email"):
            self.add_error("email", _("Give an address for the test mail."))
        if self.errors and typed.get("logo"):
            # a browser never fills a file in again
            self.add_error("logo", _("Choose the logo again."))
        return typed

    def wanted(self) -> SetUp:
        """Return what was typed, as the service takes it."""
        typed = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"again", "test_mail"}
        }
        typed["number_period"] = Period(typed["number_period"])
        return SetUp(**typed)
