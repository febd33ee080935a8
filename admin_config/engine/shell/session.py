"""What happens when a session has ended: nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from admin_config.engine.shell.kept_form import KeptForm
from admin_config.engine.shell.sign_in import (
    SignIn,
    SignInForm,
    remember_person,
    remembered_person,
)

View = Callable[..., HttpResponseBase]


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script asked, which cannot follow to a sign-in page."""
    return (
        request.headers.get("X-Requested-With") == "XMLHttpRequest"
        or "HX-Request" in request.headers
        or request.headers.get("Accept", "").startswith("application/json")
    )


def guarded(site: Any, view: View) -> View:
    """Return the view with an answer of its own for scripts and forms after the session ended."""

    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if site.has_permission(request):
            if _is_page_of_other(request):
                return _other_person()
            return _first_a_password(request) or view(request, *args, **options)
        if wants_json(request):
            return JsonResponse({"signed_in": False}, status=401)
        if request.method == "POST":
            return _sign_in_keeping(request)
        return view(request, *args, **options)

    answer.csrf_exempt = getattr(view, "csrf_exempt", False)  # type: ignore[attr-defined]
    answer.__name__ = getattr(view, "__name__", "view")
    return answer


def _is_page_of_other(request: HttpRequest) -> bool:
    """Tell whether the page that asks was made for another person than is signed in now."""
    owner = request.headers.get("X-Page-Of", "")
    return bool(owner) and owner != str(request.user.pk)


def _other_person() -> HttpResponse:
    """Refuse what a page of somebody else asks for: two people use this browser's tabs."""
    answer = {
        "other_person": True,
        "error": _("Somebody else has signed in in this browser: nothing was saved."),
    }
    return JsonResponse(answer, status=409, headers={"X-Page-Of-Other": "1"})


def _first_a_password(request: HttpRequest) -> HttpResponse | None:
    """Lead whoever got a password from somebody else to choose one of their own first."""
    profile = reverse("console:profile")
    if not getattr(request.user, "must_change_password", False) or request.path == profile:
        return None
    if wants_json(request):
        return JsonResponse({"must_change_password": True}, status=403)
    messages.warning(request, _("Choose a password of your own first."))
    return HttpResponseRedirect(profile)


def _sign_in_keeping(request: HttpRequest) -> HttpResponse:
    """Show the sign-in page with what was posted sealed inside."""
    kept = KeptForm.from_request(request, remembered_person(request))
    page = SignIn()
    page.setup(request)
    context = page.get_context_data(form=SignInForm(request))
    context |= {"kept": kept, "too_much": kept is None, "next": request.path}
    response = page.render_to_response(context)
    response.status_code = 401
    return response


def _state(request: HttpRequest, **more: Any) -> JsonResponse:
    signed_in = request.user.is_authenticated
    return JsonResponse(
        {
            "signed_in": signed_in,
            "person": str(request.user.pk) if signed_in else "",
            "csrf": get_token(request),
            **more,
        }
    )


@never_cache
@csrf_protect
@require_http_methods(["GET", "POST"])
def state(request: HttpRequest) -> JsonResponse:
    """Tell a page whether its session lives; a POST signs in again over the page."""
    if request.method == "GET":
        return _state(request)
    form = SignInForm(request, data=request.POST)
    if not form.is_valid():
        response = _state(request, errors=_errors_of(form))
        form.settle(response)
        return response
    login(request, form.get_user())
    response = _state(request)
    remember_person(response, form.get_user())
    form.settle(response)
    return response


def _errors_of(form: SignInForm) -> list[str]:
    """Return what was wrong; a riddle has no room over the page."""
    errors = [str(error) for found in form.errors.values() for error in found]
    if form.outcome.riddle_first:
        return [_("Signing in failed several times. Open the sign-in page in another tab for it.")]
    return errors
