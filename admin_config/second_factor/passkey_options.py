"""What the browser is asked for a passkey, as data for the page's script."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from admin_config.second_factor.passkey_site import keep_challenge, site_of
from admin_config.second_factor.proven import is_fresh, is_proven
from erp.staff.services.passkey import proof_options, registration_options


@never_cache
@csrf_protect
@require_POST
def passkey_options(request: HttpRequest) -> JsonResponse:
    """Return the question of one ceremony, ``prove`` or ``enrol``; the challenge stays here."""
    user: Any = request.user
    if not user.is_authenticated:
        return JsonResponse({"signed_in": False}, status=401)
    purpose = request.POST.get("for", "")
    if purpose == "enrol":
        closed = user.has_second_factor and not is_proven(request)
        if closed or not is_fresh(request):
            return JsonResponse({"fresh_proof": True}, status=403, headers={"X-Fresh-Proof": "1"})
        asked = registration_options(user, site_of(request))
    elif purpose == "prove":
        asked = proof_options(user, site_of(request))
    else:
        return JsonResponse({}, status=400)
    keep_challenge(request, purpose, asked["challenge"])
    return JsonResponse(asked)
