"""The set-up page: open to who holds the token, while nobody has an account."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from admin_config.engine.shell.frame import frame_context
from admin_config.engine.shell.refused import show_refusal
from admin_config.engine.shell.sign_in import remember_person
from admin_config.first_run.form import FirstRunForm
from erp.staff.models import User
from erp.staff.queries.first_run import is_empty_house, is_set_up_token
from erp.staff.services.set_up import send_test_mail, set_up_house

log = structlog.get_logger("first_run")
_BACKEND = "erp.staff.sign_in.AnyNameBackend"


@never_cache
@sensitive_post_parameters("password", "again")
@csrf_protect
def set_up(request: HttpRequest) -> HttpResponse:
    """Show the assistant; a POST sets the house up and signs its first administrator in."""
    if not is_empty_house():
        raise Http404(_("This installation is already set up."))
    token = request.POST.get("token") or request.GET.get("token", "")
    if not is_set_up_token(token):
        log.warning("set_up_refused")
        return _page(request, status=403, locked=True)
    form = FirstRunForm(
        request.POST or None, request.FILES or None, initial={"language": get_language()}
    )
    if request.method == "POST" and form.is_valid():
        account = _set_up(form)
        if account is not None:
            return _welcome(request, account, test_mail=form.cleaned_data["test_mail"])
    return _page(request, form=form, token=token)


def _set_up(form: FirstRunForm) -> User | None:
    """Set the house up; what a rule refuses is shown at its field."""
    try:
        return set_up_house(form.wanted())
    except ValidationError as refused:
        show_refusal(form, refused)
        return None


def _welcome(request: HttpRequest, account: User, *, test_mail: bool) -> HttpResponse:
    login(request, account, backend=_BACKEND)
    with translation.override(account.language):
        messages.success(
            request, _("Everything is set up. Next: add the people who work with you.")
        )
        if test_mail:
            messages.add_message(request, *_sent_to(account))
    response = HttpResponseRedirect(reverse("console:index"))
    remember_person(response, account)
    return response


def _sent_to(account: User) -> tuple[int, str]:
    """Send the test mail and say how it went; whatever happens, the house stays set up."""
    try:
        mail = send_test_mail(account)
    except Exception:
        log.exception("test_mail_failed")
        return messages.WARNING, _("The test mail could not be written; the log says why.")
    if not mail.is_sent:
        text = _(
            "The test mail to %(address)s could not be sent: %(error)s. It stays in the outbox, "
            "where it can be sent again."
        )
        return messages.WARNING, text % {"address": mail.to, "error": mail.last_error.rstrip(".")}
    if settings.EMAIL_FILE_PATH:
        text = _(
            "The test mail was written into a file: mails leave the house once a mail server is "
            "set (EMAIL_URL)."
        )
        return messages.WARNING, text
    text = _("The mail server took the test mail to %(address)s.")
    return messages.SUCCESS, text % {"address": mail.to}


def _page(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    frame = frame_context(request, inside=False)
    return TemplateResponse(
        request,
        "console/setup.html",
        {**frame, "title": _("Set up"), **context},
        status=status,
    )
