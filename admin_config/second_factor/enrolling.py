"""Setting a second factor up: an app by its picture, a passkey, codes by mail or text message."""

from __future__ import annotations

import io
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from admin_config.engine.shell.frame import frame_context
from admin_config.second_factor.asking import ask_fresh
from admin_config.second_factor.passkey_site import pop_challenge, site_of
from admin_config.second_factor.proven import is_proven, mark_proven
from admin_config.second_factor.waiting_form import Goal
from erp.foundation.actor import Actor
from erp.foundation.secret_text import lock_text, unlock_text
from erp.staff.queries.second_factor import factors_of, masked, message_ways
from erp.staff.rules.factor_code import DIGITS, STEP, new_app_secret
from erp.staff.services.passkey import verified_registration
from erp.staff.services.second_factor import (
    add_app,
    add_message_factor,
    add_passkey,
    make_backup_codes,
    wrong_code,
)
from erp.staff.services.sent_code import send_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_otp.models import Device

View = "Callable[[HttpRequest], HttpResponse]"
_SALT = "console.new_app"
#: A picture that waited longer is drawn anew.
_GOOD_FOR = 3600


def may_enrol(view: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may set up a factor: nobody with the password alone beside an older factor."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("console:login"))
        user: Any = request.user
        if user.has_second_factor and not is_proven(request):
            return HttpResponseRedirect(reverse("second_factor:prove"))
        return ask_fresh(request) or view(request)

    return guarded


@never_cache
@csrf_protect
@may_enrol
def enrol(request: HttpRequest) -> HttpResponse:
    """Offer the ways; the app's picture is drawn at once, it is what most people take."""
    return _page(request)


@never_cache
@sensitive_post_parameters("code", "pending")
@csrf_protect
@require_POST
@may_enrol
def enrol_app(request: HttpRequest) -> HttpResponse:
    """Add the app whose first code was typed."""
    user: Any = request.user
    secret = _opened(request.POST.get("pending", ""), user)
    if secret is None:
        return _page(request, way="app", trouble=_("This picture is too old: scan the new one."))
    try:
        app = add_app(
            user,
            secret=secret,
            code=request.POST.get("code", "")[:64],
            name=request.POST.get("name", "").strip(),
            by=Actor.person(user),
            keep=request.session.session_key,
        )
    except ValidationError as refused:
        return _page(request, way="app", trouble=" ".join(refused.messages), secret=secret)
    return _enrolled(request, app)


@never_cache
@csrf_protect
@require_POST
@may_enrol
def enrol_passkey(request: HttpRequest) -> HttpResponse:
    """Add the passkey that the browser made."""
    user: Any = request.user
    try:
        key = verified_registration(
            request.POST.get("credential", ""), pop_challenge(request, "enrol"), site_of(request)
        )
        passkey = add_passkey(
            user,
            key=key,
            name=request.POST.get("name", "").strip(),
            by=Actor.person(user),
            keep=request.session.session_key,
        )
    except ValidationError as refused:
        return _page(request, way="passkey", trouble=" ".join(refused.messages))
    return _enrolled(request, passkey)


@never_cache
@sensitive_post_parameters("code")
@csrf_protect
@require_POST
@may_enrol
def enrol_message(request: HttpRequest) -> HttpResponse:
    """Send a first code to the account's address or number, or take the one that arrived."""
    user: Any = request.user
    kind, code = request.POST.get("way", ""), request.POST.get("code", "")[:64]
    if kind not in dict(message_ways(user)):
        return _page(request, trouble=_("Your account has no address for this."))
    try:
        if not code:
            address = send_code(user, kind=kind, by=Actor.person(user))
            text = _("A code is on its way to %(to)s.") % {"to": address}
            return _page(request, way=kind, sent=text)
        factor = add_message_factor(
            user, kind=kind, code=code, by=Actor.person(user), keep=request.session.session_key
        )
    except ValidationError as refused:
        return _page(request, way=kind, trouble=" ".join(refused.messages), waiting=True)
    if factor is None:
        return _page(request, way=kind, trouble=wrong_code(), waiting=True)
    return _enrolled(request, factor)


@never_cache
@csrf_protect
@require_POST
def onward(request: HttpRequest) -> HttpResponse:
    """Go on to where one was going before a factor had to be set up."""
    return Goal.carried(request).go_on(request)


def _enrolled(request: HttpRequest, factor: Device) -> HttpResponse:
    """Show backup codes with the first factor; with a further one lead to the security page."""
    user: Any = request.user
    user.refresh_from_db()
    mark_proven(request, factor)
    if factors_of(user).codes is None:
        return codes_page(request, make_backup_codes(user, by=Actor.person(user)))
    messages.success(request, _("%(name)s is set up.") % {"name": factor.name})
    return Goal.carried(request).go_on(request) if _has_goal(request) else _security()


def _has_goal(request: HttpRequest) -> bool:
    goal = Goal.carried(request)
    return bool(goal.next or goal.kept)


def _security() -> HttpResponse:
    return HttpResponseRedirect(reverse("second_factor:security"))


def codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Show new backup codes, this once."""
    return TemplateResponse(
        request,
        "console/factor_codes.html",
        {
            **frame_context(request, inside=False),
            "title": _("Backup codes"),
            "codes": codes,
            "plain": "\n".join(codes),
            "goal": Goal.carried(request),
        },
    )


def _page(
    request: HttpRequest,
    *,
    way: str = "",
    trouble: str = "",
    sent: str = "",
    secret: str = "",
    waiting: bool = False,
) -> HttpResponse:
    """Show the page of setting up; ``secret`` keeps the picture that was scanned already."""
    user: Any = request.user
    secret = secret or new_app_secret()
    wanted = way or request.GET.get("way", "")
    context = {
        **frame_context(request, inside=False),
        "title": _("Set up a second factor"),
        "first": not user.has_second_factor,
        "later": settings.SECOND_FACTOR_RELAXED or user.has_second_factor,
        "goal": Goal.carried(request),
        "ways": [(kind, masked(address)) for kind, address in message_ways(user)],
        "way": wanted if wanted in {"app", "passkey", "mail", "sms"} else "app",
        "trouble": trouble,
        "sent": sent,
        "code_expected": bool(sent or waiting),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "picture": _picture(user, secret),
        "pending": _sealed(secret, user),
        "back": reverse("second_factor:security") if user.has_second_factor else "",
    }
    status = 400 if trouble else 200
    return TemplateResponse(request, "console/factor_enrol.html", context, status=status)


def _sealed(secret: str, user: Any) -> str:
    """Carry a secret through the browser so that it reads there as nothing, for this person."""
    return signing.dumps({"s": lock_text(secret), "u": str(user.pk)}, salt=_SALT)


def _opened(sealed: str, user: Any) -> str | None:
    try:
        data = signing.loads(sealed, salt=_SALT, max_age=_GOOD_FOR)
    except signing.BadSignature:
        return None
    return unlock_text(data["s"]) if data["u"] == str(user.pk) else None


def _picture(user: Any, secret: str) -> SafeString:
    """Return the picture that an app scans, as SVG inside the page: no other address learns it."""
    issuer = settings.OTP_TOTP_ISSUER
    label = quote(f"{issuer}:{user.get_username()}")
    facts = {"secret": secret, "issuer": issuer, "digits": DIGITS, "period": STEP}
    code = segno.make_qr(f"otpauth://totp/{label}?{urlencode(facts)}", error="m")
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", xmldecl=False, svgns=True, scale=5, border=4,
              dark="#000", light="#fff", svgclass="ch-qr", lineclass=None, omitsize=True,
              title=_("Picture for the authenticator app"))  # fmt: skip
    return mark_safe(drawn.getvalue().decode())  # noqa: S308 - drawn here; what goes in is encoded
