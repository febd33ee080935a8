"""The page that asks for the second factor: after the password, and before what weighs much."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from admin_config.engine.shell.frame import frame_context
from admin_config.engine.shell.session import wants_json
from admin_config.second_factor.demo import demo_codes
from admin_config.second_factor.passkey_site import pop_challenge, site_of
from admin_config.second_factor.proven import (
    is_fresh,
    is_proven,
    mark_password,
    mark_proven,
)
from admin_config.second_factor.remembering import let_in_as_remembered, remember
from admin_config.second_factor.waiting_form import Goal
from erp.foundation.actor import Actor
from erp.staff.queries.second_factor import Factors, factors_of, masked
from erp.staff.services.factor_proof import (
    KeyAnswer,
    Proof,
    prove_by_code,
    prove_by_passkey,
    prove_by_password,
)
from erp.staff.services.second_factor import wrong_code
from erp.staff.services.sent_code import send_code

PASSWORD = "password"  # noqa: S105 - the name of a way, no secret
_FEW_CODES = 3


def ask_fresh(request: HttpRequest) -> HttpResponse | None:
    """Return nothing where the proof is fresh, or the page that asks and then goes on."""
    if is_fresh(request):
        return None
    if wants_json(request):
        answer = {
            "signed_in": True,
            "fresh_proof": reverse("second_factor:prove"),
            "error": _("Nothing was done: first confirm that it is you."),
        }
        return JsonResponse(answer, status=403, headers={"X-Fresh-Proof": "1"})
    goal = Goal.of_request(request)
    if goal.next:
        return HttpResponseRedirect(
            f"{reverse('second_factor:prove')}?{urlencode({'next': goal.next})}"
        )
    return page_for(request, goal, status=403)


@never_cache
@sensitive_post_parameters("code", "password", "kept")
@csrf_protect
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Show the page; a POST tries what was given and goes on where one was going."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("console:login"))
    goal = Goal.carried(request)
    if request.method == "GET":
        if is_fresh(request) or (not goal.next and is_proven(request)):
            return goal.go_on(request)
        return page_for(request, goal)
    user: Any = request.user
    way = request.POST.get("way", "")
    if not user.has_second_factor:
        return _by_password(request, goal)
    proof = _tried(request, way)
    if proof.factor is None:
        return page_for(request, goal, status=403, way=way, proof=proof)
    first = not is_proven(request)
    mark_proven(request, proof.factor)
    _warn_of_few_codes(request, way)
    response = goal.go_on(request)
    if first and request.POST.get("remember") and way != "backup":
        remember(request, response)
    return response


def _tried(request: HttpRequest, way: str) -> Proof:
    user: Any = request.user
    if way == "passkey":
        answer = request.POST.get("credential", "")
        challenge = pop_challenge(request, "prove")
        return prove_by_passkey(user, given=KeyAnswer(answer, challenge, site_of(request)))
    return prove_by_code(user, way=way, code=request.POST.get("code", "")[:64])


def _by_password(request: HttpRequest, goal: Goal) -> HttpResponse:
    """Hear the password again, of somebody who has no second factor."""
    proof = _heard(request)
    if proof is None:
        return goal.go_on(request)
    return page_for(request, goal, status=403, way=PASSWORD, proof=proof)


def _heard(request: HttpRequest) -> Proof | None:
    """Note that the password is right, or return what is told of a wrong one."""
    user: Any = request.user
    heard = prove_by_password(user, password=request.POST.get("secret", "")[:4096])
    if heard is True:
        mark_password(request, user)
        return None
    return Proof(wait=int(heard)) if heard else Proof()


def _warn_of_few_codes(request: HttpRequest, way: str) -> None:
    if way != "backup":
        return
    user: Any = request.user
    left = factors_of(user).codes_left
    text = ngettext(
        "A backup code was used; %(left)d is left.",
        "A backup code was used; %(left)d are left.",
        left,
    )
    messages.warning(request, text % {"left": left})


@never_cache
@csrf_protect
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send a code to the confirmed address or number of the person, and ask for it."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("second_factor:prove"), reverse("console:login"))
    user: Any = request.user
    goal = Goal.carried(request)
    kind = request.POST.get("way", "")
    if factors_of(user).message(kind) is None:
        return page_for(request, goal, status=403)
    try:
        address = send_code(user, kind=kind, by=Actor.person(user))
    except ValidationError as refused:
        return page_for(request, goal, way=kind, trouble=" ".join(refused.messages), status=429)
    text = _("A code is on its way to %(to)s.") % {"to": address}
    return page_for(request, goal, way=kind, sent=text)


@never_cache
@sensitive_post_parameters("code", "secret")
@csrf_protect
@require_http_methods(["GET", "POST"])
def code_over_page(request: HttpRequest) -> JsonResponse:
    """Take a code, or a password, typed over a page; a GET asks whether one is wanted.

    Wanted is the second factor after a session had ended, or with ``?fresh`` a fresh proof.
    """
    user: Any = request.user
    if not user.is_authenticated:
        return JsonResponse({"signed_in": False}, status=401)
    if _is_enough(request):
        return JsonResponse({"signed_in": True, "proven": True})
    way = "fresh" if user.has_second_factor else "secret"
    answer: dict[str, Any] = {"signed_in": True, "proven": False, "way": way}
    if request.method == "POST":
        refused = _tried_over_page(request)
        answer |= {"proven": not refused, "errors": [refused] if refused else []}
    return JsonResponse(answer)


def _tried_over_page(request: HttpRequest) -> str:
    """Try the code or password that was typed; return why it was refused, or nothing."""
    user: Any = request.user
    if not user.has_second_factor:
        heard = _heard(request)
        return refusal_of(heard, PASSWORD) if heard is not None else ""
    code = request.POST.get("code", "")[:64]
    way = "app" if code.strip().replace(" ", "").isdigit() else "backup"
    proof = prove_by_code(user, way=way, code=code)
    if proof.factor is None:
        return refusal_of(proof)
    mark_proven(request, proof.factor)
    return ""


def _is_enough(request: HttpRequest) -> bool:
    """Tell whether nothing more has to be shown for what the page is about."""
    if "fresh" in request.GET:
        return is_fresh(request)
    return is_proven(request) or let_in_as_remembered(request)


def refusal_of(proof: Proof, way: str = "") -> str:
    """Return the one answer to whatever was wrong, and how long to wait where one must."""
    wrong = wrong_code()
    if way == PASSWORD:
        wrong = _("This is not your password.")
    elif way == "passkey":
        wrong = _("The passkey was not accepted. Try again, or choose another way.")
    if not proof.wait:
        return wrong
    wait = ngettext(
        "Wait %(seconds)d second before the next try.",
        "Wait %(seconds)d seconds before the next try.",
        proof.wait,
    )
    return f"{wrong} {wait % {'seconds': proof.wait}}"


def page_for(
    request: HttpRequest,
    goal: Goal,
    *,
    status: int = 200,
    way: str = "",
    proof: Proof | None = None,
    sent: str = "",
    trouble: str = "",
) -> HttpResponse:
    """Show the page that asks, with the form or address that waits behind it."""
    user: Any = request.user
    found = factors_of(user)
    wanted = way or request.GET.get("way", "")
    ways = _ways(found) if user.has_second_factor else [PASSWORD]
    context = {
        **frame_context(request, inside=False),
        "title": _("Confirm that it is you"),
        "again": is_proven(request),
        "goal": goal,
        "ways": ways,
        "way": wanted if wanted in ways else ways[0] if ways else "",
        "addresses": {str(m.kind): masked(m.address) for m in found.messages},
        "few_codes": found.codes_left <= _FEW_CODES,
        "trouble": trouble or (refusal_of(proof, way) if proof is not None else ""),
        "sent": sent,
        "demo": demo_codes(user),
        "relaxed": settings.SECOND_FACTOR_RELAXED,
        "index": reverse("console:index"),
    }
    return TemplateResponse(request, "console/factor_prove.html", context, status=status)


def _ways(found: Factors) -> list[str]:
    """Return the ways in the order in which they are offered; text messages where they can go."""
    return [way for way in found.ways if way != "sms" or settings.SMS_ROUTE]
