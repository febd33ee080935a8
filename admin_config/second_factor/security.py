"""Everybody's security page: their factors, backup codes and remembered devices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods
from django_otp.models import Device

from admin_config.engine.shell.fresh_proof import ask_fresh_proof
from admin_config.engine.site import console
from admin_config.second_factor.enrolling import codes_page
from admin_config.second_factor.remembering import remembered_here
from erp.foundation.actor import Actor
from erp.staff.queries.second_factor import factors_of, masked, message_ways
from erp.staff.services.second_factor import (
    forget_devices,
    make_backup_codes,
    remove_factor,
    rename_factor,
)


@never_cache
@csrf_protect
@require_http_methods(["GET", "POST"])
def security(request: HttpRequest) -> HttpResponse:
    """Show the page; a POST does one thing of it, after a fresh proof."""
    if request.method == "POST":
        return ask_fresh_proof(request) or _do(request)
    user: Any = request.user
    found = factors_of(user)
    here = remembered_here(request)
    context = {
        **console.each_context(request),
        "title": _("Security"),
        "found": found,
        "messages_of": [(factor, masked(factor.address)) for factor in found.messages],
        "offered": [
            (kind, masked(address))
            for kind, address in message_ways(user)
            if found.message(kind) is None
        ],
        "this_device": here.pk if here else None,
    }
    return TemplateResponse(request, "console/security.html", context)


def _do(request: HttpRequest) -> HttpResponse:
    """Do what the pressed button says; what is refused is told on the page."""
    verb = request.POST.get("do", "")
    verbs: dict[str, Callable[[HttpRequest], HttpResponse | None]] = {
        "codes": _codes,
        "remove": _remove,
        "rename": _rename,
        "forget": _forget,
        "forget_all": _forget_all,
    }
    if verb not in verbs:
        raise Http404
    try:
        answer = verbs[verb](request)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        answer = None
    return answer or HttpResponseRedirect(reverse("second_factor:security"))


def _codes(request: HttpRequest) -> HttpResponse | None:
    user: Any = request.user
    if not user.has_second_factor:
        return None
    return codes_page(request, make_backup_codes(user, by=Actor.person(user)))


def _named(request: HttpRequest) -> Device:
    """Return the factor of the person that the form names; nobody finds anybody else's."""
    user: Any = request.user
    named = request.POST.get("factor", "")
    factor = next((own for own in factors_of(user).main if own.persistent_id == named), None)
    if factor is None:
        raise Http404(_("There is no such factor."))
    return factor


def _remove(request: HttpRequest) -> None:
    user: Any = request.user
    factor = _named(request)
    remove_factor(user, factor=factor, by=Actor.person(user), keep=request.session.session_key)
    messages.success(request, _("%(name)s is removed.") % {"name": factor.name})


def _rename(request: HttpRequest) -> None:
    user: Any = request.user
    rename_factor(
        user, factor=_named(request), name=request.POST.get("name", ""), by=Actor.person(user)
    )


def _forget(request: HttpRequest) -> None:
    user: Any = request.user
    named = request.POST.get("device", "")
    device = next((own for own in factors_of(user).devices if str(own.pk) == named), None)
    if device is None:
        raise Http404(_("There is no such device."))
    forget_devices(user, device=device, by=Actor.person(user))
    messages.success(request, _("The device is forgotten."))


def _forget_all(request: HttpRequest) -> None:
    user: Any = request.user
    forget_devices(user, by=Actor.person(user))
    messages.success(request, _("All devices are forgotten."))
