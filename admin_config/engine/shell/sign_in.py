"""Signing in and out: one page, one message for every failure, and back to where one was."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from admin_config.engine.shell.frame import frame_context, initials
from admin_config.engine.shell.kept_form import KeptForm
from admin_config.engine.shell.password_step import (
    StepOutcome,
    Typed,
    take_password_step,
    wait_words,
)

#: Who was signed in last in this browser: a form sent after the session ended is theirs alone.
PERSON_COOKIE = "console_person"
_PERSON_SALT = "console.person"
_A_YEAR = 365 * 24 * 3600


class SignInForm(AuthenticationForm):
    """Name and password; an unknown name, a wrong password and a locked account read the same."""

    error_messages = {
        "invalid_login": _(
            "Name or password is not right. Capital letters count in usernames and passwords."
        ),
        "inactive": _(
            "Name or password is not right. Capital letters count in usernames and passwords."
        ),
    }
    #: Longer ones are answered like wrong ones, by the step that looks at them.
    username = forms.CharField(strip=True)
    riddle = forms.CharField(required=False, strip=False)
    answer = forms.CharField(required=False)

    #: What came of the attempt, once it was made.
    outcome: StepOutcome = StepOutcome()

    def __init__(self, *args: Any, **options: Any) -> None:
        """Leave the length of a name to the step: an email may be longer than a username."""
        super().__init__(*args, **options)
        field: Any = self.fields["username"]
        field.max_length = None
        field.validators = [v for v in field.validators if getattr(v, "code", "") != "max_length"]

    def clean(self) -> dict[str, Any]:
        """Take the step of name and password; say what is wrong at the place of the mistake."""
        found = self.cleaned_data
        if "username" not in found or "password" not in found or self.request is None:
            return found
        typed = Typed(
            found["username"], found["password"], found.get("riddle", ""), found.get("answer", "")
        )
        self.outcome = take_password_step(self.request, typed)
        if self.outcome.wait:
            raise forms.ValidationError(wait_words(self.outcome.seconds), code="wait")
        if self.outcome.riddle_first:
            self.add_error("answer", self._riddle_words())
        elif self.outcome.user is None:
            raise self.get_invalid_login_error()
        else:
            self.user_cache = self.outcome.user
        return found

    def _riddle_words(self) -> str:
        if self.outcome.riddle_wrong:
            return _t("That was not it. Here is another one.")
        return _t("Please answer this as well: signing in failed several times.")

    def settle(self, response: HttpResponseBase) -> None:
        """Say on the answer how long to wait, or finish what the step began."""
        if self.outcome.wait:
            response.status_code = 429
            response["Retry-After"] = str(self.outcome.seconds)
        elif self.outcome.finish is not None:
            self.outcome.finish(response)


def remember_person(response: HttpResponseBase, user: Any) -> None:
    """Note in the browser, signed, who signed in last."""
    response.set_signed_cookie(
        PERSON_COOKIE,
        str(user.pk),
        salt=_PERSON_SALT,
        max_age=_A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def remembered_person(request: HttpRequest) -> str:
    """Return the key of who signed in last in this browser, or nothing."""
    return str(request.get_signed_cookie(PERSON_COOKIE, default="", salt=_PERSON_SALT))


def demo_accounts() -> list[dict[str, Any]]:
    """Return the accounts that the demo offers on the sign-in page; none unless it is loaded."""
    if not settings.DEMO_SIGN_INS:
        return []
    offered = import_string(settings.DEMO_SIGN_INS)()
    names = [account.username for account in offered]
    accounts = get_user_model()._default_manager.filter(is_active=True, username__in=names)
    if accounts.count() < len(names):
        return []
    return [
        {
            "name": account.name,
            "role": account.role,
            "username": account.username,
            "password": account.password,
            "initials": initials(account.name),
            "secret": account.secret,
            "code": account.code_now(),
            "fill": json.dumps({"username": account.username, "password": account.password}),
        }
        for account in offered
    ]


class SignIn(LoginView):
    """The sign-in page; a form that was sent after the session ended goes on afterwards."""

    form_class = SignInForm
    template_name = "console/sign_in.html"
    redirect_authenticated_user = True
    next_page = "console:index"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the frame, the demo's accounts and the form that waits."""
        found = super().get_context_data(**context)
        kept = KeptForm.opened(self.request.POST.get("kept", ""))
        return {
            **found,
            **frame_context(self.request, inside=False),
            "title": _("Sign in"),
            "sign_in_path": reverse("console:login"),
            "next_is_inside": found["next"] not in {"", reverse("console:index")},
            "kept": kept,
            "demo_accounts": demo_accounts(),
            "riddle": found["form"].outcome.riddle,
            "forgotten_path": reverse(settings.FORGOTTEN_PASSWORD),
            "asking_path": reverse(settings.ASK_ACCOUNT) if settings.REGISTRATION else "",
            "empty_house": not get_user_model()._default_manager.exists(),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in; the same person's kept form is sent on, somebody else's is not."""
        kept = KeptForm.opened(self.request.POST.get("kept", ""))
        response = super().form_valid(form)
        user = form.get_user()
        if kept is not None:
            response = kept.go_on(self.request, user)
        remember_person(response, user)
        form.settle(response)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what was wrong; who tries too often is told how long to wait."""
        response = super().form_invalid(form)
        form.settle(response)
        return response


class SignOut(LogoutView):
    """Ends the session; only a POST does, so that no link or picture can."""

    next_page = "console:login"
    template_name = "console/sign_in.html"
