"""The gate: whoever gave the password alone reaches the second factor's pages and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils.http import urlencode

from admin_config.engine.shell.session import wants_json
from admin_config.second_factor.asking import ask_fresh, page_for
from admin_config.second_factor.proven import is_fresh, is_proven
from admin_config.second_factor.remembering import let_in_as_remembered
from admin_config.second_factor.waiting_form import Goal
from erp.foundation.fresh_proof import FreshProofNeeded, proofs_judged_by

#: What is open before the second factor was shown; whatever is not named is closed.
OPEN = frozenset(
    {
        "console:login",
        "console:logout",
        "console:language",
        "console:session",
        "second_factor:prove",
        "second_factor:send",
        "second_factor:passkey_options",
        "second_factor:code",
        "second_factor:enrol",
        "second_factor:enrol_app",
        "second_factor:enrol_passkey",
        "second_factor:enrol_message",
        "second_factor:onward",
        "healthz",
    }
)


class SecondFactorGate:
    """Stands before every view, behind the middleware that knows person, language and device."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let what weighs much know, for the time of the request, how fresh the proof is."""
        with proofs_judged_by(lambda: not request.user.is_authenticated or is_fresh(request)):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Ask for the fresh proof that something deep inside wanted, and go on with the form."""
        return ask_fresh(request) if isinstance(error, FreshProofNeeded) else None

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _options: Any
    ) -> HttpResponse | None:
        """Let pass what is open or proven; keep a form, and lead everything else to the proof."""
        match = request.resolver_match
        if match is not None and match.view_name in OPEN:
            return None
        if not request.user.is_authenticated or is_proven(request):
            return None
        if let_in_as_remembered(request):
            return None
        return turn_away(request)


def turn_away(request: HttpRequest) -> HttpResponse:
    """Answer a request that came too early: a script is told, a page leads to the proof."""
    user: Any = request.user
    name = "second_factor:prove" if user.has_second_factor else "second_factor:enrol"
    if wants_json(request):
        return JsonResponse({"signed_in": True, "second_factor": reverse(name)}, status=401)
    goal = Goal.of_request(request)
    if goal.kept is None and not goal.too_much:
        query = urlencode({"next": goal.next}) if goal.next != reverse("console:index") else ""
        return HttpResponseRedirect(reverse(name) + (f"?{query}" if query else ""))
    return page_for(request, goal, status=401)
